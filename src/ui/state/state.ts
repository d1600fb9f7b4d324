/** Holds the snapshot of the current folder and carries out what changes it. One act at a time in this window. */
import { EventEmitter, type WorkspaceFolder, workspace } from 'vscode';
import { type Act, type Change, lastAct } from '../../engine/decide';
import type { FieldStory } from '../../engine/explain';
import { Failure } from '../../engine/failure';
import type { RunEntry } from '../../engine/history';
import type { RecordKey, SystemName } from '../../engine/model';
import type { Plan } from '../../engine/plan/model';
import type { Tick } from '../../engine/plan/ticks';
import type { Progress } from '../../engine/ports';
import type { RunReport, SyncChoice } from '../../engine/run';
import type { Applied, Connections, Followed, FollowOptions } from '../../engine/session';
import type { Prepared } from '../../engine/think';
import { Owner } from '../../host/disposal';
import type { Folders } from '../../host/folders';
import type { Messages } from '../../host/messages';
import type { Sessions, SyncSession } from '../../host/sessions';
import type { Automatic } from '../follow/view';
import { pacedBy } from './pace';
import { notReady, PASSING_REFUSALS, readinessOf } from './readiness';
import { NOTHING, type Running, type SecretTroubles, type Snapshot } from './view';
import { watchFolder } from './watcher';

export interface StatePorts {
  readonly folders: Folders;
  readonly sessions: Sessions;
  readonly configured: (folder: WorkspaceFolder) => readonly SystemName[];
  readonly secretTroubles: (folder: WorkspaceFolder) => Promise<SecretTroubles>;
  readonly messages: Messages;
}

export interface ApplyChoice extends SyncChoice {
  readonly purpose: 'apply' | 'undo';
}

export class SyncState extends Owner {
  private current: Snapshot = NOTHING;
  private loading: Promise<void> | undefined;
  private wanted = false;
  /** Counts the changes of folder and settings, so that an answer for the former ones is dropped. */
  private generation = 0;
  /** Count what was begun to be read, and what this window ticked and decided, so that the older never stands over the newer. */
  private reads = 0;
  private changes = 0;
  /** Decisions are kept one after the other, however fast they are made. */
  private deciding: Promise<unknown> = Promise.resolve();
  private thinking: Promise<void> | undefined;
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

  /** A secret was saved or forgotten, perhaps in another window: the next use asks for it anew. */
  async secretsChanged(): Promise<void> {
    if (!this.folder) return;
    this.ports.sessions.renew(this.folder);
    if (this.wanted && this.current.readiness === 'ready') await this.lookAtSecrets(this.folder);
  }

