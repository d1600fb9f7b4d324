/** What is known from the last scan, thought through again: no call to any system, nothing written. */
import { type ConflictItem, conflictItems } from './conflicts';
import { driftOf } from './drift';
import type { MatchResult } from './match/model';
import type { Identity, IdentityId, RecordKey, SourceRecord, SystemName } from './model';
import type { Drift, Plan } from './plan/model';
import type { RunSummary } from './ports';
import { presentRecords } from './present';
import { type Moved, movedSteps } from './saved';
import { inSlices } from './slices';
import { type RecordStatus, statuses } from './status';
import { groundOf, think, type World } from './think';
import type { ClientTrends, TrendLine } from './trend-model';

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
  /** The queue of conflicts, with all that a person needs to settle each. */
  readonly conflicts: readonly ConflictItem[];
  /** What differs and stays so, with the reason why nothing is done about it. */
  readonly drift: readonly Drift[];
  readonly lastRun: RunSummary | null;
  /** A line for each run, oldest first. */
  readonly trend: readonly TrendLine[];
  /** How each client went from day to day. */
  readonly clientTrends: ClientTrends;
  /** Texts that a person named as telling nothing where a serial number should stand. */
  readonly placeholderSerials: readonly string[];
  /** The last plan as it was made, with those of its steps that no longer fit what is known; null before the first. */
  readonly saved: SavedPlan | null;
}

export interface SavedPlan {
  readonly plan: Plan;
  readonly moved: readonly Moved[];
}

export async function overviewOf(world: World): Promise<Overview> {
  const { store, clock } = world;
  const [state, decisions, lastRun] = [await store.load(), await store.decisions(), await store.lastRun()];
  const seen = { records: presentRecords(state), coverage: [], problems: [] };
  const thought = await think(world, state, decisions, seen);
  const problems = new Map(Object.entries(lastRun?.problems ?? {}));
  const { identities, identityOf, match } = thought;
  const last = await store.plan();
  const ground = groundOf(world, decisions, state.records);
  const saved = last && { plan: last, moved: movedSteps(last, state, thought, world.settings.kinds) };
  const plan = stillWaiting(saved, thought.plan);
  const known = { records: state.records, identities, identityOf, match, plan };
  const told = {
    conflicts: conflictItems(plan.conflicts, { ...known, ...ground, takers: ground.abilities }),
    drift: driftOf({ ...known, merges: thought.merges }),
  };
  const systems = world.systems.map((system) => system.name);
  return {
    ...known,
    ...told,
    systems,
    statuses: await inSlices(statuses({ ...known, problems }), clock),
    lastRun,
    trend: await store.trend(),
    clientTrends: await store.clientTrends(),
    placeholderSerials: world.settings.match.placeholderSerials,
    saved,
  };
}

/**
 * What waits to be written: of the last plan, the steps that still stand. Only a plan made with the systems at hand
 * knows what they would object to; conflicts follow the decisions of the moment.
 */
function stillWaiting(saved: SavedPlan | null, thought: Plan): Plan {
  if (!saved) return { ...thought, steps: [] };
  const moved = new Set(saved.moved.map(({ step }) => step.id));
  const steps = saved.plan.steps.filter((step) => !moved.has(step.id));
  return { ...saved.plan, steps, conflicts: thought.conflicts };
}

/** What the record's system calls the organization that it belongs to; blank for an organization of its own. */
export function ownerName({ system, organization }: SourceRecord, { records }: Overview): string {
  return organization === null ? '' : (records.get(`${system}:organization:${organization}`)?.name ?? '');
}
