/** The records' keys as numbers: each text is hashed once, and whatever counts or joins afterwards works with numbers. */
import { eachOf, type Slices } from '../slices';
import type { Entry } from './rules';

export type KeysOf<E extends Entry> = (entry: E) => string | readonly string[];

/** A sort of key. */
export interface Family<E extends Entry> {
  readonly name: string;
  /** One key, several, or '' for none. */
  readonly keys: KeysOf<E>;
  /** Records of one system that a key may have and still bring candidates; 0: the family is only counted. */
  readonly bound: number;
}

/** The keys of one family. A place is where a record bears a key: those of one record lie after those of the one before it. */
export interface Keys {
  /** By number of the key. */
  readonly texts: readonly string[];
  /** By place: number of the key, and slot of the record. */
  readonly numbers: Int32Array;
  readonly slots: Int32Array;
  /** By slot: the record's first place. One longer than the slots are. */
  readonly starts: Int32Array;
}

/** `entries`: in the order of their slots, from 0 on. */
export function* keysOf<E extends Entry>(entries: readonly E[], keys: KeysOf<E>): Slices<Keys> {
  const intern = new Interning(entries.length);
  yield* eachOf(entries, 512, (entry) => intern.all(keys(entry), entry.slot));
  return intern.keys();
}

class Interning {
  private readonly known = new Map<string, number>();
  private readonly texts: string[] = [];
  /** By number: the record that bore the key last. */
  private readonly bearers: number[] = [];
  private readonly starts: Int32Array;
  private numbers: Int32Array;
  private slots: Int32Array;
  private places = 0;

  constructor(records: number) {
    this.starts = new Int32Array(records + 1);
    this.numbers = new Int32Array(records);
    this.slots = new Int32Array(records);
  }

  all(keys: string | readonly string[], slot: number): void {
    if (typeof keys === 'string') this.one(keys, slot);
    else for (const key of keys) this.one(key, slot);
    this.starts[slot + 1] = this.places;
  }

  private one(key: string, slot: number): void {
    if (key === '') return;
    let number = this.known.get(key);
    if (number === undefined) {
      number = this.texts.length;
      this.known.set(key, number);
      this.texts.push(key);
    }
    if (this.bearers[number] === slot) return;
    this.bearers[number] = slot;
    if (this.places === this.numbers.length) {
      this.numbers = doubled(this.numbers);
      this.slots = doubled(this.slots);
    }
    this.numbers[this.places] = number;
    this.slots[this.places] = slot;
    this.places++;
  }

  keys(): Keys {
    const { texts, starts, places } = this;
    return {
      texts,
      starts,
      numbers: this.numbers.subarray(0, places),
      slots: this.slots.subarray(0, places),
    };
  }
}

function doubled(numbers: Int32Array): Int32Array {
  const larger = new Int32Array(2 * numbers.length + 1);
  larger.set(numbers);
  return larger;
}
