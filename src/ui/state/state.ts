/** Carries out what the views ask for in the current folder, and keeps the snapshot up to date. One act at a time in this window. */
import type { WorkspaceFolder } from 'vscode';
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
import type { SyncSession } from '../../host/sessions';
import type { Automatic } from '../follow/view';
import { pacedBy } from './pace';
import { notReady, PASSING_REFUSALS } from './readiness';
import { Reading, type ReadingPorts } from './reading';
import { Shown } from './shown';
import type { Running, Snapshot } from './view';

export interface ApplyChoice extends SyncChoice {
  readonly purpose: 'apply' | 'undo';
}

export class SyncState extends Owner {
  private readonly shown = this.own(new Shown());
  private readonly reading: Reading;
  /** Decisions are kept one after the other, however fast they are made. */
  private deciding: Promise<unknown> = Promise.resolve();
  readonly onDidChange = this.shown.onDidChange;

  constructor(private readonly ports: ReadingPorts) {
    super();
    this.reading = this.own(new Reading(ports, this.shown));
  }

  get snapshot(): Snapshot {
    return this.shown.now;
  }

  get folder(): WorkspaceFolder | undefined {
    return this.ports.folders.current;
  }

  /** Folder, settings, secrets or trust changed: what was known is read again, if anyone ever asked for it. */
  reset(): void {
    this.reading.reset();
  }

  /** A secret was saved or forgotten, perhaps in another window: the next use asks for it anew. */
  secretsChanged(): Promise<void> {
    return this.reading.secretsChanged();
  }

  /** Reads what is known from disk, once; calls no system. Never rejects: a failure becomes part of the snapshot. */
  load(): Promise<void> {
    return this.reading.load();
  }

  /** Reads it again. */
  reload(): Promise<void> {
    return this.reading.reload();
  }

  /** Preflight of every connection, or of one alone. Rejects with the failure, which also stands in the snapshot. */
  async check(signal: AbortSignal, only?: SystemName): Promise<Connections> {
    return this.act('check', async (folder) => {
      try {
        const connections = await this.ports.sessions.use(folder, (session) => session.check(signal, only));
        this.shown.show({ connections, checkFailure: null });
        return connections;
      } catch (error) {
        this.shown.show({ checkFailure: Failure.from(error) });
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
      this.shown.show({ report });
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
      try {
        const result = await this.told(folder, doing, progress, signal, work);
        this.shown.show({ failure: null });
        return result;
      } catch (error) {
        const failure = Failure.from(error);
        if (!PASSING_REFUSALS.has(failure.reason)) this.shown.show({ failure });
        throw failure;
      } finally {
        // A run that was stopped or failed has read and perhaps written all the same.
        await this.reload();
      }
    });
  }

  /** How far it is stands in the snapshot too. Where it was cancelled it rejects with that, whatever it failed with. */
  private async told<T>(
    folder: WorkspaceFolder,
    doing: Running['doing'],
    progress: Progress,
    signal: AbortSignal,
    work: (session: SyncSession, options: { progress: Progress; signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const paced = pacedBy(progress, (at) => this.shown.show({ running: { doing, ...at } }));
    try {
      return await this.ports.sessions.use(folder, (session) => work(session, { progress: paced, signal }));
    } catch (error) {
      throw signal.aborted ? new Failure('cancelled', 'It was cancelled.') : error;
    }
  }

  /** Ticks or unticks steps of the saved plan. Rejects with the failure. */
  async tick(...ticks: readonly Tick[]): Promise<void> {
    const plan = await this.ask((session) => session.tick(...ticks));
    this.reading.overtaken();
    const moved = this.shown.now.saved?.moved ?? [];
    this.shown.show({ saved: { plan, moved } });
  }

  /** Every run, newest first. */
  history(): Promise<readonly RunEntry[]> {
    return this.ask((session) => session.history());
  }

  /** The plan that takes a run, or one step of it, back, as the systems are now. Nothing is written. Rejects with the failure. */
  undoOf(run: string, step: string | undefined, progress: Progress, signal: AbortSignal): Promise<Plan> {
    return this.act('undo', (folder) =>
      this.told(folder, 'undo', progress, signal, (session, options) => session.undoOf(run, step, options)),
    );
  }

  /** Why each field of the thing holds what it holds. */
  explain(key: RecordKey): Promise<readonly FieldStory[]> {
    return this.ask((session) => session.explain(key));
  }

  /** A run by itself: reads what changed, writes what may be written without asking. Rejects with the failure. */
  async follow(options: FollowOptions): Promise<Followed> {
    return this.running('sync', options.progress, options.signal, async (session, paced) => {
      const followed = await session.follow({ ...options, ...paced });
      this.shown.show({ report: followed.report });
      return followed;
    });
  }

  /** What automatic sync needs to know of the runs before. */
  followed(): Promise<Awaited<ReturnType<SyncSession['followed']>>> {
    return this.ask((session) => session.followed());
  }

  showAutomatic(automatic: Automatic | null): void {
    if (JSON.stringify(automatic) !== JSON.stringify(this.shown.now.automatic))
      this.shown.show({ automatic });
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
    await this.reading.settled();
  }

  private async ask<T>(work: (session: SyncSession) => Promise<T>): Promise<T> {
    const { folder } = this;
    if (!folder || this.shown.now.readiness !== 'ready') throw notReady(this.shown.now.readiness);
    return this.ports.sessions.use(folder, work);
  }

  private inTurn<T>(work: (session: SyncSession) => Promise<T>): Promise<T> {
    const turn = this.deciding.then(() => this.ask(work));
    this.deciding = turn.then(
      () => this.reading.thinkAgain(),
      () => undefined,
    );
    return turn;
  }

  private async act<T>(doing: Running['doing'], work: (folder: WorkspaceFolder) => Promise<T>): Promise<T> {
    const { folder } = this;
    if (!folder || this.shown.now.readiness !== 'ready') throw notReady(this.shown.now.readiness);
    if (this.shown.now.running) {
      throw new Failure('busy', 'MSP Sync is already at work in this window.', {
        remedy: 'Wait until it has finished, or cancel it, then try again.',
      });
    }
    this.shown.show({ running: { doing, phase: doing, done: 0, total: null } });
    try {
      return await work(folder);
    } finally {
      this.shown.show({ running: null });
    }
  }
}
