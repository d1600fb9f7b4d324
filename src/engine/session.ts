/** One workspace as the programs use it: check, sync, and what is known, with one writer at a time. */
import { type Applied, applySaved } from './apply-saved';
import { acceptTenants, checkAll, checkBeforeRun, knownChecks } from './checking';
import { type Act, type Change, decide, undo } from './decide';
import { checkChange } from './decide-check';
import type { Decision } from './decisions';
import type { FieldStory } from './explain';
import { explained } from './explained';
import type { Checked } from './findings';
import { NOTHING_UNASKED } from './follow/unattended';
import { entryOf, type RunEntry } from './history';
import type { Kind, RecordKey, SystemName } from './model';
import { OneWriter } from './one-writer';
import { type Overview, overviewOf } from './overview';
import type { Plan } from './plan/model';
import { type Tick, withTicks } from './plan/ticks';
import type { Progress, RunSummary, Store } from './ports';
import { prepare } from './prepare';
import type { Afresh } from './read-again';
import { readinessOf } from './readiness';
import { replanned } from './replan';
import { type RunReport, sync } from './run';
import { noPlan } from './saved';
import type {
  Connections,
  Followed,
  FollowOptions,
  PlanOptions,
  SessionPorts,
  SyncOptions,
} from './session-model';
import { inSlices } from './slices';
import { summaryOf } from './summary';
import type { Prepared, World } from './think';
import { keepRun } from './trend';
import { undoOfRun } from './undo-run';

export type { Applied } from './apply-saved';
export type { RunEntry } from './history';
export type { Overview } from './overview';
export type * from './session-model';

/** Journals that are kept, the newest: what stands in them can be looked up and taken back. */
const KEPT_RUNS = 1000;

/** What runs every few minutes by itself looks at the connections four times a day: its readings tell the rest. */
const FRESH_MS = 6 * 3_600_000;

const SILENT: Progress = { report: () => undefined };

export class Session {
  private readonly writer: OneWriter;

  constructor(private readonly ports: SessionPorts) {
    this.writer = new OneWriter(ports);
  }

  get systems(): readonly SystemName[] {
    return this.ports.systems.map((system) => system.name);
  }

  /** Preflight of every configured connection, side by side, or of one alone; what is found is kept. */
  async check(signal: AbortSignal, only?: SystemName): Promise<Connections> {
    await this.ports.prepareFolder();
    try {
      return this.connectionsWith(await checkAll(this.ports, this.ports.openStore(), signal, only));
    } finally {
      await this.ports.settle?.();
    }
  }

  /** What the last checks found, and whether the pairs are ready; calls no system. */
  async connections(): Promise<Connections> {
    const { disuse = () => [] } = this.ports;
    const known = await knownChecks(this.ports, this.ports.openStore());
    return this.connectionsWith(
      known.map((checked) => ({
        ...checked,
        findings: [...checked.findings, ...disuse(checked.system, checked.at)],
      })),
    );
  }

  /** A person says that the connections lead to the same tenants as before, at another address or under another name. */
  async acceptTenants(signal: AbortSignal): Promise<void> {
    await this.writer.locked('accept tenants', (store) => acceptTenants(this.ports, store, signal));
  }

  /** Nothing is remembered or decided any more; gives the folder that all of it was moved to. */
  async startAfresh(): Promise<string> {
    return this.writer.locked('start afresh', (store) => store.startAfresh());
  }

  private connectionsWith(checks: readonly Checked[]): Connections {
    const { settings, systems } = this.ports;
    const abilities = Object.fromEntries(systems.map((system) => [system.name, system.abilities]));
    return { checks, pairs: readinessOf({ configured: this.systems, checks, settings, abilities }) };
  }

  /** A whole run, alone in this workspace; its summary is kept whether it succeeds or not. */
  async sync(options: SyncOptions): Promise<RunReport> {
    return this.writer.alone('sync', options.signal, async (store, signal) => {
      await this.checked(store, options, signal);
      const report = await sync(this.world(store, options.progress), signal, options);
      await this.keep(store, report, signal.aborted);
      if (!signal.aborted) await this.approve(store, report.run);
      return report;
    });
  }

  private async checked(
    store: Store,
    { progress }: { progress: Progress },
    signal: AbortSignal,
    freshMs = 0,
  ): Promise<void> {
    progress.report('check', 0, null);
    await checkBeforeRun(this.ports, store, signal, freshMs);
  }

  /**
   * A run that nobody started by hand: reads what changed, and writes no more than may be written without asking, which
   * is nothing before a person has let a first plan be carried out.
   */
  async follow(options: FollowOptions): Promise<Followed> {
    return this.writer.alone('automatic sync', options.signal, async (store, signal) => {
      await this.checked(store, options, signal, FRESH_MS);
      const approved = (await store.approval()) !== null;
      const report = await sync(this.world(store, options.progress), signal, {
        reading: options.reading ?? 'changes',
        unasked: approved ? options.unasked : NOTHING_UNASKED,
        purpose: 'automatic sync',
      });
      await this.keep(store, report, signal.aborted);
      await store.forgetRuns(KEPT_RUNS);
      return { report, approved };
    });
  }

  private async keep(store: Store, report: RunReport, cancelled: boolean): Promise<void> {
    const { clock, settings } = this.ports;
    const { placeholderSerials } = settings.match;
    await keepRun(store, { ...report, summary: summaryOf(report, cancelled), placeholderSerials, clock });
  }

