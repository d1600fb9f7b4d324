import type { Outcome } from './plan/model';

/** Counts by outcome. */
export function countOutcomes(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome.type] = (counts[outcome.type] ?? 0) + 1;
  return counts;
}
