/** Holds the snapshot of the current folder and carries out what changes it. One act at a time in this window. */
import { basename } from 'node:path';
import { EventEmitter, RelativePattern, type WorkspaceFolder, workspace } from 'vscode';
import { type Act, type Change, lastAct } from '../../engine/decide';
import { Failure } from '../../engine/failure';
import type { SystemName } from '../../engine/model';
import type { Progress } from '../../engine/ports';
import type { RunReport } from '../../engine/run';
import type { Connections, Followed, FollowOptions } from '../../engine/session';
import { Owner } from '../../host/disposal';
import type { Folders } from '../../host/folders';
import type { Messages } from '../../host/messages';
import type { Sessions, SyncSession } from '../../host/sessions';
import type { Automatic } from '../follow/view';
import { NOTHING, type Readiness, type Running, type Snapshot } from './view';

/** Milliseconds between two redraws of a progress. */
const PROGRESS_PACE = 100;
/** Milliseconds to wait for more changes on disk before reading them. */
const SETTLE = 300;

export interface StatePorts {
  readonly folders: Folders;
  readonly sessions: Sessions;
  readonly configured: (folder: WorkspaceFolder) => readonly SystemName[];
  readonly messages: Messages;
}

export class SyncState extends Owner {
  private current: Snapshot = NOTHING;
  private loading: Promise<void> | undefined;
  private wanted = false;
  /** Counts the changes of folder and settings, so that an answer for the former ones is dropped. */
  private generation = 0;
  /** Decisions are kept one after the other, however fast they are made. */
  private deciding: Promise<unknown> = Promise.resolve();
  private thinking = false;
  private watcher: { folder: string; dispose(): void } | undefined;
  private readonly changed = this.own(new EventEmitter<Snapshot>());
  readonly onDidChange = this.changed.event;

  constructor(private readonly ports: StatePorts) {
    super();
    this.own(workspace.onDidGrantWorkspaceTrust(() => this.reset()));
    this.own(ports.folders.onDidChange(() => this.reset()));
    this.own({ dispose: () => this.watcher?.dispose() });
    this.set(this.fresh());
  }

  get snapshot(): Snapshot {
    return this.current;
  }

  get folder(): WorkspaceFolder | undefined {
    return this.ports.folders.current;
  }

  /** Folder, settings, secrets or trust changed: what was known is read again, if anyone ever asked for it. */
  reset(): void {
    this.generation += 1;
    this.loading = undefined;
    if (this.folder) this.ports.sessions.renew(this.folder);
    this.set({ ...this.fresh(), running: this.current.running });
    if (this.wanted) void this.load();
  }

  /** Reads what is known from disk, once; calls no system. Never rejects: a failure becomes part of the snapshot. */
  load(): Promise<void> {
    this.wanted = true;
    if (this.current.readiness !== 'ready') return Promise.resolve();
    this.loading ??= this.readOverview();
    return this.loading;
  }

  /** Reads it again. */
  reload(): Promise<void> {
    this.loading = undefined;
    return this.load();
  }

  /** Preflight of every connection, or of one alone. Rejects with the failure, which also stands in the snapshot. */
  async check(signal: AbortSignal, only?: SystemName): Promise<Connections> {
    return this.act('check', async (folder) => {
      try {
        const connections = await this.ports.sessions.use(folder, (session) => session.check(signal, only));
        this.set({ ...this.current, connections, checkFailure: null });
        return connections;
      } catch (error) {
        this.set({ ...this.current, checkFailure: Failure.from(error) });
        throw error;
      }
    });
  }

  /** A whole run. Rejects with the failure, which also stands in the snapshot unless the run was cancelled. */
  async sync(progress: Progress, signal: AbortSignal): Promise<RunReport> {
    return this.act('sync', async (folder) => {
      const paced = this.paced(progress);
      try {
        const report = await this.ports.sessions.use(folder, (session) =>
          session.sync({ progress: paced, signal }),
        );
        this.set({ ...this.current, report, failure: null });
        return report;
      } catch (error) {
        const failure = signal.aborted
          ? new Failure('cancelled', 'The sync was cancelled.')
          : Failure.from(error);
        if (failure.reason !== 'cancelled') this.set({ ...this.current, failure });
        throw failure;
      } finally {
        // A run that was stopped or failed has read and perhaps written all the same.
        await this.reload();
      }
    });
  }

  /** A run by itself: reads what changed, writes what may be written without asking. Rejects with the failure. */
  async follow(options: FollowOptions): Promise<Followed> {
    return this.act('sync', async (folder) => {
      try {
        const progress = this.paced(options.progress);
        const followed = await this.ports.sessions.use(folder, (session) =>
          session.follow({ ...options, progress }),
        );
        this.set({ ...this.current, report: followed.report, failure: null });
        return followed;
      } catch (error) {
        const failure = Failure.from(error);
        // That somebody else is at work is no failure of theirs or ours.
        if (!Failure.is(failure, 'cancelled', 'busy')) this.set({ ...this.current, failure });
        throw failure;
      } finally {
        await this.reload();
      }
    });
  }

  /** What automatic sync needs to know of the runs before. */
  async followed(): Promise<Awaited<ReturnType<SyncSession['followed']>>> {
    const { folder } = this;
    if (!folder || this.current.readiness !== 'ready') throw notReady(this.current.readiness);
    return this.ports.sessions.use(folder, (session) => session.followed());
  }

