/**
 * Seeded randomness in small streams. A stream is known by its path of labels, so a draw added in one place changes
 * nothing anywhere else: `random.fork('o3').fork('people')` gives the same numbers whatever its siblings do.
 */
export class Random {
  readonly #seed: number;
  #state: number;

  constructor(seed: number) {
    this.#seed = scramble(seed | 0);
    this.#state = this.#seed;
  }

  /** A stream of its own for what the label names. It depends on this stream's seed, not on what was drawn from it. */
  fork(label: string): Random {
    let hash = this.#seed ^ 0x811c9dc5;
    for (let index = 0; index < label.length; index += 1) {
      hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193);
    }
    return new Random(hash);
  }

  /** A number in [0, 1): mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.next() * list.length)];
    if (item === undefined) throw new RangeError('There is nothing to pick from an empty list.');
    return item;
  }

  /** One of the choices, in proportion to the weight before each. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    let left = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, choice] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    return this.pick(choices)[1];
  }

  shuffle<T>(list: readonly T[]): T[] {
    const tagged = list.map((item) => ({ item, order: this.next() }));
    return tagged.sort((left, right) => left.order - right.order).map(({ item }) => item);
  }

  /** `length` characters of the alphabet. */
  text(alphabet: string, length: number): string {
    let text = '';
    for (let index = 0; index < length; index += 1) text += alphabet[this.integer(0, alphabet.length - 1)];
    return text;
  }

  digits(length: number): string {
    return this.text('0123456789', length);
  }

  hex(length: number): string {
    return this.text('0123456789ABCDEF', length);
  }
}

/**
 * Deals the items of a deck, shuffled anew each time it is used up. Against independent draws this makes rare things
 * certain to appear in a small fleet, in the same proportion as in a large one.
 */
export function dealer<T>(random: Random, deck: readonly T[]): () => T {
  let pile: T[] = [];
  let round = 0;
  return () => {
    if (pile.length === 0) {
      pile = random.fork(`deck ${round}`).shuffle(deck);
      round += 1;
    }
    const item = pile.pop();
    if (item === undefined) throw new RangeError('There is nothing to deal from an empty deck.');
    return item;
  };
}

/** A deck from counts: `deck([[3, 'plain'], [1, 'odd']])` has four cards. */
export function deck<T>(counts: readonly (readonly [count: number, card: T])[]): T[] {
  return counts.flatMap(([count, card]) => Array.from({ length: count }, () => card));
}

function scramble(seed: number): number {
  let mixed = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
