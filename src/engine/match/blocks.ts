/**
 * Candidates by hash join. Each family gives every record some keys; records of different systems that share a key are
 * compared. A key that too many records of one system share brings nobody together: that bounds the work whatever the data.
 */
import { eachOf, type Slices } from '../slices';
import { KeyIndex } from './key-index';
import type { Family } from './keys';
import type { Counts, Entry } from './rules';

interface Indexed<E extends Entry> {
  readonly family: Family<E>;
  readonly index: KeyIndex<E>;
}

/** Every record that may be compared, by slot, and what is known of them across all scopes. */
export interface Whole<E extends Entry> {
  readonly all: readonly E[];
  /** All records by a family's keys, where somebody has counted them. */
  indexOf?(family: string): KeyIndex<E> | undefined;
}

/** Room for comparing each record once, within its scope. */
export class Ground<E extends Entry> {
  readonly indexes: readonly KeyIndex<E>[];
  readonly byName: ReadonlyMap<string, KeyIndex<E>>;
  readonly joining: readonly Indexed<E>[];
  /** By slot: the record that met it last. */
  readonly met: Int32Array;

  readonly all: readonly E[];

  constructor(whole: Whole<E>, families: readonly Family<E>[]) {
    this.all = whole.all;
    const slots = whole.all.length;
    const made = families.map((family) => ({
      family,
      index: new KeyIndex(family, slots, whole.indexOf?.(family.name)),
    }));
    this.indexes = made.map(({ index }) => index);
    this.byName = new Map(made.map(({ family, index }) => [family.name, index]));
    this.joining = made.filter(({ family }) => family.bound > 0);
    this.met = new Int32Array(slots).fill(-1);
  }

  /** The next scope: none of its `entries` stood in another. */
  *scope(entries: readonly E[]): Slices<Blocks<E>> {
    for (const index of this.indexes) {
      index.nextScope();
      yield* eachOf(entries, 4096, (entry) => index.add(entry));
    }
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
    const index = this.ground.byName.get(family);
    return index === undefined ? 0 : index.most(index.cellOf(bearer.slot, value));
  }

  spread(family: string, bearer: Entry, value: string): number {
    const index = this.ground.byName.get(family);
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

  private join(entry: E, index: KeyIndex<E>, cell: number, bound: number, visit: (a: E, b: E) => void): void {
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
