/** Reads what is known of the current folder from its disk, and again when somebody changes it there. Calls no system. */
import { type WorkspaceFolder, workspace } from 'vscode';
import { Failure } from '../../engine/failure';
import type { SystemName } from '../../engine/model';
import { Owner } from '../../host/disposal';
import type { Folders } from '../../host/folders';
import type { Messages } from '../../host/messages';
import type { Sessions } from '../../host/sessions';
import { readinessOf } from './readiness';
import type { Shown } from './shown';
import { NOTHING, type SecretTroubles, type Snapshot } from './view';
import { stampsOf, watchFolder } from './watcher';

export interface ReadingPorts {
  readonly folders: Folders;
  readonly sessions: Sessions;
  readonly configured: (folder: WorkspaceFolder) => readonly SystemName[];
  readonly secretTroubles: (folder: WorkspaceFolder) => Promise<SecretTroubles>;
  readonly messages: Messages;
}

export class Reading extends Owner {
  private loading: Promise<void> | undefined;
  private wanted = false;
  /** Counts the changes of folder and settings, so that an answer for the former ones is dropped. */
  private generation = 0;
  /** Count what was begun to be read, and what this window ticked and decided, so that the older never stands over the newer. */
  private reads = 0;
  private changes = 0;
  private thinking: Promise<void> | undefined;
  /** Of the files when they were last begun to be read. */
  private stamps = '';
  private watcher: { folder: string; dispose(): void } | undefined;

  constructor(
    private readonly ports: ReadingPorts,
    private readonly shown: Shown,
  ) {
    super();
    this.own(workspace.onDidGrantWorkspaceTrust(() => this.reset()));
    this.own(ports.folders.onDidChange(() => this.reset()));
    this.own({ dispose: () => this.watcher?.dispose() });
    this.shown.show(this.fresh());
  }

  private get folder(): WorkspaceFolder | undefined {
    return this.ports.folders.current;
  }

  /** Folder, settings, secrets or trust changed: what was known is read again, if anyone ever asked for it. */
  reset(): void {
    this.generation += 1;
    this.loading = undefined;
    if (this.folder) this.ports.sessions.renew(this.folder);
    this.shown.show({ ...this.fresh(), running: this.shown.now.running });
    if (this.wanted) void this.load();
  }

  /** A secret was saved or forgotten, perhaps in another window: the next use asks for it anew. */
  async secretsChanged(): Promise<void> {
    if (!this.folder) return;
    this.ports.sessions.renew(this.folder);
    if (this.wanted && this.shown.now.readiness === 'ready') await this.lookAtSecrets(this.folder);
  }

  private async lookAtSecrets(folder: WorkspaceFolder): Promise<void> {
    const { generation } = this;
    const secretTroubles = await this.ports.secretTroubles(folder);
    if (generation === this.generation) this.shown.show({ secretTroubles });
  }

  /** Reads what is known, once. Never rejects: a failure becomes part of the snapshot. */
  load(): Promise<void> {
    this.wanted = true;
    if (this.shown.now.readiness !== 'ready') return Promise.resolve();
    this.loading ??= this.readOverview();
    return this.loading;
  }

  /** Reads it again. */
  reload(): Promise<void> {
    this.loading = undefined;
    return this.load();
  }

  /** This window has changed what it shows: what began to be read before is older than that. */
  overtaken(): void {
    this.changes += 1;
  }

  /** What was decided is thought through. Awaited by nobody: several decisions in a row are thought through at once. */
  thinkAgain(): void {
    this.overtaken();
    this.thinking ??= (this.loading ?? Promise.resolve()).then(() => {
      this.thinking = undefined;
      return this.reload();
    });
  }

  /** Resolves when what was begun has been read. */
  async settled(): Promise<void> {
    await this.thinking;
    await this.loading;
  }

  private async readOverview(): Promise<void> {
    const { folder, generation } = this;
    if (!folder) return;
    this.reads += 1;
    const { reads: read, changes } = this;
    this.watch(folder);
    // Begun before anything is read, and not waited for: a tree that waits meanwhile is drawn without its rows.
    const stamps = stampsOf(folder);
    try {
      const connections = await this.ports.sessions.use(folder, (session) => session.connections());
      if (generation === this.generation) this.shown.show({ connections, loadFailure: null });
      this.stamps = await stamps;
      await this.lookAtSecrets(folder);
      const overview = await this.ports.sessions.use(folder, (session) => session.overview());
      if (generation !== this.generation) return;
      // What began to be read later, or was ticked or decided meanwhile, is newer than this.
      if (read !== this.reads) return this.loading;
      if (changes !== this.changes) return this.thinking ? undefined : this.reload();
      this.shown.show({ overview, saved: overview.saved, loadFailure: null });
    } catch (error) {
      const loadFailure = Failure.from(error);
      this.ports.messages.logFailure(loadFailure);
      if (generation === this.generation) this.shown.show({ loadFailure });
    }
  }

  /** Another window or the command line may sync and plan, and people edit decisions. */
  private watch(folder: WorkspaceFolder): void {
    const name = folder.uri.toString();
    if (this.watcher?.folder === name) return;
    this.watcher?.dispose();
    const watcher = watchFolder(folder, (names) => void this.changedOnDisk(folder, names));
    this.watcher = { folder: name, dispose: () => watcher.dispose() };
  }

  private async changedOnDisk(folder: WorkspaceFolder, names: ReadonlySet<string>): Promise<void> {
    // Our own act reads what it wrote when it ends.
    if (this.shown.now.running && !names.has('decisions.json')) return;
    // The editor tells late of what has been read since: drawing the trees again would take a row from under a click.
    if ((await stampsOf(folder)) === this.stamps) return;
    if (names.size === 1 && names.has('plan.json') && (await this.isShownPlan(folder))) return;
    await this.reload();
  }

  /** A tick of this window's own changes the file too. */
  private async isShownPlan(folder: WorkspaceFolder): Promise<boolean> {
    try {
      const plan = await this.ports.sessions.use(folder, (session) => session.savedPlan());
      const shown = this.shown.now.saved?.plan;
      return plan?.fingerprint === shown?.fingerprint && `${plan?.unticked}` === `${shown?.unticked}`;
    } catch {
      return false; // reading it all again tells why
    }
  }

  private fresh(): Snapshot {
    const { folder } = this;
    const configured = folder ? this.ports.configured(folder) : [];
    const { automatic } = this.shown.now;
    return { ...NOTHING, readiness: readinessOf(folder, configured), configured, automatic };
  }
}
