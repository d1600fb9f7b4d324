/** What a perfect matcher would find: for benches and tests, never shown by a simulator. */
import { type Fleet, PRODUCTS, type Product, type View } from './model';

/** One real thing and the records about it. */
export interface TrueIdentity {
  readonly truth: string;
  /** Keys of the records about it, by product; more than one where a product has it twice. */
  readonly members: Readonly<Partial<Record<Product, readonly string[]>>>;
}

export type TrueKind = keyof View;

/** For each kind the list of true identities, in the order in which the views first speak of them. */
export function groundTruth(fleet: Pick<Fleet, 'views'>): Record<TrueKind, TrueIdentity[]> {
  return {
    organizations: identities(fleet, 'organizations'),
    locations: identities(fleet, 'locations'),
    contacts: identities(fleet, 'contacts'),
    machines: identities(fleet, 'machines'),
  };
}

function identities({ views }: Pick<Fleet, 'views'>, kind: TrueKind): TrueIdentity[] {
  const found = new Map<string, Partial<Record<Product, string[]>>>();
  for (const product of PRODUCTS) {
    for (const { key, truth } of views[product][kind]) {
      const members = found.get(truth) ?? {};
      members[product] = [...(members[product] ?? []), key];
      found.set(truth, members);
    }
  }
  return [...found].map(([truth, members]) => ({ truth, members }));
}
