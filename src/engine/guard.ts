/** Refuses a plan that looks like an accident: too many changes, an emptied listing, a shrunken scope, a clock far off. Pure. */
import type { Coverage, Kind, PerSystem, RecordKey, SourceRecord, SystemName } from './model';
import { isBlank, KINDS, SYSTEM_TITLES, SYSTEMS } from './model';
import type { FieldChange, GuardName, Plan, Step, Trip } from './plan/model';
import type { GuardLimits } from './settings';

export interface GuardInput {
  readonly plan: Plan;
  readonly coverage: readonly Coverage[];
  /** How many records the last run knew, by system and kind; absent before the first. */
  readonly knownBefore: (system: SystemName, kind: Kind) => number;
  readonly limits: GuardLimits;
  /** What the last run saw, and what this one saw; nothing is compared when absent. */
  readonly seen?: {
    readonly before: ReadonlyMap<RecordKey, SourceRecord>;
    readonly now: ReadonlyMap<RecordKey, SourceRecord>;
  };
  /** By how many milliseconds each system's clock is ahead of ours, as far as it told. */
  readonly skews?: PerSystem<number>;
}

/** A scan that these doubt is no state to build on: the next run compares with what was known before. */
const DOUBTS: readonly GuardName[] = ['emptied-listing', 'shrunken-listing', 'scope-loss', 'clock-off'];

export const doubtsScan = ({ guard: name }: Trip): boolean => isDoubt(name);

/** Whether the guard doubts what was read: neither a smaller part nor another limit helps there. */
export const isDoubt = (name: string): boolean => DOUBTS.some((doubt) => doubt === name);

/** Listings below this size may shrink freely, as long as something is left of them. */
const SMALL = 10;
/** A listing of fewer records may become empty by honest work. */
const FEW = 3;
/** A client with fewer records in a system may leave it by honest work. */
const CLIENT = 3;
const SHOWN = 5;

export function guard(input: GuardInput): readonly Trip[] {
  return [
    ...listings(input),
    ...scopes(input),
    ...clocks(input),
    ...firstContacts(input),
    ...volume(input),
    ...overwrites(input),
  ];
}

function listings({ coverage, knownBefore, limits }: GuardInput): Trip[] {
  const trips: Trip[] = [];
  for (const { system, kind, received } of coverage) {
    const before = knownBefore(system, kind);
    const title = SYSTEM_TITLES[system];
    const remedy = `Check that the account's role and scope in ${title} are what they were. Nothing was written.`;
    const message = `${title} showed ${received} ${kind} records; last time there were ${before}.`;
    if (received === 0 && before >= FEW) {
      trips.push({ guard: 'emptied-listing', message, examples: [], remedy });
    } else if (before >= SMALL && received < before * (1 - limits.maximumShrinkPercent / 100)) {
      trips.push({ guard: 'shrunken-listing', message, examples: [], remedy });
    }
  }
  return trips;
}

/** A client that left a system with all that belonged to it, from one run to the next: more likely it is hidden than gone. */
function scopes({ coverage, seen }: GuardInput): Trip[] {
  if (!seen) return [];
  return SYSTEMS.flatMap((system): Trip[] => {
    const kinds = KINDS.filter((kind) => coverage.some((one) => one.system === system && one.kind === kind));
    if (!kinds.includes('organization')) return [];
    const belongings = new Map<string, SourceRecord[]>();
    for (const record of seen.before.values()) {
      if (record.system !== system || record.organization === null || !kinds.includes(record.kind)) continue;
      const held = belongings.get(record.organization);
      if (held) held.push(record);
      else belongings.set(record.organization, [record]);
    }
    const hidden = [...belongings].flatMap(([id, held]) => {
      const owner = seen.before.get(`${system}:organization:${id}`);
      if (!owner || held.length < CLIENT || seen.now.has(`${system}:organization:${id}`)) return [];
      const gone = held.every((record) => !seen.now.has(`${system}:${record.kind}:${record.id}`));
      return gone ? [`${owner.name}, with ${held.length} records`] : [];
    });
    if (hidden.length === 0) return [];
    const title = SYSTEM_TITLES[system];
    const count = hidden.length === 1 ? 'one client' : `${hidden.length} clients`;
    return [
      {
        guard: 'scope-loss',
        message: `${title} no longer shows ${count} that the last run saw, nor anything of theirs.`,
        examples: hidden.slice(0, SHOWN),
        remedy: `Check whether the account's scope in ${title} still covers them, or they were deleted there. Nothing was written.`,
      },
    ];
  });
}

