/** What came of the steps of a run. Pure. */
import type { Outcome } from './plan/model';

/** Counts by outcome. */
export function countOutcomes(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome.type] = (counts[outcome.type] ?? 0) + 1;
  return counts;
}

/** Whether the record stands as the step wanted it, all of it. */
export const isWhole = ({ type, left }: Outcome): boolean =>
  (type === 'done' || type === 'unchanged') && left === undefined;

/** What did not come about, or not all of it. */
export const shortfalls = (outcomes: readonly Outcome[]): readonly Outcome[] =>
  outcomes.filter((outcome) => !isWhole(outcome));

/** What a shortfall is called. */
export const shortfallWord = ({ type, left }: Outcome): string =>
  left !== undefined ? 'done in part' : type;
