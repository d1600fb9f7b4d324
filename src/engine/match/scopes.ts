/** Which records are compared with each other: those that belong to one client. */
import type { RecordKey } from '../model';
import { eachOf, type Slices } from '../slices';
import type { Cluster, Clusters } from './clusters';
import type { Entries } from './entries';
import type { Entry } from './rules';

const NOWHERE = 'nowhere';

export class Scopes {
  private readonly clients = new Map<RecordKey, Cluster>();
  /** Of the organizations that are only named, those that were found in no other system: their records name none. */
  private readonly lost = new Set<RecordKey>();

  constructor(
    organizations: Entries<Entry>,
    clusters: Clusters,
    namedOnly: ReadonlySet<RecordKey> | undefined,
  ) {
    for (const entry of organizations.all) this.clients.set(entry.key, clusters.get(entry));
    for (const key of namedOnly ?? []) {
      const entry = organizations.get(key);
      if (entry !== undefined && !clusters.isJoined(entry)) this.lost.add(key);
    }
  }

  /** The same for all records of one client. */
  readonly of = ({ owner }: Entry): unknown =>
    owner === undefined || this.lost.has(owner) ? NOWHERE : (this.clients.get(owner) ?? owner);

  isHomeless(entry: Entry): boolean {
    return this.of(entry) === NOWHERE;
  }

  /** The organization that records name, where it can be told. */
  known(owner: RecordKey | undefined): RecordKey | undefined {
    return owner !== undefined && this.lost.has(owner) ? undefined : owner;
  }

  /** By client, each list in the order of the entries; and how many of them name none. */
  *sorted<E extends Entry>(entries: readonly E[]): Slices<{ lists: Iterable<E[]>; homeless: number }> {
    const lists = new Map<unknown, E[]>();
    const listOf = (entry: E): E[] => {
      const scope = this.of(entry);
      const list = lists.get(scope) ?? [];
      if (list.length === 0) lists.set(scope, list);
      return list;
    };
    let [previous, list]: [E | undefined, E[]] = [undefined, []];
    // Those of one owner come in a row.
    yield* eachOf(entries, 2048, (entry) => {
      if (previous === undefined || previous.owner !== entry.owner) list = listOf(entry);
      list.push(entry);
      previous = entry;
    });
    return { lists: lists.values(), homeless: lists.get(NOWHERE)?.length ?? 0 };
  }
}
