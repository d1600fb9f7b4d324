import type { LogOutputChannel } from 'vscode';
import type { DemoTenants } from '../../host/demo';
import type { Folders } from '../../host/folders';
import type { Messages } from '../../host/messages';
import type { Secrets } from '../../host/secrets';
import type { EditorSettings } from '../../host/settings';
import type { Trials } from '../../host/trial';
import type { AutomaticSync } from '../follow/automatic';
import type { HistoryView } from '../history/register';
import type { PanelDoors } from '../panel/doors';
import type { PlanView } from '../plan/register';
import type { ReportDocument } from '../report/document';
import type { ReviewView } from '../review/register';
import type { SetupProgress } from '../state/progress';
import type { SyncState } from '../state/state';
import type { StatusFilter } from '../trees/records/filter';
import type { SystemsView } from '../trees/records/register';
import type { SetupDrafts } from './setup-draft';

/** What commands work with. */
export interface CommandContext {
  readonly state: SyncState;
  readonly settings: EditorSettings;
  readonly secrets: Secrets;
  readonly folders: Folders;
  readonly demo: DemoTenants;
  readonly messages: Messages;
  readonly filter: StatusFilter;
  readonly systems: SystemsView;
  readonly review: ReviewView;
  readonly report: ReportDocument;
  readonly panels: PanelDoors;
  readonly plans: PlanView;
  readonly history: HistoryView;
  readonly automatic: AutomaticSync;
  readonly channel: LogOutputChannel;
  readonly drafts: SetupDrafts;
  readonly trials: Trials;
  readonly progress: SetupProgress;
}
