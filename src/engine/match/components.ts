/** Assessed pairs sorted by what hangs together, and by strength. */
import type { Cluster, Clusters } from './clusters';
import type { Assessment } from './rules';

/** Edges that hang together through the clusters at their ends. */
export function components(edges: readonly Assessment[], clusters: Clusters): Assessment[][] {
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

/** Sorts in place. Nearly all lists have one to three items: a sort that reserves memory costs more than they do. */
export function inOrderOfStrength(edges: Assessment[]): void {
  if (edges.length > 3) edges.sort(byStrength);
  else {
    swapUnordered(edges, 0);
    swapUnordered(edges, 1);
    swapUnordered(edges, 0);
  }
}

function swapUnordered(edges: Assessment[], at: number): void {
  const [left, right] = [edges[at], edges[at + 1]];
  if (left === undefined || right === undefined || byStrength(left, right) <= 0) return;
  edges[at] = right;
  edges[at + 1] = left;
}

/** Strongest first; equal ones in the order of their systems and keys. */
export function byStrength(x: Assessment, y: Assessment): number {
  const difference = y.bits - x.bits || x.a.side - y.a.side || x.b.side - y.b.side;
  return difference || (x.a.key < y.a.key ? -1 : x.a.key > y.a.key ? 1 : x.b.key < y.b.key ? -1 : 1);
}
