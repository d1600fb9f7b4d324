/** Turns merged fields and the creation policy into an ordered list of steps: pure, in slices. */
import type { FieldName } from '../fields';
import { fieldSpec } from '../fields';
import type { FieldMerge, IdentityMerge } from '../merge/model';
import type { Fields, FieldValue, Identity, RecordId, SourceRecord, SystemName } from '../model';
import { SYSTEM_TITLES, SYSTEMS } from '../model';
import type { Slices } from '../slices';
import { creations } from './create';
import { livingOn } from './ended';
import { fingerprintOfSteps } from './fingerprint';
import type { Action, Conflict, Drift, FieldChange, Plan, PlannedValue, Step } from './model';
import { identityNamed, isReference } from './model';
import { inOrder, inReadingOrder } from './order';
import { refusalOf } from './refusal';
import type { PlanInput } from './world';
import { type PlanWorld, worldOf } from './world';

/** How many identities are planned between two pauses. */
const SLICE = 16;

export function* makePlan(input: PlanInput): Slices<Plan> {
  const world = worldOf(input);
  const steps: Step[] = [];
  const conflicts: Conflict[] = [];
  const drift: Drift[] = [];
  const coming = yield* creations(world, drift);
  steps.push(...coming);
  let count = 0;
  for (const merged of input.merges) {
    count += 1;
    if (count % SLICE === 0) yield;
    conflicts.push(...conflictsOf(merged, world));
    steps.push(...updatesOf(merged, world, drift));
    drift.push(...livingOn(merged, world));
  }
  yield;
  const ordered = inOrder(steps, world);
  yield;
  const fingerprint = yield* fingerprintOfSteps(ordered);
  const told = { conflicts: inReadingOrder(conflicts), drift: inReadingOrder(drift) };
  return { version: 1, madeAt: input.madeAt, steps: ordered, ...told, fingerprint };
}

function conflictsOf(merged: IdentityMerge, world: PlanWorld): Conflict[] {
  const found: Conflict[] = [];
  for (const { field, merged: result, values } of merged.fields) {
    if (result.type !== 'conflict') continue;
    const base: Partial<Record<SystemName, FieldValue>> = {};
    for (const system of SYSTEMS) {
      const shadow = merged.identity.shadows[system]?.[field];
      if (shadow !== undefined) base[system] = shadow;
    }
    found.push({
      kind: merged.identity.kind,
      identity: merged.identity.id,
      name: world.nameOf(merged.identity),
      organization: world.organizationOf(merged.identity),
      field,
      values,
      ...(Object.keys(base).length > 0 ? { base } : {}),
      changed: result.changed,
      suggestion: result.suggestion,
      reason: result.reason,
    });
  }
  return found;
}

function updatesOf(merged: IdentityMerge, world: PlanWorld, drift: Drift[]): Step[] {
  const steps: Step[] = [];
  for (const system of SYSTEMS) {
    const record = merged.members[system];
    if (!record) continue;
    const changes: FieldChange[] = [];
    let lifecycle: Action | null = null;
    for (const field of merged.fields) {
      if (field.merged.type !== 'propagate' || !field.merged.targets.includes(system)) continue;
      const change = changeFor(merged, field, record, world, drift);
      if (!change) continue;
      changes.push(change);
      if (field.field === 'active') lifecycle = change.to === false ? 'archive' : 'reactivate';
    }
    if (changes.length === 0) continue;
    steps.push(stepFor(merged.identity, record, changes, lifecycle ?? 'update', world));
  }
  return steps;
}

function stepFor(
  identity: Identity,
  record: SourceRecord,
  changes: readonly FieldChange[],
  action: Action,
  world: PlanWorld,
): Step {
  const sources = [...new Set(changes.map((change) => change.source))];
  const from = sources
    .map((source) => (source === 'person' ? 'a decision' : SYSTEM_TITLES[source]))
    .join(', ');
  return {
    id: `${record.system}/${action}/${record.kind}/${record.id}`,
    action,
    system: record.system,
    kind: record.kind,
    identity: identity.id,
    record: record.id,
    name: world.nameOf(identity),
    organization: world.organizationOf(identity),
    organizationIdentity: identity.organization ?? identity.id,
    changes,
    reason: `takes ${changes.length === 1 ? 'a value' : `${changes.length} values`} from ${from}`,
  };
}

