/**
 * From assessed pairs to clusters. A pair joins when it is sure enough and no rival comes near; rivals that found a surer
 * partner of their own stop being rivals. What stays open is a suggestion, or a choice for a person. All of it depends on
 * the pairs alone, never on the order in which they were found.
 */
import type { Slices } from '../slices';
import { type Cluster, type Clusters, present } from './clusters';
import type { Alarm, Ambiguity, MatchSettings } from './model';
import { pooledPairs } from './pooled';
import type { Assessment, Entry } from './rules';

/** Bits by which the best candidate must lead the next one. */
export const MARGIN = 3;

export interface Open {
  /** Pairs to be shown to a person, each side's only plausible candidate. */
  readonly suggestions: readonly Assessment[];
  readonly ambiguous: readonly Ambiguity[];
  readonly alarms: readonly Alarm[];
}

/** Assesses two members of clusters that are about to become one. */
export type Assess = (a: Entry, b: Entry) => Assessment;

export function* resolve(
  edges: readonly Assessment[],
  clusters: Clusters,
  settings: MatchSettings,
  assess: Assess,
  prior: number,
): Slices<Open> {
  const known = new Adjacency(edges);
  const between = (left: Cluster, right: Cluster): Assessment[] => {
    const edges: Assessment[] = [];
    for (const a of left.members) {
      if (a === undefined) continue;
      for (const b of right.members) if (b !== undefined) edges.push(known.get(a, b) ?? assess(a, b));
    }
    return edges;
  };
  const alarms = new Map<string, Alarm>();
  let open = edges.filter((edge) => edge.confidence >= settings.suggestThreshold).sort(byStrength);
  for (;;) {
    open = open.filter((edge) => clusters.fit(clusters.get(edge.a), clusters.get(edge.b)));
    const rivals = new Rivals(open, clusters);
    const clear = open.filter((edge) => edge.confidence >= settings.linkThreshold && rivals.isClear(edge));
    const refused = new Set<Assessment>();
    if (yield* joinAll(clear, clusters, between, refused, alarms)) {
      open = open.filter((edge) => !refused.has(edge));
      continue;
    }
    yield;
    const pooled = pooledPairs(open, clusters, between, prior);
    if (!joinPooled(pooled, open, clusters, between, settings)) break;
  }
  return { ...leftOver(open, clusters, settings), alarms: [...alarms.values()] };
}

/** The assessed pairs of each record: few, since candidates are bounded. */
class Adjacency {
  private readonly of = new Map<Entry, Assessment[]>();

  constructor(edges: readonly Assessment[]) {
    for (const edge of edges) {
      const list = this.of.get(edge.a);
      if (list) list.push(edge);
      else this.of.set(edge.a, [edge]);
    }
  }

  get(a: Entry, b: Entry): Assessment | undefined {
    const [first, second] = a.side < b.side ? [a, b] : [b, a];
    return this.of.get(first)?.find((edge) => edge.b === second);
  }
}

/** Strongest first; equal ones in the order of their keys. */
function byStrength(x: Assessment, y: Assessment): number {
  return y.bits - x.bits || (x.a.key < y.a.key ? -1 : x.a.key > y.a.key ? 1 : x.b.key < y.b.key ? -1 : 1);
}

/** For each cluster and system, the candidates, strongest first. */
class Rivals {
  private readonly of = new Map<Cluster, Assessment[]>();

  constructor(
    edges: readonly Assessment[],
    private readonly clusters: Clusters,
  ) {
    for (const edge of edges) {
      this.add(edge.a, edge);
      this.add(edge.b, edge);
    }
  }

  private add(from: Entry, edge: Assessment): void {
    const cluster = this.clusters.get(from);
    const list = this.of.get(cluster);
    if (list) list.push(edge);
    else this.of.set(cluster, [edge]);
  }

  /** Other candidates than `to` for `from` that come within the margin of the edge. */
  near(from: Entry, to: Entry, edge: Assessment): Assessment[] {
    const candidates = this.of.get(this.clusters.get(from)) ?? [];
    const target = this.clusters.get(to);
    return candidates.filter((rival) => {
      if (rival === edge || rival.bits <= edge.bits - MARGIN) return false;
      const end = this.farEnd(rival, from);
      return end.side === to.side && this.clusters.get(end) !== target;
    });
  }

  private farEnd(edge: Assessment, from: Entry): Entry {
    return this.clusters.get(edge.a) === this.clusters.get(from) ? edge.b : edge.a;
  }

  isClear(edge: Assessment): boolean {
    return this.near(edge.a, edge.b, edge).length === 0 && this.near(edge.b, edge.a, edge).length === 0;
  }
}

type Between = (left: Cluster, right: Cluster) => Assessment[];

