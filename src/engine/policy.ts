/**
 * Which way values and creations may go between two systems, for each kind. Pure. A value goes from a system that holds
 * it to one that may take it from there; what came to one system by an open way may go on from it by another.
 */
import type { Abilities } from './merge/model';
import { type Kind, SYSTEM_TITLES, SYSTEMS, type SystemName } from './model';
import type { SyncSettings } from './settings';

/** The three pairs, in the recommended order of setting them up. */
export const PAIRS = [
  { name: 'bmsVsa', systems: ['bms', 'vsa'] },
  { name: 'bmsItGlue', systems: ['bms', 'itglue'] },
  { name: 'vsaItGlue', systems: ['vsa', 'itglue'] },
] as const satisfies readonly { name: string; systems: readonly [SystemName, SystemName] }[];

export type SystemPair = (typeof PAIRS)[number];
export type PairName = SystemPair['name'];

export type Way<A extends SystemName = SystemName, B extends SystemName = SystemName> = `${A}-to-${B}`;
export type Direction = 'both' | 'off' | Way;

/** For each pair, which way each kind goes. */
export type Directions = Readonly<Record<PairName, Readonly<Record<Kind, Direction>>>>;

const everywhere = (direction: Direction): Readonly<Record<Kind, Direction>> => ({
  organization: direction,
  location: direction,
  contact: direction,
  asset: direction,
});

export const BOTH_WAYS: Directions = {
  bmsVsa: everywhere('both'),
  bmsItGlue: everywhere('both'),
  vsaItGlue: everywhere('both'),
};

export function pairOf(a: SystemName, b: SystemName): SystemPair | undefined {
  return PAIRS.find(
    ({ systems: [first, second] }) => (first === a && second === b) || (first === b && second === a),
  );
}

/** Answers whether what is said of this kind in `from` may go to `to`: null, or the reason why not. */
export type Barrier = (kind: Kind, from: SystemName, to: SystemName) => string | null;

export function barrierOf(directions: Directions): Barrier {
  return (kind, from, to) => {
    const pair = pairOf(from, to);
    if (!pair) return null;
    const direction = directions[pair.name][kind];
    if (direction === 'both' || direction === `${from}-to-${to}`) return null;
    return `nothing goes from ${SYSTEM_TITLES[from]} to ${SYSTEM_TITLES[to]} for ${kind}s (mspSync.sync.${pair.name})`;
  };
}

/** The barrier of a sync without restrictions. */
export const NO_BARRIER: Barrier = () => null;

/** Those of the systems that have to do with another of them, whichever way: what the others say does not concern the rest. */
export function concerned(
  kind: Kind,
  systems: readonly SystemName[],
  barrier: Barrier,
): readonly SystemName[] {
  const open = (a: SystemName, b: SystemName) => barrier(kind, a, b) === null || barrier(kind, b, a) === null;
  return systems.filter((system) => systems.some((other) => other !== system && open(system, other)));
}

/** What a pair does with one kind. */
export interface KindWay {
  readonly kind: Kind;
  readonly direction: Direction;
  /** In which of the two a record is made that only the other one has. */
  readonly creates: readonly SystemName[];
  /** `only to IT Glue, new ones are made there`: fit to stand behind the kind's name. */
  readonly words: string;
}

/** For each kind that is synced and that both systems hold, which way it goes and where new ones are made. */
export function waysOf(
  pair: SystemPair,
  { kinds, directions, create }: Pick<SyncSettings, 'kinds' | 'directions' | 'create'>,
  abilities: Abilities = {},
): readonly KindWay[] {
  const [first, second] = pair.systems;
  const barrier = barrierOf(directions);
  const held = kinds.filter((kind) =>
    pair.systems.every((system) => abilities[system]?.[kind].read !== false),
  );
  return held.map((kind) => {
    const direction = directions[pair.name][kind];
    const made = (into: SystemName, from: SystemName) =>
      (abilities[into]?.[kind].create ?? true) === true &&
      (create[kind][into] ?? []).includes(from) &&
      barrier(kind, from, into) === null;
    const creates = [...(made(first, second) ? [first] : []), ...(made(second, first) ? [second] : [])];
    return {
      kind,
      direction,
      creates,
      words: [directionWords(direction), creationWords(direction, creates)].join(''),
    };
  });
}

function directionWords(direction: Direction): string {
  if (direction === 'both') return 'both ways';
  const to = SYSTEMS.find((system) => direction.endsWith(`-to-${system}`));
  return to ? `only to ${SYSTEM_TITLES[to]}` : 'off';
}

function creationWords(direction: Direction, creates: readonly SystemName[]): string {
  if (direction === 'off') return '';
  if (creates.length === 0) return ', none are created';
  return `, new ones are created in ${creates.map((system) => SYSTEM_TITLES[system]).join(' and ')}`;
}
