/** All machines of all organizations by what is unique in the world: agent, serial number, network card. */
import type { Slices } from '../slices';
import type { AssetEntry } from './assets';
import { KeyIndex } from './keys';

/** A mark that several records of one system bear. */
export interface Shared {
  readonly mark: 'serial' | 'mac';
  readonly value: string;
  readonly group: readonly AssetEntry[];
}

export class World {
  private constructor(
    private readonly entries: readonly AssetEntry[],
    private readonly agents: KeyIndex,
    private readonly serials: KeyIndex,
    private readonly macs: KeyIndex,
  ) {}

  /** Also counts, on each entry, how many records of one system bear its serial number. */
  static *of(entries: readonly AssetEntry[]): Slices<World> {
    const [agents, serials, macs] = [new KeyIndex(), new KeyIndex(), new KeyIndex()];
    for (let at = 0; at < entries.length; at++) {
      if (at % 1024 === 1023) yield;
      const entry = entries[at];
      if (entry === undefined) continue;
      if (entry.agent !== '') agents.add(entry.agent, entry.side, at);
      if (entry.serial !== '') serials.add(entry.serial, entry.side, at);
      for (const mac of entry.macs) macs.add(mac, entry.side, at);
      entry.bearers = 1;
    }
    const world = new World(entries, agents, serials, macs);
    yield* world.countBearers();
    return world;
  }

  /** More than the slot of any of its machines. */
  get slots(): number {
    return (this.entries.at(-1)?.slot ?? -1) + 1;
  }

  private *countBearers(): Slices<void> {
    for (let slot = 0; slot < this.serials.size; slot++) {
      if (slot % 4096 === 4095) yield;
      const most = this.serials.mostOf(slot);
      if (most < 2) continue;
      for (const at of this.serials.positionsOf(slot)) {
        const entry = this.entries[at];
        if (entry !== undefined) entry.bearers = most;
      }
    }
  }

  /** Marks that more than one record of a system bears. */
  *twins(): Slices<Shared[]> {
    const found: Shared[] = [];
    for (const [mark, index] of [['serial', this.serials] as const, ['mac', this.macs] as const]) {
      for (let slot = 0; slot < index.size; slot++) {
        if (slot % 4096 === 4095) yield;
        if (index.mostOf(slot) < 2) continue;
        const bearers = index.positionsOf(slot).flatMap((at) => this.entries[at] ?? []);
        const value = index.keyOf(slot);
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
      for (let slot = 0; slot < index.size; slot++) {
        if (slot % 1024 === 1023) yield;
        if (!index.isJoining(slot)) continue;
        const first = index.first(slot);
        const second = index.next(first);
        const third = index.next(second);
        const a = this.entries[index.at(first)];
        const b = this.entries[index.at(second)];
        if (!a || !b) continue;
        visit(a, b);
        const c = this.entries[index.at(third)];
        if (!c) continue;
        visit(a, c);
        visit(b, c);
      }
    }
  }
}
