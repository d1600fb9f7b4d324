/** One workspace as the programs use it: check, sync, and what is known, with one writer at a time. */
import { type Act, type Change, checkChange, decide, undo } from './decide';
import type { Decision } from './decisions';
import { Failure } from './failure';
import type { Finding } from './findings';
import type { MatchResult } from './match/model';
import type { Identity, IdentityId, Kind, RecordKey, SourceRecord, SystemName } from './model';
import type { Outcome, Plan } from './plan/model';
import type { Clock, JournalEntry, Log, Progress, RunSummary, State, Store, System } from './ports';
import { presentRecords } from './present';
import {
  carriedOut,
  countOutcomes,
  type Prepared,
  prepare,
  type RunReport,
  type SyncChoice,
  sync,
  think,
  type World,
} from './run';
import { type Moved, movedSteps } from './saved';
import type { SyncSettings } from './settings';
import { inSlices } from './slices';
import { type RecordStatus, statuses } from './status';
import { undoPlan, type Written, writesOf } from './undo';

export interface SessionPorts {
  /** The configured systems. */
  readonly systems: readonly System[];
  /** A fresh view of what is on disk: another program may have written meanwhile. */
  readonly openStore: () => Store;
  /** Takes the workspace's lock, or fails with `busy`. Gives the function that lets it go. */
  readonly takeLock: (doing: string, onLost: (why: Failure) => void) => Promise<() => Promise<void>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: SyncSettings;
  /** Who is at work, as their system knows them; stands in the history. */
  readonly by: string;
}

/** All that a tree, a report or a status line needs, without a call to any system. */
export interface Overview {
  /** Which systems are configured. */
  readonly systems: readonly SystemName[];
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly identityOf: ReadonlyMap<RecordKey, IdentityId>;
  readonly statuses: ReadonlyMap<RecordKey, RecordStatus>;
  readonly match: MatchResult;
  /** What a sync would do with what is known. */
  readonly plan: Plan;
  readonly lastRun: RunSummary | null;
}

export interface SyncOptions extends SyncChoice {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface Applied {
  readonly run: string;
  readonly outcomes: readonly Outcome[];
}

/** A run as the history lists it. */
export interface RunEntry {
  readonly run: string;
  readonly purpose: string;
  /** Who started it, as their system knows them. */
  readonly by: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly result: 'done' | 'failed' | 'unfinished';
  readonly message: string | null;
  /** Counts by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly writes: readonly Written[];
}

const SILENT: Progress = { report: () => undefined };

export class Session {
  constructor(private readonly ports: SessionPorts) {}

  get systems(): readonly SystemName[] {
    return this.ports.systems.map((system) => system.name);
  }

  /** Preflight of every configured connection, side by side. */
  async check(signal: AbortSignal): Promise<readonly Finding[]> {
    const findings = await Promise.all(this.ports.systems.map((system) => system.check(signal)));
    return findings.flat();
  }

  /** A whole run, alone in this workspace; its summary is kept whether it succeeds or not. */
  async sync(options: SyncOptions): Promise<RunReport> {
    return this.alone('sync', options.signal, async (store, signal) => {
      const report = await sync(this.world(store, options.progress), signal, options);
      await store.saveLastRun(summaryOf(report, signal.aborted));
      return report;
    });
  }

