import '../jitless';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { shownShape } from '../../ui/dashboard/protocol';
import { openPage } from '../page';
import { FRESH, KEPT_VERSION, keptShape } from './kept';
import { DashboardView } from './view';

openPage({
  shown: shownShape,
  kept: keptShape,
  version: KEPT_VERSION,
  fresh: FRESH,
  open: (page) => new DashboardView(page),
});
