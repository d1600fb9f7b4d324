/** Which steps of a plan are to be carried out: a person unticks them one by one, or by organization, kind or system. Pure. */
import type { IdentityId, Kind, SystemName } from '../model';
import { endsOrReturns, goesWithOneOf, partOf, withoutClient } from './clients';
import type { Plan, Step } from './model';
import { leadsToOneOf, openOf, recordOf } from './references';

/** What is ticked or unticked at once: the steps that fit every part that is given; all steps when none is. */
export interface StepGroup {
  readonly step?: string;
  /** By the identity of the organization. */
  readonly organization?: IdentityId;
  readonly kind?: Kind;
  readonly system?: SystemName;
}

/** One gesture of the person who chooses what is carried out. */
export interface Tick {
  readonly group: StepGroup;
  readonly ticked: boolean;
}

export function isIn(step: Step, { step: id, organization, kind, system }: StepGroup): boolean {
  return (
    (id === undefined || id === step.id) &&
    (organization === undefined || organization === step.organizationIdentity) &&
    (kind === undefined || kind === step.kind) &&
    (system === undefined || system === step.system)
  );
}

export const isTicked = ({ unticked }: Plan, step: Step): boolean => !unticked?.includes(step.id);

export function untickedSteps({ steps, unticked = [] }: Plan): readonly Step[] {
  const out = new Set(unticked);
  return steps.filter(({ id }) => out.has(id));
}

/** The steps that are to be carried out, in their order; of what waits for its client alone the rest. */
export function tickedSteps(plan: Plan): readonly Step[] {
  const unticked = new Set(untickedSteps(plan));
  const waiting = new Set(waitingSteps(plan));
  return plan.steps.flatMap((step) => {
    if (unticked.has(step)) return [];
    if (!waiting.has(step)) return [step];
    return step.withClient ? (withoutClient(step) ?? []) : [];
  });
}

/**
 * Steps that cannot be carried out while others are unticked: what leads to a record that is to be made, and what ends, or
 * comes back, with its client. What others refer to stands before them in a plan.
 */
export function waitingSteps(plan: Plan): readonly Step[] {
  const unticked = new Set(untickedSteps(plan));
  if (unticked.size === 0) return [];
  const clients = endsOrReturns(unticked);
  const unmade = new Set<string>();
  const waiting: Step[] = [];
  for (const step of plan.steps) {
    const waits = !unticked.has(step) && (goesWithOneOf(clients, step) || waitsForRecord(step, unmade));
    if (waits) waiting.push(step);
    if (step.action === 'create' && (waits || unticked.has(step))) unmade.add(recordOf(step));
  }
  return waiting;
}

/** A record is made whole or not at all; of another step the rest is carried out. */
function waitsForRecord(step: Step, unmade: ReadonlySet<string>): boolean {
  const open = openOf(step, (change) => !leadsToOneOf(unmade, step, change));
  return open.length < step.changes.length && (step.action === 'create' || open.length === 0);
}

/** The plan with the steps of each group ticked or unticked, the later gesture over the earlier, and every other step as it was. */
export function withTicks(plan: Plan, ticks: readonly Tick[]): Plan {
  return unticking(
    plan,
    (step, before) => !(ticks.findLast(({ group }) => isIn(step, group))?.ticked ?? !before),
  );
}

/**
 * The plan made anew, without what a person had unticked in the one before: a step of which they unticked a part stays out
 * whole, also where it does something else besides by now.
 */
export function untickedAs(before: Plan | null, plan: Plan): Plan {
  const out = new Set(before?.unticked);
  if (!before || out.size === 0) return plan;
  const places = new Set(untickedSteps(before).flatMap(placesOf));
  const isOut = (step: Step) =>
    out.has(step.id) || out.has(partOf(step.id)) || placesOf(step).some((place) => places.has(place));
  return unticking(plan, isOut);
}

/** What the step writes to, value by value; nothing that is there of what is to be made. */
const placesOf = ({ system, kind, record, changes }: Step): readonly string[] =>
  record === null
    ? []
    : changes.map(
        ({ field, to }) => `${system}:${kind}:${record}|${field}${field === 'active' ? `=${to}` : ''}`,
      );

/** The plan with those steps unticked of which `out` says so; it is told how each stands now. */
export function unticking(plan: Plan, out: (step: Step, unticked: boolean) => boolean): Plan {
  const { unticked: before, ...rest } = plan;
  const was = new Set(before);
  const ids = plan.steps.filter((step) => out(step, was.has(step.id))).map(({ id }) => id);
  return ids.length > 0 ? { ...rest, unticked: ids } : rest;
}
