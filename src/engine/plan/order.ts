/** The order of steps: what others refer to comes first; beyond that, an order people and Git can follow. */
import type { FieldName } from '../fields';
import type { Identity, IdentityId, Kind, SystemName } from '../model';
import { KINDS, SYSTEMS } from '../model';
import { ACTIONS, type Step } from './model';
import type { PlanWorld } from './world';

/** A chain of parents longer than this is taken for a circle. */
const DEEPEST = 32;

function depthOf(id: IdentityId, world: PlanWorld): number {
  let depth = 0;
  let current: IdentityId | null = id;
  while (current !== null && depth < DEEPEST) {
    current = parentOf(current, world);
    depth += 1;
  }
  return depth;
}

function parentOf(id: IdentityId, world: PlanWorld): IdentityId | null {
  const identity = world.input.identities.get(id);
  if (!identity) return null;
  const members = world.members(identity);
  for (const system of SYSTEMS) {
    const parent = members[system]?.fields.parent;
    if (typeof parent !== 'string') continue;
    return world.input.identityOf.get(`${system}:organization:${parent}`) ?? null;
  }
  return null;
}

export function parentsFirst(organizations: readonly Identity[], world: PlanWorld): readonly Identity[] {
  const depths = new Map(organizations.map((identity) => [identity.id, depthOf(identity.id, world)]));
  return [...organizations].sort((a, b) => (depths.get(a.id) ?? 0) - (depths.get(b.id) ?? 0));
}

export function inOrder(steps: readonly Step[], world: PlanWorld): readonly Step[] {
  const depths = new Map<IdentityId, number>();
  for (const step of steps) {
    if (step.kind === 'organization') depths.set(step.identity, depthOf(step.identity, world));
  }
  const rank = (step: Step): readonly (number | string)[] => [
    KINDS.indexOf(step.kind),
    depths.get(step.identity) ?? 0,
    step.organization.toLowerCase(),
    step.name.toLowerCase(),
    SYSTEMS.indexOf(step.system),
    ACTIONS.indexOf(step.action),
    step.id,
  ];
  return steps
    .map((step) => ({ step, rank: rank(step) }))
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ step }) => step);
}

/**
 * Steps that may be under way together, in the order in which they are carried out: what others refer to is made first,
 * and what belongs to a thing is archived before the thing itself. What takes back goes `backwards`: dependants first.
 */
export function stagesOf(steps: readonly Step[], backwards = false): readonly (readonly Step[])[] {
  const down = [...KINDS].reverse();
  if (backwards) return down.map((kind) => steps.filter((step) => step.kind === kind));
  const of = (kind: Kind, archives: boolean) =>
    steps.filter((step) => step.kind === kind && (step.action === 'archive') === archives);
  return [...KINDS.map((kind) => of(kind, false)), ...down.map((kind) => of(kind, true))];
}

/** The steps in that order. */
export const asCarriedOut = (steps: readonly Step[]): readonly Step[] => stagesOf(steps).flat();

/** What conflicts and drift are about. */
interface About {
  readonly kind: Kind;
  readonly identity: IdentityId;
  readonly name: string;
  readonly organization: string;
  readonly field: FieldName | null;
  readonly system?: SystemName;
}

/** The same order from run to run and on every machine, whatever order the records were read in. */
export function inReadingOrder<T extends About>(items: readonly T[]): readonly T[] {
  const rank = ({ kind, organization, name, identity, field, system }: About) => [
    KINDS.indexOf(kind),
    organization.toLowerCase(),
    name.toLowerCase(),
    identity,
    field ?? '',
    system ? SYSTEMS.indexOf(system) : 0,
  ];
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ item }) => item);
}

/** Compares by code units, so that the order is the same on every machine. */
function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (let at = 0; at < a.length; at += 1) {
    const left = a[at] ?? 0;
    const right = b[at] ?? 0;
    if (left === right) continue;
    return left < right ? -1 : 1;
  }
  return 0;
}
