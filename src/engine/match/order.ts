/** Sorting that pauses: long lists are sorted in pieces, and the pieces merged. */
import { type Slices, upTo } from '../slices';

interface Keyed<T> {
  readonly item: T;
  readonly key: string;
}

/** Sorted in a few milliseconds. */
const PIECE = 2048;

export function* inOrder<T>(items: readonly T[], keyOf: (item: T) => string): Slices<T[]> {
  let pieces: Keyed<T>[][] = [];
  for (let at = 0; at < items.length; at += PIECE) {
    const piece = items.slice(at, at + PIECE).map((item) => ({ item, key: keyOf(item) }));
    pieces.push(piece.sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0)));
    yield;
  }
  while (pieces.length > 1) {
    const merged: Keyed<T>[][] = [];
    for (let at = 0; at < pieces.length; at += 2)
      merged.push(yield* merge(pieces[at] ?? [], pieces[at + 1] ?? []));
    pieces = merged;
  }
  return (pieces[0] ?? []).map(({ item }) => item);
}

function* merge<T>(left: readonly Keyed<T>[], right: readonly Keyed<T>[]): Slices<Keyed<T>[]> {
  const merged: Keyed<T>[] = [];
  let [l, r] = [0, 0];
  yield* upTo(left.length + right.length, 4096, () => {
    const a = left[l];
    const b = right[r];
    if (a !== undefined && (b === undefined || a.key <= b.key)) {
      merged.push(a);
      l++;
    } else if (b !== undefined) {
      merged.push(b);
      r++;
    }
  });
  return merged;
}