  /** Does something that no other program may do in this workspace at the same time. */
  private async alone<T>(
    doing: string,
    signal: AbortSignal,
    act: (store: Store, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.locked(doing, async (store, lost) => {
      const startedAt = this.ports.clock.iso();
      try {
        return await act(store, AbortSignal.any([signal, lost]));
      } catch (error) {
        const failure = Failure.from(error);
        // What failed first is what the person must hear of, even where the summary cannot be kept either.
        await this.keepFailure(store, failure, startedAt).catch((why: unknown) =>
          this.ports.log.error('The summary was not kept.', { why: String(why) }),
        );
        throw failure;
      }
    });
  }

  /** `lost` fires when another program took the lock over meanwhile: it is the one who writes now. */
  private async locked<T>(doing: string, act: (store: Store, lost: AbortSignal) => Promise<T>): Promise<T> {
    const lost = new AbortController();
    const release = await this.ports.takeLock(doing, (why) => lost.abort(why));
    try {
      return await act(this.ports.openStore(), lost.signal);
    } finally {
      await release();
    }
  }

  /** What went wrong with single records before is still so. */
  private async keepFailure(store: Store, failure: Failure, startedAt: string): Promise<void> {
    const problems = (await store.lastRun())?.problems ?? {};
    await store.saveLastRun({ ...failedSummary(failure, startedAt, this.ports.clock.iso()), problems });
  }

  /** What people said so far. */
  async decisions(): Promise<readonly Decision[]> {
    return this.ports.openStore().decisions();
  }

  /**
   * Keeps what a person says; gives what that did to the list, for `undecide`. Rejects with `usage` for records that
   * are not known. Calls no system: the next overview and the next run show the effect.
   */
  async decide(change: Change): Promise<Act> {
    return this.locked('decide', async (store) => {
      const { records } = await store.load();
      checkChange(change, { records, refusal: (system, kind) => this.refusal(system, kind) });
      const { by, clock } = this.ports;
      const { decisions, act } = decide(await store.decisions(), change, { by, at: clock.iso() });
      await store.saveDecisions(decisions);
      return act;
    });
  }

  /** Takes an act back: what it added goes, what it removed returns. */
  async undecide(act: Act): Promise<void> {
    await this.locked('decide', async (store) => store.saveDecisions(undo(await store.decisions(), act)));
  }

  private refusal(system: SystemName, kind: Kind): string | null {
    const create = this.ports.systems.find(({ name }) => name === system)?.abilities[kind].create;
    if (create === undefined) return 'the system is not connected.';
    return create === true ? null : create.reason;
  }

  /** Reads the systems, thinks, and saves the plan; writes to no system. */
  async plan(options: { progress: Progress; signal: AbortSignal }): Promise<Prepared> {
    return this.alone('plan', options.signal, async (store, signal) => {
      const prepared = await prepare(this.world(store, options.progress), signal);
      await store.savePlan(prepared.plan);
      return prepared;
    });
  }

  /** Carries out exactly the given plan, or refuses it when what it was planned against has moved. */
  async apply(plan: Plan, options: SyncOptions & { readonly purpose?: 'apply' | 'undo' }): Promise<Applied> {
    const purpose = options.purpose ?? 'apply';
    return this.alone(purpose, options.signal, async (store, signal) => {
      const startedAt = this.ports.clock.iso();
      const state = await store.load();
      refuseMoved(movedSteps(plan, state));
      const world = this.world(store, options.progress);
      const seen = { records: presentRecords(state), coverage: [], problems: [] };
      const prepared = await think(world, state, await store.decisions(), seen);
      const steps = options.select ? plan.steps.filter(options.select) : plan.steps;
      const applied = await carriedOut(world, prepared, { ...plan, steps }, { ...options, signal }, purpose);
      await store.saveLastRun({
        run: applied.run,
        startedAt,
        endedAt: this.ports.clock.iso(),
        result: signal.aborted ? 'cancelled' : 'done',
        message: null,
        outcomes: countOutcomes(applied.outcomes),
        conflicts: prepared.plan.conflicts.length,
        problems: (await store.lastRun())?.problems ?? {},
      });
      return applied;
    });
  }

  /** Every run, newest first, with what it did. */
  async history(): Promise<readonly RunEntry[]> {
    const store = this.ports.openStore();
    const entries: RunEntry[] = [];
    for (const run of await store.runs()) entries.push(entryOf(run, await store.journal(run)));
    return entries;
  }

  /** The plan that takes a run, or one step of it, back. Nothing is written. */
  async undoOf(run: string, step?: string): Promise<Plan> {
    const store = this.ports.openStore();
    const journal = await store.journal(run);
    if (journal.length === 0) {
      throw new Failure('usage', `There is no run ${run}.`, {
        remedy: 'See the names of the runs with "msp-sync history".',
      });
    }
    const abilities = new Map(this.ports.systems.map((system) => [system.name, system.abilities]));
    return undoPlan({
      run,
      journal,
      state: await store.load(),
      ability: (system, kind) => abilities.get(system)?.[kind],
      ...(step === undefined ? {} : { step }),
      madeAt: this.ports.clock.iso(),
    });
  }

  /** What is known from the last scan, thought through again; calls no system and writes nothing. */
  async overview(): Promise<Overview> {
    const store = this.ports.openStore();
    const [state, decisions, lastRun] = [await store.load(), await store.decisions(), await store.lastRun()];
    const present = presentRecords(state);
    const seen = { records: present, coverage: [], problems: [] };
    const thought = await think(this.world(store, SILENT), state, decisions, seen);
    const problems = new Map<RecordKey, string>();
    for (const key of state.records.keys()) {
      const message = lastRun?.problems[key];
      if (message) problems.set(key, message);
    }
    const { identities, identityOf, match } = thought;
    const plan = stillWaiting(await store.plan(), state, thought.plan);
    const records = state.records;
    const known = { records, identities, identityOf, match, plan };
    const result = await inSlices(statuses({ ...known, problems }), this.ports.clock);
    return { ...known, systems: this.systems, statuses: result, lastRun };
  }

  dispose(): void {
    for (const system of this.ports.systems) system.dispose();
  }

  private world(store: Store, progress: Progress): World {
    const { systems, clock, log, settings, by } = this.ports;
    return { systems, store, clock, log, progress, settings, by };
  }
}

/**
 * What waits to be written: of the last plan, the steps that still stand. Only a plan made with the systems at hand
 * knows what they would object to; conflicts follow the decisions of the moment.
 */
function stillWaiting(saved: Plan | null, state: State, thought: Plan): Plan {
  if (!saved) return { ...thought, steps: [] };
  const moved = new Set(movedSteps(saved, state).map(({ step }) => step.id));
  const steps = saved.steps.filter((step) => !moved.has(step.id));
  return { ...saved, steps, conflicts: thought.conflicts };
}

function refuseMoved(moved: readonly Moved[]): void {
  const [first] = moved;
  if (!first) return;
  const others = moved.length > 1 ? ` and ${moved.length - 1} more` : '';
  throw new Failure('stale', `The plan no longer fits: ${first.step.name}: ${first.reason}${others}.`, {
    remedy: 'Make a new plan, look through it, and apply that one. Nothing was written.',
  });
}

function entryOf(run: string, journal: readonly JournalEntry[]): RunEntry {
  const started = journal.find((entry) => entry.type === 'started');
  const ended = journal.find((entry) => entry.type === 'ended');
  const failed = journal.find((entry) => entry.type === 'failed');
  const outcomes: Record<string, number> = {};
  for (const entry of journal) {
    if (entry.type !== 'outcome') continue;
    const outcome = String(entry.outcome);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return {
    run,
    purpose: String(started?.purpose ?? 'sync'),
    by: String(started?.by ?? ''),
    startedAt: started?.at ?? '',
    endedAt: ended?.at ?? failed?.at ?? null,
    result: ended ? 'done' : failed ? 'failed' : 'unfinished',
    message: failed ? String(failed.message) : null,
    outcomes,
    writes: writesOf(journal),
  };
}

function summaryOf(report: RunReport, cancelled: boolean): RunSummary {
  const problems: Record<string, string> = {};
  for (const [key, { status, reason }] of report.statuses) if (status === 'error') problems[key] = reason;
  return {
    run: report.run,
    startedAt: report.startedAt,
    endedAt: report.endedAt,
    result: cancelled ? 'cancelled' : 'done',
    message: null,
    outcomes: countOutcomes(report.outcomes),
    conflicts: report.prepared.plan.conflicts.length,
    problems,
  };
}

function failedSummary(failure: Failure, startedAt: string, endedAt: string): RunSummary {
  const message = [failure.message, failure.remedy].filter(Boolean).join(' ');
  return {
    run: '',
    startedAt,
    endedAt,
    result: failure.reason === 'cancelled' ? 'cancelled' : 'failed',
    message,
    outcomes: {},
    conflicts: 0,
    problems: {},
  };
}
