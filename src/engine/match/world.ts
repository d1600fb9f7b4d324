/** All machines of all organizations by what is unique in the world: agent, serial number, UUID, network card. */
import type { RecordKey, SourceRecord } from '../model';
import { type Slices, upTo } from '../slices';
import { AGENTS, type AssetEntry, MACS, SERIALS, UUIDS } from './assets';
import type { Whole } from './blocks';
import type { EntryOf } from './entries';
import { KeyIndex } from './key-index';

/** A mark that several records of one system bear. */
export interface Shared {
  readonly mark: 'serial' | 'uuid' | 'mac';
  readonly value: string;
  readonly group: readonly AssetEntry[];
}

export class World implements Whole<AssetEntry> {
  /** By slot. */
  readonly all: AssetEntry[] = [];
  /** Those on which a vendor's integration shows a link. */
  readonly linked: AssetEntry[] = [];
  private readonly agents: KeyIndex<AssetEntry>;
  private readonly serials: KeyIndex<AssetEntry>;
  private readonly uuids: KeyIndex<AssetEntry>;
  private readonly macs: KeyIndex<AssetEntry>;
  private readonly indexes: readonly KeyIndex<AssetEntry>[];

  /** `room`: for so many at most. */
  constructor(
    private readonly assetOf: EntryOf<AssetEntry>,
    room: number,
  ) {
    this.agents = new KeyIndex(AGENTS, room);
    this.serials = new KeyIndex(SERIALS, room);
    this.uuids = new KeyIndex(UUIDS, room);
    this.macs = new KeyIndex(MACS, room);
    this.indexes = [this.agents, this.serials, this.uuids, this.macs];
  }

  add(record: SourceRecord, owner: RecordKey | undefined): void {
    const entry = this.assetOf(record, this.all.length, owner);
    this.all.push(entry);
    if (record.links.length > 0) this.linked.push(entry);
    for (const index of this.indexes) index.add(entry);
  }

  /** When all are there: tells each how many records of one system bear its serial number and its UUID. */
  *count(): Slices<void> {
    for (const index of [this.serials, this.uuids])
      yield* upTo(index.size, 4096, (cell) => {
        if (index.most(cell) < 2) return;
        for (const slot of index.slotsOf(cell)) this.countBearers(this.all[slot]);
      });
  }

  indexOf(family: string): KeyIndex<AssetEntry> | undefined {
    return this.indexes.find((index) => index.name === family);
  }

  /** From now on the machines no longer count. */
  leaveOut(entries: Iterable<AssetEntry>): void {
    const touched = new Set<AssetEntry>();
    for (const entry of entries) {
      for (const index of [this.serials, this.uuids])
        for (const slot of index.slotsOf(index.firstCellOf(entry.slot))) {
          const bearer = this.all[slot];
          if (bearer) touched.add(bearer);
        }
      for (const index of this.indexes) index.drop(entry);
    }
    for (const entry of touched) this.countBearers(entry);
  }

  private countBearers(entry: AssetEntry | undefined): void {
    if (entry === undefined) return;
    const most = (index: KeyIndex<AssetEntry>) => Math.max(1, index.most(index.firstCellOf(entry.slot)));
    entry.bearers = most(this.serials);
    entry.uuidBearers = most(this.uuids);
  }

  /** Marks that more than one record of a system bears. */
  *twins(): Slices<Shared[]> {
    const found: Shared[] = [];
    for (const mark of ['serial', 'uuid', 'mac'] as const) {
      const index = { serial: this.serials, uuid: this.uuids, mac: this.macs }[mark];
      yield* upTo(index.size, 4096, (cell) => {
        if (index.most(cell) < 2) return;
        const bearers = index.slotsOf(cell).flatMap((slot) => this.all[slot] ?? []);
        const value = index.text(cell);
        for (let side = 0; side < 3; side++) {
          const group = bearers.filter((entry) => entry.side === side);
          if (group.length > 1) found.push({ mark, value, group });
        }
      });
    }
    return found;
  }

  /**
   * Pairs of records of different systems that share a mark which only one record of each system bears. A pair with
   * several such marks may be told more than once.
   */
  *pairs(visit: (a: AssetEntry, b: AssetEntry) => void): Slices<void> {
    for (const index of this.indexes)
      yield* upTo(index.size, 1024, (cell) => {
        if (index.isJoining(cell)) this.pairsOf(index, cell, visit);
      });
  }

  private pairsOf(
    index: KeyIndex<AssetEntry>,
    cell: number,
    visit: (a: AssetEntry, b: AssetEntry) => void,
  ): void {
    const first = index.first(cell);
    const second = index.next(first);
    const third = index.next(second);
    const a = this.all[index.slotAt(first)];
    const b = this.all[index.slotAt(second)];
    if (!a || !b) return;
    visit(a, b);
    const c = third < 0 ? undefined : this.all[index.slotAt(third)];
    if (!c) return;
    visit(a, c);
    visit(b, c);
  }
}
