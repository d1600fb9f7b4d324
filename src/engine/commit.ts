/** Records what was agreed and what truly succeeded: new shadows, new links, nothing else. Pure, in slices. */
import {
  carriedIn,
  type Draft,
  isSame,
  LEFT_BEHIND,
  movedWith,
  outOfReach,
  type Settled,
  settleField,
  succeeded,
} from './agreement';
import { Debts } from './debts';
import type { FieldName } from './fields';
import { fieldNames, fieldSpec, isFieldName } from './fields';
import { isWitnessGone, withoutWitness } from './follow/restored';
import { rememberingWritten, withoutParted } from './memory';
import type { IdentityMerge } from './merge/model';
import { absentFrom, liveMembers } from './merge/sides';
import type {
  Fields,
  FieldValue,
  Identity,
  IdentityId,
  Kind,
  PerSystem,
  RecordKey,
  SourceRecord,
  SystemName,
} from './model';
import { isBlank, keyOf, SYSTEM_TITLES, SYSTEMS } from './model';
import { fieldForm } from './normalize/value';
import type { PlannedValue, Step } from './plan/model';
import type { Slices } from './slices';

export interface CommitInput {
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly merges: readonly IdentityMerge[];
  readonly settled: readonly Settled[];
  /** By a record that was parted from it, the identity that remembers it. */
  readonly parted?: ReadonlyMap<RecordKey, IdentityId>;
}

export interface Committed {
  /** Identities that changed, with their new links and shadows. */
  readonly identities: readonly Identity[];
  /** Records as read back. */
  readonly records: readonly SourceRecord[];
}

const SLICE = 32;

export function* commit(input: CommitInput): Slices<Committed> {
  const bySettled = groupedBy(input.settled);
  const changed = new Map<IdentityId, Identity>();
  const disputed = new Map<IdentityId, ReadonlySet<FieldName>>();
  const merging = new Map<IdentityId, ReadonlySet<FieldName>>();
  let count = 0;
  for (const merged of input.merges) {
    count += 1;
    if (count % SLICE === 0) yield;
    disputed.set(merged.identity.id, disputedFields(merged));
    merging.set(merged.identity.id, agreeingFields(merged));
    const next = agreed(merged, bySettled.get(merged.identity.id) ?? []);
    if (next) changed.set(next.id, next);
  }
  for (const item of input.settled.filter(succeeded)) {
    const { step, outcome, record } = item;
    const known = (id: IdentityId) => changed.get(id) ?? input.identities.get(id);
    const identity = known(step.identity);
    if (!record) continue;
    if (identity && step.action === 'create') {
      const settled = bySettled.get(identity.id) ?? [];
      const open = { disputed: disputed.get(identity.id) ?? NONE, unfinished: unfinishedIn(settled) };
      const free = withoutParted(identity, step.system);
      changed.set(identity.id, joined(free, record, step, membersNow(free, input.records, settled), open));
    }
    if (identity && step.action !== 'create') {
      const next = holding(identity, item, record, merging.get(identity.id) ?? NONE);
      // Whether a person or an undo put it back in use: it does without what is gone.
      const isBack = step.action === 'reactivate' && isWitnessGone(next);
      if (isBack || next !== identity) changed.set(identity.id, isBack ? withoutWitness(next) : next);
    }
    const other = known(input.parted?.get(keyOf(record)) ?? '');
    if (!other || outcome.type !== 'done') continue;
    const written = step.changes.map(({ field }) => field);
    changed.set(other.id, rememberingWritten(other, record, written));
  }
  const records = input.settled.flatMap((item) => (item.record ? [item.record] : []));
  return { identities: [...changed.values()], records };
}

function groupedBy(settled: readonly Settled[]): ReadonlyMap<IdentityId, readonly Settled[]> {
  const groups = new Map<IdentityId, Settled[]>();
  for (const item of settled) {
    const list = groups.get(item.step.identity);
    if (list) list.push(item);
    else groups.set(item.step.identity, [item]);
  }
  return groups;
}

