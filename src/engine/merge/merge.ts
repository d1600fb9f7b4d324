/** Merges all fields of all identities: pure, in slices, one result per field that is not simply quiet. */
import type { Authority } from '../authority';
import type { Decision } from '../decisions';
import { type FieldName, type FieldSpec, fieldNames, fieldSpec } from '../fields';
import type { FieldValue, Identity, Kind, PerSystem, RecordKey, SourceRecord, SystemName } from '../model';
import { isActive, isBlank, keyOf, membersOf, SYSTEM_TITLES, SYSTEMS } from '../model';
import { countryCode } from '../normalize/country';
import { systemFamily } from '../normalize/hardware';
import { canonicalForm, type ValueHint } from '../normalize/value';
import { type Barrier, concerned } from '../policy';
import type { KindAbility } from '../ports';
import type { Slices } from '../slices';
import { barredLists, barredTargets } from './barred';
import { type Merged, mergeField, offerOwed, type Side, type Sides } from './field';
import { type ListSide, type MergedList, mergeList, offerOwedList } from './list';

export type Abilities = PerSystem<Readonly<Record<Kind, KindAbility>>>;

export interface MergeInput {
  readonly identities: ReadonlyMap<string, Identity>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  /** Which identity a record belongs to, for references. */
  readonly identityOf: ReadonlyMap<RecordKey, string>;
  readonly abilities: Abilities;
  readonly authority: Authority;
  readonly decisions: readonly Decision[];
  /** Serial numbers that say nothing: never spread, and free to be overwritten. */
  readonly isPlaceholder: (field: FieldName, value: FieldValue) => boolean;
  /** Which way values may go. */
  readonly barrier: Barrier;
}

export interface FieldMerge {
  readonly field: FieldName;
  readonly merged: Merged;
  /** What each side says, in its own form. */
  readonly values: PerSystem<FieldValue>;
  /** For lists: what each target should hold. */
  readonly lists?: PerSystem<readonly string[]>;
  /** The value is the reader's: a person decided it. */
  readonly decided?: true;
  /** Targets that may not take the value, or not all of a list, from where it stands; with the reason. */
  readonly barred?: PerSystem<string>;
}

export interface IdentityMerge {
  readonly identity: Identity;
  readonly members: PerSystem<SourceRecord>;
  readonly fields: readonly FieldMerge[];
}

/** How many identities are merged between two pauses. */
const SLICE = 16;

/** Merges every identity that has members in two systems or more. */
export function* merge(input: MergeInput): Slices<readonly IdentityMerge[]> {
  const decided = decidedValues(input.decisions);
  const results: IdentityMerge[] = [];
  let count = 0;
  for (const identity of input.identities.values()) {
    count += 1;
    if (count % SLICE === 0) yield;
    const members = liveMembers(identity, input.records);
    if (Object.keys(members).length < 2) continue;
    results.push(mergeIdentity(identity, members, input, decided));
  }
  return results;
}

export function liveMembers(
  identity: Identity,
  records: ReadonlyMap<RecordKey, SourceRecord>,
): PerSystem<SourceRecord> {
  const members: Partial<Record<SystemName, SourceRecord>> = {};
  for (const ref of membersOf(identity)) {
    const record = records.get(keyOf(ref));
    if (record) members[ref.system] = record;
  }
  return members;
}

function mergeIdentity(
  identity: Identity,
  members: PerSystem<SourceRecord>,
  input: MergeInput,
  decided: DecidedValues,
): IdentityMerge {
  const owner = identity.organization === null ? identity : input.identities.get(identity.organization);
  const ownerKeys = owner ? membersOf(owner).map(keyOf) : [];
  const hint = hintFor(members, owner, input);
  const systems = concerned(identity.kind, systemsIn(members), input.barrier);
  const fields: FieldMerge[] = [];
  for (const field of fieldNames(identity.kind)) {
    const spec = fieldSpec(identity.kind, field);
    // Ownership is the matcher's question: a record in another organization is a moved one, not a changed field.
    if (!spec || spec.volatile || field === 'organization') continue;
    const authority = input.authority(identity.kind, field, ownerKeys);
    const result = mergeOne({ identity, members, systems, field, spec, authority, hint, input, decided });
    if (result) fields.push(result);
  }
  return { identity, members, fields };
}

/** A phone number without a country code is read as one of the country that the records name. */
function hintFor(
  members: PerSystem<SourceRecord>,
  owner: Identity | undefined,
  { records }: MergeInput,
): ValueHint {
  const owners = owner ? Object.values(liveMembers(owner, records)) : [];
  for (const record of [...Object.values(members), ...owners]) {
    const named = record.fields.country ?? record.hints?.country;
    const code = typeof named === 'string' ? countryCode(named) : null;
    if (code) return { country: code };
  }
  return {};
}

