/** A run from end to end: prepare, refuse what looks like an accident, carry out, remember. */
import { carryOut, journaled } from './carry-out';
import { Failure } from './failure';
import { sortPlan, type WritePolicies } from './follow/unattended';
import { doubtsScan, guard, tripsText } from './guard';
import { identityIndex } from './identities';
import type { Coverage, RecordKey, SourceRecord } from './model';
import { restOf, withSteps } from './plan/fingerprint';
import type { Outcome, Plan, Step, Trip } from './plan/model';
import { tickedSteps, untickedAs } from './plan/ticks';
import type { Journal } from './ports';
import { prepare } from './prepare';
import { problemsOf } from './problems';
import { inSlices } from './slices';
import { type RecordStatus, statuses } from './status';
import type { Prepared, World } from './think';

export interface RunReport {
  readonly run: string;
  readonly prepared: Prepared;
  readonly outcomes: readonly Outcome[];
  readonly statuses: ReadonlyMap<RecordKey, RecordStatus>;
  readonly startedAt: string;
  readonly endedAt: string;
}

export interface SyncChoice {
  /** Which steps to carry out; all when absent. */
  readonly select?: (step: Step) => boolean;
  /** Guards that a person has chosen to pass, by name. */
  readonly pass?: ReadonlySet<string>;
  /** What is read of the systems: all that is visible, the default, or what changed. */
  readonly reading?: 'whole' | 'changes';
  /** What may be written without asking, by kind; all that is chosen when absent. */
  readonly unasked?: WritePolicies;
  /** Stands in the history. */
  readonly purpose?: string;
}

/**
 * A whole run: prepare, refuse what looks like an accident, carry out, remember. What a person unticked in the plan
 * before stays out until they have seen a plan with it again.
 */
export async function sync(world: World, signal: AbortSignal, choice: SyncChoice = {}): Promise<RunReport> {
  const startedAt = world.clock.iso();
  const { purpose = 'sync', unasked } = choice;
  const act = async (journal: Journal): Promise<RunReport> => {
    const before = await world.store.plan();
    const thought = await prepare(world, signal, choice.pass, choice.reading);
    const ticked = untickedAs(before, thought.plan);
    const sorted = unasked && sortPlan(ticked, thought.merges, unasked);
    const chosen = sorted ? await inSlices(withSteps(sorted.plan, sorted.plan.steps), world.clock) : ticked;
    const prepared = { ...thought, plan: chosen };
    await world.store.savePlan(chosen);
    journal.note({ type: 'planned', ...planCounts(chosen), fingerprint: chosen.fingerprint });
    const steps = tickedSteps(chosen).filter(
      (step) => (!sorted || sorted.allowed.has(step.id)) && (choice.select?.(step) ?? true),
    );
    const isPart = sorted !== undefined || chosen.unticked !== undefined;
    refuseTripped(isPart ? tripsOf(world, prepared, steps) : prepared.trips, choice.pass);
    const outcomes = await carryOut(world, prepared, steps, journal, signal);
    const endedAt = world.clock.iso();
    const plan = await inSlices(restOf(prepared.plan, outcomes), world.clock);
    await world.store.savePlan(plan);
    const known = await world.store.load();
    const { identities } = prepared;
    const problems = problemsOf({ identities, steps, outcomes, problems: prepared.scan.problems });
    // What was created belongs to its counterparts only now.
    const identityOf = identityIndex(known.identities.values());
    const result = await inSlices(
      statuses({ ...prepared, ...known, identityOf, plan, problems }),
      world.clock,
    );
    return { run: journal.run, prepared, outcomes, statuses: result, startedAt, endedAt };
  };
  return journaled(world, purpose, act, unasked !== undefined);
}

/** Of a run that writes only a part of its plan, what it writes is measured; a listing that shrank counts whatever it writes. */
function tripsOf(world: World, prepared: Prepared, steps: readonly Step[]): readonly Trip[] {
  const { coverage, records } = prepared.scan;
  const measured = coverage.length > 0 ? coverage : known(records);
  const limits = world.settings.guard;
  const plan = { ...prepared.plan, steps };
  return [
    ...prepared.trips.filter(doubtsScan),
    ...guard({ plan, coverage: measured, knownBefore: () => 0, limits }),
  ];
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

/** Rejects with `guard` where something tripped that nobody has chosen to pass. */
export function refuseTripped(trips: readonly Trip[], pass: ReadonlySet<string> | undefined): void {
  const standing = trips.filter((trip) => !pass?.has(trip.guard));
  const [first] = standing;
  if (!first) return;
  const guards = [...new Set(standing.map((trip) => trip.guard))];
  throw new Failure('guard', tripsText(standing), { remedy: first.remedy, guards });
}

const planCounts = (plan: Plan) => ({
  steps: plan.steps.length,
  conflicts: plan.conflicts.length,
  drift: plan.drift.length,
});
