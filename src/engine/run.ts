/** One run through the phases, in order: the loop that everything else serves. All branching between phases is here. */
import { apply, CANCELLED } from './apply';
import { authorityFrom } from './authority';
import { commit } from './commit';
import type { Decision } from './decisions';
import { Failure } from './failure';
import { leftOut, takingPart, without } from './filter';
import { guard, type Trip } from './guard';
import { type Identified, identify, type Looked } from './identify';
import { Keeper } from './keeper';
import { match } from './match/match';
import type { MatchResult } from './match/model';
import { type IdentityMerge, merge } from './merge/merge';
import type { Coverage, Identity, IdentityId, RecordKey, SourceRecord, SystemName } from './model';
import { keyOf, membersOf } from './model';
import { isUsableSerial, serialForm } from './normalize/serial';
import type { Outcome, Plan, Step } from './plan/model';
import { makePlan } from './plan/plan';
import { barrierOf } from './policy';
import type { Clock, Journal, Log, Progress, State, Store, System } from './ports';
import { presentRecords } from './present';
import { recoveredLinks } from './recover';
import { type Scan, scan } from './scan';
import type { SyncSettings } from './settings';
import { inSlices } from './slices';
import { type RecordStatus, statuses } from './status';

export interface World {
  readonly systems: readonly System[];
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly settings: SyncSettings;
  /** Who is at work; stands in the journal. */
  readonly by: string;
}

/** What is known after scanning and thinking, before anything is written. */
export interface Prepared {
  readonly scan: Scan;
  readonly match: MatchResult;
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly identityOf: ReadonlyMap<RecordKey, IdentityId>;
  readonly merges: readonly IdentityMerge[];
  readonly plan: Plan;
  readonly trips: readonly Trip[];
}

export interface RunReport {
  readonly run: string;
  readonly prepared: Prepared;
  readonly outcomes: readonly Outcome[];
  readonly statuses: ReadonlyMap<RecordKey, RecordStatus>;
  readonly startedAt: string;
  readonly endedAt: string;
}

/** Scans the systems and thinks everything through; remembers what was seen and agreed, writes to no system. */
export async function prepare(
  world: World,
  signal: AbortSignal,
  pass: ReadonlySet<string> = new Set(),
): Promise<Prepared> {
  const state = await recovered(world);
  const decisions = await world.store.decisions();
  const seen = await scan({
    systems: world.systems,
    kinds: world.settings.kinds,
    state,
    clock: world.clock,
    progress: world.progress,
    signal,
  });
  const prepared = await think(world, state, decisions, seen);
  // A listing that shrank without reason is no state to build on: the next run compares with the same one again.
  const doubtful = prepared.trips.some(({ guard: name }) => name === 'shrunken-listing' && !pass.has(name));
  if (!doubtful) await remember(world, state, prepared);
  return prepared;
}

/** How far back a run that was cut short is looked for: the one under way has its journal too. */
const LOOKED_BACK = 2;

/** The state, with what a run that was cut short had made and not written down. */
async function recovered(world: World): Promise<State> {
  for (const run of (await world.store.runs()).slice(0, LOOKED_BACK)) {
    const links = recoveredLinks(await world.store.journal(run), await world.store.load());
    if (links.length > 0) await world.store.save({ identities: links });
  }
  return world.store.load();
}

