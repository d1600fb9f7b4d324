/** Records held to be one thing, growing: at most one of each system in a cluster. */
import type { RecordKey } from '../model';
import type { Assess, Assessment, Entry } from './rules';
import { byStrength } from './strength';

/** A class with shared empty lists: a fleet has as many clusters as things. */
export class Cluster {
  /** By side. */
  readonly members: [Entry | undefined, Entry | undefined, Entry | undefined] = [
    undefined,
    undefined,
    undefined,
  ];
  /** The identities that come together in it: one goes on. */
  identities: readonly string[] = NO_NAMES;
  /** Records that a person joined to another of them. */
  decided: readonly RecordKey[] = NO_NAMES;
  /** What was said about pairs of its members, or who can say it of all: few ever ask. */
  private told: readonly Assessment[] | Assess = NO_EDGES;

  constructor(founder: Entry) {
    this.members[founder.side] = founder;
  }

  /** All that was said about pairs of its members. */
  get edges(): readonly Assessment[] {
    return typeof this.told === 'function' ? allPairs(present(this), this.told) : this.told;
  }

  set edges(told: readonly Assessment[] | Assess) {
    this.told = told;
  }
}

const NO_EDGES: readonly Assessment[] = [];
const NO_NAMES: readonly never[] = [];

/** The strongest first, by which the others came together. */
function allPairs(members: readonly Entry[], assess: Assess): readonly Assessment[] {
  const pairs = members.flatMap((a, at) => members.slice(at + 1).map((b) => assess(a, b)));
  const [first] = [...pairs].sort(byStrength);
  return first === undefined ? pairs : [first, ...pairs.filter((edge) => edge !== first)];
}

export class Clusters {
  /** By the entry's slot. Made in full: an array that is filled here and there becomes a slow hash table. */
  private readonly of: (Cluster | undefined)[];
  /** By place, scratch of whoever sorts pairs by what hangs together; all undefined at all other times. */
  readonly groups: (Assessment[] | undefined)[];

  /** `slots`: more than any entry's. */
  constructor(
    private readonly forbidden: ReadonlySet<string>,
    slots: number,
  ) {
    this.of = new Array<Cluster | undefined>(slots).fill(undefined);
    this.groups = new Array<Assessment[] | undefined>(slots).fill(undefined);
  }

  get(entry: Entry): Cluster {
    let cluster = this.of[entry.slot];
    if (cluster === undefined) {
      cluster = new Cluster(entry);
      this.of[entry.slot] = cluster;
    }
    return cluster;
  }

  /** The slot by which the record's cluster goes: that of its first member. */
  placeOf(entry: Entry): number {
    const [a, b, c] = this.of[entry.slot]?.members ?? NOBODY;
    return (a ?? b ?? c ?? entry).slot;
  }

  /** Whether the record stands together with one of another system. */
  isJoined(entry: Entry): boolean {
    const cluster = this.of[entry.slot];
    return cluster !== undefined && present(cluster).length > 1;
  }

  /** Whether nothing is known of the record's fellows, now or before. */
  isFresh(entry: Entry): boolean {
    const cluster = this.of[entry.slot];
    return cluster === undefined || (cluster.identities.length === 0 && present(cluster).length === 1);
  }

  /** Whether the two may become one: no system twice, and no pair that a person or the caller forbade. */
  fit(left: Cluster, right: Cluster): boolean {
    if (left === right) return false;
    for (let side = 0; side < 3; side++) if (left.members[side] && right.members[side]) return false;
    return !this.isForbidden(left, right);
  }

  /** The same for the clusters of two records, of which most stand alone yet. */
  mayMeet(a: Entry, b: Entry): boolean {
    const [left, right] = [this.of[a.slot], this.of[b.slot]];
    if (left !== undefined || right !== undefined) return this.fit(this.get(a), this.get(b));
    return a.side !== b.side && !this.isForbiddenPair(a, b);
  }

  private isForbiddenPair(a: Entry, b: Entry): boolean {
    return this.forbidden.size > 0 && this.forbidden.has(pairKey(a.key, b.key));
  }

  isForbidden(left: Cluster, right: Cluster): boolean {
    if (this.forbidden.size === 0) return false;
    return present(left).some((a) => present(right).some((b) => this.isForbiddenPair(a, b)));
  }

  join(left: Cluster, right: Cluster, edges: readonly Assessment[]): Cluster {
    // Before the members come together: what is asked for only now is said of those that stand in each.
    left.edges = [...left.edges, ...right.edges, ...edges];
    for (const entry of right.members) {
      if (entry === undefined) continue;
      left.members[entry.side] = entry;
      this.of[entry.slot] = left;
    }
    if (right.identities.length > 0) left.identities = [...left.identities, ...right.identities];
    if (right.decided.length > 0) left.decided = [...left.decided, ...right.decided];
    return left;
  }

  /** Joins records that stand alone; `assess` says what any two of them tell. */
  unite(trio: Trio, assess: Assess): void {
    let cluster: Cluster | undefined;
    for (const entry of trio) {
      if (entry === undefined) continue;
      cluster ??= this.get(entry);
      cluster.members[entry.side] = entry;
      this.of[entry.slot] = cluster;
    }
    if (cluster !== undefined) cluster.edges = assess;
  }

  /** Every cluster once. */
  all(): readonly Cluster[] {
    return this.of.filter((cluster, slot): cluster is Cluster => {
      const [a, b, c] = cluster?.members ?? [];
      return (a ?? b ?? c)?.slot === slot;
    });
  }
}

/** Records of different systems, by side. */
export type Trio = readonly [Entry | undefined, Entry | undefined, Entry | undefined];

const NOBODY: Trio = [undefined, undefined, undefined];

export function present(cluster: Cluster): Entry[] {
  return cluster.members.filter((entry) => entry !== undefined);
}

/** The same for both orders. */
export function pairKey(a: RecordKey, b: RecordKey): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}

/** Whether it holds records of two or more systems. */
export function isJoint(cluster: Cluster): boolean {
  const [a, b, c] = cluster.members;
  return a ? b !== undefined || c !== undefined : b !== undefined && c !== undefined;
}
