/**
 * Which way values and creations may go between two systems, for each kind. Pure. A value goes from a system that holds
 * it to one that may take it from there; what came to one system by an open way may go on from it by another.
 */
import { KINDS, type Kind, SYSTEM_TITLES, SYSTEMS, type SystemName } from './model';

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

/** What of the kinds goes over the pair, in words: `organizations and assets both ways, contacts only to IT Glue`. */
export function pairWords(
  pair: SystemPair,
  directions: Directions,
  kinds: readonly Kind[],
): readonly string[] {
  return KINDS.filter((kind) => kinds.includes(kind)).map((kind) => {
    const direction = directions[pair.name][kind];
    if (direction === 'both') return `${kind}s: both ways`;
    if (direction === 'off') return `${kind}s: off`;
    const to = SYSTEMS.find((system) => direction.endsWith(`-to-${system}`));
    return `${kind}s: only to ${to ? SYSTEM_TITLES[to] : ''}`;
  });
}
