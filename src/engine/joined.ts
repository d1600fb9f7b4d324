/** What is agreed to by a record that was made in a run, and by those beside it. Pure. */
import { isSame, movedWith, type Settled, succeeded } from './agreement';
import { Debts } from './debts';
import type { FieldName } from './fields';
import { fieldNames, fieldSpec } from './fields';
import { missWords, wordsOf } from './list-words';
import { absentFrom, liveMembers } from './merge/sides';
import type {
  Fields,
  FieldValue,
  Identity,
  Kind,
  PerSystem,
  RecordKey,
  SourceRecord,
  SystemName,
} from './model';
import { isBlank, SYSTEM_TITLES, SYSTEMS } from './model';
import { fieldForm, type ValueHint } from './normalize/value';
import type { Step } from './plan/model';

/** Fields of an identity that a run could not settle. */
export interface Open {
  readonly disputed: ReadonlySet<FieldName>;
  readonly unfinished: ReadonlyMap<FieldName, ReadonlySet<SystemName>>;
  /** How its values are to be read. */
  readonly hint: ValueHint;
  /** How many entries of a list the record has room for. */
  readonly room: (field: FieldName) => number;
}

/** Fields of which a write did not succeed, with who was to be written to: their sides have agreed on nothing yet. */
export function unfinishedIn(settled: readonly Settled[]): Open['unfinished'] {
  const unfinished = new Map<FieldName, Set<SystemName>>();
  for (const { step } of settled.filter((item) => item.step.action !== 'create' && !succeeded(item)))
    for (const { field } of step.changes)
      unfinished.set(field, new Set([...(unfinished.get(field) ?? []), step.system]));
  return unfinished;
}

/** A created record joins its identity, and what it holds now is what it agreed to, save what is still disputed. */
export function joined(
  identity: Identity,
  record: SourceRecord,
  step: Step,
  members: PerSystem<SourceRecord>,
  open: Open,
): Identity {
  const own: Partial<Record<FieldName, FieldValue>> = {};
  const shadows: Partial<Record<SystemName, Fields>> = { ...identity.shadows };
  const debts = new Debts(identity);
  for (const field of fieldNames(identity.kind)) {
    const held = record.fields[field];
    if (held === undefined || open.disputed.has(field)) continue;
    own[field] = held;
    const giver = step.changes.find((change) => change.field === field)?.source;
    const about = (system: SystemName) => open.unfinished.get(field)?.has(system) === true;
    const isFull = Array.isArray(held) && held.length >= open.room(field);
    const lacks =
      !isFull && lacksOthers(identity, members, record.system, { field, held, hint: open.hint }, about);
    if (lacks || isGivenUp(identity, giver, field, held)) debts.owe(record.system, field);
    // What the others have not agreed on yet is not agreed on by making one more record.
    if (open.unfinished.has(field)) continue;
    settleBeside({ identity, members, shadows, debts, giver, hint: open.hint }, record.system, field, held);
  }
  shadows[record.system] = own;
  const sources = SYSTEMS.filter((system) => identity.links[system] && system !== record.system);
  const made = {
    record: record.id,
    provenance: 'created' as const,
    rule: `created from ${sources.map((system) => SYSTEM_TITLES[system]).join(' and ')}`,
    confidence: 1,
    evidence: [],
  };
  const held = identity.links[record.system];
  // Settled before, in an earlier portion of the run: it was made from what there was then.
  const link = held?.record === record.id && held.provenance === 'created' ? held : made;
  return debts.of({ ...identity, links: { ...identity.links, [record.system]: link }, shadows });
}

/** The members as they were read, with what was written as it was read back: what else stands there by then was typed since. */
export function membersNow(
  identity: Identity,
  records: ReadonlyMap<RecordKey, SourceRecord>,
  settled: readonly Settled[],
): PerSystem<SourceRecord> {
  const now: Partial<Record<SystemName, SourceRecord>> = { ...liveMembers(identity, records) };
  for (const item of settled) {
    const { step, record } = item;
    const before = now[step.system];
    if (!record || step.action === 'create') continue;
    const isOurs = (field: FieldName) =>
      step.changes.some((change) => change.field === field) || movedWith(item, step.system, field);
    now[step.system] = before ? withFields(before, record, isOurs) : record;
  }
  return now;
}

