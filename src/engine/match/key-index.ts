/**
 * Which records of one scope bear a key. Scopes are filled one after the other into arrays that all of them share, so a
 * scope costs no object, and what was counted in it can still be asked when others are filled. The texts of one scope
 * are few: looking them up never leaves the processor's cache, however many scopes there are. Where an index of all
 * scopes has numbered the keys already, no text is looked up at all.
 */
import type { Family } from './keys';
import type { Entry } from './rules';

/** A key within a scope is a cell. A place is where a record bears a key; those of one record lie side by side. */
export class KeyIndex<E extends Entry> {
  /** Of the scope that is being filled: the cell of each key, by its text or by its cell in the index of all scopes. */
  private readonly cellOfText = new Map<string, number>();
  private readonly cellOfWide: Int32Array;
  private scopeStart = 0;
  /** By slot: the record's first place, and the one after its last. */
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  /** By place: the record's slot, the cell, and the place before it in the cell's chain. */
  private slots = new Int32Array(0);
  private cells = new Int32Array(0);
  private before = new Int32Array(0);
  private places = 0;
  /** By cell: the key, and the newest place. Three by cell: records of each system. */
  private readonly texts: string[] = [];
  private heads = new Int32Array(0);
  private counts = new Int32Array(0);

  /** `slots`: more than that of any record. `wide`: the same keys of all scopes at once. */
  constructor(
    private readonly family: Family<E>,
    slots: number,
    private readonly wide?: KeyIndex<E>,
  ) {
    this.cellOfWide = new Int32Array(wide?.size ?? 0).fill(-1);
    this.starts = new Int32Array(slots);
    this.ends = new Int32Array(slots);
  }

  get name(): string {
    return this.family.name;
  }

  /** Cells so far: they are numbered from 0 in the order in which they came. */
  get size(): number {
    return this.texts.length;
  }

  /** What is added from now on stands in another scope. */
  nextScope(): void {
    if (this.cellOfText.size > 0) this.cellOfText.clear();
    this.scopeStart = this.size;
  }

  /** A record joins the scope; each record once. */
  add(entry: E): void {
    if (this.wide !== undefined) {
      this.addNumbered(entry, this.wide);
      return;
    }
    const keys = this.family.keys(entry);
    if (keys.length === 0) return;
    this.starts[entry.slot] = this.places;
    if (typeof keys === 'string') this.addKey(keys, entry);
    else for (const key of keys) this.addKey(key, entry);
    this.ends[entry.slot] = this.places;
  }

  private addNumbered(entry: E, wide: KeyIndex<E>): void {
    const [from, to] = [wide.start(entry.slot), wide.end(entry.slot)];
    if (from === to) return;
    this.starts[entry.slot] = this.places;
    for (let place = from; place < to; place++) {
      const number = wide.cellAt(place);
      let cell = this.cellOfWide[number] ?? -1;
      if (cell < this.scopeStart) {
        cell = this.newCell(wide.text(number));
        this.cellOfWide[number] = cell;
      }
      this.addPlace(cell, entry);
    }
    this.ends[entry.slot] = this.places;
  }

  private addKey(text: string, entry: E): void {
    if (text === '') return;
    let cell = this.cellOfText.get(text);
    if (cell === undefined) {
      cell = this.newCell(text);
      this.cellOfText.set(text, cell);
    } else if (this.slots[this.heads[cell] ?? 0] === entry.slot) return;
    this.addPlace(cell, entry);
  }

  private addPlace(cell: number, { slot, side }: E): void {
    if (this.places === this.slots.length) this.grow();
    const place = this.places++;
    this.slots[place] = slot;
    this.cells[place] = cell;
    this.before[place] = this.heads[cell] ?? -1;
    this.heads[cell] = place;
    const at = 3 * cell + side;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }

  private newCell(text: string): number {
    const cell = this.texts.length;
    if (cell === this.heads.length) {
      this.heads = this.enlarged(this.heads, 1);
      this.counts = this.enlarged(this.counts, 3);
    }
    this.texts.push(text);
    this.heads[cell] = -1;
    return cell;
  }

  private grow(): void {
    this.slots = this.enlarged(this.slots, 1);
    this.cells = this.enlarged(this.cells, 1);
    this.before = this.enlarged(this.before, 1);
  }

  /** Room for a key of each record, then for twice as many. */
  private enlarged(numbers: Int32Array, width: number): Int32Array<ArrayBuffer> {
    const larger = new Int32Array(Math.max(width * this.starts.length, 2 * numbers.length));
    larger.set(numbers);
    return larger;
  }

  /** Takes the record out of all that is told from now on. */
  drop({ slot, side }: E): void {
    for (let place = this.start(slot); place < this.end(slot); place++) {
      const at = 3 * this.cellAt(place) + side;
      this.counts[at] = (this.counts[at] ?? 1) - 1;
      this.slots[place] = -1;
    }
    this.ends[slot] = this.start(slot);
  }

  /** The record's places: from `start` to before `end`. */
  start(slot: number): number {
    return this.starts[slot] ?? 0;
  }

  end(slot: number): number {
    return this.ends[slot] ?? 0;
  }

  cellAt(place: number): number {
    return this.cells[place] ?? -1;
  }

  /** The cell of the record's first key; -1 where it has none. */
  firstCellOf(slot: number): number {
    const place = this.start(slot);
    return place < this.end(slot) ? this.cellAt(place) : -1;
  }

  /** The cell of one of the record's own keys; -1 where it has no such key, or joined no scope. */
  cellOf(slot: number, text: string): number {
    const end = this.end(slot);
    for (let place = this.start(slot); place < end; place++) {
      const cell = this.cellAt(place);
      if (this.texts[cell] === text) return cell;
    }
    return -1;
  }

  text(cell: number): string {
    return this.texts[cell] ?? '';
  }

  /** Number of records of the system. */
  count(cell: number, side: number): number {
    return cell < 0 ? 0 : (this.counts[3 * cell + side] ?? 0);
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

  /** Whether any two records meet by the key. */
  mayJoinAny(cell: number, bound: number): boolean {
    return this.mayJoin(cell, 0, bound) || this.mayJoin(cell, 1, bound);
  }

  /** Whether several systems have the key, none of them on more than one record. */
  isJoining(cell: number): boolean {
    return this.total(cell) > 1 && this.most(cell) < 2;
  }

  /** The place of the record that came last; -1 after the last one. `next` leads to those before it. */
  first(cell: number): number {
    return cell < 0 ? -1 : this.undropped(this.heads[cell] ?? -1);
  }

  next(place: number): number {
    return this.undropped(this.before[place] ?? -1);
  }

  private undropped(from: number): number {
    let place = from;
    while (place >= 0 && (this.slots[place] ?? -1) < 0) place = this.before[place] ?? -1;
    return place;
  }

  slotAt(place: number): number {
    return this.slots[place] ?? -1;
  }

  /** Slots of the records, the last one first. */
  slotsOf(cell: number): number[] {
    const slots: number[] = [];
    for (let place = this.first(cell); place >= 0; place = this.next(place)) slots.push(this.slotAt(place));
    return slots;
  }
}
