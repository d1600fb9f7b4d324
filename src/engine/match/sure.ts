/**
 * Records that raise no question, nearly all there are: at most one of each system, which bear no mark of anybody else,
 * and each two of them surely one thing. The first few rules tell so. They are joined at once, and nothing more is looked
 * at or written down of them before somebody asks.
 */
import { eachOf, type Slices } from '../slices';
import type { Blocks, Company, Ties } from './blocks';
import type { Clusters } from './clusters';
import type { MatchSettings } from './model';
import { type Assess, bitsOf, type Counts, type Entry, type Rule } from './rules';

/** Records that are compared with each other, and how. */
export interface Compared<E extends Entry> {
  readonly entries: readonly E[];
  readonly rules: readonly Rule<E>[];
  readonly prior: number;
  readonly clusters: Clusters;
  readonly settings: MatchSettings;
  /** Whether the two may be compared at all. */
  readonly accept: (a: E, b: E) => boolean;
  /** Pairs to look at whatever their keys. */
  readonly also: readonly (readonly [E, E])[];
}

/** Leaves the others to whoever looks at every pair. */
export function* joinSure<E extends Entry>(
  compared: Compared<E>,
  blocks: Blocks<E>,
  assess: Assess,
): Slices<void> {
  const { clusters, settings, rules, prior, accept } = compared;
  const isSure = surely(rules, prior, Math.max(settings.linkThreshold, settings.suggestThreshold));
  const ties = tiesOf(compared.also);
  const isFresh = (entry: E | undefined) => entry === undefined || clusters.isFresh(entry);
  const belong = (a: E | undefined, b: E | undefined) =>
    a === undefined ||
    b === undefined ||
    (accept(a, b) && clusters.mayMeet(a, b) && isSure(a, b, blocks.atMost));
  yield* eachOf(compared.entries, 64, (entry) => {
    if (entry.side === 2 || blocks.isSettled(entry) || !clusters.isFresh(entry)) return;
    const company = blocks.companyOf(entry, ties);
    if (company === undefined) return;
    const [a, b, c] = company;
    if (!isFresh(a) || !isFresh(b) || !isFresh(c)) return;
    if (!belong(a, b) || !belong(a, c) || !belong(b, c)) return;
    if (isMany(company)) clusters.unite(company, assess);
    blocks.settle(company);
  });
}

function isMany<E extends Entry>([a, b, c]: Company<E>): boolean {
  return a === undefined ? b !== undefined && c !== undefined : b !== undefined || c !== undefined;
}

/** By slot: the records that a pair given beforehand leads to. */
function tiesOf<E extends Entry>(pairs: readonly (readonly [E, E])[]): Ties<E> {
  const ties = new Map<number, E[]>();
  const tie = (from: E, to: E) => {
    const known = ties.get(from.slot);
    if (known === undefined) ties.set(from.slot, [to]);
    else known.push(to);
  };
  for (const [a, b] of pairs) {
    tie(a, b);
    tie(b, a);
  }
  return ties;
}

export type IsSure<E extends Entry> = (a: E, b: E, counts: Counts) => boolean;

/** True only where `assess` would give the confidence or more, and nothing that caps it. False may mean anything. */
export function surely<E extends Entry>(
  all: readonly Rule<E>[],
  prior: number,
  confidence: number,
): IsSure<E> {
  const rules = [...all].sort((x, y) => rankOf(x) - rankOf(y));
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

/** Those that may forbid come first; those that never object come last, and are seldom asked. */
function rankOf<E extends Entry>({ floor }: Rule<E>): number {
  return floor === undefined ? 0 : floor < 0 ? 1 : 2;
}

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
