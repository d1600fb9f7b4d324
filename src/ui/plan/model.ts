/** The Plan tree as a pure value: client, then system, then step, and what the plan leaves. Rows are in `view.ts`. */
import type { IdentityId, Kind, SystemName } from '../../engine/model';
import { SYSTEMS } from '../../engine/model';
import type { Drift, Plan, Step } from '../../engine/plan/model';
import { type StepGroup, tickedSteps, waitingSteps } from '../../engine/plan/ticks';
import type { LeftOut } from './counts';

export type PlanNode =
  | { readonly type: 'organization'; readonly id: string; readonly organization: IdentityId }
  | {
      readonly type: 'system';
      readonly id: string;
      readonly organization: IdentityId;
      readonly system: SystemName;
    }
  | { readonly type: 'step'; readonly id: string; readonly step: Step }
  /** What a person has to decide before it can be planned. */
  | { readonly type: 'conflicts'; readonly id: string }
  /** What differs and stays so, or cannot be taken back. */
  | { readonly type: 'left'; readonly id: string }
  | { readonly type: 'leftItem'; readonly id: string; readonly drift: Drift };

/** The run, or the one step of it, that the plan takes back. */
export interface Undoing {
  readonly run: string;
  readonly step: string | null;
  /** `sync of 25 Nov, 23:58` */
  readonly title: string;
}

export interface PlanTreeInput {
  readonly plan: Plan;
  /** Steps that no longer fit, each with what moved. */
  readonly moved: ReadonlyMap<string, string>;
  readonly undoing: Undoing | null;
  /** How many conflicts wait for a person. */
  readonly conflicts: number;
  /** What is left as it is; listed row by row only where it was asked for by name: when taking back. */
  readonly left: readonly Drift[];
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;

export class PlanTree {
  private readonly parts = new Map<IdentityId, Map<SystemName, PlanNode[]>>();
  private readonly names = new Map<IdentityId, string>();
  private readonly known = new Map<string, PlanNode>();
  private readonly out: ReadonlySet<string>;
  private readonly waiting: ReadonlySet<Step>;
  /** What applying would carry out. */
  readonly ticked: readonly Step[];

  constructor(readonly input: PlanTreeInput) {
    this.out = new Set(input.plan.unticked);
    this.waiting = new Set(waitingSteps(input.plan));
    this.ticked = tickedSteps(input.plan);
    for (const step of input.plan.steps) {
      const { organizationIdentity: owner, system } = step;
      this.names.set(owner, step.organization);
      const systems = this.parts.get(owner) ?? new Map<SystemName, PlanNode[]>();
      this.parts.set(owner, systems);
      const node: PlanNode = { type: 'step', id: `step:${step.id}`, step };
      this.known.set(node.id, node);
      const nodes = systems.get(system);
      if (nodes) nodes.push(node);
      else systems.set(system, [node]);
    }
  }

  /** Children of the node, or the roots. */
  children(node?: PlanNode): readonly PlanNode[] {
    if (!node) return this.roots();
    switch (node.type) {
      case 'organization':
        return SYSTEMS.filter((system) => this.parts.get(node.organization)?.has(system)).map((system) =>
          systemNode(node.organization, system),
        );
      case 'system':
        return this.parts.get(node.organization)?.get(node.system) ?? [];
      case 'left':
        return this.input.undoing ? this.input.left.map(leftItem) : [];
      default:
        return [];
    }
  }

  parent(node: PlanNode): PlanNode | undefined {
    switch (node.type) {
      case 'system':
        return organizationNode(node.organization);
      case 'step':
        return systemNode(node.step.organizationIdentity, node.step.system);
      case 'leftItem':
        return LEFT;
      default:
        return undefined;
    }
  }

  /** The row of a step, by the step's id. */
  find(step: string): PlanNode | undefined {
    return this.known.get(`step:${step}`);
  }

  /** The node of this id; undefined when it is not one of the plan any more. */
  node(id: string): PlanNode | undefined {
    const step = this.known.get(id);
    if (step) return step;
    return this.roots()
      .flatMap((root) => [root, ...(root.type === 'organization' ? this.children(root) : [])])
      .find((one) => one.id === id);
  }

  /** All steps below the node, or its own; in the plan's order. */
  steps(node: PlanNode): readonly Step[] {
    if (node.type === 'step') return [node.step];
    return this.children(node).flatMap((child) => this.steps(child));
  }

  name(organization: IdentityId): string {
    return this.names.get(organization) ?? organization;
  }

  isTicked(step: Step): boolean {
    return !this.out.has(step.id);
  }

  /** Whether it is ticked, and cannot be carried out while another is not: the record that it leads to is not made, or its client waits. */
  waits(step: Step): boolean {
    return this.waiting.has(step);
  }

  get leftOut(): LeftOut {
    const unticked = this.input.plan.steps.filter((step) => !this.isTicked(step)).length;
    return { unticked, waiting: this.waiting.size };
  }

  private roots(): readonly PlanNode[] {
    const owners = [...this.parts.keys()].sort((a, b) => byName(this.name(a), this.name(b)));
    const { conflicts, left } = this.input;
    return [
      ...owners.map(organizationNode),
      ...(conflicts > 0 ? [CONFLICTS] : []),
      ...(left.length > 0 ? [LEFT] : []),
    ];
  }
}

const CONFLICTS: PlanNode = { type: 'conflicts', id: 'conflicts' };
const LEFT: PlanNode = { type: 'left', id: 'left' };

const organizationNode = (organization: IdentityId): PlanNode => ({
  type: 'organization',
  id: `organization:${organization}`,
  organization,
});

const systemNode = (organization: IdentityId, system: SystemName): PlanNode => ({
  type: 'system',
  id: `system:${system}:${organization}`,
  organization,
  system,
});

const leftItem = (drift: Drift): PlanNode => ({
  type: 'leftItem',
  id: `left:${drift.system}:${drift.kind}:${drift.record ?? drift.identity}:${drift.field ?? ''}`,
  drift,
});

/** What a tick on the row is about. */
export function groupOf(node: PlanNode): StepGroup | null {
  switch (node.type) {
    case 'organization':
      return { organization: node.organization };
    case 'system':
      return { organization: node.organization, system: node.system };
    case 'step':
      return { step: node.step.id };
    default:
      return null;
  }
}

/** Systems and kinds of the plan, each with how many steps it has and how many of them are ticked. */
export function sortsOf(tree: PlanTree): readonly Sort[] {
  const sorts = new Map<string, { sort: Pick<Sort, 'system' | 'kind'>; steps: Step[] }>();
  const add = (key: string, sort: Pick<Sort, 'system' | 'kind'>, step: Step) => {
    const known = sorts.get(key);
    if (known) known.steps.push(step);
    else sorts.set(key, { sort, steps: [step] });
  };
  for (const step of tree.input.plan.steps) {
    add(`system:${step.system}`, { system: step.system }, step);
    add(`kind:${step.kind}`, { kind: step.kind }, step);
  }
  return [...sorts.values()].map(({ sort, steps }) => ({
    ...sort,
    count: steps.length,
    ticked: steps.filter((step) => tree.isTicked(step)).length,
  }));
}

export interface Sort {
  readonly system?: SystemName;
  readonly kind?: Kind;
  readonly count: number;
  readonly ticked: number;
}
