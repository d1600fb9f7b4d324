/** Carries out a plan that was made and looked at before: exactly what was ticked in it, or nothing where its base moved. */
import { identityIndex } from './identities';
import { countOutcomes } from './outcomes';
import { restOf } from './plan/fingerprint';
import type { Outcome, Plan, Step } from './plan/model';
import { tickedSteps } from './plan/ticks';
import type { JournalEntry, Store } from './ports';
import { prepare, takenUp } from './prepare';
import { presentRecords } from './present';
import { problemsOf } from './problems';
import { carriedOut, refuseTripped, type SyncChoice } from './run';
import { refuseEdited, refuseMoved, refuseRewritten } from './saved';
import { inSlices } from './slices';
import { statuses } from './status';
import { type Prepared, think, type World } from './think';
import { keepRun } from './trend';

export interface Applied {
  readonly run: string;
  readonly outcomes: readonly Outcome[];
}

export async function applySaved(
  world: World,
  given: Plan,
  choice: SyncChoice & { readonly signal: AbortSignal },
  purpose: 'apply' | 'undo',
): Promise<Applied> {
  const { store, clock } = world;
  const startedAt = clock.iso();
  await inSlices(refuseEdited(given), clock);
  // First, for reading again settles what earlier runs had begun.
  const { state: known, begun } = await takenUp(store);
  const plan = await beyondDoubt(world, given, choice);
  const state = plan === given ? known : await store.load();
  const ticked = tickedSteps(plan);
  const steps = choice.select ? ticked.filter(choice.select) : ticked;
  const seen = { records: presentRecords(state), coverage: [], problems: [] };
  const prepared = { ...(await think(world, state, await store.decisions(), seen)), begun };
  // What takes a run back was held against the records a moment ago, and each step looks again.
  if (purpose === 'undo') refuseRewritten({ ...plan, steps }, await since(store, plan.madeAt));
  else refuseMoved({ ...plan, steps }, state, prepared, world.settings.kinds);
  const applied = await carriedOut(world, prepared, { ...plan, steps }, choice, purpose);
  await keepRest(world, plan, applied.outcomes);
  const result = choice.signal.aborted ? 'cancelled' : 'done';
  await keepSummary(world, prepared, steps, applied, { startedAt, result });
  return applied;
}

/** Journals of the runs that began after that instant. */
async function since(store: Store, instant: string): Promise<readonly (readonly JournalEntry[])[]> {
  const later: (readonly JournalEntry[])[] = [];
  for (const run of await store.runs()) {
    const journal = await store.journal(run);
    if ((journal[0]?.at ?? '') <= instant) break;
    later.push(journal);
  }
  return later;
}

/**
 * A reading that was in doubt is not remembered: for who passes that it is read again, so that the plan has a state to
 * stand on. What is in doubt now stops it like what was then.
 */
async function beyondDoubt(
  world: World,
  plan: Plan,
  { signal, pass }: SyncChoice & { readonly signal: AbortSignal },
): Promise<Plan> {
  if (plan.doubts === undefined) return plan;
  refuseTripped(plan.doubts, pass);
  const read = await prepare(world, signal, pass);
  refuseTripped(read.plan.doubts ?? [], pass);
  const stored = await world.store.plan();
  if (stored?.fingerprint === plan.fingerprint) await world.store.savePlan(undoubted(stored));
  return undoubted(plan);
}

const undoubted = ({ doubts: _, ...plan }: Plan): Plan => plan;

/** The saved plan without what was carried out of it. */
async function keepRest({ store, clock }: World, plan: Plan, outcomes: readonly Outcome[]): Promise<void> {
  if ((await store.plan())?.fingerprint !== plan.fingerprint) return;
  await store.savePlan(await inSlices(restOf(plan, outcomes), clock));
}

/** Nothing was read: what stood on records that were not written stands there still. */
async function keepSummary(
  { store, clock, settings }: World,
  prepared: Prepared,
  steps: readonly Step[],
  { run, outcomes }: Applied,
  more: { readonly startedAt: string; readonly result: 'done' | 'cancelled' },
): Promise<void> {
  const { identities, plan } = prepared;
  const before = (await store.lastRun())?.problems ?? {};
  const problems = problemsOf({ identities, steps, outcomes, problems: [], before });
  const summary = {
    run,
    ...more,
    endedAt: clock.iso(),
    message: null,
    outcomes: countOutcomes(outcomes),
    conflicts: plan.conflicts.length,
    problems: Object.fromEntries(problems),
  };
  const waiting = { ...plan, steps: (await store.plan())?.steps ?? [] };
  const state = await store.load();
  const identityOf = identityIndex(state.identities.values());
  const known = { ...prepared, ...state, identityOf, plan: waiting, problems };
  const { placeholderSerials } = settings.match;
  const told = await inSlices(statuses(known), clock);
  await keepRun(store, { summary, statuses: told, placeholderSerials, clock });
}