/** Everything between scan and apply: pure, in slices. */
export async function think(
  world: World,
  state: State,
  decisions: readonly Decision[],
  seen: Scan,
): Promise<Prepared> {
  const { clock, settings, progress } = world;
  progress.report('match', 0, null);
  const records = seen.records;
  const matched = await inSlices(
    match({
      records: [...records.values()],
      identities: [...state.identities.values()],
      decisions,
      settings: settings.match,
      now: clock.iso(),
    }),
    clock,
  );
  const identified = await inSlices(identify(matched, records, state.identities, lookedAt(seen)), clock);
  const out = await inSlices(
    leftOut({ identities: identified.identities, records, filters: settings.filters }),
    clock,
  );
  progress.report('merge', 0, null);
  const isPlaceholder = placeholderTest(settings);
  const barrier = barrierOf(settings.directions);
  const abilities = Object.fromEntries(world.systems.map((system) => [system.name, system.abilities]));
  const merges = await inSlices(
    merge({
      identities: takingPart(identified.identities, out),
      records,
      identityOf: identified.identityOf,
      abilities,
      authority: authorityFrom(settings.authority, decisions),
      decisions,
      isPlaceholder,
      barrier,
    }),
    clock,
  );
  progress.report('plan', 0, null);
  const systems = new Map(world.systems.map((system) => [system.name, system]));
  const plan = await inSlices(
    makePlan({
      identities: identified.identities,
      records,
      identityOf: identified.identityOf,
      merges,
      abilities,
      creation: settings.create,
      asked: askedFor(decisions, out),
      held: new Map([...heldBack(matched), ...out]),
      isPlaceholder,
      barrier,
      objection: (system, kind, field, value) => systems.get(system)?.objection(kind, field, value) ?? null,
      madeAt: clock.iso(),
    }),
    clock,
  );
  const trips = guard({
    plan,
    coverage: seen.coverage,
    knownBefore: counter(state),
    limits: settings.guard,
  });
  return { scan: seen, match: without(matched, out), merges, plan, trips, ...picked(identified) };
}

const picked = ({ identities, identityOf }: Identified) => ({ identities, identityOf });

/** A serial number that identifies nothing says nothing: it is not spread, and may be overwritten. */
function placeholderTest(settings: SyncSettings): (field: string, value: unknown) => boolean {
  const extra = new Set(settings.match.placeholderSerials.map(serialForm));
  return (field, value) =>
    field === 'serialNumber' && typeof value === 'string' && !isUsableSerial(serialForm(value), extra);
}

function askedFor(
  decisions: readonly Decision[],
  out: ReadonlyMap<RecordKey, string>,
): ReadonlyMap<RecordKey, readonly SystemName[]> {
  const asked = decisions.flatMap((said) =>
    said.type === 'create' && !out.has(said.record) ? [[said.record, said.in] as const] : [],
  );
  return new Map(asked);
}

/** Records that wait for a person: making a counterpart of one of them might make a duplicate. */
function heldBack(matched: MatchResult): ReadonlyMap<RecordKey, string> {
  const held = new Map<RecordKey, string>(matched.ignored);
  for (const task of matched.ambiguous) {
    held.set(task.record, task.reason);
    for (const candidate of task.candidates) held.set(candidate.record, task.reason);
  }
  for (const suggestion of matched.suggestions) {
    for (const evidence of suggestion.evidence) {
      for (const key of evidence.between) held.set(key, suggestion.reason);
    }
  }
  for (const alarm of matched.alarms) for (const key of alarm.records) held.set(key, alarm.reason);
  return held;
}

/** What was listed completely, every row of it understood. */
function lookedAt({ coverage, problems }: Scan): Looked {
  const whole = new Set(coverage.map(({ system, kind }) => `${system}:${kind}`));
  for (const { system, kind } of problems) whole.delete(`${system}:${kind}`);
  return (system, kind) => whole.has(`${system}:${kind}`);
}

