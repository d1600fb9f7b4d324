import '../jitless';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { shownShape } from '../../ui/changes/protocol';
import { openPage } from '../page';
import { FRESH, KEPT_VERSION, keptShape } from './kept';
import { ChangesView } from './view';

openPage({
  shown: shownShape,
  kept: keptShape,
  version: KEPT_VERSION,
  fresh: FRESH,
  open: (page) => new ChangesView(page),
});