  private async lookAtSecrets(folder: WorkspaceFolder): Promise<void> {
    const { generation } = this;
    const secretTroubles = await this.ports.secretTroubles(folder);
    if (generation === this.generation) this.set({ ...this.current, secretTroubles });
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

  /** The connections lead to the same systems as before: what is remembered is theirs. */
  async acceptTenants(signal: AbortSignal): Promise<void> {
    await this.act('check', (folder) =>
      this.ports.sessions.use(folder, (session) => session.acceptTenants(signal)),
    );
    await this.reload();
  }

  /** Nothing is remembered or decided any more; gives the folder with what was. */
  async startAfresh(): Promise<string> {
    const former = await this.act('check', (folder) =>
      this.ports.sessions.use(folder, (session) => session.startAfresh()),
    );
    this.reset();
    return former;
  }

  /** A whole run. Rejects with the failure, which also stands in the snapshot unless the run was cancelled. */
  async sync(progress: Progress, signal: AbortSignal): Promise<RunReport> {
    return this.running('sync', progress, signal, async (session, options) => {
      const report = await session.sync(options);
      this.set({ ...this.current, report });
      return report;
    });
  }

  /** Reads the systems and saves what a sync would write. Writes to no system. Rejects like `sync`. */
  async plan(progress: Progress, signal: AbortSignal): Promise<Prepared> {
    return this.running('plan', progress, signal, (session, options) => session.plan(options));
  }

  /** Carries out the ticked steps of the plan. Rejects like `sync`. */
  async apply(plan: Plan, choice: ApplyChoice, progress: Progress, signal: AbortSignal): Promise<Applied> {
    return this.running('apply', progress, signal, (session, options) =>
      session.apply(plan, { ...options, ...choice }),
    );
  }

  /** Reading and writing, alone in this window; what is known is read again after it, however it ended. */
  private async running<T>(
    doing: Running['doing'],
    progress: Progress,
    signal: AbortSignal,
    work: (session: SyncSession, options: { progress: Progress; signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    return this.act(doing, async (folder) => {
      const options = {
        progress: pacedBy(progress, (at) => this.set({ ...this.current, running: { doing, ...at } })),
        signal,
      };
      try {
        const result = await this.ports.sessions.use(folder, (session) => work(session, options));
        this.set({ ...this.current, failure: null });
        return result;
      } catch (error) {
        const failure = signal.aborted ? new Failure('cancelled', 'It was cancelled.') : Failure.from(error);
        if (!PASSING_REFUSALS.has(failure.reason)) this.set({ ...this.current, failure });
        throw failure;
      } finally {
        // A run that was stopped or failed has read and perhaps written all the same.
        await this.reload();
      }
    });
  }

  /** Ticks or unticks steps of the saved plan. Rejects with the failure. */
  async tick(...ticks: readonly Tick[]): Promise<void> {
    const plan = await this.ask((session) => session.tick(...ticks));
    this.changes += 1;
    const moved = this.current.saved?.moved ?? [];
    this.set({ ...this.current, saved: { plan, moved } });
  }

  /** Every run, newest first. */
  history(): Promise<readonly RunEntry[]> {
    return this.ask((session) => session.history());
  }

  /** The plan that takes a run, or one step of it, back. Nothing is written. */
  undoOf(run: string, step?: string): Promise<Plan> {
    return this.ask((session) => session.undoOf(run, step));
  }

  /** Why each field of the thing holds what it holds. */
  explain(key: RecordKey): Promise<readonly FieldStory[]> {
    return this.ask((session) => session.explain(key));
  }

  /** A run by itself: reads what changed, writes what may be written without asking. Rejects with the failure. */
  async follow(options: FollowOptions): Promise<Followed> {
    return this.running('sync', options.progress, options.signal, async (session, paced) => {
      const followed = await session.follow({ ...options, ...paced });
      this.set({ ...this.current, report: followed.report });
      return followed;
    });
  }

  /** What automatic sync needs to know of the runs before. */
  followed(): Promise<Awaited<ReturnType<SyncSession['followed']>>> {
    return this.ask((session) => session.followed());
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

  /** Resolves when what was decided so far is thought through. */
  async settled(): Promise<void> {
    await this.deciding;
    await this.thinking;
    await this.loading;
  }

  private async ask<T>(work: (session: SyncSession) => Promise<T>): Promise<T> {
    const { folder } = this;
    if (!folder || this.current.readiness !== 'ready') throw notReady(this.current.readiness);
    return this.ports.sessions.use(folder, work);
  }

  private inTurn<T>(work: (session: SyncSession) => Promise<T>): Promise<T> {
    const turn = this.deciding.then(() => this.ask(work));
    this.deciding = turn.then(
      () => this.thinkAgain(),
      () => undefined,
    );
    return turn;
  }

  /** Not awaited by the decision: several in a row are thought through at once. */
  private thinkAgain(): void {
    this.changes += 1;
    this.thinking ??= (this.loading ?? Promise.resolve()).then(() => {
      this.thinking = undefined;
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

  private async readOverview(): Promise<void> {
    const { folder, generation } = this;
    if (!folder) return;
    this.reads += 1;
    const { reads: read, changes } = this;
    this.watch(folder);
    try {
      const connections = await this.ports.sessions.use(folder, (session) => session.connections());
      if (generation === this.generation) this.set({ ...this.current, connections, loadFailure: null });
      await this.lookAtSecrets(folder);
      const overview = await this.ports.sessions.use(folder, (session) => session.overview());
      if (generation !== this.generation) return;
      // What began to be read later, or was ticked or decided meanwhile, is newer than this.
      if (read !== this.reads) return this.loading;
      if (changes !== this.changes) return this.thinking ? undefined : this.reload();
      this.set({ ...this.current, overview, saved: overview.saved, loadFailure: null });
    } catch (error) {
      const loadFailure = Failure.from(error);
      this.ports.messages.logFailure(loadFailure);
      if (generation === this.generation) this.set({ ...this.current, loadFailure });
    }
  }

  /** Another window or the command line may sync and plan, and people edit decisions. */
  private watch(folder: WorkspaceFolder): void {
    const name = folder.uri.toString();
    if (this.watcher?.folder === name) return;
    this.watcher?.dispose();
    const watcher = watchFolder(folder, (names) => void this.changedOnDisk(names));
    this.watcher = { folder: name, dispose: () => watcher.dispose() };
  }

  private async changedOnDisk(names: ReadonlySet<string>): Promise<void> {
    // Our own act reads what it wrote when it ends.
    if (this.current.running && !names.has('decisions.json')) return;
    if (names.size === 1 && names.has('plan.json') && (await this.isShownPlan())) return;
    await this.reload();
  }

  /** A tick of this window's own changes the file too. */
  private async isShownPlan(): Promise<boolean> {
    try {
      const plan = await this.ask((session) => session.savedPlan());
      const shown = this.current.saved?.plan;
      return plan?.fingerprint === shown?.fingerprint && `${plan?.unticked}` === `${shown?.unticked}`;
    } catch {
      return false; // reading it all again tells why
    }
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