/** How many records the last run saw; what was missing even then does not count. */
function counter(state: State): (system: SystemName, kind: SourceRecord['kind']) => number {
  const counts = new Map<string, number>();
  for (const record of presentRecords(state).values()) {
    const key = `${record.system}:${record.kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (system, kind) => counts.get(`${system}:${kind}`) ?? 0;
}

/** Saves what was seen, the identities, and the agreements that need no write. */
async function remember(world: World, state: State, prepared: Prepared): Promise<void> {
  const agreed = await inSlices(
    commit({ ...prepared, records: prepared.scan.records, merges: settledMerges(prepared), settled: [] }),
    world.clock,
  );
  const identities = new Map(prepared.identities);
  for (const identity of agreed.identities) identities.set(identity.id, identity);
  const removed = [...state.identities.keys()].filter((id) => !identities.has(id));
  await world.store.save({
    identities: [...identities.values()],
    removedIdentities: removed,
    records: [...prepared.scan.records.values()],
    removedRecords: forgotten(state, prepared, identities),
  });
}

/** Fields that need no write: what their sides say now is what they agree on. */
function settledMerges(prepared: Prepared): readonly IdentityMerge[] {
  return prepared.merges.map((merged) => ({
    ...merged,
    fields: merged.fields.filter((field) => field.merged.type === 'agree'),
  }));
}

/** Records that are neither seen nor waited for any more. */
function forgotten(
  state: State,
  prepared: Prepared,
  identities: ReadonlyMap<IdentityId, Identity>,
): readonly RecordKey[] {
  const waited = new Set<RecordKey>();
  for (const identity of identities.values()) {
    for (const ref of membersOf(identity)) {
      if (identity.missing?.[ref.system]) waited.add(keyOf(ref));
    }
  }
  const looked = lookedAt(prepared.scan);
  return [...state.records.values()]
    .filter((record) => looked(record.system, record.kind))
    .map(keyOf)
    .filter((key) => !prepared.scan.records.has(key) && !waited.has(key));
}

/** Carries out the chosen steps of what was prepared, and remembers what truly succeeded. */
export async function carryOut(
  world: World,
  prepared: Prepared,
  steps: readonly Step[],
  journal: Journal,
  signal: AbortSignal,
  purpose = 'sync',
): Promise<readonly Outcome[]> {
  const keeper = new Keeper(world, prepared, steps);
  const outcomes = await apply({
    steps,
    systems: new Map(world.systems.map((system) => [system.name, system])),
    idOf: (identity, system) => prepared.identities.get(identity)?.links[system]?.record,
    isKnown: (record) => prepared.scan.records.has(keyOf(record)),
    journal,
    progress: world.progress,
    signal,
    settled: (step, outcome, record) => keeper.settled.push({ step, outcome, record }),
    checkpoint: () => keeper.keepSome(),
    backwards: purpose === 'undo',
  });
  await keeper.keep();
  return outcomes;
}

export interface SyncChoice {
  /** Which steps to carry out; all when absent. */
  readonly select?: (step: Step) => boolean;
  /** Guards that a person has chosen to pass, by name. */
  readonly pass?: ReadonlySet<string>;
}

/** A whole run: prepare, refuse what looks like an accident, carry out, remember. */
export async function sync(world: World, signal: AbortSignal, choice: SyncChoice = {}): Promise<RunReport> {
  const startedAt = world.clock.iso();
  return journaled(world, 'sync', async (journal) => {
    const prepared = await prepare(world, signal, choice.pass);
    await world.store.savePlan(prepared.plan);
    journal.note({ type: 'planned', ...planCounts(prepared.plan), fingerprint: prepared.plan.fingerprint });
    refuseTripped(prepared.trips, choice.pass);
    const steps = choice.select ? prepared.plan.steps.filter(choice.select) : prepared.plan.steps;
    const outcomes = await carryOut(world, prepared, steps, journal, signal);
    const endedAt = world.clock.iso();
    const plan = afterwards(prepared.plan, outcomes);
    const known = await world.store.load();
    const problems = problemsOf(prepared, outcomes);
    const result = await inSlices(statuses({ ...prepared, ...known, plan, problems }), world.clock);
    return { run: journal.run, prepared, outcomes, statuses: result, startedAt, endedAt };
  });
}

/** A run of a plan that was made before. */
export async function carriedOut(
  world: World,
  prepared: Prepared,
  plan: Plan,
  choice: SyncChoice & { readonly signal: AbortSignal },
  purpose: string,
): Promise<{ run: string; outcomes: readonly Outcome[] }> {
  return journaled(world, purpose, async (journal) => {
    journal.note({ type: 'planned', ...planCounts(plan), fingerprint: plan.fingerprint });
    const trips = guard({
      plan,
      coverage: known(prepared.scan.records),
      knownBefore: () => 0,
      limits: world.settings.guard,
    });
    refuseTripped(trips, choice.pass);
    const outcomes = await carryOut(world, prepared, plan.steps, journal, choice.signal, purpose);
    return { run: journal.run, outcomes };
  });
}

/** What a plan that was made before is measured against: the records as last seen. */
function known(records: ReadonlyMap<RecordKey, SourceRecord>): readonly Coverage[] {
  const counts = new Map<string, Coverage>();
  for (const { system, kind } of records.values()) {
    const key = `${system}:${kind}`;
    const received = (counts.get(key)?.received ?? 0) + 1;
    counts.set(key, { system, kind, announced: null, received, proof: 'as last seen', hidden: null });
  }
  return [...counts.values()];
}

/** Opens the run's journal, notes how it began and ended, and closes it whatever happens. */
async function journaled<T extends { readonly outcomes: readonly Outcome[] }>(
  world: World,
  purpose: string,
  act: (journal: Journal) => Promise<T>,
): Promise<T> {
  const journal = await world.store.openJournal();
  const systems = world.systems.map((system) => system.name);
  journal.note({ type: 'started', purpose, by: world.by, systems });
  try {
    const result = await act(journal);
    journal.note({ type: 'ended', outcomes: countOutcomes(result.outcomes) });
    await journal.close();
    return result;
  } catch (error) {
    const failure = Failure.from(error);
    journal.note({ type: 'failed', reason: failure.reason, code: failure.code, message: failure.message });
    // What failed first is what the person must hear of.
    await journal
      .close()
      .catch((why: unknown) => world.log.error('The journal was not closed.', { why: String(why) }));
    throw error;
  }
}

function refuseTripped(trips: readonly Trip[], pass: ReadonlySet<string> | undefined): void {
  const standing = trips.filter((trip) => !pass?.has(trip.guard));
  const [first] = standing;
  if (!first) return;
  throw new Failure('guard', standing.map((trip) => trip.message).join(' '), { remedy: first.remedy });
}

const planCounts = (plan: Plan) => ({
  steps: plan.steps.length,
  conflicts: plan.conflicts.length,
  drift: plan.drift.length,
});

export function countOutcomes(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome.type] = (counts[outcome.type] ?? 0) + 1;
  return counts;
}

/** The plan without the steps that were carried out. */
function afterwards(plan: Plan, outcomes: readonly Outcome[]): Plan {
  const done = new Set(
    outcomes.filter((o) => o.type === 'done' || o.type === 'unchanged').map((o) => o.step),
  );
  return { ...plan, steps: plan.steps.filter((step) => !done.has(step.id)) };
}

function problemsOf(prepared: Prepared, outcomes: readonly Outcome[]): ReadonlyMap<RecordKey, string> {
  const problems = new Map<RecordKey, string>();
  for (const problem of prepared.scan.problems) {
    if (problem.id) problems.set(keyOf({ ...problem, id: problem.id }), problem.message);
  }
  const steps = new Map(prepared.plan.steps.map((step) => [step.id, step]));
  for (const outcome of outcomes) {
    const step = steps.get(outcome.step);
    if (!step || outcome.type === 'done' || outcome.type === 'unchanged') continue;
    if (outcome.message === CANCELLED) continue;
    const identity = prepared.identities.get(step.identity);
    const own = step.record ?? identity?.links[step.system]?.record;
    const key: RecordKey | null = own ? `${step.system}:${step.kind}:${own}` : null;
    if (key) problems.set(key, outcome.message ?? outcome.type);
  }
  return problems;
}