interface Merging {
  readonly identity: Identity;
  readonly members: PerSystem<SourceRecord>;
  /** Those between which anything may go at all. */
  readonly systems: readonly SystemName[];
  readonly field: FieldName;
  readonly spec: FieldSpec;
  readonly authority: SystemName | null;
  readonly hint: ValueHint;
  readonly input: MergeInput;
  readonly decided: DecidedValues;
}

function mergeOne(merging: Merging): FieldMerge | null {
  const { identity, members, field, spec, authority, input, decided } = merging;
  const values: Partial<Record<SystemName, FieldValue>> = {};
  const sides: Partial<Record<SystemName, Side>> = {};
  const lists: Partial<Record<SystemName, ListSide>> = {};
  const isList = LIST_TYPES.has(spec.type);
  for (const system of merging.systems) {
    const record = members[system];
    const value = record?.fields[field];
    const ability = input.abilities[system]?.[identity.kind].fields[field];
    if (!record || value === undefined || !ability) continue;
    const shadow = identity.shadows[system]?.[field];
    values[system] = value;
    if (isList)
      lists[system] = listSide(merging, value, shadow, ability.capacity ?? Number.POSITIVE_INFINITY);
    else {
      const side = plainSide(merging, system, value, shadow);
      if (side) sides[system] = side;
    }
  }
  alignCoarse(merging, sides);
  const count = Object.keys(isList ? lists : sides).length;
  if (count < 2) return null;
  const choice = decided.find(members, field, values);
  if (choice !== undefined) {
    return barred(merging, byDecision(field, values, sides, lists, choice, spec, isList), sides, lists);
  }
  const merged: MergedList = isList
    ? mergeList(lists, authority, titleOf)
    : field === 'active'
      ? mergeLifecycle(sides, authority)
      : mergeField(sides, authority, titleOf);
  const offer = merged.row === 'quiet' ? owedOffer(identity, field, isList, sides, lists) : null;
  const result: MergedList = offer ?? merged;
  const found = { field, merged: result, values, ...(result.lists ? { lists: result.lists } : {}) };
  return barred(merging, found, sides, lists);
}

const systemsIn = (members: PerSystem<SourceRecord>): readonly SystemName[] =>
  SYSTEMS.filter((system) => members[system]);

/** The merged field as far as the allowed directions let it go. */
function barred(
  { identity, spec, hint, input: { barrier } }: Merging,
  found: FieldMerge,
  sides: Sides,
  lists: PerSystem<ListSide>,
): FieldMerge {
  const { kind } = identity;
  if (found.lists && !found.decided) {
    const formOf = (item: string) => canonicalForm(spec, [item], hint);
    const { lists: allowed, barred: reasons } = barredLists(kind, found.lists, lists, formOf, barrier);
    return Object.keys(reasons).length === 0 ? found : { ...found, lists: allowed, barred: reasons };
  }
  const reasons = barredTargets(kind, found.merged, found.lists ? lists : sides, barrier);
  if (Object.keys(reasons).length === 0) return found;
  const allowed = Object.entries(found.lists ?? {}).filter(([system]) => !(system in reasons));
  return { ...found, ...(found.lists ? { lists: Object.fromEntries(allowed) } : {}), barred: reasons };
}

function owedOffer(
  identity: Identity,
  field: FieldName,
  isList: boolean,
  sides: Sides,
  lists: PerSystem<ListSide>,
): MergedList | null {
  const owed = SYSTEMS.filter((system) => identity.owed?.[system]?.includes(field));
  if (owed.length === 0) return null;
  return isList ? offerOwedList(lists, owed, titleOf) : offerOwed(sides, owed, titleOf);
}

const LIST_TYPES: ReadonlySet<FieldSpec['type']> = new Set(['emails', 'phones', 'macs', 'ips']);

const titleOf = (system: SystemName): string => SYSTEM_TITLES[system];

/** First contact never archives: where sides disagree about being active before any agreement, nothing is done. */
function mergeLifecycle(sides: Sides, authority: SystemName | null): Merged {
  const merged = mergeField(sides, authority, titleOf);
  const unsettled = merged.row.startsWith('first') || merged.row === 'joined';
  return unsettled && merged.type !== 'agree' ? { type: 'agree', row: merged.row } : merged;
}

function plainSide(
  { spec, field, hint, input }: Merging,
  system: SystemName,
  value: FieldValue,
  shadow: FieldValue | undefined,
): Side | null {
  const formOf = (held: FieldValue): string | null => {
    if (isBlank(held) || input.isPlaceholder(field, held)) return '';
    if (spec.type !== 'reference') return canonicalForm(spec, held, hint);
    return (spec.to && input.identityOf.get(`${system}:${spec.to}:${String(held)}`)) ?? null;
  };
  const form = formOf(value);
  // A reference to a record that this account cannot see says nothing that could be compared.
  if (form === null) return null;
  const before = shadow === undefined ? undefined : formOf(shadow);
  return { value, form, shadow: before === null ? undefined : before };
}

