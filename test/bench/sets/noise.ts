/** What people and systems do to a value: slips, lost parts, other habits of writing. All from one seed. */
import { en, Faker } from '@faker-js/faker';

/** A labelled set: two lists, and which records of them are one thing. */
export interface LabelledSet {
  readonly name: string;
  readonly kind: 'organization' | 'contact' | 'asset';
  readonly left: readonly Row[];
  readonly right: readonly Row[];
  /** Ids, left and right. Each id at most once. */
  readonly matches: readonly (readonly [string, string])[];
}

/** Canonical fields; lists as arrays. */
export type Row = { readonly id: string } & Readonly<Record<string, string | readonly string[]>>;

export class Noise {
  readonly faker = new Faker({ locale: [en] });

  constructor(seed: number) {
    this.faker.seed(seed);
  }

  /** True in the given share of cases. */
  chance(share: number): boolean {
    return this.faker.number.float() < share;
  }

  pick<T>(items: readonly T[]): T {
    return this.faker.helpers.arrayElement(items);
  }

  int(min: number, max: number): number {
    return this.faker.number.int({ min, max });
  }

  shuffled<T>(items: readonly T[]): T[] {
    return this.faker.helpers.shuffle([...items]);
  }

  /** One slip in the longest word: two letters swapped, one lost, doubled or wrong. */
  slip(text: string): string {
    const words = text.split(' ');
    const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
    if (longest.length < 4) return text;
    const at = this.int(1, longest.length - 2);
    const [before, here, next, after] = [
      longest.slice(0, at),
      longest[at] ?? '',
      longest[at + 1] ?? '',
      longest.slice(at + 2),
    ];
    const broken = this.pick([
      () => before + next + here + after,
      () => before + next + after,
      () => before + here + here + next + after,
      () => before + this.neighbour(here) + next + after,
    ])();
    return words.map((word) => (word === longest ? broken : word)).join(' ');
  }

  /** A key beside the one that was meant. */
  private neighbour(letter: string): string {
    const row = ROWS.find((keys) => keys.includes(letter.toLowerCase()));
    if (row === undefined) return 'x';
    const at = row.indexOf(letter.toLowerCase());
    return row[at + 1] ?? row[at - 1] ?? 'x';
  }

  phone(digits: string): string {
    const [area, exchange, line] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
    return this.pick([
      `(${area}) ${exchange}-${line}`,
      `${area}-${exchange}-${line}`,
      `${area}.${exchange}.${line}`,
      `+1 ${area} ${exchange} ${line}`,
      `1-${area}-${exchange}-${line}`,
      `${area}/${exchange}-${line}`,
      digits,
    ]);
  }

  digits(): string {
    return `${this.int(2, 9)}${this.int(10, 99)}${this.int(2, 9)}${this.int(10, 99)}${this.int(1000, 9999)}`;
  }

  case(text: string): string {
    if (this.chance(0.12)) return text.toUpperCase();
    return this.chance(0.08) ? text.toLowerCase() : text;
  }
}

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** Both lists in an order that says nothing, ids that say nothing, and the pairs. */
export function labelled(
  name: string,
  kind: LabelledSet['kind'],
  noise: Noise,
  things: readonly { readonly left?: Omit<Row, 'id'>; readonly right?: Omit<Row, 'id'> }[],
): LabelledSet {
  const left: Row[] = [];
  const right: Row[] = [];
  const matches: [string, string][] = [];
  const numbers = noise.shuffled(things.map((_, at) => at + 1));
  for (const [at, thing] of things.entries()) {
    const [l, r] = [`L${numbers[at]}`, `R${numbers[things.length - 1 - at]}`];
    if (thing.left) left.push({ ...thing.left, id: l });
    if (thing.right) right.push({ ...thing.right, id: r });
    if (thing.left && thing.right) matches.push([l, r]);
  }
  return { name, kind, left: noise.shuffled(left), right: noise.shuffled(right), matches };
}
