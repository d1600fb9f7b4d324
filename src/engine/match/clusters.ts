/** Records held to be one thing, growing: at most one of each system in a cluster. */
import type { RecordKey } from '../model';
import type { Assessment, Entry } from './rules';

/** A class with shared empty lists: a fleet has as many clusters as records. */
export class Cluster {
  /** By side. */
  readonly members: [Entry | undefined, Entry | undefined, Entry | undefined] = [
    undefined,
    undefined,
    undefined,
  ];
  /** All that was said about pairs of its members. */
  edges: readonly Assessment[] = NO_EDGES;
  /** The identities that it continues; the first goes on. */
  identities: readonly string[] = NO_NAMES;
  /** Records that a person joined to another of them. */
  decided: readonly RecordKey[] = NO_NAMES;
  /** Scratch of whoever sorts pairs by what hangs together; undefined at all other times. */
  group: Assessment[] | undefined = undefined;

  constructor(founder: Entry) {
    this.members[founder.side] = founder;
  }
}

const NO_EDGES: readonly Assessment[] = [];
const NO_NAMES: readonly never[] = [];

export class Clusters {
  /** By the entry's slot. Made in full: an array that is filled here and there becomes a slow hash table. */
  private readonly of: (Cluster | undefined)[];

  /** `slots`: more than any entry's. */
  constructor(
    private readonly forbidden: ReadonlySet<string>,
    slots: number,
  ) {
    this.of = new Array<Cluster | undefined>(slots).fill(undefined);
  }

  get(entry: Entry): Cluster {
    let cluster = this.of[entry.slot];
    if (cluster === undefined) {
      cluster = new Cluster(entry);
      this.of[entry.slot] = cluster;
    }
    return cluster;
  }

  /** Whether the record stands together with one of another system. */
  isJoined(entry: Entry): boolean {
    const cluster = this.of[entry.slot];
    return cluster !== undefined && present(cluster).length > 1;
  }

  /** Whether the two may become one: no system twice, and no pair that a person or the caller forbade. */
  fit(left: Cluster, right: Cluster): boolean {
    if (left === right) return false;
    for (let side = 0; side < 3; side++) if (left.members[side] && right.members[side]) return false;
    return !this.isForbidden(left, right);
  }

  isForbidden(left: Cluster, right: Cluster): boolean {
    if (this.forbidden.size === 0) return false;
    return present(left).some((a) => present(right).some((b) => this.forbidden.has(pairKey(a.key, b.key))));
  }

  join(left: Cluster, right: Cluster, edges: readonly Assessment[]): Cluster {
    for (const entry of right.members) {
      if (entry === undefined) continue;
      left.members[entry.side] = entry;
      this.of[entry.slot] = left;
    }
    if (right.edges.length > 0 || left.edges.length > 0)
      left.edges = [...left.edges, ...right.edges, ...edges];
    else if (edges.length > 0) left.edges = edges;
    if (right.identities.length > 0) left.identities = [...left.identities, ...right.identities];
    if (right.decided.length > 0) left.decided = [...left.decided, ...right.decided];
    return left;
  }

  /** Every cluster once. */
  all(): readonly Cluster[] {
    return this.of.filter((cluster, slot): cluster is Cluster => {
      const [a, b, c] = cluster?.members ?? [];
      return (a ?? b ?? c)?.slot === slot;
    });
  }
}

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