/** A side that holds only the family of a value agrees with every value of that family. */
function alignCoarse(
  { identity, field, authority, input }: Merging,
  sides: Partial<Record<SystemName, Side>>,
): void {
  const isCoarse = (system: SystemName) =>
    input.abilities[system]?.[identity.kind].fields[field]?.coarse === true;
  const fine = SYSTEMS.filter((system) => sides[system]?.form && !isCoarse(system));
  const leader = fine.find((system) => system === authority) ?? fine[0];
  const reference = leader && sides[leader];
  if (!reference) return;
  for (const system of SYSTEMS) {
    const side = sides[system];
    if (!side || !isCoarse(system) || !sameFamily(side.value, reference.value)) continue;
    const unmoved = side.form === side.shadow;
    sides[system] = { ...side, form: reference.form, shadow: unmoved ? reference.form : side.shadow };
  }
}

function sameFamily(coarse: FieldValue, fine: FieldValue): boolean {
  if (typeof coarse !== 'string' || typeof fine !== 'string') return false;
  const family = systemFamily(coarse);
  return family !== '' && family === systemFamily(fine);
}

const itemsOf = (value: FieldValue): readonly string[] =>
  Array.isArray(value) ? value : value === null || typeof value === 'boolean' ? [] : [String(value)];

function listSide(
  { spec, hint }: Merging,
  value: FieldValue,
  shadow: FieldValue | undefined,
  capacity: number,
): ListSide {
  const formOf = (item: string) => canonicalForm(spec, [item], hint);
  const seen = new Map<string, string>();
  for (const item of itemsOf(value)) {
    const form = formOf(item);
    if (form !== '' && !seen.has(form)) seen.set(form, item);
  }
  // A system may list one thing twice; as a set it is there once.
  const before = shadow === undefined ? undefined : [...new Set(itemsOf(shadow).map(formOf).filter(Boolean))];
  return { items: [...seen.values()], forms: [...seen.keys()], shadow: before, capacity };
}

interface DecidedValues {
  find(
    members: PerSystem<SourceRecord>,
    field: FieldName,
    values: PerSystem<FieldValue>,
  ): FieldValue | undefined;
}

/** A decided value holds for as long as the sides still say what they said when it was decided. */
function decidedValues(decisions: readonly Decision[]): DecidedValues {
  const byRecord = new Map<string, Extract<Decision, { type: 'value' }>>();
  for (const decision of decisions) {
    if (decision.type === 'value') byRecord.set(`${decision.record}|${decision.field}`, decision);
  }
  return {
    find(members, field, values) {
      for (const system of byRecord.size > 0 ? SYSTEMS : []) {
        const record = members[system];
        const decision = record && byRecord.get(`${keyOf(record)}|${field}`);
        if (!decision) continue;
        const stands = SYSTEMS.every((name) => {
          const against = decision.against[name];
          return (
            against === undefined ||
            sameValue(against, values[name]) ||
            sameValue(decision.value, values[name])
          );
        });
        if (stands) return decision.value;
      }
      return undefined;
    },
  };
}

const sameValue = (a: FieldValue, b: FieldValue | undefined): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((item, at) => item === b[at])
    : a === b || (isBlank(a) && isBlank(b));

function byDecision(
  field: FieldName,
  values: PerSystem<FieldValue>,
  sides: Sides,
  lists: PerSystem<ListSide>,
  value: FieldValue,
  spec: FieldSpec,
  isList: boolean,
): FieldMerge {
  const wanted = isBlank(value) ? '' : canonicalForm(spec, value);
  const targets = SYSTEMS.filter((system) => {
    if (isList) return lists[system] && canonicalForm(spec, values[system] ?? null) !== wanted;
    return sides[system] && sides[system].form !== wanted;
  });
  const source = SYSTEMS.find((system) => values[system] !== undefined && !targets.includes(system)) ?? 'bms';
  if (targets.length === 0) return { field, values, merged: { type: 'agree', row: 'decided' } };
  const merged: Merged = {
    type: 'propagate',
    row: 'decided',
    value,
    source,
    targets,
    reason: 'decided by a person',
  };
  if (!isList) return { field, values, merged, decided: true };
  const each: Partial<Record<SystemName, readonly string[]>> = {};
  for (const system of targets) each[system] = itemsOf(value).slice(0, lists[system]?.capacity);
  return { field, values, merged, lists: each, decided: true };
}

/** Whether any member of the identity is still in use. */
export function anyActive(members: PerSystem<SourceRecord>): boolean {
  return SYSTEMS.some((system) => {
    const record = members[system];
    return record !== undefined && isActive(record);
  });
}
