/** All machines of all organizations by what is unique in the world: agent, serial number, network card. */
import { eachOf, type Slices, upTo } from '../slices';
import { AGENTS, type AssetEntry, MACS, SERIALS } from './assets';
import type { Whole } from './blocks';
import { KeyIndex } from './key-index';

/** A mark that several records of one system bear. */
export interface Shared {
  readonly mark: 'serial' | 'mac';
  readonly value: string;
  readonly group: readonly AssetEntry[];
}

export class World implements Whole<AssetEntry> {
  private readonly agents: KeyIndex<AssetEntry>;
  private readonly serials: KeyIndex<AssetEntry>;
  private readonly macs: KeyIndex<AssetEntry>;

  private constructor(readonly all: readonly AssetEntry[]) {
    this.agents = new KeyIndex(AGENTS, all.length);
    this.serials = new KeyIndex(SERIALS, all.length);
    this.macs = new KeyIndex(MACS, all.length);
  }

  /** `all`: by slot. Also counts, on each, how many records of one system bear its serial number. */
  static *of(all: readonly AssetEntry[]): Slices<World> {
    const world = new World(all);
    for (const index of world.indexes) yield* eachOf(all, 4096, (entry) => index.add(entry));
    yield* eachOf(all, 4096, (entry) => world.countBearers(entry));
    return world;
  }

  private get indexes(): readonly KeyIndex<AssetEntry>[] {
    return [this.agents, this.serials, this.macs];
  }

  indexOf(family: string): KeyIndex<AssetEntry> | undefined {
    return this.indexes.find((index) => index.name === family);
  }

  /** From now on the machines no longer count. */
  leaveOut(entries: Iterable<AssetEntry>): void {
    const bearers = new Set<number>();
    for (const entry of entries) {
      const place = this.serials.start(entry.slot);
      if (place < this.serials.end(entry.slot)) bearers.add(this.serials.cellAt(place));
      for (const index of this.indexes) index.drop(entry);
    }
    for (const cell of bearers)
      for (const slot of this.serials.slotsOf(cell)) {
        const entry = this.all[slot];
        if (entry) this.countBearers(entry);
      }
  }

  private countBearers(entry: AssetEntry): void {
    const place = this.serials.start(entry.slot);
    const bears = place < this.serials.end(entry.slot);
    entry.bearers = bears ? this.serials.most(this.serials.cellAt(place)) : 1;
  }

  /** Marks that more than one record of a system bears. */
  *twins(): Slices<Shared[]> {
    const found: Shared[] = [];
    for (const [mark, index] of [['serial', this.serials] as const, ['mac', this.macs] as const]) {
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
