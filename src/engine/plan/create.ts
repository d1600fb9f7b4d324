/** Which counterparts are to be created, and with which values. */
import { keptBy, NO_KEEPER } from '../beside';
import { type FieldName, fieldNames, fieldSpec, isFieldName } from '../fields';
import type { IdentityMerge } from '../merge/model';
import type { Fields, FieldValue, Identity, IdentityId, PerSystem, SourceRecord, SystemName } from '../model';
import { isActive, isBlank, KINDS, keyOf, refOf, SYSTEM_TITLES, SYSTEMS } from '../model';
import type { FieldAbility } from '../ports';
import type { Slices } from '../slices';
import { type Coming, comingTo } from './coming';
import { type Lookalikes, lookalikesIn } from './lookalikes';
import { type Drift, type FieldChange, identityNamed, type PlannedValue, type Step } from './model';
import { whyNot } from './not-made';
import { parentsFirst } from './order';
import type { PlanWorld } from './world';

const SLICE = 32;

/** Creation steps, parents before children; what cannot be created is added to `drift` with its reason. */
export function* creations(world: PlanWorld, drift: Drift[]): Slices<Step[]> {
  const merges = new Map(world.input.merges.map((merged) => [merged.identity.id, merged]));
  const lookalikes = yield* lookalikesIn(world);
  const steps: Step[] = [];
  let count = 0;
  for (const kind of KINDS) {
    const identities = [...world.input.identities.values()].filter((identity) => identity.kind === kind);
    for (const identity of kind === 'organization' ? parentsFirst(identities, world) : identities) {
      count += 1;
      if (count % SLICE === 0) yield;
      for (const system of SYSTEMS) {
        const step = creationOf(identity, system, merges, world, lookalikes, drift);
        if (!step) continue;
        world.expect(identity.id, system);
        steps.push(step);
      }
    }
  }
  return steps;
}

function creationOf(
  identity: Identity,
  system: SystemName,
  merges: ReadonlyMap<IdentityId, IdentityMerge>,
  world: PlanWorld,
  lookalikes: Lookalikes,
  drift: Drift[],
): Step | null {
  if (identity.links[system]) return null;
  const members = world.members(identity);
  const { origin, bar } = originOf(identity, system, members, world);
  if (!origin && !bar) return null;
  const refuse = (reason: string, field: FieldName | null = null): null => {
    drift.push({
      system,
      kind: identity.kind,
      identity: identity.id,
      record: null,
      name: world.nameOf(identity),
      organization: world.organizationOf(identity),
      field,
      value: null,
      wanted: null,
      reason,
    });
    return null;
  };
  const ability = world.input.abilities[system]?.[identity.kind];
  if (!ability) return null;
  if (ability.create !== true) return refuse(ability.create.reason);
  if (!origin) return bar ? refuse(bar) : null;
  if (identity.organization !== null && !world.willExist(identity.organization, system)) return null;
  const held = isAsked(members, system, world)
    ? null
    : whyNot({ identity, origin, system, merges, world, lookalikes });
  if (held !== null) return refuse(held);
  const changes = valuesFor(identity, system, members, merges.get(identity.id), world);
  const given = new Set(changes.map((change) => change.field));
  const lacking = fieldNames(identity.kind).filter(
    (field) => ability.fields[field]?.required && !given.has(field),
  );
  const [first] = lacking;
  if (first) {
    const labels = lacking.map((field) => fieldSpec(identity.kind, field)?.label ?? field);
    const last = labels.pop() ?? '';
    const all = labels.length > 0 ? `${labels.join(', ')} and ${last}` : last;
    return refuse(`${SYSTEM_TITLES[system]} needs a value for ${all}, and no system has one`, first);
  }
  return {
    id: `${system}/create/${identity.kind}/${identity.id}`,
    action: 'create',
    system,
    kind: identity.kind,
    identity: identity.id,
    record: null,
    name: world.nameOf(identity),
    organization: world.organizationOf(identity),
    organizationIdentity: identity.organization ?? identity.id,
    changes,
    reason: `${SYSTEM_TITLES[origin.system]} has it, ${SYSTEM_TITLES[system]} does not`,
  };
}

const isAsked = (members: PerSystem<SourceRecord>, system: SystemName, world: PlanWorld): boolean =>
  Object.values(members).some((record) => world.input.asked.get(keyOf(record))?.includes(system));

/** A record that stood there with these, and that a person wants left alone, keeps its place for as long as it is there. */
function isTaken({ aliases }: Identity, system: SystemName, { input }: PlanWorld): boolean {
  return aliases.some((key) => refOf(key).system === system && input.held.has(key) && input.records.has(key));
}

interface Origin {
  readonly origin: SourceRecord | null;
  /** Why what a person asked for may not come from there. */
  readonly bar: string | null;
}

const NO_ORIGIN: Origin = { origin: null, bar: null };

