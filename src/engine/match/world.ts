/** All machines of all organizations by what is unique in the world: agent, serial number, network card. */
import type { Slices } from '../slices';
import type { AssetEntry } from './assets';
import type { Keyed } from './blocks';
import { KeyIndex } from './key-index';

/** A mark that several records of one system bear. */
export interface Shared {
  readonly mark: 'serial' | 'mac';
  readonly value: string;
  readonly group: readonly AssetEntry[];
}

export class World {
  private constructor(
    private readonly all: readonly AssetEntry[],
    private readonly agents: KeyIndex,
    private readonly serials: KeyIndex,
    private readonly macs: KeyIndex,
  ) {}

  /** `entries`: those of `keyed` that count. Also counts, on each, how many records of one system bear its serial number. */
  static *of({ all, families }: Keyed<AssetEntry>, entries: readonly AssetEntry[]): Slices<World> {
    const indexOf = (name: string): KeyIndex => {
      const found = families.find(({ family }) => family.name === name);
      if (found === undefined) throw new RangeError(`Machines have no keys by ${name}.`);
      return new KeyIndex(found.keys);
    };
    const world = new World(all, indexOf('agent'), indexOf('serial'), indexOf('mac'));
    for (const index of [world.agents, world.serials, world.macs]) {
      let count = 0;
      for (const { slot, side } of entries) {
        if (++count % 4096 === 0) yield;
        index.add(slot, side, 0);
      }
    }
    yield* world.countBearers(entries);
    return world;
  }

  /** More than the slot of any machine. */
  get slots(): number {
    return this.all.length;
  }

  private *countBearers(entries: readonly AssetEntry[]): Slices<void> {
    let count = 0;
    for (const entry of entries) {
      if (++count % 4096 === 0) yield;
      const place = this.serials.start(entry.slot);
      const bears = place < this.serials.end(entry.slot);
      entry.bearers = bears ? this.serials.most(this.serials.cellAt(place)) : 1;
    }
  }

  /** Marks that more than one record of a system bears. */
  *twins(): Slices<Shared[]> {
    const found: Shared[] = [];
    for (const [mark, index] of [['serial', this.serials] as const, ['mac', this.macs] as const]) {
      for (let cell = 0; cell < index.size; cell++) {
        if (cell % 4096 === 4095) yield;
        if (index.most(cell) < 2) continue;
        const bearers = index.slotsOf(cell).flatMap((slot) => this.all[slot] ?? []);
        const value = index.text(cell);
        for (let side = 0; side < 3; side++) {
          const group = bearers.filter((entry) => entry.side === side);
          if (group.length > 1) found.push({ mark, value, group });
        }
      }
    }
    return found;
  }

  /**
   * Pairs of records of different systems that share a mark which only one record of each system bears. A pair with
   * several such marks may be told more than once.
   */
  *pairs(visit: (a: AssetEntry, b: AssetEntry) => void): Slices<void> {
    for (const index of [this.agents, this.serials, this.macs]) {
      for (let cell = 0; cell < index.size; cell++) {
        if (cell % 1024 === 1023) yield;
        if (!index.isJoining(cell)) continue;
        const first = index.first(cell);
        const second = index.next(first);
        const third = index.next(second);
        const a = this.all[index.slotAt(first)];
        const b = this.all[index.slotAt(second)];
        if (!a || !b) continue;
        visit(a, b);
        const c = this.all[index.slotAt(third)];
        if (!c) continue;
        visit(a, c);
        visit(b, c);
      }
    }
  }
}