  showAutomatic(automatic: Automatic | null): void {
    if (JSON.stringify(automatic) !== JSON.stringify(this.current.automatic))
      this.set({ ...this.current, automatic });
  }

  /** Keeps what a person says; what follows from it is thought through afterwards. Rejects with the failure. */
  decide(change: Change): Promise<Act> {
    return this.inTurn((session) => session.decide(change));
  }

  /** Takes an act back; without one the last that is on record. Gives it, or null when there is none. */
  undecide(act?: Act): Promise<Act | null> {
    return this.inTurn(async (session) => {
      const taken = act ?? lastAct(await session.decisions());
      if (taken.added.length === 0 && taken.removed.length === 0) return null;
      await session.undecide(taken);
      return taken;
    });
  }

  private inTurn<T>(work: (session: SyncSession) => Promise<T>): Promise<T> {
    const { folder } = this;
    if (!folder || this.current.readiness !== 'ready')
      return Promise.reject(notReady(this.current.readiness));
    const turn = this.deciding.then(() => this.ports.sessions.use(folder, work));
    this.deciding = turn.then(
      () => this.thinkAgain(),
      () => undefined,
    );
    return turn;
  }

  /** Not awaited by the decision: several in a row are thought through at once. */
  private thinkAgain(): void {
    if (this.thinking) return;
    this.thinking = true;
    void (this.loading ?? Promise.resolve()).then(() => {
      this.thinking = false;
      return this.reload();
    });
  }

  private async act<T>(doing: Running['doing'], work: (folder: WorkspaceFolder) => Promise<T>): Promise<T> {
    const { folder } = this;
    if (!folder || this.current.readiness !== 'ready') throw notReady(this.current.readiness);
    if (this.current.running) {
      throw new Failure('busy', 'MSP Sync is already at work in this window.', {
        remedy: 'Wait until it has finished, or cancel it, then try again.',
      });
    }
    this.set({ ...this.current, running: { doing, phase: doing, done: 0, total: null } });
    try {
      return await work(folder);
    } finally {
      this.set({ ...this.current, running: null });
    }
  }

  private paced(progress: Progress): Progress {
    let last = 0;
    let shown = '';
    return {
      report: (phase, done, total, note) => {
        const now = Date.now();
        if (phase === shown && now - last < PROGRESS_PACE) return;
        last = now;
        shown = phase;
        progress.report(phase, done, total, note);
        this.set({ ...this.current, running: { doing: 'sync', phase, done, total } });
      },
    };
  }

  private async readOverview(): Promise<void> {
    const { folder, generation } = this;
    if (!folder) return;
    this.watch(folder);
    try {
      const connections = await this.ports.sessions.use(folder, (session) => session.connections());
      if (generation === this.generation) this.set({ ...this.current, connections, loadFailure: null });
      const overview = await this.ports.sessions.use(folder, (session) => session.overview());
      if (generation === this.generation) this.set({ ...this.current, overview, loadFailure: null });
    } catch (error) {
      const loadFailure = Failure.from(error);
      this.ports.messages.logFailure(loadFailure);
      if (generation === this.generation) this.set({ ...this.current, loadFailure });
    }
  }

  /** Another window or the command line may sync, and people edit decisions. */
  private watch(folder: WorkspaceFolder): void {
    if (this.watcher?.folder === folder.uri.toString()) return;
    this.watcher?.dispose();
    const pattern = new RelativePattern(
      folder,
      '.msp-sync/{decisions.json,state/last-run.json,state/checks.json}',
    );
    const watcher = workspace.createFileSystemWatcher(pattern);
    let timer: NodeJS.Timeout | undefined;
    const soon = ({ fsPath }: { fsPath: string }) => {
      // Our own act reads what it wrote when it ends.
      if (this.current.running && basename(fsPath) !== 'decisions.json') return;
      clearTimeout(timer);
      timer = setTimeout(() => void this.reload(), SETTLE);
    };
    watcher.onDidChange(soon);
    watcher.onDidCreate(soon);
    watcher.onDidDelete(soon);
    const dispose = () => {
      clearTimeout(timer);
      watcher.dispose();
    };
    this.watcher = { folder: folder.uri.toString(), dispose };
  }

  private fresh(): Snapshot {
    const { folder } = this;
    const configured = folder ? this.ports.configured(folder) : [];
    const { automatic } = this.current;
    return { ...NOTHING, readiness: readinessOf(folder, configured), configured, automatic };
  }

  private set(snapshot: Snapshot): void {
    this.current = snapshot;
    this.changed.fire(snapshot);
  }
}

function readinessOf(folder: WorkspaceFolder | undefined, configured: readonly SystemName[]): Readiness {
  if (!folder) return 'noFolder';
  if (!workspace.isTrusted) return 'untrusted';
  return configured.length > 0 ? 'ready' : 'notConfigured';
}

function notReady(readiness: Readiness): Failure {
  if (readiness === 'noFolder') {
    return new Failure('usage', 'No folder is open.', { remedy: 'Open a folder; connections belong to it.' });
  }
  if (readiness === 'untrusted') {
    return new Failure('usage', 'This workspace is not trusted, so MSP Sync connects to nothing.', {
      remedy: 'Trust it with "Workspaces: Manage Workspace Trust".',
    });
  }
  return new Failure('settings', 'No connection is configured.', {
    remedy: 'Configure the connections, or start demo tenants to try everything without an account.',
  });
}
