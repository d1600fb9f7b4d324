/** A plan's fingerprint: the same for the same steps, whoever wrote them down. Pure, in slices. */
import type { FieldName } from '../fields';
import { fingerprintOf, stableText } from '../hash';
import { isWhole } from '../outcomes';
import type { Slices } from '../slices';
import { partOf } from './clients';
import type { Outcome, Plan, Step } from './model';

const SLICE = 16;

export function* fingerprintOfSteps(steps: readonly Step[]): Slices<string> {
  const marks: string[] = [];
  for (const step of steps) {
    marks.push(fingerprintOf(stableText(step)));
    if (marks.length % SLICE === 0) yield;
  }
  return fingerprintOf(marks.join());
}

/** The plan with other steps; ticks of steps that are gone go with them. */
export function* withSteps(plan: Plan, steps: readonly Step[]): Slices<Plan> {
  const { unticked = [], ...rest } = plan;
  const ids = new Set(steps.map(({ id }) => id));
  const kept = unticked.filter((id) => ids.has(id));
  const fingerprint = yield* fingerprintOfSteps(steps);
  return { ...rest, steps, ...(kept.length > 0 ? { unticked: kept } : {}), fingerprint };
}

const WITH_CLIENT: readonly FieldName[] = ['active'];

/** The plan without what was carried out, or had come about already; of a step done in part what is left of it. */
export function* restOf(plan: Plan, outcomes: readonly Outcome[]): Slices<Plan> {
  const ended = new Map(outcomes.map((outcome) => [outcome.step, outcome]));
  const steps = plan.steps.flatMap((step): Step[] => {
    const outcome = ended.get(step.id);
    if (outcome && isWhole(outcome)) return [];
    const part = ended.get(partOf(step.id));
    // What went without its client leaves the rest to go with it.
    const left = part && isWhole(part) && step.withClient ? WITH_CLIENT : outcome?.left;
    return [left ? { ...step, changes: step.changes.filter(({ field }) => left.includes(field)) } : step];
  });
  return yield* withSteps(plan, steps);
}
