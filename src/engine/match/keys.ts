/** A hash index from keys to records that costs a few numbers per key, where lists of lists would cost objects. */
import type { Slices } from '../slices';
import type { Entry } from './rules';

export class KeyIndex {
  private readonly slots = new Map<string, number>();
  private readonly keys: string[] = [];
  /** By slot: the newest node of its chain. */
  private readonly heads: number[] = [];
  /** Three by slot: records of each system. */
  private readonly counts: number[] = [];
  /** By node: position of the record, and the node before it in the chain. */
  private readonly positions: number[] = [];
  private readonly before: number[] = [];

  get size(): number {
    return this.slots.size;
  }

  /** `position`: where the record stands in its list; records come in the order of their positions. Gives the key's number. */
  add(key: string, side: number, position: number): number {
    let slot = this.slots.get(key);
    if (slot === undefined) {
      slot = this.heads.length;
      this.slots.set(key, slot);
      this.keys.push(key);
      this.heads.push(-1);
      this.counts.push(0, 0, 0);
    }
    const head = this.heads[slot] ?? -1;
    if (head >= 0 && this.positions[head] === position) return slot;
    this.heads[slot] = this.positions.length;
    this.positions.push(position);
    this.before.push(head);
    this.counts[3 * slot + side] = (this.counts[3 * slot + side] ?? 0) + 1;
    return slot;
  }

  /** Number of records of the system with the key. */
  count(slot: number, side: number): number {
    return this.counts[3 * slot + side] ?? 0;
  }

  /** The largest of the three counts. */
  most(key: string): number {
    const slot = this.slots.get(key);
    return slot === undefined ? 0 : this.mostOf(slot);
  }

  /** The sum of the three counts. */
  total(key: string): number {
    const slot = this.slots.get(key);
    return slot === undefined ? 0 : this.count(slot, 0) + this.count(slot, 1) + this.count(slot, 2);
  }

  /** Whether another system than `side` has at most `bound` records with the key, and some, and `side` itself not more. */
  mayJoin(slot: number, side: number, bound: number): boolean {
    const at = 3 * slot;
    if ((this.counts[at + side] ?? 0) > bound) return false;
    for (let other = side + 1; other < 3; other++) {
      const count = this.counts[at + other] ?? 0;
      if (count > 0 && count <= bound) return true;
    }
    return false;
  }

  /** The record with the key that came last, as a node; -1 after the last one. `next` leads to those before it. */
  first(slot: number): number {
    return this.heads[slot] ?? -1;
  }

  next(node: number): number {
    return this.before[node] ?? -1;
  }

  at(node: number): number {
    return this.positions[node] ?? -1;
  }

  /** Keys are numbered from 0 in the order in which they came. */
  keyOf(slot: number): string {
    return this.keys[slot] ?? '';
  }

  /** Positions of the records with the key, the last one first. */
  positionsOf(slot: number): number[] {
    const positions: number[] = [];
    for (let node = this.heads[slot] ?? -1; node >= 0; node = this.before[node] ?? -1)
      positions.push(this.positions[node] ?? 0);
    return positions;
  }

  mostOf(slot: number): number {
    const at = 3 * slot;
    return Math.max(this.counts[at] ?? 0, this.counts[at + 1] ?? 0, this.counts[at + 2] ?? 0);
  }

  /** Whether several systems have the key, none of them on more than one record. */
  isJoining(slot: number): boolean {
    const at = 3 * slot;
    const total = (this.counts[at] ?? 0) + (this.counts[at + 1] ?? 0) + (this.counts[at + 2] ?? 0);
    return total > 1 && this.mostOf(slot) < 2;
  }
}

export type KeysOf<E extends Entry> = (entry: E) => string | readonly string[];

/** An index, and the numbers of each record's keys, so that nobody needs to make or look up a key again. */
export interface Indexed {
  readonly index: KeyIndex;
  /** The keys' numbers, those of one record after those of the one before it. */
  readonly slots: readonly number[];
  /** By position: where the record's numbers begin. One longer than the records are. */
  readonly starts: readonly number[];
}

export function* indexed<E extends Entry>(entries: readonly E[], keysOf: KeysOf<E>): Slices<Indexed> {
  const index = new KeyIndex();
  const slots: number[] = [];
  const starts: number[] = [0];
  for (let at = 0; at < entries.length; at++) {
    if (at % 512 === 511) yield;
    const entry = entries[at];
    if (entry === undefined) continue;
    const keys = keysOf(entry);
    if (typeof keys === 'string') {
      if (keys !== '') slots.push(index.add(keys, entry.side, at));
    } else {
      for (const key of keys) if (key !== '') slots.push(index.add(key, entry.side, at));
    }
    starts.push(slots.length);
  }
  return { index, slots, starts };
}
