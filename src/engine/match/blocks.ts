/**
 * Candidates by hash join. Each family gives every record some keys; records of different systems that share a key are
 * compared. A key that too many records of one system share brings nobody together: that bounds the work whatever the data.
 */
import { atOnce, eachOf, type Slices } from '../slices';
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
  readonly joining: readonly Indexed<E>[];
  readonly counted: readonly Indexed<E>[];
  /** By slot: the record that met it last. */
  readonly met: Int32Array;
  /** By slot: 1 where the record needs to meet nobody any more. */
  readonly settled: Uint8Array;

  readonly all: readonly E[];

  constructor(whole: Whole<E>, families: readonly Family<E>[]) {
    this.all = whole.all;
    const slots = whole.all.length;
    const made = families.flatMap((family) => {
      const wide = whole.indexOf?.(family.name);
      // Nobody bears such a mark.
      if (wide?.size === 0) return [];
      return [{ family, index: new KeyIndex(family, slots, wide) }];
    });
    this.joining = made.filter(({ family }) => family.bound > 0);
    this.counted = made.filter(({ family }) => family.bound === 0);
    this.met = new Int32Array(slots).fill(-1);
    this.settled = new Uint8Array(slots);
  }

  /** The next scope: none of its `entries` stood in another. */
  *scope(entries: readonly E[]): Slices<Blocks<E>> {
    yield* fill(this.joining, entries);
    return new Blocks(this, entries);
  }
}

function* fill<E extends Entry>(indexes: readonly Indexed<E>[], entries: readonly E[]): Slices<void> {
  for (const { index } of indexes) index.nextScope();
  yield* eachOf(entries, 256, (entry) => {
    for (const { index } of indexes) index.add(entry);
  });
}

function indexOf<E extends Entry>(indexes: readonly Indexed<E>[], name: string): KeyIndex<E> | undefined {
  for (const { family, index } of indexes) if (family.name === name) return index;
  return undefined;
}

/** Records of different systems, by side. */
export type Company<E extends Entry> = [E | undefined, E | undefined, E | undefined];

/** By slot: records that belong to a record's company whatever its keys. */
export type Ties<E extends Entry> = ReadonlyMap<number, readonly E[]>;

/** One scope. */
export class Blocks<E extends Entry> implements Counts {
  private isCounted = false;

  constructor(
    private readonly ground: Ground<E>,
    private readonly entries: readonly E[],
  ) {}

  shared(family: string, bearer: Entry, value: string): number {
    const index = this.indexOf(family);
    return index === undefined ? 0 : index.most(index.cellOf(bearer.slot, value));
  }

  spread(family: string, bearer: Entry, value: string): number {
    const index = this.indexOf(family);
    return index === undefined ? 0 : index.total(index.cellOf(bearer.slot, value));
  }

  /** The same without counting: what is not counted yet may be borne by all. */
  readonly atMost: Counts = {
    shared: (family, bearer, value) =>
      this.isKnown(family) ? this.shared(family, bearer, value) : Number.POSITIVE_INFINITY,
    spread: (family, bearer, value) =>
      this.isKnown(family) ? this.spread(family, bearer, value) : Number.POSITIVE_INFINITY,
  };

  private isKnown(family: string): boolean {
    return this.isCounted || indexOf(this.ground.joining, family) !== undefined;
  }

  private indexOf(family: string): KeyIndex<E> | undefined {
    const joining = indexOf(this.ground.joining, family);
    if (joining !== undefined) return joining;
    if (!this.isCounted) atOnce(this.count());
    return indexOf(this.ground.counted, family);
  }

  /** What only counts is counted when it is asked for; beforehand by whoever must not be held for long. */
  *count(): Slices<void> {
    if (this.isCounted) return;
    this.isCounted = true;
    yield* fill(this.ground.counted, this.entries);
  }

  isSettled(entry: E): boolean {
    return this.ground.settled[entry.slot] === 1;
  }

  /** They need to meet nobody any more. */
  settle(company: Company<E>): void {
    for (const entry of company) if (entry !== undefined) this.ground.settled[entry.slot] = 1;
  }

  /** The record and all that pairs lead to from it, and on from these; undefined where two of them are of one system. */
  companyOf(entry: E, ties: Ties<E>): Company<E> | undefined {
    const company: Company<E> = [undefined, undefined, undefined];
    company[entry.side] = entry;
    let asked = 0;
    for (;;) {
      const next = company.findIndex((member, side) => member !== undefined && (asked & (1 << side)) === 0);
      const member = company[next];
      if (member === undefined) return company;
      asked |= 1 << next;
      if (!this.gather(member, ties, company)) return undefined;
    }
  }

  /** Adds those whom the member may meet; false where there is no room for one. */
  private gather(member: E, ties: Ties<E>, company: Company<E>): boolean {
    for (const { family, index } of this.ground.joining) {
      const end = index.end(member.slot);
      for (let place = index.start(member.slot); place < end; place++)
        if (!this.gatherBearers(index, index.cellAt(place), family.bound, company)) return false;
    }
    return ties.size === 0 || (ties.get(member.slot) ?? []).every((other) => isAdded(other, company));
  }

  private gatherBearers(index: KeyIndex<E>, cell: number, bound: number, company: Company<E>): boolean {
    if (index.total(cell) > company.length) return !index.mayJoinAny(cell, bound);
    for (let place = index.first(cell); place >= 0; place = index.next(place)) {
      const bearer = this.ground.all[index.slotAt(place)];
      if (bearer !== undefined && !isAdded(bearer, company)) return false;
    }
    return true;
  }

  /** Every pair once but those of settled records. Pauses after every few dozen records. */
  *pairs(visit: (a: E, b: E) => void): Slices<void> {
    yield* eachOf(this.entries, 32, (entry) => {
      if (entry.side !== 2 && !this.isSettled(entry)) this.meet(entry, visit);
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

function isAdded<E extends Entry>(entry: E, company: Company<E>): boolean {
  company[entry.side] ??= entry;
  return company[entry.side] === entry;
}
