/** All machines of all organizations by what is unique in the world: agent, serial number, network card. */
import type { AssetEntry } from './assets';

/** The records that bear one mark, by side. */
export type Bearers = readonly [AssetEntry[], AssetEntry[], AssetEntry[]];

/** A mark that several records of one system bear. */
export interface Shared {
  readonly mark: 'serial' | 'mac';
  readonly value: string;
  readonly group: readonly AssetEntry[];
}

export class World {
  private readonly agents = new Map<string, Bearers>();
  private readonly serials = new Map<string, Bearers>();
  private readonly macs = new Map<string, Bearers>();

  constructor(entries: Iterable<AssetEntry>) {
    for (const entry of entries) {
      if (entry.agent !== '') add(this.agents, entry.agent, entry);
      if (entry.serial !== '') add(this.serials, entry.serial, entry);
      for (const mac of entry.macs) add(this.macs, mac, entry);
    }
  }

  /** Largest number of records of one system with the serial number. */
  serialCount(serial: string): number {
    const bearers = this.serials.get(serial);
    return bearers ? Math.max(bearers[0].length, bearers[1].length, bearers[2].length) : 0;
  }

  /** Marks that more than one record of a system bears. */
  *twins(): Generator<Shared> {
    for (const [mark, map] of [['serial', this.serials] as const, ['mac', this.macs] as const]) {
      for (const [value, bearers] of map) {
        for (const group of bearers) if (group.length > 1) yield { mark, value, group };
      }
    }
  }

  /** Records of different systems that share a mark which only one record of each system bears. */
  *pairs(): Generator<readonly [AssetEntry, AssetEntry]> {
    for (const map of [this.agents, this.serials, this.macs]) {
      for (const bearers of map.values()) {
        const [[a, a2], [b, b2], [c, c2]] = bearers;
        if (a2 || b2 || c2) continue;
        if (a && b) yield [a, b];
        if (a && c) yield [a, c];
        if (b && c) yield [b, c];
      }
    }
  }
}

function add(map: Map<string, Bearers>, key: string, entry: AssetEntry): void {
  let bearers = map.get(key);
  if (bearers === undefined) {
    bearers = [[], [], []];
    map.set(key, bearers);
  }
  const own = bearers[entry.side];
  if (own && own[own.length - 1] !== entry) own.push(entry);
}
