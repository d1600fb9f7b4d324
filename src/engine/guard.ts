/** Refuses a plan that looks like an accident: too many changes, an emptied listing, a shrunken scope. */
import type { Coverage, Kind, SystemName } from './model';
import { SYSTEM_TITLES } from './model';
import type { Plan } from './plan/model';
import type { GuardLimits } from './settings';

export interface Trip {
  /** Stable name, to be named when a person decides to go on. */
  readonly guard: 'too-many-writes' | 'too-many-archives' | 'too-many-overwrites' | 'shrunken-listing';
  readonly message: string;
  readonly remedy: string;
}

export interface GuardInput {
  readonly plan: Plan;
  readonly coverage: readonly Coverage[];
  /** How many records the last run knew, by system and kind; absent before the first. */
  readonly knownBefore: (system: SystemName, kind: Kind) => number;
  readonly limits: GuardLimits;
}

/** Listings below this size may vary freely. */
const SMALL = 10;

export function guard(input: GuardInput): readonly Trip[] {
  return [...listings(input), ...volume(input), ...overwrites(input)];
}

function listings({ coverage, knownBefore, limits }: GuardInput): Trip[] {
  const trips: Trip[] = [];
  for (const { system, kind, received } of coverage) {
    const before = knownBefore(system, kind);
    if (before < SMALL || received >= before * (1 - limits.maximumShrinkPercent / 100)) continue;
    trips.push({
      guard: 'shrunken-listing',
      message: `${SYSTEM_TITLES[system]} showed ${received} ${kind} records; last time there were ${before}.`,
      remedy: `Check that the account's role and scope in ${SYSTEM_TITLES[system]} are what they were. Nothing was written.`,
    });
  }
  return trips;
}

function volume({ plan, limits }: GuardInput): Trip[] {
  const trips: Trip[] = [];
  const archives = plan.steps.filter((step) => step.action === 'archive').length;
  if (plan.steps.length > limits.maximumWrites) {
    trips.push({
      guard: 'too-many-writes',
      message: `The plan has ${plan.steps.length} writes; the limit for one run is ${limits.maximumWrites}.`,
      remedy: 'Look through the plan, then raise mspSync.guard.maximumWrites or apply a part of it.',
    });
  }
  if (archives > limits.maximumArchives) {
    trips.push({
      guard: 'too-many-archives',
      message: `The plan archives ${archives} records; the limit for one run is ${limits.maximumArchives}.`,
      remedy: 'Look through the plan, then raise mspSync.guard.maximumArchives or apply a part of it.',
    });
  }
  return trips;
}

/** Overwriting values that were once agreed, in a large part of a system at once, is seldom what anyone wants. */
function overwrites({ plan, coverage, limits }: GuardInput): Trip[] {
  const trips: Trip[] = [];
  const counts = new Map<SystemName, number>();
  for (const step of plan.steps) {
    const overwrites =
      step.action === 'update' && step.changes.some((change) => change.settled && change.from !== null);
    if (overwrites) counts.set(step.system, (counts.get(step.system) ?? 0) + 1);
  }
  for (const [system, count] of counts) {
    const total = coverage.reduce((sum, item) => sum + (item.system === system ? item.received : 0), 0);
    const percent = (100 * count) / Math.max(total, 1);
    if (count < SMALL || percent <= limits.maximumOverwritePercent) continue;
    trips.push({
      guard: 'too-many-overwrites',
      message: `The plan overwrites agreed values in ${count} of ${total} records in ${SYSTEM_TITLES[system]}.`,
      remedy:
        'Look through the plan: did someone edit in bulk? Then raise mspSync.guard.maximumOverwritePercent.',
    });
  }
  return trips;
}
