import { EventEmitter, languages, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import { Owner } from '../../host/disposal';
import type { SyncState } from '../state/state';
import type { Snapshot } from '../state/view';
import { driftText } from './drift';
import { reportText } from './text';

const SCHEME = 'msp-sync-report';

type Known = Snapshot & { readonly overview: NonNullable<Snapshot['overview']> };

const REPORTS = {
  report: {
    path: '/MSP Sync Report.md',
    text: ({ overview, report }: Known) => reportText({ overview, report }),
  },
  drift: { path: '/MSP Sync Drift Report.md', text: ({ overview }: Known) => driftText(overview) },
} as const;

export type ReportName = keyof typeof REPORTS;

/** Reports as read-only documents that follow what is known. */
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
        for (const report of Object.values(REPORTS)) this.changed.fire(addressOf(report));
      }),
    );
  }

  provideTextDocumentContent({ path }: Uri): string {
    const { snapshot } = this.state;
    const { overview } = snapshot;
    const report = Object.values(REPORTS).find((one) => one.path === path);
    return overview && report
      ? report.text({ ...snapshot, overview })
      : 'Nothing is known yet: run "MSP Sync: Sync Now".\n';
  }

  async open(name: ReportName): Promise<void> {
    const document = await workspace.openTextDocument(addressOf(REPORTS[name]));
    await languages.setTextDocumentLanguage(document, 'markdown');
    await window.showTextDocument(document, { preview: false });
  }
}

const addressOf = ({ path }: { readonly path: string }): Uri => Uri.from({ scheme: SCHEME, path });