/** The change of one field in one target, or null when it cannot be taken: then it is drift. */
function changeFor(
  merged: IdentityMerge,
  fieldMerge: FieldMerge,
  record: SourceRecord,
  world: PlanWorld,
  drift: Drift[],
): FieldChange | null {
  const { field, merged: result } = fieldMerge;
  if (result.type !== 'propagate') return null;
  const { system, kind } = record;
  const bar = fieldMerge.barred?.[system];
  if (bar !== undefined) {
    drift.push(driftOf(merged, record, field, result.value, bar, world));
    // Of a list, what may go still goes.
    if (!fieldMerge.lists?.[system]) return null;
  }
  const value: FieldValue = fieldMerge.lists?.[system] ?? result.value;
  const wanted = plannedValue(merged.identity, field, value, result.source, world);
  const from = record.fields[field] ?? null;
  const reason =
    wanted === undefined
      ? 'it refers to a record that is not linked'
      : refusal(merged, record, field, wanted, world);
  if (reason !== null || wanted === undefined) {
    drift.push(driftOf(merged, record, field, wanted ?? null, reason ?? '', world));
    return null;
  }
  const display = displayOf(kind, field, system, from, wanted, world);
  const source = fieldMerge.decided ? 'person' : result.source;
  const settled = merged.identity.shadows[system]?.[field] !== undefined;
  return {
    field,
    from,
    to: wanted,
    ...(display ? { display } : {}),
    source,
    reason: result.reason,
    ...(settled ? { settled } : {}),
  };
}

function driftOf(
  { identity }: IdentityMerge,
  record: SourceRecord,
  field: FieldName,
  wanted: PlannedValue,
  reason: string,
  world: PlanWorld,
): Drift {
  return {
    system: record.system,
    kind: record.kind,
    identity: identity.id,
    record: record.id,
    name: world.nameOf(identity),
    organization: world.organizationOf(identity),
    field,
    value: record.fields[field] ?? null,
    wanted,
    reason,
  };
}

/** A reference becomes the identity it names; undefined when that record belongs to none. */
function plannedValue(
  identity: Identity,
  field: FieldName,
  value: FieldValue,
  source: SystemName,
  world: PlanWorld,
): PlannedValue | undefined {
  const to = fieldSpec(identity.kind, field)?.to;
  if (!to || value === null) return value;
  const owner = world.input.identityOf.get(`${source}:${to}:${String(value)}`);
  return owner === undefined ? undefined : { identity: owner };
}

/** Why the target cannot take the value, or null when it can. */
function refusal(
  merged: IdentityMerge,
  record: SourceRecord,
  field: FieldName,
  wanted: PlannedValue,
  world: PlanWorld,
): string | null {
  const { system, kind } = record;
  const refused = refusalOf(record, field, world.input.abilities);
  if (refused !== null || field === 'active') return refused;
  const title = SYSTEM_TITLES[system];
  if (isReference(wanted)) {
    const { identity: named } = wanted;
    const label = world.labelOf(named);
    if (!world.willExist(named, system)) return `${label} is not in ${title}`;
    const home = world.isHome(named, system, homeOf(merged, record, world));
    return home ? null : `${label} belongs to another organization in ${title}`;
  }
  return world.input.objection(system, kind, field, wanted, besideOf(merged, record));
}

/** The organization of its system to which the record belongs once it has moved, where it does. */
function homeOf({ fields }: IdentityMerge, record: SourceRecord, { input }: PlanWorld): RecordId | null {
  const moves = fields.find(({ field }) => field === 'organization');
  if (moves?.merged.type !== 'propagate' || moves.barred?.[record.system]) return record.organization;
  if (refusalOf(record, 'organization', input.abilities) !== null) return record.organization;
  const { source, targets, value } = moves.merged;
  const owner = input.identityOf.get(`${source}:organization:${String(value)}`);
  const there = owner === undefined ? undefined : input.identities.get(owner)?.links[record.system];
  return targets.includes(record.system) && there ? there.record : record.organization;
}

/** What the record is to hold in the fields that are plain values: as it is, and as the other sides will have it. */
function besideOf(merged: IdentityMerge, record: SourceRecord): Fields {
  const coming = merged.fields.flatMap(({ field, merged: result, values }) => {
    const plain = fieldSpec(merged.identity.kind, field)?.to === undefined;
    const targets = result.type === 'propagate' ? result.targets : [];
    const value = result.type === 'propagate' ? result.value : values[record.system];
    return plain && targets.includes(record.system) && value !== undefined ? [[field, value] as const] : [];
  });
  return { ...record.fields, ...Object.fromEntries(coming) };
}

function displayOf(
  kind: Identity['kind'],
  field: FieldName,
  system: SystemName,
  from: FieldValue,
  wanted: PlannedValue,
  world: PlanWorld,
): { from: string; to: string } | null {
  const to = fieldSpec(kind, field)?.to;
  if (!to) return null;
  const current = from === null ? undefined : world.input.records.get(`${system}:${to}:${String(from)}`);
  const next = identityNamed(wanted);
  return { from: current?.name ?? '', to: next === null ? '' : world.labelOf(next) };
}
