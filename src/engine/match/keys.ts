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

/** The same for counting only: no key brings candidates. */
export function counted<E extends Entry>(families: readonly Family<E>[]): readonly Family<E>[] {
  return families.map((family) => ({ ...family, bound: 0 }));
}
