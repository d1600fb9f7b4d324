/** The assessments between the members of two clusters. */
import type { Cluster } from './clusters';
import type { Assess, Assessment, Entry } from './rules';

/** All pairs between the members of two clusters. */
export type Between = (left: Cluster, right: Cluster) => Assessment[];

export function pairsBetween(group: readonly Assessment[], assess: Assess): Between {
  const known = group.length > 8 ? new Adjacency(group) : undefined;
  const find = (a: Entry, b: Entry): Assessment | undefined =>
    known
      ? known.get(a, b)
      : group.find((edge) => (edge.a === a && edge.b === b) || (edge.a === b && edge.b === a));
  return (left, right) => {
    let edges: Assessment[] = NO_PAIRS;
    for (const a of left.members) {
      if (a === undefined) continue;
      for (const b of right.members) {
        if (b === undefined) continue;
        const edge = find(a, b) ?? assess(a, b);
        edges = edges.length === 0 ? [edge] : [...edges, edge];
      }
    }
    return edges;
  };
}

const NO_PAIRS: Assessment[] = [];

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
