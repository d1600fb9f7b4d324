/**
 * Candidates by hash join. Each family gives every record some keys; records of different systems that share a key are
 * compared. A key that too many records of one system share brings nobody together: that bounds the work whatever the data.
 */
import { eachOf, type Slices } from '../slices';
import { KeyIndex } from './key-index';
import { type Family, type Keys, keysOf } from './keys';
import type { Counts, Entry } from './rules';

/** Records of one kind, and their keys by family. */
export interface Keyed<E extends Entry> {
  /** By slot. */
  readonly all: readonly E[];
  readonly families: readonly { readonly family: Family<E>; readonly keys: Keys }[];
}

/** `all`: in the order of their slots, from 0 on. */
export function* keyed<E extends Entry>(all: readonly E[], families: readonly Family<E>[]): Slices<Keyed<E>> {
  const made: { family: Family<E>; keys: Keys }[] = [];
  for (const family of families) made.push({ family, keys: yield* keysOf(all, family.keys) });
  return { all, families: made };
}

/** The same for counting only: no key brings candidates. */
export function counted<E extends Entry>({ all, families }: Keyed<E>): Keyed<E> {
  return { all, families: families.map(({ family, keys }) => ({ family: { ...family, bound: 0 }, keys })) };
}

interface Indexed<E extends Entry> {
  readonly family: Family<E>;
  readonly index: KeyIndex;
}

/** Room for comparing each record once, within its scope. */
export class Ground<E extends Entry> {
  readonly all: readonly E[];
  readonly indexes: ReadonlyMap<string, KeyIndex>;
  readonly joining: readonly Indexed<E>[];
  /** By slot: the record that met it last. */
  readonly met: Int32Array;
  private scopes = 0;

  constructor({ all, families }: Keyed<E>) {
    const used = families.filter(({ keys }) => keys.numbers.length > 0);
    const made = used.map(({ family, keys }) => ({ family, index: new KeyIndex(keys) }));
    this.all = all;
    this.indexes = new Map(made.map(({ family, index }) => [family.name, index]));
    this.joining = made.filter(({ family }) => family.bound > 0);
    this.met = new Int32Array(all.length).fill(-1);
  }

  /** The next scope: none of its `entries` stood in another. */
  *scope(entries: readonly E[]): Slices<Blocks<E>> {
    const scope = this.scopes++;
    const indexes = [...this.indexes.values()];
    yield* eachOf(entries, 512, ({ slot, side }) => {
      for (const index of indexes) index.add(slot, side, scope);
    });
    return new Blocks(this, entries);
  }
}

/** One scope. */
export class Blocks<E extends Entry> implements Counts {
  constructor(
    private readonly ground: Ground<E>,
    private readonly entries: readonly E[],
  ) {}

  shared(family: string, bearer: Entry, value: string): number {
    const index = this.ground.indexes.get(family);
    return index === undefined ? 0 : index.most(index.cellOf(bearer.slot, value));
  }

  spread(family: string, bearer: Entry, value: string): number {
    const index = this.ground.indexes.get(family);
    return index === undefined ? 0 : index.total(index.cellOf(bearer.slot, value));
  }

  /** Every pair once. Pauses after every few dozen records. */
  *pairs(visit: (a: E, b: E) => void): Slices<void> {
    yield* eachOf(this.entries, 32, (entry) => {
      if (entry.side !== 2) this.meet(entry, visit);
    });
  }

  private meet(entry: E, visit: (a: E, b: E) => void): void {
    for (const { family, index } of this.ground.joining) {
      const end = index.end(entry.slot);
      for (let place = index.start(entry.slot); place < end; place++)
        this.join(entry, index, index.cellAt(place), family.bound, visit);
    }
  }

  private join(entry: E, index: KeyIndex, cell: number, bound: number, visit: (a: E, b: E) => void): void {
    if (!index.mayJoin(cell, entry.side, bound)) return;
    const { all, met } = this.ground;
    for (let place = index.first(cell); place >= 0; place = index.next(place)) {
      const slot = index.slotAt(place);
      const partner = all[slot];
      if (partner === undefined || partner.side <= entry.side || met[slot] === entry.slot) continue;
      if (index.count(cell, partner.side) > bound) continue;
      met[slot] = entry.slot;
      visit(entry, partner);
    }
  }
}
