/** The prepared records of one kind, in a list and by key. */
import type { RecordKey, SourceRecord } from '../model';
import type { Entry } from './rules';

export class Entries<E extends Entry> {
  #byKey: ReadonlyMap<RecordKey, E> | undefined;

  /** Those on which a vendor's integration shows a link. */
  readonly linked: readonly E[];

  constructor(
    readonly all: readonly E[],
    linked?: readonly E[],
  ) {
    this.linked = linked ?? all.filter((entry) => entry.record.links.length > 0);
  }

  /** The index is made when somebody first asks: most fleets never need it. */
  get(key: RecordKey): E | undefined {
    this.#byKey ??= new Map(this.all.map((entry) => [entry.key, entry]));
    return this.#byKey.get(key);
  }

  without(left: ReadonlyMap<E, unknown>): Entries<E> {
    return left.size === 0 ? this : new Entries(this.all.filter((entry) => !left.has(entry)));
  }
}

/** How a record becomes an entry. */
export type EntryOf<E extends Entry> = (
  record: SourceRecord,
  slot: number,
  owner: RecordKey | undefined,
) => E;
