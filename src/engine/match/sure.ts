/** Whether two records are surely one thing: asked of nearly every pair there is, and answered by the first few rules. */
import { bitsOf, type Counts, type Entry, type Rule } from './rules';

export type IsSure<E extends Entry> = (a: E, b: E, counts: Counts) => boolean;

/** True only where `assess` would give the confidence or more, and nothing that caps it. False may mean anything. */
export function surely<E extends Entry>(
  rules: readonly Rule<E>[],
  prior: number,
  confidence: number,
): IsSure<E> {
  const lead = prior - bitsOf(confidence) - ROUNDING;
  const floors = floorsFrom(rules);
  return (a, b, counts) => {
    let sum = lead;
    for (let at = 0; at < rules.length; at++) {
      if (sum + (floors[at] ?? 0) >= 0) return true;
      const finding = rules[at]?.compare(a, b, counts);
      if (finding === undefined) continue;
      if (finding.cap !== undefined) return false;
      sum += finding.weight;
    }
    return sum >= 0;
  };
}

/** Sums of the same bits in another order may differ by a hair. */
const ROUNDING = 1e-6;

/** By rule: the most that it and those after it speak against. */
function floorsFrom<E extends Entry>(rules: readonly Rule<E>[]): readonly number[] {
  const floors: number[] = [];
  let floor = 0;
  for (const rule of [...rules].reverse()) {
    floor += rule.floor ?? Number.NEGATIVE_INFINITY;
    floors.unshift(floor);
  }
  return floors;
}
