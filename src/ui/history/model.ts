/** The History tree as a pure value: run, then client where there are many, then step. Rows are in `view.ts`. */
import type { RunEntry, RunStep } from '../../engine/history';

export type HistoryNode =
  | { readonly type: 'run'; readonly id: string; readonly entry: RunEntry }
  | {
      readonly type: 'organization';
      readonly id: string;
      readonly entry: RunEntry;
      readonly name: string;
      readonly steps: readonly RunStep[];
    }
  | { readonly type: 'step'; readonly id: string; readonly entry: RunEntry; readonly step: RunStep };

/** More steps than these are told by client. */
const FEW = 12;

export class HistoryTree {
  private readonly runs: readonly HistoryNode[];
  private readonly made = new Map<string, readonly HistoryNode[]>();

  /** Newest first. */
  constructor(readonly entries: readonly RunEntry[]) {
    this.runs = entries.map((entry) => ({ type: 'run', id: `run:${entry.run}`, entry }));
  }

  children(node?: HistoryNode): readonly HistoryNode[] {
    if (!node) return this.runs;
    const known = this.made.get(node.id);
    if (known) return known;
    const children = childrenOf(node);
    this.made.set(node.id, children);
    return children;
  }

  parent(node: HistoryNode): HistoryNode | undefined {
    if (node.type === 'run') return undefined;
    const run = this.runs.find(({ entry }) => entry.run === node.entry.run);
    if (node.type === 'organization' || !run) return run;
    return (
      this.children(run).find(
        (child) => child.type === 'organization' && child.name === node.step.organization,
      ) ?? run
    );
  }

  /** The node of this id; undefined when it is not known any more. */
  node(id: string): HistoryNode | undefined {
    for (const run of this.runs) {
      if (run.id === id) return run;
      if (!id.endsWith(`@${run.entry.run}`)) continue;
      const inside = this.children(run).flatMap((child) => [child, ...this.children(child)]);
      return inside.find((node) => node.id === id);
    }
    return undefined;
  }
}

function childrenOf(node: HistoryNode): readonly HistoryNode[] {
  const { entry } = node;
  const stepNode = (step: RunStep): HistoryNode => ({
    type: 'step',
    id: `step:${step.step}@${entry.run}`,
    entry,
    step,
  });
  if (node.type === 'organization') return node.steps.map(stepNode);
  if (node.type === 'step') return [];
  const groups = new Map<string, RunStep[]>();
  for (const step of entry.steps) {
    const group = groups.get(step.organization);
    if (group) group.push(step);
    else groups.set(step.organization, [step]);
  }
  if (entry.steps.length <= FEW || groups.size === 1) return entry.steps.map(stepNode);
  return [...groups].map(([name, steps]) => ({
    type: 'organization',
    id: `organization:${name}@${entry.run}`,
    ...{ entry, name, steps },
  }));
}

export const isUndoable = (step: RunStep): boolean => step.outcome === 'done';
