/** From records to entries, and the pairs that are given beforehand. */
import { keyOf, type RecordKey, type SourceRecord, type SystemName } from '../model';
import { eachOf, type Slices } from '../slices';
import type { AssetEntry } from './assets';
import { Entries, type EntryOf } from './entries';
import type { Entry } from './rules';
import { World } from './world';

/** Records of one kind that name the same organization; `owner` is undefined where they name none. */
export interface Owned {
  readonly owner: RecordKey | undefined;
  readonly records: readonly SourceRecord[];
}

export interface Sorted {
  readonly organization: readonly SourceRecord[];
  readonly location: readonly Owned[];
  readonly contact: readonly Owned[];
  readonly world: World;
}

/**
 * By kind and owner, without those that a person wants left alone. Of machines there are many: all that is ever read of
 * one by itself is read here, while it is at hand, in the order in which they lie in memory.
 */
export function* sortRecords(
  records: readonly SourceRecord[],
  ignored: ReadonlyMap<RecordKey, unknown>,
  assetOf: EntryOf<AssetEntry>,
): Slices<Sorted> {
  const organization: SourceRecord[] = [];
  const [location, contact] = [new ByOwner(), new ByOwner()];
  const world = new World(assetOf, records.length);
  const owners = new Owners();
  const belongings = { location, contact };
  yield* eachOf(records, PAUSE, (record) => {
    if (ignored.size > 0 && ignored.has(keyOf(record))) return;
    if (record.kind === 'organization') organization.push(record);
    else if (record.kind === 'asset') world.add(record, owners.of(record));
    else belongings[record.kind].add(record, owners.of(record));
  });
  yield* world.count();
  return { organization, location: location.lists, contact: contact.lists, world };
}

/** The keys of owners, each text made once. */
class Owners {
  private readonly known: Readonly<Record<SystemName, Map<string, RecordKey>>> = {
    bms: new Map(),
    vsa: new Map(),
    itglue: new Map(),
  };

  of({ system, organization }: SourceRecord): RecordKey | undefined {
    if (organization === null) return undefined;
    const known = this.known[system].get(organization);
    if (known !== undefined) return known;
    const key = keyOf({ system, kind: 'organization', id: organization });
    this.known[system].set(organization, key);
    return key;
  }
}

class ByOwner {
  private readonly known = new Map<RecordKey | undefined, SourceRecord[]>();

  add(record: SourceRecord, owner: RecordKey | undefined): void {
    const list = this.known.get(owner);
    if (list === undefined) this.known.set(owner, [record]);
    else list.push(record);
  }

  get lists(): readonly Owned[] {
    return [...this.known].map(([owner, records]) => ({ owner, records }));
  }
}

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
