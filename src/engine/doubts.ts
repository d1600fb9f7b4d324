/** Writes of unknown outcome to records that went out of sight: whether they arrived shows when those are seen again. Pure. */
import { Debts } from './debts';
import { type FieldName, fieldNames, fieldSpec, isFieldName } from './fields';
import { missWords, unheardBy, wordsOf } from './list-words';
import { hintOf, LIST_TYPES } from './merge/sides';
import type { Fields, Identity, IdentityId, Kind, RecordKey, SourceRecord, SystemName } from './model';
import { keyOf, SYSTEMS } from './model';
import { fieldForm, type ValueHint } from './normalize/value';

export interface DoubtfulWrite {
  readonly system: SystemName;
  readonly kind: Kind;
  /** What the record held just before, and what was to stand there. */
  readonly before: Fields;
  readonly values: Fields;
}

/**
 * Until then the record agreed to what it held just before, and the value is owed to it: it is offered where nothing
 * happened; not what takes back. What was to stand there is remembered, so that it is not taken for typed where it did arrive.
 */
export function doubting(
  identity: Identity,
  { system, kind, before, values }: DoubtfulWrite,
  { takesBack, hint }: { readonly takesBack: boolean; readonly hint: ValueHint },
): Identity {
  const fields = fieldNames(kind).filter(
    (field) => field in values && field in before && fieldSpec(kind, field)?.type !== 'reference',
  );
  if (fields.length === 0) return identity;
  const of = (all: Fields) => Object.fromEntries(fields.map((field) => [field, all[field] ?? null]));
  const debts = new Debts(identity);
  for (const field of takesBack ? [] : fields) {
    const list = { kind, field, hint };
    const words = wordsOf(list, [{ agreed: before[field], read: values[field] }]);
    missWords(debts, system, list, before[field], words);
  }
  return debts.of({
    ...identity,
    shadows: { ...identity.shadows, [system]: { ...identity.shadows[system], ...of(before) } },
    doubted: { ...identity.doubted, [system]: { ...identity.doubted?.[system], ...of(values) } },
  });
}

/** A creation of which nothing is known, and of whose record nothing is seen: what it was to hold is remembered. */
export function doubtingCreation(identity: Identity, { system, kind, values }: DoubtfulWrite): Identity {
  const made = Object.fromEntries(plainFields(kind, values).map((field) => [field, values[field] ?? null]));
  return { ...identity, doubted: { ...identity.doubted, [system]: made } };
}

function plainFields(kind: Kind, values: Fields): readonly FieldName[] {
  return fieldNames(kind).filter((field) => {
    const type = fieldSpec(kind, field)?.type;
    return type !== undefined && type !== 'reference' && !LIST_TYPES.has(type) && field in values;
  });
}

/** The identities with the doubts gone whose records are in sight: where the write arrived, the record agreed to it. */
export function withoutDoubts(
  identities: ReadonlyMap<IdentityId, Identity>,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
): ReadonlyMap<IdentityId, Identity> {
  const settled = new Map(identities);
  for (const identity of identities.values()) {
    if (!identity.doubted) continue;
    settled.set(identity.id, settledIn(identity, fresh, hintOf(identity, identities, fresh)));
  }
  return settled;
}

function settledIn(
  identity: Identity,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
  hint: ValueHint,
): Identity {
  const { doubted = {}, ...rest } = identity;
  const shadows: Partial<Record<SystemName, Fields>> = { ...identity.shadows };
  const left: Partial<Record<SystemName, Fields>> = {};
  const debts = new Debts(identity);
  for (const system of SYSTEMS) {
    const [values, link] = [doubted[system], identity.links[system]];
    if (!values || !link) continue;
    const now = fieldsIn(identity, system, fresh);
    if (!now) {
      left[system] = values;
      continue;
    }
    const agreed = agreedOf(identity, values, now, shadows[system]);
    oweTakenSince(debts, identity, system, agreed, fresh, hint);
    for (const other of SYSTEMS) {
      const held = other === system ? undefined : fieldsIn(identity, other, fresh);
      if (held) shadows[other] = { ...sameOf(identity.kind, agreed, held), ...shadows[other] };
    }
    shadows[system] = { ...shadows[system], ...agreed };
  }
  return debts.of({ ...rest, shadows, ...(Object.keys(left).length > 0 ? { doubted: left } : {}) });
}

