import { EventEmitter, languages, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import { Owner } from '../../host/disposal';
import type { SyncState } from '../state/state';
import { reportText } from './text';

const SCHEME = 'msp-sync-report';
const ADDRESS = Uri.from({ scheme: SCHEME, path: '/MSP Sync Report.md' });

/** The report as a read-only document that follows what is known. */
export class ReportDocument extends Owner implements TextDocumentContentProvider {
  private readonly changed = this.own(new EventEmitter<Uri>());
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: SyncState) {
    super();
    this.own(workspace.registerTextDocumentContentProvider(SCHEME, this));
    let shown = state.snapshot.overview;
    this.own(
      state.onDidChange(({ overview }) => {
        if (overview === shown) return;
        shown = overview;
        this.changed.fire(ADDRESS);
      }),
    );
  }

  provideTextDocumentContent(): string {
    const { overview, report } = this.state.snapshot;
    return overview ? reportText({ overview, report }) : 'Nothing is known yet: run "MSP Sync: Sync Now".\n';
  }

  async open(): Promise<void> {
    const document = await workspace.openTextDocument(ADDRESS);
    await languages.setTextDocumentLanguage(document, 'markdown');
    await window.showTextDocument(document, { preview: false });
  }
}
