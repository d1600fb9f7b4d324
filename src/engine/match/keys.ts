/** What records are found and counted by. */
import type { Entry } from './rules';

/** A sort of key. */
export interface Family<E extends Entry> {
  readonly name: string;
  /** One key, several, or '' for none. */
  readonly keys: (entry: E) => string | readonly string[];
  /** Records of one system that a key may have and still bring candidates; 0: the family is only counted. */
  readonly bound: number;
}

/** Each once, in the order given. Most lists have one item or none. */
export function distinct(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...new Set(texts)];
}

/** The same for counting only: no key brings candidates. */
export function counted<E extends Entry>(families: readonly Family<E>[]): readonly Family<E>[] {
  return families.map((family) => ({ ...family, bound: 0 }));
}