/** Joins what does not contradict. Where clear pairs contradict each other, only those that lead by the margin stand. */
function* joinAll(
  clear: readonly Assessment[],
  clusters: Clusters,
  between: Between,
  refused: Set<Assessment>,
  alarms: Map<string, Alarm>,
): Slices<boolean> {
  let joined = false;
  const tied = contradictory(clear, clusters, between);
  for (const [at, edge] of clear.entries()) {
    if (at % 32 === 31) yield;
    const left = clusters.get(edge.a);
    const right = clusters.get(edge.b);
    if (left === right) continue;
    const edges = clusters.fit(left, right) ? between(left, right) : [];
    const fits = edges.length > 0 && !edges.some((pair) => pair.contradicted) && !tied.has(edge);
    if (fits) {
      clusters.join(left, right, edges);
      joined = true;
      continue;
    }
    refused.add(edge);
    const records = [...new Set([...present(left), ...present(right)].map((entry) => entry.key))].sort();
    const evidence = [edge, ...edges.filter((pair) => pair.contradicted)].flatMap((pair) => pair.evidence);
    alarms.set(records.join(), {
      type: 'contradiction',
      records,
      reason:
        'These records match one by one, but not all together: at most two of them can be the same thing.',
      evidence,
    });
  }
  return joined || refused.size > 0;
}

/** Joins clusters whose members together are sure enough, where no other candidate comes near. */
function joinPooled(
  pooled: readonly Assessment[],
  open: readonly Assessment[],
  clusters: Clusters,
  between: Between,
  settings: MatchSettings,
): boolean {
  const rivals = new Rivals([...open, ...pooled], clusters);
  const sure = pooled.filter((edge) => edge.confidence >= settings.linkThreshold && rivals.isClear(edge));
  let joined = false;
  for (const edge of [...sure].sort(byStrength)) {
    const [left, right] = [clusters.get(edge.a), clusters.get(edge.b)];
    if (left === right || !clusters.fit(left, right)) continue;
    const edges = between(left, right);
    if (edges.some((pair) => pair.contradicted)) continue;
    clusters.join(left, right, edges);
    joined = true;
  }
  return joined;
}

/** Clear pairs that meet in one record, whose other ends contradict, and of which none leads by the margin. */
function contradictory(
  clear: readonly Assessment[],
  clusters: Clusters,
  between: Between,
): ReadonlySet<Assessment> {
  const byCluster = new Map<Cluster, Assessment[]>();
  for (const edge of clear) {
    for (const end of [edge.a, edge.b]) {
      const cluster = clusters.get(end);
      const list = byCluster.get(cluster);
      if (list) list.push(edge);
      else byCluster.set(cluster, [edge]);
    }
  }
  const tied = new Set<Assessment>();
  for (const [cluster, edges] of byCluster) {
    for (let x = 0; x < edges.length; x++) {
      for (let y = x + 1; y < edges.length; y++) {
        const [one, two] = [edges[x], edges[y]];
        if (!one || !two || one.bits - two.bits >= MARGIN) continue;
        const [left, right] = [otherEnd(one, cluster, clusters), otherEnd(two, cluster, clusters)];
        if (left === right) continue;
        const clash = !clusters.fit(left, right) || between(left, right).some((pair) => pair.contradicted);
        if (clash) tied.add(one).add(two);
      }
    }
  }
  return tied;
}

function otherEnd(edge: Assessment, cluster: Cluster, clusters: Clusters): Cluster {
  const left = clusters.get(edge.a);
  return left === cluster ? clusters.get(edge.b) : left;
}

/** Suggestions where both ends have but one plausible candidate; choices where one has several. */
function leftOver(
  open: readonly Assessment[],
  clusters: Clusters,
  settings: MatchSettings,
): Pick<Open, 'suggestions' | 'ambiguous'> {
  const rivals = new Rivals(open, clusters);
  const suggestions: Assessment[] = [];
  const suggested = new Set<string>();
  const choices = new Map<string, { record: Entry; edges: Map<string, { to: Entry; edge: Assessment }> }>();
  for (const edge of open) {
    if (edge.confidence < settings.suggestThreshold) continue;
    let clear = true;
    for (const [from, to] of [
      [edge.a, edge.b],
      [edge.b, edge.a],
    ] as const) {
      const near = rivals.near(from, to, edge);
      if (near.length === 0) continue;
      clear = false;
      const key = `${from.key}\n${to.side}`;
      const choice = choices.get(key) ?? { record: from, edges: new Map() };
      choice.edges.set(to.key, { to, edge });
      for (const rival of near) {
        const end = rival.a.side === to.side ? rival.a : rival.b;
        if (!choice.edges.has(end.key)) choice.edges.set(end.key, { to: end, edge: rival });
      }
      choices.set(key, choice);
    }
    const pair = [...present(clusters.get(edge.a)), ...present(clusters.get(edge.b))].map(
      (entry) => entry.key,
    );
    if (!clear || suggested.has(pair.sort().join())) continue;
    suggested.add(pair.sort().join());
    suggestions.push(edge);
  }
  const ambiguous = [...choices.values()].filter((choice) => choice.edges.size > 1).map(ambiguity);
  return { suggestions, ambiguous };
}

/** A person looks at so many candidates at most. */
const SHOWN = 10;

function ambiguity(choice: {
  record: Entry;
  edges: Map<string, { to: Entry; edge: Assessment }>;
}): Ambiguity {
  const candidates = [...choice.edges.values()]
    .sort((x, y) => byStrength(x.edge, y.edge))
    .slice(0, SHOWN)
    .map(({ to, edge }) => ({ record: to.key, confidence: edge.confidence, evidence: edge.evidence }));
  return {
    record: choice.record.key,
    candidates,
    reason: `${choice.edges.size} records match about equally well.`,
  };
}
