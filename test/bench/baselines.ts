/** What the simple ways give, for comparison: an exact normalized name, and a popular fuzzy library on names. */
import Fuse from 'fuse.js';

export interface Named {
  readonly id: string;
  readonly name: string;
  /** Client whose records alone are compared with it; '' where it names none. */
  readonly client: string;
}

type Pair = readonly [left: string, right: string];

export const plainName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function by(items: readonly Named[], keyOf: (item: Named) => string): ReadonlyMap<string, Named[]> {
  const groups = new Map<string, Named[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

export function sameName(left: readonly Named[], right: readonly Named[]): Pair[] {
  const keyOf = ({ client, name }: Named) => `${client}\n${plainName(name)}`;
  const named = by(right, keyOf);
  return left.flatMap((item) => (named.get(keyOf(item)) ?? []).map(({ id }): Pair => [item.id, id]));
}

/** The best hit for each, by the library's own measure. */
export function fuzzy(left: readonly Named[], right: readonly Named[]): Pair[] {
  const ofClient = by(right, ({ client }) => client);
  return [...by(left, ({ client }) => client)].flatMap(([client, items]) => {
    const theirs = (ofClient.get(client) ?? []).map(({ id, name }) => ({ id, name: plainName(name) }));
    const fuse = new Fuse(theirs, { keys: ['name'], threshold: 0.2, ignoreLocation: true });
    return items.flatMap(({ id, name }): Pair[] => {
      const [hit] = fuse.search(plainName(name), { limit: 1 });
      return hit ? [[id, hit.item.id]] : [];
    });
  });
}

/** Comparisons of names that the fuzzy library is given time for. */
const COMPARISONS = 2_000_000;

/** Every so manieth, so that the fuzzy library, which compares all with all of a client, ends in seconds. */
export function sampled(left: readonly Named[], right: readonly Named[]): readonly Named[] {
  const ofClient = by(right, ({ client }) => client);
  const comparisons = left.reduce((sum, { client }) => sum + (ofClient.get(client)?.length ?? 0), 0);
  const step = Math.ceil(comparisons / COMPARISONS);
  return left.filter((_, at) => at % Math.max(1, step) === 0);
}
