import '../jitless';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import { shownShape } from '../../ui/conflicts/protocol';
import { openPage } from '../page';
import { FRESH, KEPT_VERSION, keptShape } from './kept';
import { ConflictView } from './view';

openPage({
  shown: shownShape,
  kept: keptShape,
  version: KEPT_VERSION,
  fresh: FRESH,
  open: (page) => new ConflictView(page),
});