const NONE: ReadonlySet<FieldName> = new Set();

const disputedFields = (merged: IdentityMerge): ReadonlySet<FieldName> =>
  new Set(merged.fields.flatMap((field) => (field.merged.type === 'conflict' ? [field.field] : [])));

/** Fields on which the sides come to agree by what is written. */
const agreeingFields = (merged: IdentityMerge): ReadonlySet<FieldName> =>
  new Set(merged.fields.flatMap((field) => (field.merged.type === 'conflict' ? [] : [field.field])));

/**
 * What was written where its sides agree on nothing by it, as when a run is taken back: its record is remembered to hold it,
 * or it would pass for typed there.
 */
function holding(
  identity: Identity,
  item: Settled,
  record: SourceRecord,
  merging: ReadonlySet<FieldName>,
): Identity {
  const { system, changes } = item.step;
  const written = changes.map(({ field }) => field);
  const left = [...LEFT_BEHIND].filter(
    (field) =>
      !written.includes(field) && record.fields[field] !== undefined && movedWith(item, system, field),
  );
  const fields = [...written, ...left].filter((field) => !merging.has(field));
  const next = rememberingWritten(identity, record, fields);
  if (next === identity) return identity;
  const debts = new Debts(next);
  for (const field of fields) {
    if (left.includes(field) && isBlank(record.fields[field] ?? null)) debts.owe(system, field);
    else debts.pay(system, field);
  }
  for (const { field, from, to } of changes)
    for (const giver of fields.includes(field) ? giversOf(next, system, field, from, to) : [])
      debts.pay(giver, field);
  return debts.of(next);
}

/**
 * Who has listed what was taken from a list without anybody's word: that it is gone here is no reason to take it away
 * there, as what is owed would.
 */
function giversOf(
  { kind, shadows }: Identity,
  target: SystemName,
  field: FieldName,
  from: FieldValue,
  to: PlannedValue,
): readonly SystemName[] {
  if (!Array.isArray(from) || !Array.isArray(to)) return [];
  const formOf = (item: string) => fieldForm(kind, field, [item]);
  const kept = new Set(to.map(formOf));
  const taken = new Set(from.map(formOf).filter((form) => !kept.has(form)));
  return SYSTEMS.filter((system) => {
    const listed = system === target ? undefined : shadows[system]?.[field];
    return Array.isArray(listed) && listed.some((item: string) => taken.has(formOf(item)));
  });
}

/** Fields of which a write did not succeed, with who was to be written to: their sides have agreed on nothing yet. */
function unfinishedIn(settled: readonly Settled[]): Open['unfinished'] {
  const unfinished = new Map<FieldName, Set<SystemName>>();
  for (const { step } of settled.filter((item) => item.step.action !== 'create' && !succeeded(item)))
    for (const { field } of step.changes)
      unfinished.set(field, new Set([...(unfinished.get(field) ?? []), step.system]));
  return unfinished;
}

/** Fields of an identity that a run could not settle. */
interface Open {
  readonly disputed: ReadonlySet<FieldName>;
  readonly unfinished: ReadonlyMap<FieldName, ReadonlySet<SystemName>>;
}

/** The identity with the shadows of every field on which its sides now agree, or null when nothing moved. */
function agreed(merged: IdentityMerge, settled: readonly Settled[]): Identity | null {
  const draft: Draft = {};
  const debts = new Debts(merged.identity);
  const carried: Partial<Record<SystemName, Partial<Record<FieldName, string>>>> = {
    ...merged.identity.carried,
  };
  const book = { draft, debts, shadows: merged.identity.shadows, kind: merged.identity.kind };
  const made = settled.filter(({ step }) => step.action === 'create').map(({ step }) => step.system);
  for (const field of merged.fields) {
    const settles = settleField(field, settled, book);
    const { decided } = field;
    for (const system of decided === undefined ? [] : carriedIn(field, settled))
      carried[system] = { ...carried[system], [field.field]: decided };
    for (const system of settles ? outOfReach(merged.identity, field, made) : [])
      debts.miss(system, field.field);
  }
  const shadows: Partial<Record<SystemName, Fields>> = { ...merged.identity.shadows };
  let moved = false;
  for (const system of SYSTEMS) {
    const news = draft[system];
    if (!news || !merged.members[system]) continue;
    const before = shadows[system] ?? {};
    if (sameFields(before, news)) continue;
    shadows[system] = { ...before, ...news };
    moved = true;
  }
  const carries = JSON.stringify(carried) !== JSON.stringify(merged.identity.carried ?? {});
  if (!moved && !debts.moved && !carries) return null;
  return debts.of({ ...merged.identity, shadows, ...(carries ? { carried } : {}) });
}

