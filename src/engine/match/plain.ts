/**
 * Records that raise no question, nearly all there are: at most one of each system, which bear no mark of anybody else,
 * and each two of them surely one thing. They are joined at once; nothing is written down of them before somebody asks.
 */
import { eachOf, type Slices } from '../slices';
import type { Blocks, Company, Ties } from './blocks';
import type { Pass } from './pass';
import type { Assess, Entry } from './rules';
import { surely } from './sure';

/** Leaves the others to whoever looks at every pair. */
export function* joinPlain<E extends Entry>(pass: Pass<E>, blocks: Blocks<E>, assess: Assess): Slices<void> {
  const { clusters, settings } = pass;
  const isSure = surely(pass.rules, pass.prior, Math.max(settings.linkThreshold, settings.suggestThreshold));
  const ties = tiesOf(pass.also);
  const belong = (a: E | undefined, b: E | undefined): boolean =>
    a === undefined ||
    b === undefined ||
    (pass.accept(a, b) && clusters.mayMeet(a, b) && isSure(a, b, blocks.atMost));
  const isFresh = (entry: E | undefined): boolean => entry === undefined || clusters.isFresh(entry);
  yield* eachOf(pass.entries, 64, (entry) => {
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
