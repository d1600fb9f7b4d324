/** One pass of matching: candidates, assessment, resolution, over the records of one scope. */
import type { Slices } from '../slices';
import type { Ground } from './blocks';
import { pairKey } from './clusters';
import type { Alarm, Ambiguity } from './model';
import { type Open, resolve } from './resolve';
import { type Assess, type Assessment, assess, type Counts, type Entry } from './rules';
import { type Compared, joinSure } from './sure';

export interface Pass<E extends Entry> extends Compared<E> {
  readonly ground: Ground<E>;
  readonly found: Found;
}

/** What the passes leave for people. */
export class Found {
  readonly suggestions: Assessment[] = [];
  readonly ambiguous: Ambiguity[] = [];
  readonly alarms: Alarm[] = [];
  /** Pairs in which something contradicts plainly although something strong agrees. */
  readonly contradicted: Assessment[] = [];

  add(open: Open): void {
    for (const it of open.suggestions) this.suggestions.push(it);
    for (const it of open.ambiguous) this.ambiguous.push(it);
    for (const it of open.alarms) this.alarms.push(it);
  }
}

/** Of fewer records counting takes no time that anybody notices. */
const LARGE = 2048;

export function* runPass<E extends Entry>(pass: Pass<E>): Slices<void> {
  const { clusters, settings, found } = pass;
  const blocks = yield* pass.ground.scope(pass.entries);
  const judge = judgeOf(pass, blocks);
  yield* joinSure(pass, blocks, judge);
  if (pass.entries.length > LARGE) yield* blocks.count();
  const edges: Assessment<E>[] = [];
  const look = (a: E, b: E) => {
    if (!pass.accept(a, b) || !clusters.mayMeet(a, b)) return;
    const edge = assess(pass.rules, pass.prior, a, b, blocks);
    if (edge.confidence >= settings.suggestThreshold) edges.push(edge);
    else if (edge.contradicted) found.contradicted.push(edge);
  };
  const special = new Set<string>();
  for (const [a, b] of pass.also) {
    const key = pairKey(a.key, b.key);
    if (special.has(key)) continue;
    special.add(key);
    if (!blocks.isSettled(a)) look(a, b);
  }
  yield* blocks.pairs((a, b) => {
    if (special.size === 0 || !special.has(pairKey(a.key, b.key))) look(a, b);
  });
  const open = yield* resolve(edges, clusters, settings, judge, pass.prior);
  found.add(open);
}

/** Clusters keep it for as long as they live: it must not hold the pairs of its pass. */
function judgeOf<E extends Entry>({ entries, rules, prior }: Pass<E>, counts: Counts): Assess {
  let known: ReadonlySet<Entry> | undefined;
  const isKnown = (entry: Entry): entry is E => {
    known ??= new Set<Entry>(entries);
    return known.has(entry);
  };
  return (a, b) => (isKnown(a) && isKnown(b) ? assess(rules, prior, a, b, counts) : unknownPair(a, b));
}

/** A member of a cluster that this pass does not compare: nothing speaks for or against it. */
function unknownPair(a: Entry, b: Entry): Assessment {
  return { a, b, bits: 0, rank: 0, confidence: 0.5, contradicted: false, evidence: [] };
}
