/** What each system says about one field, in the form in which sides are compared. Pure. */
import type { FieldName, FieldSpec } from '../fields';
import type {
  Due,
  FieldValue,
  Identity,
  IdentityId,
  PerSystem,
  RecordKey,
  SourceRecord,
  SystemName,
} from '../model';
import { isBlank, keyOf, membersOf, SYSTEMS } from '../model';
import { countryCode } from '../normalize/country';
import { systemFamily } from '../normalize/hardware';
import { canonicalForm, type ValueHint } from '../normalize/value';
import type { Side, Sides } from './field';
import type { ListSide, ListSides } from './list-side';
import type { MergeInput } from './model';

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

/** Whose it is; an organization is its own. */
export const ownerOf = (
  identity: Identity,
  identities: ReadonlyMap<IdentityId, Identity>,
): Identity | undefined =>
  identity.organization === null ? identity : identities.get(identity.organization);

/** A phone number without a country code is read as one of the country that the records name. */
export function hintFor(
  members: PerSystem<SourceRecord>,
  owner: Identity | undefined,
  { records }: Pick<MergeInput, 'records'>,
): ValueHint {
  const owners = owner ? Object.values(liveMembers(owner, records)) : [];
  for (const record of [...Object.values(members), ...owners]) {
    const named = record.fields.country ?? record.hints?.country;
    const code = typeof named === 'string' ? countryCode(named) : null;
    if (code) return { country: code };
  }
  return {};
}

/** The same for an identity as these records show it. */
export const hintOf = (
  identity: Identity,
  identities: ReadonlyMap<IdentityId, Identity>,
  records: ReadonlyMap<RecordKey, SourceRecord>,
): ValueHint => hintFor(liveMembers(identity, records), ownerOf(identity, identities), { records });

/** One field of one identity, with all that reading its sides takes. */
export interface Merging {
  readonly identity: Identity;
  readonly members: PerSystem<SourceRecord>;
  /** The members between which anything may go at all. */
  readonly systems: readonly SystemName[];
  readonly field: FieldName;
  readonly spec: FieldSpec;
  readonly authority: SystemName | null;
  readonly hint: ValueHint;
  readonly input: MergeInput;
}

/** Sides of one field: as lists or as plain values, with what each system holds in its own form. */
export interface FieldSides {
  readonly values: PerSystem<FieldValue>;
  readonly plain: Sides;
  readonly lists: ListSides;
  /** What those lists held that take no part now, as far as they agreed to it. */
  readonly absent: ListSides;
  readonly isList: boolean;
}

/**
 * Sides that agreed on the field before and take no part in it now: they are out of sight, their pair is switched off, or
 * a person has set them apart for a while.
 */
export const absentFrom = (
  { links, parted, shadows }: Identity,
  field: FieldName,
  values: PerSystem<FieldValue>,
): readonly SystemName[] =>
  SYSTEMS.filter(
    (system) =>
      (links[system] ?? parted?.[system]) !== undefined &&
      values[system] === undefined &&
      shadows[system]?.[field] !== undefined,
  );

export const LIST_TYPES: ReadonlySet<FieldSpec['type']> = new Set(['emails', 'phones', 'macs', 'ips']);

/** The sides that a field has: each member whose system holds such a field and says something comparable. */
export function sidesOf(merging: Merging): FieldSides {
  const { identity, members, systems, field, spec, input } = merging;
  const values: Partial<Record<SystemName, FieldValue>> = {};
  const plain: Partial<Record<SystemName, Side>> = {};
  const lists: Partial<Record<SystemName, ListSide>> = {};
  const isList = LIST_TYPES.has(spec.type);
  for (const system of systems) {
    const value = members[system]?.fields[field];
    const ability = input.abilities[system]?.[identity.kind].fields[field];
    if (value === undefined || !ability) continue;
    const shadow = identity.shadows[system]?.[field];
    if (isList) {
      lists[system] = listSide(merging, system, value, shadow, ability.capacity ?? Number.POSITIVE_INFINITY);
    } else {
      const side = plainSide(merging, system, value, shadow);
      // What cannot be compared is not agreed on either: it is news once it can.
      if (!side) continue;
      plain[system] = side;
    }
    values[system] = value;
  }
  alignCoarse(merging, plain);
  const absent = isList ? absentLists(merging, values) : {};
  return { values, plain, lists, absent, isList };
}