  /** The first time that a person has a plan carried out is taken for their word that plans may be. */
  private async approve(store: Store, run: string): Promise<void> {
    if ((await store.approval()) !== null) return;
    await store.saveApproval({ by: this.ports.by, at: this.ports.clock.iso(), run });
  }

  /** Whether a person has let a first plan be carried out, and when the last run ended. */
  async followed(): Promise<{ readonly approved: boolean; readonly lastRun: RunSummary | null }> {
    const store = this.ports.openStore();
    return { approved: (await store.approval()) !== null, lastRun: await store.lastRun() };
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
    return this.writer.locked('decide', async (store) => {
      const { records } = await store.load();
      checkChange(change, { records, refusal: (system, kind) => this.refusal(system, kind) });
      const { by, clock } = this.ports;
      const { decisions, act } = decide(await store.decisions(), change, { by, at: clock.iso() });
      await store.saveDecisions(decisions);
      await this.takeUp(store, decisions, act);
      return act;
    });
  }

  /** What was decided about values becomes steps of the saved plan, and what was taken back leaves it. */
  private async takeUp(store: Store, decisions: readonly Decision[], act: Act): Promise<void> {
    const saved = await store.plan();
    if (!saved) return;
    const { clock } = this.ports;
    const plan = await inSlices(replanned(this.ports, saved, await store.load(), decisions, act), clock);
    if (plan !== saved) await store.savePlan(plan);
  }

  /** Takes an act back: what it added goes, what it removed returns. */
  async undecide(act: Act): Promise<void> {
    await this.writer.locked('decide', async (store) => {
      const decisions = undo(await store.decisions(), act);
      await store.saveDecisions(decisions);
      await this.takeUp(store, decisions, act);
    });
  }

  private refusal(system: SystemName, kind: Kind): string | null {
    const create = this.ports.systems.find(({ name }) => name === system)?.abilities[kind].create;
    if (create === undefined) return 'the system is not connected.';
    return create === true ? null : create.reason;
  }

  /** Reads the systems, thinks, and saves the plan; writes to no system. */
  async plan(options: PlanOptions): Promise<Prepared> {
    const { choose = (plan: Plan) => plan } = options;
    return this.writer.alone('plan', options.signal, async (store, signal) => {
      await this.checked(store, options, signal);
      const prepared = await prepare(this.world(store, options.progress), signal);
      const plan = choose(prepared.plan);
      await store.savePlan(plan);
      return { ...prepared, plan };
    });
  }

  /** The last plan that was made, with its ticks; null before the first. */
  async savedPlan(): Promise<Plan | null> {
    return this.ports.openStore().plan();
  }

  /** Reads the systems and thinks, and leaves the saved plan as it is; writes to no system. */
  async look(options: { progress: Progress; signal: AbortSignal }): Promise<Prepared> {
    return this.writer.alone('look', options.signal, (store, signal) =>
      prepare(this.world(store, options.progress), signal),
    );
  }

  /** Ticks or unticks steps of the saved plan; whoever applies it leaves the unticked ones out. Gives the plan as it is then. */
  async tick(...ticks: readonly Tick[]): Promise<Plan> {
    return this.writer.locked('tick', async (store) => {
      const saved = await store.plan();
      if (!saved) throw noPlan();
      const plan = withTicks(saved, ticks);
      await store.savePlan(plan);
      return plan;
    });
  }

  /** Carries out exactly the given plan, or refuses it when what it was planned against has moved. */
  async apply(plan: Plan, options: SyncOptions & { readonly purpose?: 'apply' | 'undo' }): Promise<Applied> {
    const purpose = options.purpose ?? 'apply';
    return this.writer.alone(purpose, options.signal, async (store, signal) => {
      await this.checked(store, options, signal);
      const world = this.world(store, options.progress);
      const applied = await applySaved(world, plan, { ...options, signal }, purpose);
      if (purpose === 'apply' && !signal.aborted) await this.approve(store, applied.run);
      return applied;
    });
  }

  /** "Why did this value win?" for every field of the thing that the record belongs to. Calls no system. */
  explain(record: RecordKey): Promise<readonly FieldStory[]> {
    return explained(this.ports, this.ports.openStore(), record);
  }

  /** Every run, newest first, with what it did. */
  async history(): Promise<readonly RunEntry[]> {
    const store = this.ports.openStore();
    const entries: RunEntry[] = [];
    for (const run of await store.runs()) entries.push(entryOf(run, await store.journal(run)));
    return entries;
  }

  /**
   * The plan that takes a run, or one step of it, back; what cannot be restored stands in its drift. The records are read
   * afresh where that is asked for, else they are taken as last seen. Nothing is written.
   */
  undoOf(run: string, step?: string, afresh?: Afresh): Promise<Plan> {
    return undoOfRun(this.ports, this.ports.openStore(), { run, step, afresh });
  }

  /** What is known from the last scan, thought through again; calls no system and writes nothing. */
  overview(): Promise<Overview> {
    return overviewOf(this.world(this.ports.openStore(), SILENT));
  }

  dispose(): void {
    for (const system of this.ports.systems) system.dispose();
  }

  private world(store: Store, progress: Progress): World {
    const { systems, clock, log, settings, by, basis, keptTogether } = this.ports;
    const world = { systems, store, clock, log, progress, settings, by };
    return { ...world, ...(basis ? { basis } : {}), ...(keptTogether ? { keptTogether } : {}) };
  }
}
