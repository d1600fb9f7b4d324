import '../jitless';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { shownShape } from '../../ui/matches/protocol';
import { openPage } from '../page';
import { FRESH, KEPT_VERSION, keptShape } from './kept';
import { MatchView } from './view';

openPage({
  shown: shownShape,
  kept: keptShape,
  version: KEPT_VERSION,
  fresh: FRESH,
  open: (page) => new MatchView(page),
});
