/** Which organizations own the same machines, counted by what tells machines apart. */
import type { RecordKey } from '../model';
import type { Slices } from '../slices';
import type { AssetEntry } from './assets';
import type { World } from './world';

export interface OverlapSeen {
  readonly common: number;
  /** Machines of the first organization that stand in the other one's system at all, and the reverse. */
  readonly ofA: number;
  readonly ofB: number;
  /** Of those, how many belong to another organization there. */
  readonly elsewhereA: number;
  readonly elsewhereB: number;
}

interface Owner {
  readonly side: number;
  /** By side: how many of its machines stand there. */
  readonly seenIn: [number, number, number];
  readonly common: Map<RecordKey, number>;
}

/** Pairs of machines that were counted. Nearly every machine meets one of each system: those need no set. */
class Met {
  /** By slot and side, the slot of the first one met, plus one. */
  private readonly first: Int32Array;
  private readonly further = new Set<string>();

  /** `slots`: more than any machine's. */
  constructor(slots: number) {
    this.first = new Int32Array(3 * slots);
  }

  /** False where the pair was met before. */
  add(a: AssetEntry, b: AssetEntry): boolean {
    const at = 3 * a.slot + b.side;
    const known = this.first[at] ?? 0;
    if (known === 0) this.first[at] = b.slot + 1;
    if (known === 0 || known === b.slot + 1) return known === 0;
    const key = `${a.slot} ${b.slot}`;
    if (this.further.has(key)) return false;
    this.further.add(key);
    return true;
  }
}

export class Overlap {
  private readonly owners = new Map<RecordKey, Owner>();

  static *of(world: World): Slices<Overlap> {
    const overlap = new Overlap();
    const counted = new Met(world.all.length);
    yield* world.pairs((a, b) => {
      if (a.owner === undefined || b.owner === undefined || !counted.add(a, b)) return;
      overlap.count(a, b, b.owner);
      overlap.count(b, a, a.owner);
    });
    return overlap;
  }

  private count(entry: AssetEntry, other: AssetEntry, otherOwner: RecordKey): void {
    if (entry.owner === undefined) return;
    let owner = this.owners.get(entry.owner);
    if (owner === undefined) {
      owner = { side: entry.side, seenIn: [0, 0, 0], common: new Map() };
      this.owners.set(entry.owner, owner);
    }
    const seen = owner.seenIn[other.side];
    if (seen !== undefined) owner.seenIn[other.side] = seen + 1;
    owner.common.set(otherOwner, (owner.common.get(otherOwner) ?? 0) + 1);
  }

  /** Pairs of organizations with machines in common, each twice at most. */
  *pairs(): Generator<readonly [RecordKey, RecordKey]> {
    for (const [key, owner] of this.owners) for (const other of owner.common.keys()) yield [key, other];
  }

  between(a: RecordKey, b: RecordKey): OverlapSeen | undefined {
    const [left, right] = [this.owners.get(a), this.owners.get(b)];
    if (!left || !right) return undefined;
    const common = left.common.get(b) ?? 0;
    const ofA = left.seenIn[right.side] ?? 0;
    const ofB = right.seenIn[left.side] ?? 0;
    if (ofA === 0 && ofB === 0) return undefined;
    return { common, ofA, ofB, elsewhereA: ofA - common, elsewhereB: ofB - common };
  }
}
