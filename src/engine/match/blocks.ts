/**
 * Candidates by hash join. Each family gives every record some keys; records of different systems that share a key are
 * compared. A key that too many records of one system share brings nobody together: that bounds the work whatever the data.
 */
import type { Counts, Entry } from './rules';

export interface Family<E extends Entry> {
  readonly name: string;
  keys(entry: E): readonly string[];
  /** Records of one system that a key may have and still bring candidates; 0: the family is only counted. */
  readonly bound: number;
}

type Bucket = readonly [number[], number[], number[]];

export class Blocks<E extends Entry> implements Counts {
  private readonly maps: ReadonlyMap<string, Map<string, Bucket>>;

  constructor(
    private readonly entries: readonly E[],
    private readonly families: readonly Family<E>[],
  ) {
    this.maps = new Map(families.map((family) => [family.name, this.fill(family)]));
  }

  private fill(family: Family<E>): Map<string, Bucket> {
    const map = new Map<string, Bucket>();
    this.entries.forEach((entry, at) => {
      for (const key of family.keys(entry)) {
        if (key === '') continue;
        let bucket = map.get(key);
        if (bucket === undefined) {
          bucket = [[], [], []];
          map.set(key, bucket);
        }
        const members = bucket[entry.side];
        if (members && members[members.length - 1] !== at) members.push(at);
      }
    });
    return map;
  }

  shared(family: string, value: string): number {
    const bucket = this.maps.get(family)?.get(value);
    return bucket ? Math.max(bucket[0].length, bucket[1].length, bucket[2].length) : 0;
  }

  /** Every pair once. Pauses after every few hundred records. */
  *pairs(visit: (a: E, b: E) => void): Generator<undefined, void, undefined> {
    const seen = new Int32Array(this.entries.length).fill(-1);
    for (let at = 0; at < this.entries.length; at++) {
      if (at % 32 === 31) yield;
      const entry = this.entries[at];
      if (entry === undefined) continue;
      for (const family of this.families) {
        if (family.bound === 0) continue;
        const map = this.maps.get(family.name);
        for (const key of family.keys(entry)) {
          const bucket = map?.get(key);
          if (bucket) this.join(at, entry, bucket, family.bound, seen, visit);
        }
      }
    }
  }

  private join(
    at: number,
    entry: E,
    bucket: Bucket,
    bound: number,
    seen: Int32Array,
    visit: (a: E, b: E) => void,
  ): void {
    if ((bucket[entry.side]?.length ?? 0) > bound) return;
    for (let side = entry.side + 1; side < 3; side++) {
      const others = bucket[side];
      if (others === undefined || others.length > bound) continue;
      for (const other of others) {
        const partner = this.entries[other];
        if (partner === undefined || seen[other] === at) continue;
        seen[other] = at;
        visit(entry, partner);
      }
    }
  }
}