/** The record that calls for a counterpart in the system, if one does. */
function originOf(
  identity: Identity,
  system: SystemName,
  members: PerSystem<SourceRecord>,
  world: PlanWorld,
): Origin {
  const sources = world.input.creation[identity.kind][system] ?? [];
  if (isTaken(identity, system, world) && !isAsked(members, system, world)) return NO_ORIGIN;
  let origin: SourceRecord | null = null;
  let bar: string | null = null;
  for (const name of SYSTEMS) {
    const record = members[name];
    if (!record) continue;
    const key = keyOf(record);
    const asked = world.input.asked.get(key)?.includes(system) ?? false;
    if (world.input.held.has(key) && !asked) return NO_ORIGIN;
    // A record that is out of use anywhere is not documented anew; its history stands where it stands.
    if (!isActive(record) && !asked) return NO_ORIGIN;
    if (!asked && !sources.includes(name)) continue;
    const met = world.input.barrier(identity.kind, name, system);
    if (met === null) origin ??= record;
    else if (asked) bar ??= met;
  }
  if (!origin) return { origin, bar };
  const present = SYSTEMS.filter((name) => members[name]);
  const kept = keptBy(world.input.keeper ?? NO_KEEPER, identity.kind, 'record', system, present);
  return kept === null ? { origin, bar } : { origin: null, bar: kept };
}

function valuesFor(
  identity: Identity,
  system: SystemName,
  members: PerSystem<SourceRecord>,
  merged: IdentityMerge | undefined,
  world: PlanWorld,
): FieldChange[] {
  const changes: FieldChange[] = [];
  const abilities = world.input.abilities[system]?.[identity.kind].fields ?? {};
  const settled = new Map(merged?.fields.map((field) => [field.field, field]));
  for (const field of fieldNames(identity.kind)) {
    const ability = abilities[field];
    if (!ability || ability.write === 'never' || field === 'active') continue;
    const found = settled.get(field);
    if (found?.merged.type === 'conflict') continue;
    const coming = comingTo(system, identity, found, members, world);
    if (coming === 'later') continue;
    const change = coming
      ? comingValue(identity, field, system, ability, members, coming, world)
      : valueFor(identity, field, system, ability, members, world);
    if (change) changes.push(change);
  }
  return changes;
}

/** What the others will hold, too. */
function comingValue(
  identity: Identity,
  field: FieldName,
  system: SystemName,
  ability: FieldAbility,
  members: PerSystem<SourceRecord>,
  { value, source, reason }: Coming,
  world: PlanWorld,
): FieldChange | null {
  if (isBlank(value) || world.input.isPlaceholder(field, value)) return null;
  const to = plannedFor(identity, field, source, system, value, ability, members, world);
  if (to === null) return null;
  const by = reason === null ? source : 'person';
  return changeOf(field, to, by, reason ?? `as in ${SYSTEM_TITLES[source]}`, world);
}

function changeOf(
  field: FieldName,
  to: PlannedValue,
  source: FieldChange['source'],
  reason: string,
  world: PlanWorld,
): FieldChange {
  const named = identityNamed(to);
  const display = named === null ? {} : { display: { from: '', to: world.labelOf(named) } };
  return { field, from: null, to, ...display, source, reason };
}

/** The first member that says something about the field. */
function valueFor(
  identity: Identity,
  field: FieldName,
  system: SystemName,
  ability: FieldAbility,
  members: PerSystem<SourceRecord>,
  world: PlanWorld,
): FieldChange | null {
  for (const source of SYSTEMS) {
    const value = members[source]?.fields[field];
    if (world.input.barrier(identity.kind, source, system) !== null) continue;
    if (value === undefined || isBlank(value) || world.input.isPlaceholder(field, value)) continue;
    const to = plannedFor(identity, field, source, system, value, ability, members, world);
    if (to === null) continue;
    return changeOf(field, to, source, `as in ${SYSTEM_TITLES[source]}`, world);
  }
  return null;
}

function plannedFor(
  identity: Identity,
  field: FieldName,
  source: SystemName,
  system: SystemName,
  value: FieldValue,
  ability: FieldAbility,
  members: PerSystem<SourceRecord>,
  world: PlanWorld,
): PlannedValue {
  const refersTo = fieldSpec(identity.kind, field)?.to;
  if (!refersTo) {
    const fitted = Array.isArray(value) ? value.slice(0, ability.capacity) : value;
    const beside = besideOf(members);
    return world.input.objection(system, identity.kind, field, fitted, beside) === null ? fitted : null;
  }
  const owner = world.input.identityOf.get(`${source}:${refersTo}:${String(value)}`);
  if (owner === undefined || !world.willExist(owner, system)) return null;
  const home = identity.organization === null ? undefined : world.input.identities.get(identity.organization);
  const organization = home?.links[system]?.record;
  // An organization that is yet to be created has no id to compare; what belongs to it is created with it.
  const fits = organization === undefined || world.isHome(owner, system, organization);
  return fits ? { identity: owner } : null;
}

/** What the members say of the thing that is to be created, the first that says something about each field. */
function besideOf(members: PerSystem<SourceRecord>): Fields {
  const beside: Partial<Record<FieldName, FieldValue>> = {};
  for (const system of [...SYSTEMS].reverse()) {
    for (const [field, value] of Object.entries(members[system]?.fields ?? {})) {
      if (isFieldName(field) && value !== undefined && !isBlank(value)) beside[field] = value;
    }
  }
  return beside;
}
