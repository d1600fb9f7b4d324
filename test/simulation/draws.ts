/** What a story draws from its seed. Pure. */
import { DEFAULT_SETTINGS, type SyncSettings } from '../../src/engine/settings';
import type { FleetOptions } from '../../src/simulators/fleet/generate';
import type { Random } from '../../src/simulators/fleet/random';
import foundSeeds from './found-seeds.json';
import type { CrashPlan } from './lifetime';

export function crashPlan(random: Random): CrashPlan {
  const writing = random.chance(0.6);
  return {
    // Early, in the middle, or late among the writes: runs differ in length by an order of magnitude.
    at: random.integer(1, writing ? random.pick([10, 60, 200]) : random.pick([40, 200, 600])),
    writing,
    how: random.chance(0.6) ? 'kill' : 'power cut',
    side: random.chance(0.5) ? 'before' : 'after',
  };
}

export function settingsOf(random: Random): SyncSettings {
  const create = random.chance(0.3)
    ? { ...DEFAULT_SETTINGS.create, contact: { itglue: ['bms', 'vsa'], vsa: ['bms'] } as const }
    : DEFAULT_SETTINGS.create;
  return {
    ...DEFAULT_SETTINGS,
    create,
    // A fleet of three machines shrinks by a third when one goes: percentages say little.
    guard: {
      ...DEFAULT_SETTINGS.guard,
      maximumOverwritePercent: 100,
      maximumShrinkPercent: random.pick([20, 40]),
    },
  };
}

/** What found something in a larger fleet, and while all was kept together, tells that as it was. */
const OF_OLD: ReadonlySet<number> = new Set(
  foundSeeds.filter((found) => 'large' in found).map(({ seed }) => seed),
);

/** Few: runs are short. */
export const portionOf = (seed: number, random: Random): number =>
  OF_OLD.has(seed) ? 100 : random.fork('portion').pick([1, 5, 100]);

/** The part of the stories that take turns: they cost twice as much as others. */
const TURNS = 0.25;
/** Of these the part that is about lists. */
const LISTS = 0.4;

/** Seeds that found something before there were turns tell what they told then. `turns`: the stream of their own. */
export function takesTurns(seed: number, turns: Random): boolean {
  const found = foundSeeds.find((one) => one.seed === seed);
  return found ? 'turns' in found : turns.fork('taken').chance(TURNS);
}

/** The same of those that are about lists. */
export function isOfLists(seed: number, turns: Random): boolean {
  const found = foundSeeds.find((one) => one.seed === seed);
  return found ? 'lists' in found : takesTurns(seed, turns) && turns.fork('of lists').chance(LISTS);
}

type Size = Pick<FleetOptions, 'organizations' | 'assetsPerOrganization'>;

/**
 * Nearly all that can go wrong goes wrong in the smallest fleet, and many stories tell more than long ones; some are larger,
 * for clients that resemble each other and listings of several pages.
 */
export const sizeOf = (seed: number, random: Random): Size =>
  OF_OLD.has(seed)
    ? {
        organizations: random.fork('size').weighted([
          [12, 2],
          [4, 3],
          [2, 4],
          [1, 7],
        ]),
        assetsPerOrganization: random.fork('assets').integer(2, 3),
      }
    : {
        organizations: Math.max(
          random.fork('size').weighted([
            [11, 1],
            [6, 2],
            [2, 3],
            [1, 6],
          ]),
          // So that one may be out of sight.
          isOfLists(seed, random.fork('turns')) ? 2 : 1,
        ),
        assetsPerOrganization: random.fork('assets').weighted([
          [5, 1],
          [4, 2],
          [2, 3],
        ]),
      };

export const pickFrom = <T>(random: Random, list: readonly T[]): T | undefined =>
  list.length === 0 ? undefined : random.pick(list);

export function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
