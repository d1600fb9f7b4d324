/** All that is thought between reading the systems and writing to them: match, identify, merge, plan, guard. Pure, in slices. */
import { askedFor } from './asked';
import { authorityFrom } from './authority';
import { keeperOf } from './beside';
import type { Decision } from './decisions';
import { withoutDoubts } from './doubts';
import { leftOut, takingPart, without } from './filter';
import { withFights } from './follow/fights';
import { withRetirements } from './follow/gone';
import { goneIn, withGone, withoutGone } from './follow/restored';
import { outOfUseIn } from './follow/returning';
import { guard } from './guard';
import { identify, type Looked } from './identify';
import type { Left } from './journaled';
import { match } from './match/match';
import type { MatchResult } from './match/model';
import { readDecisions } from './match/said';
import { merge } from './merge/merge';
import type { IdentityMerge } from './merge/model';
import type { Identity, IdentityId, Kind, PerSystem, RecordKey, SourceRecord, SystemName } from './model';
import { SYSTEM_TITLES } from './model';
import { isUsableSerial, serialForm } from './normalize/serial';
import { withSteps } from './plan/fingerprint';
import type { Plan, Trip } from './plan/model';
import { makePlan } from './plan/plan';
import type { PlanInput } from './plan/world';
import { barrierOf } from './policy';
import type { Clock, Log, Progress, State, Store, System } from './ports';
import { presentRecords } from './present';
import { withRecoveredShadows } from './recover';
import type { Scan } from './scan';
import type { SyncSettings } from './settings';
import { inSlices } from './slices';

export interface World {
  readonly systems: readonly System[];
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly settings: SyncSettings;
  /** Who is at work; stands in the journal. */
  readonly by: string;
  /** What a reading depends on beside the settings: the accounts that are connected. */
  readonly basis?: string;
  /** Steps of a run that are made safe on disk together. */
  readonly keptTogether?: number;
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
  /** Creation steps that a run which was cut short had begun: what they made is looked for before it is made again. */
  readonly begun?: ReadonlySet<string>;
}

/** Everything between scan and apply: pure, in slices. `left`: what runs before did and did not live to write down. */
export async function think(
  world: World,
  state: State,
  decisions: readonly Decision[],
  seen: Scan,
  left: readonly Left[] = [],
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
  const said = readDecisions(decisions, clock.iso());
  const identified = await inSlices(
    identify(matched, records, state.identities, lookedAt(seen), said),
    clock,
  );
  const { identityOf } = identified;
  const doubtless = withoutDoubts(identified.identities, records);
  const recovered = withRecoveredShadows(doubtless, left, state, records, decisions);
  const identities = withoutGone(withGone(recovered, seen.gone ?? new Set()), records);
  const out = await inSlices(leftOut({ identities, records, filters: settings.filters }), clock);
  progress.report('merge', 0, null);
  const known = { identities, records, identityOf };
  const ground = groundOf(world, decisions, records);
  const merged = await inSlices(
    merge({ ...known, ...ground, identities: takingPart(identities, out) }),
    clock,
  );
  const merges = withFights(merged, state.overwrites ?? {}, decisions);
  progress.report('plan', 0, null);
  const planned = await inSlices(
    makePlan({
      ...known,
      ...ground,
      merges,
      creation: settings.create,
      asked: askedFor({ decisions, said, out, identities, identityOf }),
      different: said.different,
      held: new Map([...waitingForDetails(seen), ...heldBack(matched), ...out]),
      madeAt: clock.iso(),
    }),
    clock,
  );
  const { steps, drift } = withRetirements(planned, {
    gone: seen.gone ?? goneIn(identities),
    // What is to be left alone is not archived with its client either.
    identities: takingPart(identities, new Map([...out, ...matched.ignored])),
    records,
    takers: ground.abilities,
    barrier: ground.barrier,
    keeper: ground.keeper,
    outOfUse: outOfUseIn(merges),
  });
  const plan = await inSlices(withSteps({ ...planned, drift }, steps), clock);
  const trips = guard({
    plan,
    coverage: seen.coverage,
    knownBefore: counter(state),
    limits: settings.guard,
    seen: { before: presentRecords(state), now: records },
    skews: skewsOf(world.systems),
  });
  return { scan: seen, match: without(matched, out), merges, plan, trips, identities, identityOf };
}

function skewsOf(systems: readonly System[]): PerSystem<number> {
  const skews: Partial<Record<SystemName, number>> = {};
  for (const system of systems) {
    const skew = system.skew?.() ?? null;
    if (skew !== null) skews[system.name] = skew;
  }
  return skews;
}

/** What merging and planning go by, apart from the records themselves. */
export function groundOf(
  { systems, settings }: Pick<World, 'systems' | 'settings'>,
  decisions: readonly Decision[],
  records: ReadonlyMap<RecordKey, SourceRecord>,
) {
  const byName = new Map(systems.map((system) => [system.name, system]));
  const objection: PlanInput['objection'] = (system, kind, field, value, beside) =>
    byName.get(system)?.objection(kind, field, value, beside) ?? null;
  return {
    abilities: Object.fromEntries(systems.map((system) => [system.name, system.abilities])),
    authority: authorityFrom({ settings, decisions, records }),
    decisions,
    isPlaceholder: placeholderTest(settings),
    barrier: barrierOf(settings.directions),
    keeper: keeperOf(settings.vendors),
    objection,
  };
}

/** A serial number that identifies nothing says nothing: it is not spread, and may be overwritten. */
function placeholderTest(settings: SyncSettings): (field: string, value: unknown) => boolean {
  const extra = new Set(settings.match.placeholderSerials.map(serialForm));
  return (field, value) =>
    field === 'serialNumber' && typeof value === 'string' && !isUsableSerial(serialForm(value), extra);
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

/** Where details of some records wait for a system's allowance, a counterpart may be there and not be seen as one yet. */
function waitingForDetails({ coverage, records }: Scan): ReadonlyMap<RecordKey, string> {
  const reasons = new Map<Kind, string>();
  for (const { system, kind, left } of coverage) {
    if (!left) continue;
    const title = SYSTEM_TITLES[system];
    reasons.set(kind, `waits until ${left.count} more ${kind} records of ${title} have been read`);
  }
  const held = new Map<RecordKey, string>();
  if (reasons.size === 0) return held;
  for (const [key, { kind }] of records) {
    const reason = reasons.get(kind);
    if (reason) held.set(key, reason);
  }
  return held;
}

/** What was listed completely, every row of it understood. What changed alone says nothing of what is gone. */
export function lookedAt({ coverage, problems }: Scan): Looked {
  const listed = coverage.filter(({ partial }) => !partial);
  const whole = new Set(listed.map(({ system, kind }) => `${system}:${kind}`));
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
