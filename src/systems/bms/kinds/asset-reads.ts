/** Which assets' details are worth a call each, of the 1500 an hour that BMS allows. */
import type { SourceRecord } from '../../../engine/model';

export interface ReadChoice<T> {
  known(id: string): SourceRecord | undefined;
  readonly stirred: ReadonlySet<string>;
  signature(row: T): string;
  /** Calls left in this hour. */
  readonly allowance: number;
  readonly now: number;
}

const HOUR_MS = 3_600_000;

/**
 * All of them where they take at most a third of the allowance. Else those whose list row changed, or whose agent did,
 * and as many of the others as fit into that third, another part of them each hour: the list row shows only some fields.
 */
export function chooseReads<T extends { id: number }>(
  rows: readonly T[],
  choice: ReadChoice<T>,
): ReadonlySet<number> {
  const share = Math.floor(choice.allowance / 3);
  if (rows.length <= share) return new Set(rows.map((row) => row.id));
  const needed = rows.filter((row) => {
    const known = choice.known(String(row.id));
    return !known || choice.stirred.has(known.id) || known.revision !== choice.signature(row);
  });
  const reads = new Set(needed.map((row) => row.id));
  const others = rows
    .map((row) => row.id)
    .filter((id) => !reads.has(id))
    .sort((a, b) => a - b);
  const spare = Math.min(others.length, Math.max(0, share - reads.size));
  const start = others.length === 0 ? 0 : (Math.floor(choice.now / HOUR_MS) * spare) % others.length;
  for (let at = 0; at < spare; at++) {
    const id = others[(start + at) % others.length];
    if (id !== undefined) reads.add(id);
  }
  return reads;
}
