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

  static *of(entries: readonly AssetEntry[]): Slices<World> {
    const [agents, serials, macs] = [new KeyIndex(), new KeyIndex(), new KeyIndex()];
    for (const [at, entry] of entries.entries()) {
      if (at % 1024 === 1023) yield;
      agents.add(entry.agent, entry.side, at);
      serials.add(entry.serial, entry.side, at);
      for (const mac of entry.macs) macs.add(mac, entry.side, at);
    }
    return new World(entries, agents, serials, macs);
  }

  /** Largest number of records of one system with the serial number. */
  serialCount(serial: string): number {
    return this.serials.most(serial);
  }

  /** Marks that more than one record of a system bears. */
  *twins(): Slices<Shared[]> {
    const found: Shared[] = [];
    let count = 0;
    for (const [mark, index] of [['serial', this.serials] as const, ['mac', this.macs] as const]) {
      for (const [value, positions] of index.shared(2)) {
        if (++count % 1024 === 0) yield;
        if (index.most(value) < 2) continue;
        const bearers = positions.flatMap((at) => this.entries[at] ?? []);
        for (let side = 0; side < 3; side++) {
          const group = bearers.filter((entry) => entry.side === side);
          if (group.length > 1) found.push({ mark, value, group });
        }
      }
    }
    return found;
  }

  /** Records of different systems that share a mark which only one record of each system bears. */
  *pairs(): Generator<readonly [AssetEntry, AssetEntry]> {
    for (const index of [this.agents, this.serials, this.macs]) {
      for (const [, positions] of index.shared(2)) {
        if (positions.length > 3) continue;
        const [a, b, c] = positions.map((at) => this.entries[at]);
        if (!a || !b || a.side === b.side) continue;
        if (c && (c.side === a.side || c.side === b.side)) continue;
        yield [a, b];
        if (c) yield [a, c];
        if (c) yield [b, c];
      }
    }
  }
}
