/** Conflicts as a person settles them: all sides, what they last agreed on, who changed what, a suggestion. Pure. */
import type { Authority } from './authority';
import { type FieldName, fieldNames, fieldSpec } from './fields';
import { LIST_TYPES } from './merge/sides';
import type {
  FieldValue,
  Identity,
  IdentityId,
  Kind,
  LastChange,
  PerSystem,
  RecordKey,
  SourceRecord,
  SystemName,
} from './model';
import { KINDS, keyOf, membersOf, refOf, SYSTEM_TITLES, SYSTEMS } from './model';
import { secondsOf } from './normalize/instant';
import type { Conflict } from './plan/model';
import { refusalOf, type Takers } from './plan/refusal';

export interface ConflictSide {
  readonly record: RecordKey;
  /** What the system calls the thing. */
  readonly name: string;
  readonly url: string | null;
  /** In the system's own form; a reference is an id there. */
  readonly value: FieldValue;
  /** As people read it: what a reference leads to, by name. */
  readonly text: string;
  /** What it said when the sides last agreed; null before they ever did. */
  readonly agreed: { readonly value: FieldValue; readonly text: string } | null;
  /** Whether it changed since they agreed. */
  readonly changed: boolean;
  /** Of the record as a whole: no API tells it of a field. */
  readonly lastChange: LastChange | null;
  /** Why nothing can be written here, or null. */
  readonly refusal: string | null;
}

export interface ConflictItem {
  /** Stays the same as long as the question does: `contact/bms/7|title`. */
  readonly key: string;
  readonly kind: Kind;
  readonly identity: IdentityId;
  readonly name: string;
  readonly organization: string;
  readonly organizationIdentity: IdentityId;
  readonly field: FieldName;
  readonly label: string;
  /** A list is merged item by item. */
  readonly isList: boolean;
  /** For a reference: the kind of record that it leads to. */
  readonly to: Kind | null;
  readonly sides: PerSystem<ConflictSide>;
  /** The agreed base in one form: the authority's, else the first there is; null at first contact. */
  readonly agreed: { readonly value: FieldValue; readonly text: string } | null;
  readonly authority: SystemName | null;
  readonly suggestion: { readonly system: SystemName; readonly reason: string } | null;
  readonly reason: string;
}

export interface ConflictGround {
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly takers: Takers;
  readonly authority: Authority;
}

export function conflictItems(
  conflicts: readonly Conflict[],
  ground: ConflictGround,
): readonly ConflictItem[] {
  return inOrder(conflicts.map((conflict) => itemOf(conflict, ground)));
}

/** As the things depend on each other, then by client and name. */
export function inOrder(items: readonly ConflictItem[]): readonly ConflictItem[] {
  return items
    .map((item) => ({ item, rank: rankOf(item) }))
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ item }) => item);
}

type Rank = readonly (string | number)[];

const rankOf = ({ kind, organization, name, identity, field }: ConflictItem): Rank => [
  KINDS.indexOf(kind),
  organization.toLowerCase(),
  name.toLowerCase(),
  identity,
  fieldNames(kind).indexOf(field),
];

function compare(a: Rank, b: Rank): number {
  for (const [at, left] of a.entries()) {
    const right = b[at] ?? 0;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function itemOf(conflict: Conflict, ground: ConflictGround): ConflictItem {
  const { kind, identity: id, name, organization, field, reason } = conflict;
  const spec = fieldSpec(kind, field);
  const identity = ground.identities.get(id);
  const owner = identity?.organization ?? id;
  const home = ground.identities.get(owner);
  const authority = ground.authority(kind, field, home ? membersOf(home).map(keyOf) : []);
  const sides = sidesOf(conflict, identity, ground);
  const order = [...SYSTEMS].sort((a, b) => Number(b === authority) - Number(a === authority));
  const agreed = order.map((system) => sides[system]?.agreed).find((base) => base) ?? null;
  return {
    ...{ key: `${id}|${field}`, kind, identity: id, name, organization, organizationIdentity: owner },
    ...{ field, label: spec?.label ?? field, to: spec?.to ?? null },
    isList: spec !== undefined && LIST_TYPES.has(spec.type),
    ...{ sides, agreed, authority, suggestion: suggestionFor(conflict, authority, sides), reason },
  };
}

function sidesOf(
  { kind, field, values, base, changed }: Conflict,
  identity: Identity | undefined,
  { records, takers }: ConflictGround,
): PerSystem<ConflictSide> {
  const sides: Partial<Record<SystemName, ConflictSide>> = {};
  for (const system of SYSTEMS) {
    const value = values[system];
    const id = identity?.links[system]?.record;
    const record = id === undefined ? undefined : records.get(`${system}:${kind}:${id}`);
    if (value === undefined || !record) continue;
    const before = base?.[system];
    const text = (held: FieldValue) => textOf(held, kind, field, system, records);
    sides[system] = {
      record: keyOf(record),
      ...{ name: record.name, url: record.url, value, text: text(value) },
      agreed: before === undefined ? null : { value: before, text: text(before) },
      changed: changed.includes(system),
      lastChange: record.changed ?? null,
      refusal: refusalOf(record, field, takers),
    };
  }
  return sides;
}

/** A value in words: a list with commas, a flag as yes or no, a reference by the name of what it leads to. */
export function textOf(
  value: FieldValue,
  kind: Kind,
  field: FieldName,
  system: SystemName,
  records: ReadonlyMap<RecordKey, SourceRecord>,
): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return value.join(', ');
  const to = fieldSpec(kind, field)?.to;
  return to ? (records.get(`${system}:${to}:${value}`)?.name ?? value) : value;
}

function suggestionFor(
  { suggestion }: Conflict,
  authority: SystemName | null,
  sides: PerSystem<ConflictSide>,
): ConflictItem['suggestion'] {
  if (suggestion && suggestion === authority) {
    return { system: suggestion, reason: `${SYSTEM_TITLES[suggestion]} is the authority for this field` };
  }
  if (!suggestion) return newest(sides);
  const alike = Object.values(sides).filter(({ text }) => text === sides[suggestion]?.text);
  if (alike.length > 1) return { system: suggestion, reason: 'more sides say this than anything else' };
  const reason = `${SYSTEM_TITLES[suggestion]} changed it after the others had agreed`;
  return { system: suggestion, reason };
}

/** Where every side that changed tells when: the last one. */
function newest(sides: PerSystem<ConflictSide>): ConflictItem['suggestion'] {
  const changed = SYSTEMS.flatMap((system) => {
    const side = sides[system];
    return side?.changed ? [{ system, at: secondsOf(side.lastChange?.at ?? '') }] : [];
  });
  if (changed.length < 2 || changed.some(({ at }) => at === undefined)) return null;
  const [last, before] = [...changed].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  if (!last || last.at === before?.at) return null;
  return { system: last.system, reason: `its record in ${SYSTEM_TITLES[last.system]} was changed last` };
}

/** The conflicts of one record, by the key of any of its members. */
export function conflictsOf(items: readonly ConflictItem[], record: RecordKey): readonly ConflictItem[] {
  const { system } = refOf(record);
  return items.filter(({ sides }) => sides[system]?.record === record);
}
