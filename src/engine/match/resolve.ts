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
  const all: Found = { suggestions: [], ambiguous: [], alarms: [] };
  const plausible = edges.filter((edge) => edge.confidence >= settings.suggestThreshold);
  let count = 0;
  // What does not hang together does not influence each other.
  for (const group of components(plausible, clusters)) {
    if (++count % 64 === 0) yield;
    group.sort(byStrength);
    const between = pairsBetween(group, assess);
    if (isPlain(group, clusters, settings) && isConsistent(group, { clusters, between })) {
      joinEach(group, { clusters, between });
      continue;
    }
    const open = yield* settleAll(group, clusters, settings, between, prior);
    all.suggestions.push(...open.suggestions);
    all.ambiguous.push(...open.ambiguous);
    all.alarms.push(...open.alarms);
  }
  return all;
}

interface Found {
  readonly suggestions: Assessment[];
  readonly ambiguous: Ambiguity[];
  readonly alarms: Alarm[];
}

/** Nearly all there is: sure pairs of records that have no other candidate. */
function isPlain(group: readonly Assessment[], clusters: Clusters, settings: MatchSettings): boolean {
  if (group.length > 3 || !group.every((edge) => edge.confidence >= settings.linkThreshold)) return false;
  const [first] = group;
  if (group.length === 1 || first === undefined) return true;
  const left = clusters.get(first.a);
  const right = clusters.get(first.b);
  let third: Cluster | undefined;
  for (const edge of group) {
    for (const end of [clusters.get(edge.a), clusters.get(edge.b)]) {
      if (end === left || end === right || end === third) continue;
      if (third !== undefined) return false;
      third = end;
    }
  }
  return third === undefined || (clusters.fit(left, third) && clusters.fit(right, third));
}

function pairsBetween(group: readonly Assessment[], assess: Assess): Between {
  const known = group.length > 8 ? new Adjacency(group) : undefined;
  const find = (a: Entry, b: Entry): Assessment | undefined =>
    known
      ? known.get(a, b)
      : group.find((edge) => (edge.a === a && edge.b === b) || (edge.a === b && edge.b === a));
  return (left, right) => {
    const edges: Assessment[] = [];
    for (const a of left.members) {
      if (a === undefined) continue;
      for (const b of right.members) if (b !== undefined) edges.push(find(a, b) ?? assess(a, b));
    }
    return edges;
  };
}

function* settleAll(
  group: readonly Assessment[],
  clusters: Clusters,
  settings: MatchSettings,
  between: Between,
  prior: number,
): Slices<Open> {
  const alarms = new Map<string, Alarm>();
  let open = group;
  for (;;) {
    open = open.filter((edge) => clusters.fit(clusters.get(edge.a), clusters.get(edge.b)));
    const rivals = new Rivals(open, clusters);
    const clear = open.filter((edge) => edge.confidence >= settings.linkThreshold && rivals.isClear(edge));
    const refused = new Set<Assessment>();
    if (yield* joinAll(clear, { clusters, between, refused, alarms })) {
      open = open.filter((edge) => !refused.has(edge));
      continue;
    }
    if (!joinPooled(pooledPairs(open, clusters, between, prior), open, clusters, between, settings)) break;
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

/** All pairs between the members of two clusters. */
type Between = (left: Cluster, right: Cluster) => Assessment[];

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

/** What joining needs to know. */
interface Joins {
  readonly clusters: Clusters;
  readonly between: Between;
}

/** And to tell. */
interface Joining extends Joins {
  readonly refused: Set<Assessment>;
  readonly alarms: Map<string, Alarm>;
}

/** Joins what hangs together without contradiction; gives whether anything changed. */
function* joinAll(clear: readonly Assessment[], joining: Joining): Slices<boolean> {
  let count = 0;
  for (const edges of components(clear, joining.clusters)) {
    if (++count % 64 === 0) yield;
    settle(edges, joining);
  }
  return clear.length > 0;
}

function joinEach(edges: readonly Assessment[], { clusters, between }: Joins): void {
  for (const edge of edges) {
    const [left, right] = [clusters.get(edge.a), clusters.get(edge.b)];
    if (left !== right) clusters.join(left, right, between(left, right));
  }
}

/**
 * Joins the edges of one component. Where it contradicts itself the weakest edges go, with all that do not lead them by
 * the margin: among rivals as strong as each other none is chosen.
 */
function settle(edges: readonly Assessment[], joining: Joining): void {
  const { clusters, between, refused } = joining;
  if (edges.length === 0) return;
  if (isConsistent(edges, joining)) {
    joinEach(edges, joining);
    return;
  }
  const weakest = Math.min(...edges.map((edge) => edge.bits));
  const kept = edges.filter((edge) => edge.bits >= weakest + MARGIN);
  const dropped = edges.filter((edge) => edge.bits < weakest + MARGIN);
  for (const edge of dropped) refused.add(edge);
  alarm(edges, dropped, joining);
  for (const rest of components(kept, clusters)) settle(rest, joining);
}

/** Edges that hang together through the clusters at their ends. */
function components(edges: readonly Assessment[], clusters: Clusters): Assessment[][] {
  for (const edge of edges) {
    const left = clusters.get(edge.a);
    const right = clusters.get(edge.b);
    const isLeft = (left.group?.length ?? 0) >= (right.group?.length ?? 0);
    const group = (isLeft ? left.group : right.group) ?? [];
    const other = isLeft ? right.group : left.group;
    if (other !== undefined && other !== group) {
      for (const moved of other) {
        group.push(moved);
        clusters.get(moved.a).group = group;
        clusters.get(moved.b).group = group;
      }
    }
    group.push(edge);
    left.group = group;
    right.group = group;
  }
  const found: Assessment[][] = [];
  for (const edge of edges) {
    const { group } = clusters.get(edge.a);
    if (group !== undefined) found.push(group);
    for (const member of group ?? []) {
      clusters.get(member.a).group = undefined;
      clusters.get(member.b).group = undefined;
    }
  }
  return found;
}

/** No system twice, no pair that contradicts or that a person forbade. */
function isConsistent(edges: readonly Assessment[], { clusters, between }: Joins): boolean {
  const ends: Cluster[] = [];
  for (const edge of edges) {
    for (const end of [clusters.get(edge.a), clusters.get(edge.b)]) {
      if (ends.includes(end)) continue;
      if (ends.length === 3) return false;
      ends.push(end);
    }
  }
  return ends.every((left, at) =>
    ends
      .slice(at + 1)
      .every((right) => clusters.fit(left, right) && !between(left, right).some((pair) => pair.contradicted)),
  );
}

/** A person is shown no more than this of a long chain. */
const SHOWN_RECORDS = 20;

function alarm(
  edges: readonly Assessment[],
  dropped: readonly Assessment[],
  { clusters, alarms }: Joining,
): void {
  const ends = new Set(edges.flatMap((edge) => [clusters.get(edge.a), clusters.get(edge.b)]));
  const keys = [...ends].flatMap((cluster) => present(cluster).map((entry) => entry.key));
  const records = [...new Set(keys)].sort().slice(0, SHOWN_RECORDS);
  const shown = [...dropped].sort(byStrength).slice(0, SHOWN);
  alarms.set(records.join(), {
    type: 'contradiction',
    records,
    reason: 'These records match one by one, but they cannot all be the same thing.',
    evidence: shown.flatMap((edge) => edge.evidence),
  });
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
