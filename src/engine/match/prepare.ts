/** From records to entries, and the pairs that are given beforehand. */
import { type Kind, keyOf, type RecordKey, type SourceRecord, type SystemName } from '../model';
import { eachOf, type Slices } from '../slices';
import { Entries } from './entries';
import type { Entry, OwnerOf } from './rules';
import type { Said } from './said';

/** The key of a record's organization; each key is made once. Records of one organization often come in a row. */
export function owners(): OwnerOf {
  const made = new Map<SystemName, Map<string, RecordKey>>();
  let lastSystem: SystemName | undefined;
  let lastOrganization: string | undefined;
  let last: RecordKey | undefined;
  return ({ system, organization }) => {
    if (organization === null) return undefined;
    if (lastOrganization === organization && lastSystem === system) return last;
    let keys = made.get(system);
    if (keys === undefined) {
      keys = new Map();
      made.set(system, keys);
    }
    let key = keys.get(organization);
    if (key === undefined) {
      key = keyOf({ system, kind: 'organization', id: organization });
      keys.set(organization, key);
    }
    [lastSystem, lastOrganization, last] = [system, organization, key];
    return key;
  };
}

/** Entries of one kind, each with its slot. */
export function* prepare<E extends Entry>(
  records: readonly SourceRecord[],
  entryOf: (record: SourceRecord, slot: number) => E,
): Slices<Entries<E>> {
  const entries: E[] = [];
  const linked: E[] = [];
  yield* eachOf(records, 256, (record) => {
    const entry = entryOf(record, entries.length);
    entries.push(entry);
    if (record.links.length > 0) linked.push(entry);
  });
  return new Entries(entries, linked);
}

/** Without those that a person wants left alone. */
export function* sortByKind(
  records: readonly SourceRecord[],
  said: Said,
): Slices<Record<Kind, SourceRecord[]>> {
  const byKind: Record<Kind, SourceRecord[]> = { organization: [], location: [], contact: [], asset: [] };
  yield* eachOf(records, 4096, (record) => {
    if (said.ignored.size === 0 || !said.ignored.has(keyOf(record))) byKind[record.kind].push(record);
  });
  return byKind;
}

/** Records of one organization side by side: what is compared with each other then lies close together in memory. */
export function* neighbours(records: readonly SourceRecord[], ownerOf: OwnerOf): Slices<SourceRecord[]> {
  const lists = new Map<RecordKey | undefined, SourceRecord[]>();
  yield* eachOf(records, 4096, (record) => {
    const owner = ownerOf(record);
    const list = lists.get(owner);
    if (list) list.push(record);
    else lists.set(owner, [record]);
  });
  return [...lists.values()].flat();
}

/** The two as a pair, where both are there and in different systems. */
export function pairOf<E extends Entry>(
  entries: Entries<E>,
  a: RecordKey,
  b: RecordKey,
): (readonly [E, E])[] {
  const [left, right] = [entries.get(a), entries.get(b)];
  return left && right && left.side !== right.side ? [[left, right]] : [];
}

/** Pairs that a vendor's integration has linked. */
export function linkedPairs<E extends Entry>(entries: Entries<E>): (readonly [E, E])[] {
  const pairs: (readonly [E, E])[] = [];
  for (const entry of entries.linked) {
    for (const link of entry.record.links) {
      const target = entries.get(keyOf({ system: link.system, kind: entry.record.kind, id: link.id }));
      if (target && target.side !== entry.side) pairs.push([entry, target]);
    }
  }
  return pairs;
}