function absentLists(merging: Merging, values: PerSystem<FieldValue>): ListSides {
  const { identity, field, input } = merging;
  const absent: Partial<Record<SystemName, ListSide>> = {};
  for (const system of absentFrom(identity, field, values)) {
    const agreed = identity.shadows[system]?.[field] ?? null;
    const capacity = input.abilities[system]?.[identity.kind].fields[field]?.capacity;
    absent[system] = listSide(merging, system, agreed, agreed, capacity ?? Number.POSITIVE_INFINITY);
  }
  return absent;
}

function plainSide(
  { identity, spec, field, hint, input }: Merging,
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
  if (shadow === undefined) return { value, form, shadow: undefined };
  // What a table of names calls the value may have changed since; what the system holds has not.
  const family = input.abilities[system]?.[identity.kind].fields[field]?.family;
  const before = family && sameFamily(shadow, value, family) ? form : formOf(shadow);
  return { value, form, shadow: before === null ? undefined : before };
}

/** A side that holds only the family of a value agrees with every value of that family. */
function alignCoarse(
  { identity, field, authority, input }: Merging,
  sides: Partial<Record<SystemName, Side>>,
): void {
  const abilityOf = (system: SystemName) => input.abilities[system]?.[identity.kind].fields[field];
  const isCoarse = (system: SystemName) => abilityOf(system)?.coarse === true;
  const fine = SYSTEMS.filter((system) => sides[system]?.form && !isCoarse(system));
  const leader = fine.find((system) => system === authority) ?? fine[0];
  const reference = leader && sides[leader];
  if (!reference) return;
  for (const system of SYSTEMS) {
    const side = sides[system];
    const family = abilityOf(system)?.family ?? systemFamily;
    if (!side || !isCoarse(system) || !sameFamily(side.value, reference.value, family)) continue;
    // The authority agrees with who says the very same, and not with all of the family.
    if (system === authority && fine.some((other) => sides[other]?.form === side.form)) continue;
    const shadow = side.form === side.shadow ? reference.form : side.shadow;
    const agreesOnly = side.form === reference.form ? {} : { agreesOnly: true as const };
    sides[system] = { ...side, form: reference.form, shadow, ...agreesOnly };
  }
}

function sameFamily(coarse: FieldValue, fine: FieldValue, familyOf: (value: string) => string): boolean {
  if (typeof coarse !== 'string' || typeof fine !== 'string') return false;
  const family = familyOf(coarse);
  return family !== '' && family === familyOf(fine);
}

export const itemsOf = (value: FieldValue): readonly string[] =>
  Array.isArray(value) ? value : value === null || typeof value === 'boolean' ? [] : [String(value)];

function listSide(
  merging: Merging,
  system: SystemName,
  value: FieldValue,
  shadow: FieldValue | undefined,
  capacity: number,
): ListSide {
  const held = setOf(merging, itemsOf(value));
  const before = shadow === undefined ? undefined : formsOfList(merging, itemsOf(shadow));
  const due = merging.identity.due?.[system]?.[merging.field];
  const side = { items: [...held.values()], forms: [...held.keys()], shadow: before, capacity };
  return due ? { ...side, due: dueAs(merging, due) } : side;
}

/** What is owed, in the forms of today: a number may be known to be of a country by now. */
const dueAs = (merging: Merging, { add, remove }: Due): Due => ({
  ...(add ? { add: formsOfList(merging, add) } : {}),
  remove: formsOfList(merging, remove),
});

/** A system may list one thing twice; as a set it is there once. */
function setOf({ spec, hint }: Merging, items: readonly string[]): ReadonlyMap<string, string> {
  const seen = new Map<string, string>();
  for (const item of items) {
    const form = canonicalForm(spec, [item], hint);
    if (form !== '' && !seen.has(form)) seen.set(form, item);
  }
  return seen;
}

export const formsOfList = (merging: Merging, items: readonly string[]): readonly string[] => [
  ...setOf(merging, items).keys(),
];

/** The form of a value that a person gave, a reference by the key of a record; null where that is not known. */
export function wantedForm({ spec, hint, input }: Merging, value: FieldValue): string | null {
  if (isBlank(value)) return '';
  if (!spec.to) return canonicalForm(spec, value, hint);
  const owners: ReadonlyMap<string, string> = input.identityOf;
  return owners.get(String(value)) ?? null;
}