/** A created record joins its identity, and what it holds now is what it agreed to, save what is still disputed. */
function joined(
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
    const about = (system: SystemName) => open.unfinished.get(field)?.has(system) === true;
    if (lacksOthers(identity, members, record.system, field, held, about)) debts.owe(record.system, field);
    // What the others have not agreed on yet is not agreed on by making one more record.
    if (open.unfinished.has(field)) continue;
    const giver = step.changes.find((change) => change.field === field)?.source;
    settleBeside({ identity, members, shadows, debts, giver }, record.system, field, held);
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

/** The members as they were read, or read back once they were written to. */
function membersNow(
  identity: Identity,
  records: ReadonlyMap<RecordKey, SourceRecord>,
  settled: readonly Settled[],
): PerSystem<SourceRecord> {
  const now: Partial<Record<SystemName, SourceRecord>> = { ...liveMembers(identity, records) };
  for (const { step, record } of settled) if (record && step.action !== 'create') now[step.system] = record;
  return now;
}

interface Beside {
  readonly identity: Identity;
  readonly members: PerSystem<SourceRecord>;
  readonly shadows: Partial<Record<SystemName, Fields>>;
  readonly debts: Debts;
  /** From whom the value was taken. */
  readonly giver: string | undefined;
}

/** What the others agree to, and are owed, once a record with this value was made beside them. */
function settleBeside(
  { identity, members, shadows, debts, giver }: Beside,
  made: SystemName,
  field: FieldName,
  held: FieldValue,
): void {
  let isNews = false;
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
  for (const system of isNews ? absentFrom(identity, field, valuesOf(members, field)) : [])
    if (system !== made) debts.miss(system, field);
}

/** Whether others hold what it lacks, of a list an entry, who are neither about to be given another value nor owed one. */
function lacksOthers(
  { kind, owed }: Identity,
  members: PerSystem<SourceRecord>,
  made: SystemName,
  field: FieldName,
  held: FieldValue,
  isAbout: (system: SystemName) => boolean,
): boolean {
  return SYSTEMS.some((system) => {
    const value = members[system]?.fields[field];
    if (value === undefined || system === made || isAbout(system) || owed?.[system]?.includes(field))
      return false;
    if (!Array.isArray(value) || !Array.isArray(held)) return isBlank(held) && !isBlank(value);
    const forms = new Set(held.map((item: string) => fieldForm(kind, field, [item])));
    return value.some((item: string) => !forms.has(fieldForm(kind, field, [item])));
  });
}

const valuesOf = (members: PerSystem<SourceRecord>, field: FieldName): PerSystem<FieldValue> =>
  Object.fromEntries(Object.entries(members).map(([system, { fields }]) => [system, fields[field]]));

/** An id says something in its own system alone. */
const isSaidAlike = (kind: Kind, field: FieldName, a: FieldValue, b: FieldValue): boolean =>
  fieldSpec(kind, field)?.type !== 'reference' && fieldForm(kind, field, a) === fieldForm(kind, field, b);

function sameFields(before: Fields, news: Partial<Record<FieldName, FieldValue>>): boolean {
  for (const [field, value] of Object.entries(news)) {
    const held = isFieldName(field) ? before[field] : undefined;
    if (JSON.stringify(held) !== JSON.stringify(value)) return false;
  }
  return true;
}
