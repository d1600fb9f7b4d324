/** Candidates that come near each other: where there are several, none is chosen. */
import type { Cluster, Clusters } from './clusters';
import type { Assessment, Entry } from './rules';

/** Bits by which the best candidate must lead the next one. */
export const MARGIN = 3;

/** For each cluster and system, the candidates, strongest first. */
export class Rivals {
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
      if (rival === edge || rival.rank <= edge.rank - MARGIN) return false;
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
