/**
 * Candidates by hash join. Each family gives every record some keys; records of different systems that share a key are
 * compared. A key that too many records of one system share brings nobody together: that bounds the work whatever the data.
 */
import type { Counts, Entry } from './rules';

export interface Family<E extends Entry> {
  readonly name: string;
  /** One key, several, or '' for none. */
  keys(entry: E): string | readonly string[];
  /** Records of one system that a key may have and still bring candidates; 0: the family is only counted. */
  readonly bound: number;
}

/** Positions of the records with one key, in the order of the records, and how many each system has. */
class Bucket {
  readonly all: number[] = [];
  readonly counts: [number, number, number] = [0, 0, 0];

  most(): number {
    return Math.max(this.counts[0], this.counts[1], this.counts[2]);
  }
}

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
      const keys = family.keys(entry);
      if (typeof keys === 'string') put(map, keys, entry.side, at);
      else for (const key of keys) put(map, key, entry.side, at);
    });
    return map;
  }

  shared(family: string, value: string): number {
    const bucket = this.maps.get(family)?.get(value);
    return bucket ? bucket.most() : 0;
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
        if (map === undefined || map.size === 0) continue;
        const keys = family.keys(entry);
        for (const key of typeof keys === 'string' ? [keys] : keys) {
          const bucket = map.get(key);
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
    const [a, b, c] = bucket.counts;
    const own = entry.side === 0 ? a : entry.side === 1 ? b : c;
    // Three systems within the bound: a longer list has a side beyond it, and only its other sides count.
    if (own > bound || bucket.all.length === own) return;
    if (bucket.all.length > 3 * bound && Math.min(...others(entry.side, bucket.counts)) > bound) return;
    for (const other of bucket.all) {
      const partner = this.entries[other];
      if (partner === undefined || partner.side <= entry.side || seen[other] === at) continue;
      if ((bucket.counts[partner.side] ?? 0) > bound) continue;
      seen[other] = at;
      visit(entry, partner);
    }
  }
}

function others(side: number, counts: readonly [number, number, number]): number[] {
  return counts.filter((_, at) => at > side);
}

function put(map: Map<string, Bucket>, key: string, side: number, at: number): void {
  if (key === '') return;
  let bucket = map.get(key);
  if (bucket === undefined) {
    bucket = new Bucket();
    map.set(key, bucket);
  }
  if (bucket.all[bucket.all.length - 1] === at) return;
  bucket.all.push(at);
  bucket.counts[side] = (bucket.counts[side] ?? 0) + 1;
}
