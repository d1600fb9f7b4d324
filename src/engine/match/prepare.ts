/** From records to entries, and the pairs that are given beforehand. */
import { type Kind, keyOf, type RecordKey, type SourceRecord, type SystemName } from '../model';
import { eachOf, type Slices } from '../slices';
import { Entries } from './entries';
import type { Entry } from './rules';

/** Records of one system and kind that name the same organization; `owner` is undefined where they name none. */
export interface Owned {
  readonly owner: RecordKey | undefined;
  readonly records: readonly SourceRecord[];
}

export interface Sorted extends Readonly<Record<Exclude<Kind, 'organization'>, readonly Owned[]>> {
  readonly organization: readonly SourceRecord[];
}

/** By kind and owner, without those that a person wants left alone. */
export function* sortRecords(
  records: readonly SourceRecord[],
  ignored: ReadonlyMap<RecordKey, unknown>,
): Slices<Sorted> {
  const organization: SourceRecord[] = [];
  const [location, contact, asset] = [new ByOwner(), new ByOwner(), new ByOwner()];
  const belongings = { location, contact, asset };
  yield* eachOf(records, 4096, (record) => {
    if (ignored.size > 0 && ignored.has(keyOf(record))) return;
    if (record.kind === 'organization') organization.push(record);
    else belongings[record.kind].add(record);
  });
  return { organization, location: location.lists, contact: contact.lists, asset: asset.lists };
}

class ByOwner {
  readonly lists: { readonly owner: RecordKey | undefined; readonly records: SourceRecord[] }[] = [];
  private readonly known: Readonly<Record<SystemName, Map<string | null, SourceRecord[]>>> = {
    bms: new Map(),
    vsa: new Map(),
    itglue: new Map(),
  };

  add(record: SourceRecord): void {
    const { system, organization } = record;
    const list = this.known[system].get(organization);
    if (list !== undefined) {
      list.push(record);
      return;
    }
    const records = [record];
    const owner =
      organization === null ? undefined : keyOf({ system, kind: 'organization', id: organization });
    this.known[system].set(organization, records);
    this.lists.push({ owner, records });
  }
}

export type EntryOf<E extends Entry> = (
  record: SourceRecord,
  slot: number,
  owner: RecordKey | undefined,
) => E;

/** Records between two pauses. */
const PAUSE = 256;

/**
 * Entries of one kind, each with its slot. Those of one owner get slots in a row: what is compared with each other lies
 * close together in memory.
 */
export function* prepare<E extends Entry>(lists: readonly Owned[], entryOf: EntryOf<E>): Slices<Entries<E>> {
  const entries: E[] = [];
  const linked: E[] = [];
  let unpaused = 0;
  for (const { owner, records } of lists) {
    yield* eachOf(records, PAUSE, (record) => {
      const entry = entryOf(record, entries.length, owner);
      entries.push(entry);
      if (record.links.length > 0) linked.push(entry);
    });
    unpaused += records.length;
    if (unpaused < PAUSE) continue;
    unpaused = 0;
    yield;
  }
  return new Entries(entries, linked);
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
