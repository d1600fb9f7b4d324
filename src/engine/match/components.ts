/** Assessed pairs sorted by what hangs together. */
import type { Cluster, Clusters } from './clusters';
import type { Assessment } from './rules';

/** Edges that hang together through the clusters at their ends. */
export function components(edges: readonly Assessment[], clusters: Clusters): Assessment[][] {
  const { groups } = clusters;
  for (const edge of edges) {
    const left = clusters.placeOf(edge.a);
    const right = clusters.placeOf(edge.b);
    const isLeft = (groups[left]?.length ?? 0) >= (groups[right]?.length ?? 0);
    const group = groups[isLeft ? left : right] ?? [];
    const other = groups[isLeft ? right : left];
    if (other !== undefined && other !== group) {
      for (const moved of other) {
        group.push(moved);
        groups[clusters.placeOf(moved.a)] = group;
        groups[clusters.placeOf(moved.b)] = group;
      }
    }
    group.push(edge);
    groups[left] = group;
    groups[right] = group;
  }
  const found: Assessment[][] = [];
  for (const edge of edges) {
    const group = groups[clusters.placeOf(edge.a)];
    if (group === undefined) continue;
    found.push(group);
    for (const member of group) {
      groups[clusters.placeOf(member.a)] = undefined;
      groups[clusters.placeOf(member.b)] = undefined;
    }
  }
  return found;
}

/** The clusters that the edges join; undefined where they are more than there are systems. */
export function endsOf(edges: readonly Assessment[], clusters: Clusters): readonly Cluster[] | undefined {
  const [first] = edges;
  if (first === undefined) return [];
  let ends = [clusters.get(first.a), clusters.get(first.b)];
  for (let at = 1; at < edges.length; at++) {
    const edge = edges[at] ?? first;
    const [left, right] = [clusters.get(edge.a), clusters.get(edge.b)];
    if (!ends.includes(left)) ends = [...ends, left];
    if (!ends.includes(right)) ends = [...ends, right];
    if (ends.length > 3) return undefined;
  }
  return ends;
}
