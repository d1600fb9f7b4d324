/** Which assets' details are worth a call each, of the 1500 an hour that BMS allows, and which first. */
import type { SourceRecord } from '../../../engine/model';
import { CALLS_PER_HOUR, HOUR_MS } from '../limits';

export interface ReadChoice<T> {
  known(id: string): SourceRecord | undefined;
  readonly stirred: ReadonlySet<string>;
  signature(row: T): string;
  /** How useful the details of a record are that was never read; higher is sooner. */
  usefulness(row: T): number;
  /** Calls left in this hour. */
  readonly allowance: number;
  /** Whether some of those that seem unchanged are looked at again: the list row shows only some fields. */
  readonly refresh: boolean;
  readonly now: number;
}

export interface Reads {
  readonly now: ReadonlySet<number>;
  /** Whose details are needed, and must wait for more allowance. */
  readonly later: ReadonlySet<number>;
}

/** Calls that are left for looking at an asset again before it is written. */
const RESERVE = 200;

/** Details that one hour's allowance pays for. */
export const READS_PER_HOUR = CALLS_PER_HOUR - RESERVE;

/**
 * Those whose agent changed, then those whose list row did, then those never read, the most useful first, as far as the
 * allowance goes. Where all of them together take no more than a third of it, all are read; else as many of the others
 * as fit into that third, another part of them each hour.
 */
export function chooseReads<T extends { id: number }>(rows: readonly T[], choice: ReadChoice<T>): Reads {
  const share = Math.floor(choice.allowance / 3);
  if (choice.refresh && rows.length <= share)
    return { now: new Set(rows.map((row) => row.id)), later: new Set() };
  const affordable = choice.allowance - Math.min(RESERVE, Math.floor(choice.allowance / 7));
  const needed = inOrderOfUse(rows, choice);
  const now = new Set(needed.slice(0, affordable));
  const later = new Set(needed.slice(affordable));
  if (choice.refresh && later.size === 0) addSome(now, rows, share, choice.now);
  return { now, later };
}

function inOrderOfUse<T extends { id: number }>(rows: readonly T[], choice: ReadChoice<T>): number[] {
  const ranked = rows.flatMap((row) => {
    const known = choice.known(String(row.id));
    if (!known) return [{ id: row.id, rank: choice.usefulness(row) }];
    if (choice.stirred.has(known.id)) return [{ id: row.id, rank: Number.POSITIVE_INFINITY }];
    return known.revision === choice.signature(row) ? [] : [{ id: row.id, rank: Number.MAX_VALUE }];
  });
  return ranked
    .sort((a, b) => (a.rank === b.rank ? a.id - b.id : b.rank > a.rank ? 1 : -1))
    .map(({ id }) => id);
}

function addSome<T extends { id: number }>(
  reads: Set<number>,
  rows: readonly T[],
  share: number,
  now: number,
): void {
  const others = rows
    .map((row) => row.id)
    .filter((id) => !reads.has(id))
    .sort((a, b) => a - b);
  const spare = Math.min(others.length, Math.max(0, share - reads.size));
  const start = others.length === 0 ? 0 : (Math.floor(now / HOUR_MS) * spare) % others.length;
  for (let at = 0; at < spare; at++) {
    const id = others[(start + at) % others.length];
    if (id !== undefined) reads.add(id);
  }
}
