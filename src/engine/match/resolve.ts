/**
 * From assessed pairs to clusters. A pair joins when it is sure enough and no rival comes near; rivals that found a surer
 * partner of their own stop being rivals. What stays open is a suggestion, or a choice for a person. All of it depends on
 * the pairs alone, never on the order in which they were found.
 */
import { eachOf, type Slices } from '../slices';
import { type Between, pairsBetween } from './between';
import { type Cluster, type Clusters, present } from './clusters';
import { components, endsOf } from './components';
import { leftOver, SHOWN } from './left-over';
import type { Alarm, Ambiguity, MatchSettings } from './model';
import { pooledPairs } from './pooled';
import { MARGIN, Rivals } from './rivals';
import type { Assess, Assessment, Entry } from './rules';
import { byStrength, inOrderOfStrength } from './strength';

export interface Open {
  /** Pairs to be shown to a person, each side's only plausible candidate. */
  readonly suggestions: readonly Assessment[];
  readonly ambiguous: readonly Ambiguity[];
  readonly alarms: readonly Alarm[];
}

export function* resolve(
  edges: readonly Assessment[],
  clusters: Clusters,
  settings: MatchSettings,
  assess: Assess,
  prior: number,
): Slices<Open> {
  const all: Found = { suggestions: [], ambiguous: [], alarms: [] };
  const plausible = edges.filter((edge) => edge.confidence >= settings.suggestThreshold);
  const knotty: Assessment[][] = [];
  // What does not hang together does not influence each other.
  yield* eachOf(components(plausible, clusters), 64, (group) => {
    inOrderOfStrength(group);
    if (!joinPlain(group, clusters, settings, assess)) knotty.push(group);
  });
  for (const group of knotty) {
    const open = yield* settleAll(group, clusters, settings, pairsBetween(group, assess), prior);
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

/**
 * Joins a group that raises no question: sure pairs of up to three records that stand alone and have no other candidate,
 * nearly all there is. Whether it is one.
 */
function joinPlain(
  group: readonly Assessment[],
  clusters: Clusters,
  settings: MatchSettings,
  assess: Assess,
): boolean {
  if (group.length > 3) return false;
  const trio: [Entry?, Entry?, Entry?] = [];
  for (const { a, b, confidence, contradicted } of group) {
    if (confidence < settings.linkThreshold || contradicted) return false;
    for (const end of [a, b]) {
      const other = trio[end.side];
      if (other !== undefined && other !== end) return false;
      trio[end.side] = end;
    }
  }
  const [one, two, three] = trio;
  for (const entry of trio) if (entry !== undefined && !clusters.isFresh(entry)) return false;
  const mayStand = (a: Entry | undefined, b: Entry | undefined) =>
    a === undefined ||
    b === undefined ||
    group.some((edge) => edge.a === a && edge.b === b) ||
    (clusters.mayMeet(a, b) && !assess(a, b).contradicted);
  // Of two pairs the ends that lie apart were not looked at yet.
  if (group.length === 2 && !(mayStand(one, two) && mayStand(one, three) && mayStand(two, three)))
    return false;
  clusters.unite([one, two, three], assess);
  return true;
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
  yield* eachOf(components(clear, joining.clusters), 64, (edges) => settle(edges, joining));
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
  const { clusters, refused } = joining;
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

/** No system twice, no pair that contradicts or that a person forbade. */
function isConsistent(edges: readonly Assessment[], joins: Joins): boolean {
  const ends = endsOf(edges, joins.clusters);
  return ends !== undefined && agree(ends, joins);
}

function agree([one, two, three]: readonly Cluster[], joins: Joins): boolean {
  return mayBeOne(one, two, joins) && mayBeOne(one, three, joins) && mayBeOne(two, three, joins);
}

function mayBeOne(
  left: Cluster | undefined,
  right: Cluster | undefined,
  { clusters, between }: Joins,
): boolean {
  if (left === undefined || right === undefined) return true;
  return clusters.fit(left, right) && !between(left, right).some((pair) => pair.contradicted);
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
