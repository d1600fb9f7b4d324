/**
 * What the members of two clusters say together. One member may know the asset tag and another the model: no single pair
 * shows both, yet both speak of the same two things. Without this a link would wait for values to spread.
 */
import type { Evidence } from '../model';
import { type Cluster, type Clusters, pairKey, present } from './clusters';
import { type Assessment, probability } from './rules';

/** The pairs between two clusters as one, its evidence counted once a field: the gravest objection, else the best agreement. */
export function pooledPairs(
  open: readonly Assessment[],
  clusters: Clusters,
  between: (left: Cluster, right: Cluster) => Assessment[],
  prior: number,
): Assessment[] {
  const pooled = new Map<string, Assessment>();
  for (const edge of open) {
    const [left, right] = [clusters.get(edge.a), clusters.get(edge.b)];
    if (present(left).length + present(right).length < 3) continue;
    const [one, two] = [keyOf(left), keyOf(right)];
    const key = pairKey(one, two);
    if (pooled.has(key)) continue;
    const pairs = between(left, right);
    if (pairs.some((pair) => isCapped(pair, prior))) continue;
    pooled.set(key, together(edge, pairs, prior));
  }
  return [...pooled.values()];
}

/** A cluster is named by its first member. */
const keyOf = (cluster: Cluster) => {
  const [first] = present(cluster)
    .map((entry) => entry.key)
    .sort();
  if (first === undefined) throw new RangeError('A cluster has a member.');
  return first;
};

const sumOf = (evidence: readonly Evidence[]): number =>
  evidence.reduce((sum, { weight }) => sum + weight, 0);

/** Something held the confidence down whatever else agreed: adding up must not lift it. */
const isCapped = (pair: Assessment, prior: number): boolean =>
  pair.contradicted || (pair.evidence.length > 0 && pair.bits < prior + sumOf(pair.evidence) - 1e-9);

function together(edge: Assessment, pairs: readonly Assessment[], prior: number): Assessment {
  const byField = new Map<string, Evidence>();
  for (const evidence of pairs.flatMap((pair) => pair.evidence)) {
    const held = byField.get(evidence.field);
    if (!held || outweighs(evidence.weight, held.weight)) byField.set(evidence.field, evidence);
  }
  const evidence = [...byField.values()];
  const bits = prior + sumOf(evidence);
  return {
    a: edge.a,
    b: edge.b,
    bits,
    rank: bits + edge.rank - edge.bits,
    confidence: probability(bits),
    contradicted: false,
    evidence,
  };
}

const outweighs = (weight: number, held: number): boolean =>
  weight < 0 || held < 0 ? weight < held : weight > held;
