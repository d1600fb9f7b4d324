/** Two sides of a conflict as texts in the editor's own diff: for what is too long to read in a column. */
import { commands, EventEmitter, l10n, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import type { ConflictItem } from '../../engine/conflicts';
import { SYSTEM_TITLES, SYSTEMS } from '../../engine/model';
import { Owner } from '../../host/disposal';

const SCHEME = 'msp-sync-value';

export class ValueTexts extends Owner implements TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly changed = this.own(new EventEmitter<Uri>());
  readonly onDidChange = this.changed.event;

  constructor() {
    super();
    this.own(workspace.registerTextDocumentContentProvider(SCHEME, this));
  }

  provideTextDocumentContent(address: Uri): string {
    return this.texts.get(address.path) ?? '';
  }

  /** The first two sides that say something, or what was agreed beside the only one. */
  async compare({ identity, field, label, name, sides: said, agreed }: ConflictItem): Promise<void> {
    const sides = SYSTEMS.flatMap((system) => {
      const side = said[system];
      return side?.text ? [{ title: SYSTEM_TITLES[system], text: side.text }] : [];
    });
    const all = agreed ? [...sides, { title: l10n.t('Last agreed'), text: agreed.text }] : sides;
    const [left, right] = sides.length > 1 ? sides : [...all].reverse();
    if (!left || !right) return;
    const place = ({ title, text }: { title: string; text: string }): Uri => {
      const address = Uri.from({ scheme: SCHEME, path: `/${identity}/${field}/${title}.txt` });
      this.texts.set(address.path, text);
      this.changed.fire(address);
      return address;
    };
    const title = `${name}, ${label}: ${left.title} ↔ ${right.title}`;
    await commands.executeCommand('vscode.diff', place(left), place(right), title);
  }
}
