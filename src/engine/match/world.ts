/** All machines of all organizations by what is unique in the world: agent, serial number, network card. */
import type { Slices } from '../slices';
import type { AssetEntry } from './assets';

/** A mark that several records of one system bear. */
export interface Shared {
  readonly mark: 'serial' | 'mac';
  readonly value: string;
  readonly group: readonly AssetEntry[];
}

type Marks = Map<string, AssetEntry[]>;

export class World {
  private readonly agents: Marks = new Map();
  private readonly serials: Marks = new Map();
  private readonly macs: Marks = new Map();

  static *of(entries: Iterable<AssetEntry>): Slices<World> {
    const world = new World();
    let count = 0;
    for (const entry of entries) {
      if (++count % 1024 === 0) yield;
      if (entry.agent !== '') add(world.agents, entry.agent, entry);
      if (entry.serial !== '') add(world.serials, entry.serial, entry);
      for (const mac of entry.macs) add(world.macs, mac, entry);
    }
    return world;
  }

  /** Largest number of records of one system with the serial number. */
  serialCount(serial: string): number {
    const bearers = this.serials.get(serial);
    if (bearers === undefined) return 0;
    if (bearers.length === 1) return 1;
    const counts = [0, 0, 0];
    for (const { side } of bearers) counts[side] = (counts[side] ?? 0) + 1;
    return Math.max(...counts);
  }

  /** Marks that more than one record of a system bears. */
  *twins(): Generator<Shared> {
    for (const [mark, map] of [['serial', this.serials] as const, ['mac', this.macs] as const]) {
      for (const [value, bearers] of map) {
        if (bearers.length < 2) continue;
        for (let side = 0; side < 3; side++) {
          const group = bearers.filter((entry) => entry.side === side);
          if (group.length > 1) yield { mark, value, group };
        }
      }
    }
  }

  /** Records of different systems that share a mark which only one record of each system bears. */
  *pairs(): Generator<readonly [AssetEntry, AssetEntry]> {
    for (const map of [this.agents, this.serials, this.macs]) {
      for (const bearers of map.values()) {
        const [a, b, c, more] = bearers;
        if (!a || !b || more || a.side === b.side) continue;
        if (c && (c.side === a.side || c.side === b.side)) continue;
        yield [a, b];
        if (c) yield [a, c];
        if (c) yield [b, c];
      }
    }
  }
}

function add(map: Marks, key: string, entry: AssetEntry): void {
  const bearers = map.get(key);
  if (bearers === undefined) map.set(key, [entry]);
  else if (bearers[bearers.length - 1] !== entry) bearers.push(entry);
}
