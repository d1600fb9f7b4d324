/** What stays open once nothing more can be joined: questions for a person. */
import { type Clusters, present } from './clusters';
import type { Ambiguity, MatchSettings } from './model';
import type { Open } from './resolve';
import { Rivals } from './rivals';
import type { Assessment, Entry } from './rules';
import { byStrength } from './strength';

/** A person looks at so many candidates at most. */
export const SHOWN = 10;

/** Suggestions where both ends have but one plausible candidate; choices where one has several. */
export function leftOver(
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
