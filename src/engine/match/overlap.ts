/** Which organizations own the same machines, counted by what tells machines apart. */
import type { RecordKey } from '../model';
import type { AssetEntry } from './assets';
import { pairKey } from './clusters';

export interface OverlapSeen {
  readonly common: number;
  /** Machines of the first organization that occur in the other one's system at all, and the reverse. */
  readonly ofA: number;
  readonly ofB: number;
  /** Of those, how many belong to a third organization there. */
  readonly elsewhereA: number;
  readonly elsewhereB: number;
}

export class Overlap {
  private readonly common = new Map<string, number>();
  /** `organization\nside`: how many of its machines stand in that system. */
  private readonly seenIn = new Map<string, number>();
  private readonly sides = new Map<RecordKey, number>();

  /** `marks`: for each entry what tells its machine apart; only marks that one record per system bears count. */
  constructor(entries: readonly AssetEntry[]) {
    const bearers = new Map<string, AssetEntry[]>();
    for (const entry of entries) {
      for (const mark of marksOf(entry)) {
        const list = bearers.get(mark);
        if (list) list.push(entry);
        else bearers.set(mark, [entry]);
      }
    }
    const counted = new Set<string>();
    for (const list of bearers.values()) {
      if (list.length < 2 || list.length > 3 || new Set(list.map((entry) => entry.side)).size < list.length)
        continue;
      for (const a of list) for (const b of list) if (a.side < b.side) this.count(a, b, counted);
    }
  }

  private count(a: AssetEntry, b: AssetEntry, counted: Set<string>): void {
    if (a.organization === undefined || b.organization === undefined) return;
    const pair = `${a.key}\n${b.key}`;
    if (counted.has(pair)) return;
    counted.add(pair);
    const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
    add(this.common, pairKey(a.organization, b.organization));
    add(this.seenIn, `${a.organization}\n${b.side}`);
    add(this.seenIn, `${b.organization}\n${a.side}`);
    this.sides.set(a.organization, a.side);
    this.sides.set(b.organization, b.side);
  }

  /** Pairs of organizations with machines in common. */
  *pairs(): Generator<readonly [string, string]> {
    for (const key of this.common.keys()) {
      const [a = '', b = ''] = key.split('\n');
      yield [a, b];
    }
  }

  between(a: RecordKey, b: RecordKey): OverlapSeen | undefined {
    const [sideA, sideB] = [this.sides.get(a), this.sides.get(b)];
    if (sideA === undefined || sideB === undefined) return undefined;
    const common = this.common.get(pairKey(a, b)) ?? 0;
    const ofA = this.seenIn.get(`${a}\n${sideB}`) ?? 0;
    const ofB = this.seenIn.get(`${b}\n${sideA}`) ?? 0;
    if (ofA === 0 && ofB === 0) return undefined;
    return { common, ofA, ofB, elsewhereA: ofA - common, elsewhereB: ofB - common };
  }
}

function marksOf(entry: AssetEntry): string[] {
  const marks = entry.macs.map((mac) => `m${mac}`);
  if (entry.serial !== '') marks.push(`s${entry.serial}`);
  if (entry.agent !== '') marks.push(`a${entry.agent}`);
  if (entry.hostKind === 'own' && entry.host !== '') marks.push(`h${entry.host}`);
  return marks;
}
