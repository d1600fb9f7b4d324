/**
 * Which records of one scope bear a key. Scopes are filled one after the other into arrays that all of them share, so a
 * scope costs no object, and what was counted in it can still be asked when others are filled.
 */
import type { Keys } from './keys';

/** A key within a scope is a cell. */
export class KeyIndex {
  /** By key: the scope in which it stood last, and its cell there. */
  private readonly lastScope: Int32Array;
  private readonly lastCell: Int32Array;
  /** By place: the cell, and the place before it in the cell's chain. */
  private readonly cells: Int32Array;
  private readonly before: Int32Array;
  /** By cell: the newest place. Three by cell: records of each system. */
  private readonly heads: Int32Array;
  private readonly counts: Int32Array;
  private filled = 0;

  constructor(private readonly keys: Keys) {
    const [places, texts] = [keys.numbers.length, keys.texts.length];
    this.lastScope = new Int32Array(texts).fill(-1);
    this.lastCell = new Int32Array(texts);
    this.cells = new Int32Array(places).fill(-1);
    this.before = new Int32Array(places);
    this.heads = new Int32Array(places);
    this.counts = new Int32Array(3 * places);
  }

  /** Cells so far: they are numbered from 0 in the order in which they came. */
  get size(): number {
    return this.filled;
  }

  /** A record joins the scope; each record once. */
  add(slot: number, side: number, scope: number): void {
    const end = this.end(slot);
    for (let place = this.start(slot); place < end; place++) {
      const cell = this.cellIn(scope, this.keys.numbers[place] ?? 0);
      this.cells[place] = cell;
      this.before[place] = this.heads[cell] ?? -1;
      this.heads[cell] = place;
      const at = 3 * cell + side;
      this.counts[at] = (this.counts[at] ?? 0) + 1;
    }
  }

  private cellIn(scope: number, key: number): number {
    if (this.lastScope[key] === scope) return this.lastCell[key] ?? -1;
    const cell = this.filled++;
    this.lastScope[key] = scope;
    this.lastCell[key] = cell;
    this.heads[cell] = -1;
    return cell;
  }

  /** The record's places: from `start` to before `end`. */
  start(slot: number): number {
    return this.keys.starts[slot] ?? 0;
  }

  end(slot: number): number {
    return this.keys.starts[slot + 1] ?? 0;
  }

  /** -1 where its record joined no scope. */
  cellAt(place: number): number {
    return this.cells[place] ?? -1;
  }

  /** The cell of one of the record's own keys; -1 where it has no such key. */
  cellOf(slot: number, text: string): number {
    const end = this.end(slot);
    for (let place = this.start(slot); place < end; place++)
      if (this.keys.texts[this.keys.numbers[place] ?? -1] === text) return this.cellAt(place);
    return -1;
  }

  text(cell: number): string {
    return this.keys.texts[this.keys.numbers[this.first(cell)] ?? -1] ?? '';
  }

  /** Number of records of the system. */
  count(cell: number, side: number): number {
    return this.counts[3 * cell + side] ?? 0;
  }

  /** The largest of the three counts. */
  most(cell: number): number {
    return Math.max(this.count(cell, 0), this.count(cell, 1), this.count(cell, 2));
  }

  total(cell: number): number {
    return this.count(cell, 0) + this.count(cell, 1) + this.count(cell, 2);
  }

  /** Whether a later system than `side` has at most `bound` records with the key, and some, and `side` itself not more. */
  mayJoin(cell: number, side: number, bound: number): boolean {
    if (this.count(cell, side) > bound) return false;
    for (let other = side + 1; other < 3; other++) {
      const count = this.count(cell, other);
      if (count > 0 && count <= bound) return true;
    }
    return false;
  }

  /** Whether several systems have the key, none of them on more than one record. */
  isJoining(cell: number): boolean {
    return this.total(cell) > 1 && this.most(cell) < 2;
  }

  /** The place of the record that came last; -1 after the last one. `next` leads to those before it. */
  first(cell: number): number {
    return this.heads[cell] ?? -1;
  }

  next(place: number): number {
    return this.before[place] ?? -1;
  }

  slotAt(place: number): number {
    return this.keys.slots[place] ?? -1;
  }

  /** Slots of the records, the last one first. */
  slotsOf(cell: number): number[] {
    const slots: number[] = [];
    for (let place = this.first(cell); place >= 0; place = this.next(place)) slots.push(this.slotAt(place));
    return slots;
  }
}