/** Entries that arrived, were owed to it, and that nobody lists any more of whom they may have come: they were taken away since. */
function oweTakenSince(
  debts: Debts,
  identity: Identity,
  system: SystemName,
  agreed: Fields,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
  hint: ValueHint,
): void {
  const { kind, links, shadows } = identity;
  const others = SYSTEMS.filter((other) => other !== system && links[other] !== undefined);
  const held = others.map((other) => fieldsIn(identity, other, fresh));
  if (held.length === 0 || held.some((fields) => fields === undefined)) return;
  for (const field of fieldNames(kind)) {
    const list = { kind, field, hint };
    const words = wordsOf(list, [{ agreed: shadows[system]?.[field], read: agreed[field] }]);
    if (!words || words.added.size === 0) continue;
    const listed = held.map((fields) => unheardBy(fields?.[field], words, list).add ?? []);
    const owed = debts.entries(system, field)?.add ?? [];
    const arrived = owed.filter((form) => words.added.has(form));
    const remove = arrived.filter((form) => listed.every((lacking) => lacking.includes(form)));
    if (remove.length > 0) debts.oweEntries('owe', system, field, { add: [], remove });
  }
}

const fieldsIn = (
  { kind, links }: Identity,
  system: SystemName,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
): Fields | undefined => {
  const id = links[system]?.record;
  return id === undefined ? undefined : fresh.get(keyOf({ system, kind, id }))?.fields;
};

/** What a record that was made held at its making, and what arrived in one that was there before. */
function agreedOf({ kind }: Identity, values: Fields, now: Fields, shadow: Fields | undefined): Fields {
  const made = Object.entries(values).filter(
    ([field]) => !isFieldName(field) || shadow?.[field] === undefined,
  );
  return { ...sameOf(kind, values, now), ...listsIn(kind, values, now, shadow), ...Object.fromEntries(made) };
}

/** Of lists that may have been carried out in part what is there of all that we know of, and what was to stay. */
function listsIn(kind: Kind, values: Fields, now: Fields, before: Fields = {}): Fields {
  const lists = fieldNames(kind).flatMap((field) => {
    const [then, wrote, held] = [before[field], values[field], now[field]];
    if (!Array.isArray(then) || !Array.isArray(wrote) || !Array.isArray(held)) return [];
    return [[field, takenOf({ kind, field }, then, wrote, held)] as const];
  });
  return Object.fromEntries(lists);
}

/** Entries of what was there, and of what was to be there, that are there now or were to stay. */
function takenOf(
  { kind, field }: { readonly kind: Kind; readonly field: FieldName },
  then: readonly string[],
  wrote: readonly string[],
  now: readonly string[],
): readonly string[] {
  const formOf = (item: string) => fieldForm(kind, field, [item]);
  const [was, meant, there] = [then, wrote, now].map((items) => new Set(items.map(formOf)));
  const known = [...wrote, ...then.filter((item) => !meant?.has(formOf(item)))];
  return known.filter((item) => {
    const form = formOf(item);
    return there?.has(form) || (was?.has(form) && meant?.has(form));
  });
}

/** Of the values those that stand there. */
function sameOf(kind: Kind, values: Fields, now: Fields): Fields {
  const same = fieldNames(kind).flatMap((field) => {
    const value = values[field];
    if (value === undefined || fieldForm(kind, field, value) !== fieldForm(kind, field, now[field]))
      return [];
    return [[field, value] as const];
  });
  return Object.fromEntries(same);
}
