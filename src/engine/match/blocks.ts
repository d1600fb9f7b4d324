/**
 * Candidates by hash join. Each family gives every record some keys; records of different systems that share a key are
 * compared. A key that too many records of one system share brings nobody together: that bounds the work whatever the data.
 */
import type { Slices } from '../slices';
import { type Indexed, indexed, type KeyIndex, type KeysOf } from './keys';
import type { Counts, Entry } from './rules';

export interface Family<E extends Entry> {
  readonly name: string;
  /** One key, several, or '' for none. */
  readonly keys: KeysOf<E>;
  /** Records of one system that a key may have and still bring candidates; 0: the family is only counted. */
  readonly bound: number;
}

export class Blocks<E extends Entry> implements Counts {
  private largest = -1;

  private constructor(
    private readonly entries: readonly E[],
    private readonly families: readonly Family<E>[],
    private readonly indexes: ReadonlyMap<string, Indexed>,
  ) {}

  static *of<E extends Entry>(entries: readonly E[], families: readonly Family<E>[]): Slices<Blocks<E>> {
    const indexes = new Map<string, Indexed>();
    for (const family of families) indexes.set(family.name, yield* indexed(entries, family.keys));
    return new Blocks(entries, families, indexes);
  }

  /** The largest number of records of one system. */
  get size(): number {
    if (this.largest < 0) {
      const bySide = [0, 0, 0];
      for (const { side } of this.entries) bySide[side] = (bySide[side] ?? 0) + 1;
      this.largest = Math.max(...bySide);
    }
    return this.largest;
  }

  shared(family: string, value: string): number {
    return this.indexes.get(family)?.index.most(value) ?? 0;
  }

  spread(family: string, value: string): number {
    return this.indexes.get(family)?.index.total(value) ?? 0;
  }

  /** Every pair once. Pauses after every few hundred records. */
  *pairs(visit: (a: E, b: E) => void): Generator<undefined, void, undefined> {
    const joining = this.families.flatMap(({ name, bound }) => {
      const found = this.indexes.get(name);
      return bound === 0 || found === undefined || found.index.size === 0 ? [] : [[found, bound] as const];
    });
    const seen = new Int32Array(this.entries.length).fill(-1);
    for (let at = 0; at < this.entries.length; at++) {
      if (at % 32 === 31) yield;
      const entry = this.entries[at];
      if (entry === undefined || entry.side === 2) continue;
      for (const [found, bound] of joining) {
        const end = found.starts[at + 1] ?? 0;
        for (let own = found.starts[at] ?? 0; own < end; own++)
          this.join(at, entry, found.index, found.slots[own] ?? -1, bound, seen, visit);
      }
    }
  }

  private join(
    at: number,
    entry: E,
    index: KeyIndex,
    slot: number,
    bound: number,
    seen: Int32Array,
    visit: (a: E, b: E) => void,
  ): void {
    if (!index.mayJoin(slot, entry.side, bound)) return;
    for (let node = index.first(slot); node >= 0; node = index.next(node)) {
      const other = index.at(node);
      const partner = this.entries[other];
      if (partner === undefined || partner.side <= entry.side || seen[other] === at) continue;
      if (index.count(slot, partner.side) > bound) continue;
      seen[other] = at;
      visit(entry, partner);
    }
  }
}