const MINUTE_MS = 60_000;

/** What changed since when is asked of the servers by our clock. */
function clocks({ skews = {}, limits }: GuardInput): Trip[] {
  return SYSTEMS.flatMap((system): Trip[] => {
    const minutes = Math.round((skews[system] ?? 0) / MINUTE_MS);
    if (Math.abs(minutes) <= limits.maximumClockMinutes) return [];
    const title = SYSTEM_TITLES[system];
    const way = minutes > 0 ? 'ahead of' : 'behind';
    return [
      {
        guard: 'clock-off',
        message: `The clock of ${title} is ${Math.abs(minutes)} minutes ${way} this computer's.`,
        examples: [],
        remedy: 'Let this computer take its time from the network, then run again. Nothing was written.',
      },
    ];
  });
}

/** The merge never asks for this; should a plan, it is no plan to carry out. */
function firstContacts({ plan }: GuardInput): Trip[] {
  const clears = ({ field, to, settled, source, from }: FieldChange) =>
    !settled &&
    source !== 'person' &&
    !isBlank(from) &&
    (isBlank(to) || (field === 'active' && to === false));
  const steps = plan.steps.filter((step) => step.action !== 'create' && step.changes.some(clears));
  if (steps.length === 0) return [];
  return [
    {
      guard: 'first-contact',
      message: `The plan clears or archives ${steps.length} records before the systems ever agreed on them.`,
      examples: examplesOf(steps),
      remedy: 'Look through the plan and decide these by hand.',
    },
  ];
}

function volume({ plan, limits }: GuardInput): Trip[] {
  const trips: Trip[] = [];
  const archives = plan.steps.filter((step) => step.action === 'archive');
  if (plan.steps.length > limits.maximumWrites) {
    trips.push({
      guard: 'too-many-writes',
      message: `The plan has ${plan.steps.length} writes; the limit for one run is ${limits.maximumWrites}.`,
      examples: countsOf(plan.steps),
      remedy: 'Look through the plan, then raise mspSync.guard.maximumWrites or apply a part of it.',
    });
  }
  if (archives.length > limits.maximumArchives) {
    trips.push({
      guard: 'too-many-archives',
      message: `The plan archives ${archives.length} records; the limit for one run is ${limits.maximumArchives}.`,
      examples: examplesOf(archives),
      remedy: 'Look through the plan, then raise mspSync.guard.maximumArchives or apply a part of it.',
    });
  }
  return trips;
}

/** Overwriting values that were once agreed, in a large part of a system at once, is seldom what anyone wants. */
function overwrites({ plan, coverage, limits }: GuardInput): Trip[] {
  return SYSTEMS.flatMap((system): Trip[] => {
    const steps = plan.steps.filter(
      (step) =>
        step.system === system &&
        step.action === 'update' &&
        step.changes.some((change) => change.settled && change.from !== null),
    );
    const total = coverage.reduce((sum, item) => sum + (item.system === system ? item.received : 0), 0);
    const percent = (100 * steps.length) / Math.max(total, 1);
    if (steps.length < SMALL || percent <= limits.maximumOverwritePercent) return [];
    return [
      {
        guard: 'too-many-overwrites',
        message: `The plan overwrites agreed values in ${steps.length} of ${total} records in ${SYSTEM_TITLES[system]}: more than ${limits.maximumOverwritePercent} %.`,
        examples: examplesOf(steps),
        remedy:
          'Look through the plan: did someone edit in bulk? Then raise mspSync.guard.maximumOverwritePercent.',
      },
    ];
  });
}

const examplesOf = (steps: readonly Step[]): readonly string[] =>
  steps
    .slice(0, SHOWN)
    .map(
      ({ system, kind, name, organization }) => `${SYSTEM_TITLES[system]}: ${kind} ${name} (${organization})`,
    );

/** `1,204 create in IT Glue`, the most first. */
function countsOf(steps: readonly Step[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { action, kind, system } of steps) {
    const sort = `${action} ${kind} in ${SYSTEM_TITLES[system]}`;
    counts.set(sort, (counts.get(sort) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([sort, count]) => `${count} times ${sort}`);
}

/** The trips that nobody has chosen to pass, as one sentence after another with what tripped each. */
export function tripsText(trips: readonly Trip[]): string {
  return trips
    .map(({ message, examples }) => [message, ...examples.map((example) => `${example}.`)].join(' '))
    .join(' ');
}
