/** The checker of ticks: a step that a person has unticked is not carried out before they have seen it in a plan again. */
import type { Plan, Step } from '../../src/engine/plan/model';
import { tickedSteps } from '../../src/engine/plan/ticks';
import type { Checker } from './watched';

/** Fields, by identity, of which the plan says that they differ: what waits for a tick among them. */
export function toldIn(plan: Plan): ReadonlySet<string> {
  const { steps, conflicts, drift } = plan;
  const going = new Set(tickedSteps(plan));
  const waiting = steps.flatMap((step) =>
    going.has(step) ? [] : step.changes.map(({ field }) => ({ identity: step.identity, field })),
  );
  return new Set([...conflicts, ...drift, ...waiting].map(({ identity, field }) => `${identity}|${field}`));
}

export class Ticks {
  /** Steps that stand unticked in the plan that is kept. */
  private out: ReadonlySet<string> = new Set();
  /** The same of the run under way, which may be one of a plan that was handed to it. */
  private inForce: ReadonlySet<string> = new Set();

  constructor(private readonly fail: (checker: Checker, message: string) => void) {}

  /** Who applies a plan that was kept says so of each step that is ticked in it, whatever was said of that before. */
  begin(plan: Plan | null): void {
    this.inForce = plan ? new Set(plan.unticked) : this.out;
    const asked = new Set(plan?.steps.map(({ id }) => id));
    this.out = new Set([...this.out].filter((id) => this.inForce.has(id) || !asked.has(id)));
  }

  /** A person has ticked and unticked, or asks for a plan anew. */
  said({ unticked }: Pick<Plan, 'unticked'>): void {
    this.out = new Set(unticked);
  }

  /** Another plan was kept: what it does not hold any more is no longer out. */
  kept({ steps }: Plan): void {
    const ids = new Set(steps.map(({ id }) => id));
    const left = (id: string) => ids.has(id);
    this.out = new Set([...this.out].filter(left));
  }

  check({ id }: Pick<Step, 'id'>): void {
    if (!this.inForce.has(id.replace(/\/safe$/, ''))) return;
    this.fail('written though unticked', `${id} was carried out, and stands unticked`);
  }
}
