/** What the seeding of all kinds shares: ids by view key, stamps, blanks. */
import type { RecordKind, Row, State } from './state';

export const blankIsNull = (text: string): string | null => (text.trim() === '' ? null : text);

/** Ids by view key. */
export class Keys {
  private readonly ids = new Map<string, number>();

  set(kind: RecordKind, key: string, id: number): void {
    this.ids.set(`${kind} ${key}`, id);
  }

  get(kind: RecordKind, key: string | null): number | undefined {
    return key === null ? undefined : this.ids.get(`${kind} ${key}`);
  }

  /** The id of a reference that the view must be able to follow. */
  require(kind: RecordKind, key: string): number {
    const id = this.get(kind, key);
    if (id === undefined) throw new Error(`the view has no ${kind} ${key}`);
    return id;
  }
}

export type Stamp = Omit<Row, 'id'>;

/** People made the records, but RMM assets are the integration's. */
export function stamp(record: { readonly createdAt: Date; readonly updatedAt: Date }, user = 30_214): Stamp {
  return { createdBy: user, createdOn: record.createdAt, modifiedBy: user, modifiedOn: record.updatedAt };
}

/** The location a record names, if it is one of the account's; else the account's main one. */
export function locationId(state: State, keys: Keys, accountId: number, key: string | null): number {
  const places = state.locationsOf(accountId);
  const named = keys.get('location', key);
  const place = places.find(({ id }) => id === named) ?? places.find(({ isMain }) => isMain);
  if (place === undefined) throw new Error(`account ${accountId} has no main location`);
  return place.id;
}