function withFields(
  before: SourceRecord,
  { fields }: SourceRecord,
  takes: (field: FieldName) => boolean,
): SourceRecord {
  const taken = fieldNames(before.kind).flatMap((field) => {
    const value = fields[field];
    return value !== undefined && takes(field) ? [[field, value] as const] : [];
  });
  return { ...before, fields: { ...before.fields, ...Object.fromEntries(taken) } };
}

interface Beside {
  readonly identity: Identity;
  readonly members: PerSystem<SourceRecord>;
  readonly shadows: Partial<Record<SystemName, Fields>>;
  readonly debts: Debts;
  /** From whom the value was taken. */
  readonly giver: string | undefined;
  readonly hint: ValueHint;
}

/** What the others agree to, and are owed, once a record with this value was made beside them. */
function settleBeside(
  { identity, members, shadows, debts, giver, hint }: Beside,
  made: SystemName,
  field: FieldName,
  held: FieldValue,
): void {
  let isNews = false;
  const list = { kind: identity.kind, field, hint };
  const speakers = SYSTEMS.map((system) => ({
    agreed: identity.shadows[system]?.[field],
    read: system === made ? undefined : members[system]?.fields[field],
  }));
  for (const system of SYSTEMS) {
    const value = members[system]?.fields[field];
    if (value === undefined || system === made) continue;
    const before = shadows[system]?.[field];
    // Who gave it, or says the same, has agreed to it, also where nobody else was there to hear it.
    const agrees = system === giver || isSaidAlike(identity.kind, field, value, held);
    if (before === undefined || agrees) shadows[system] = { ...shadows[system], [field]: value };
    isNews ||= agrees && before !== undefined && !isSame(identity.kind, field, before, value);
  }
  // Who is out of sight meanwhile has not heard of it.
  const words = isNews ? wordsOf(list, speakers) : null;
  for (const system of isNews ? absentFrom(identity, field, valuesOf(members, field)) : [])
    if (system !== made) missWords(debts, system, list, identity.shadows[system]?.[field], words);
}

/** Whether others hold what it lacks, of a list an entry, who are neither about to be given another value nor owed one. */
function lacksOthers(
  { kind, owed }: Identity,
  members: PerSystem<SourceRecord>,
  made: SystemName,
  { field, held, hint }: { readonly field: FieldName; readonly held: FieldValue; readonly hint: ValueHint },
  isAbout: (system: SystemName) => boolean,
): boolean {
  return SYSTEMS.some((system) => {
    const value = members[system]?.fields[field];
    if (value === undefined || system === made || isAbout(system) || owed?.[system]?.includes(field))
      return false;
    if (!Array.isArray(value) || !Array.isArray(held)) return isBlank(held) && !isBlank(value);
    const forms = new Set(held.map((item: string) => fieldForm(kind, field, [item], hint)));
    return value.some((item: string) => !forms.has(fieldForm(kind, field, [item], hint)));
  });
}

/** Whether who gave the value is owed another one; of a list it was given what stays. */
const isGivenUp = (
  { owed }: Identity,
  giver: string | undefined,
  field: FieldName,
  held: FieldValue,
): boolean =>
  !Array.isArray(held) &&
  SYSTEMS.some((system) => system === giver && owed?.[system]?.includes(field) === true);

const valuesOf = (members: PerSystem<SourceRecord>, field: FieldName): PerSystem<FieldValue> =>
  Object.fromEntries(Object.entries(members).map(([system, { fields }]) => [system, fields[field]]));

/** An id says something in its own system alone. */
const isSaidAlike = (kind: Kind, field: FieldName, a: FieldValue, b: FieldValue): boolean =>
  fieldSpec(kind, field)?.type !== 'reference' && fieldForm(kind, field, a) === fieldForm(kind, field, b);
