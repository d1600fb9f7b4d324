/** Records what was agreed and what truly succeeded: new shadows, new links, nothing else. Pure, in slices. */
import {
  carriedIn,
  type Draft,
  LEFT_BEHIND,
  movedWith,
  outOfReach,
  type Settled,
  settleField,
  succeeded,
  withoutWord,
} from './agreement';
import { Debts } from './debts';
import type { FieldName } from './fields';
import { isFieldName } from './fields';
import { isWitnessGone, withoutWitness } from './follow/restored';
import { joined, membersNow, unfinishedIn } from './joined';
import { rememberingWritten, withoutParted } from './memory';
import type { FieldMerge, IdentityMerge } from './merge/model';
import { hintOf } from './merge/sides';
import type {
  Fields,
  FieldValue,
  Identity,
  IdentityId,
  Kind,
  RecordKey,
  SourceRecord,
  SystemName,
} from './model';
import { isBlank, keyOf, SYSTEMS } from './model';
import { withoutClient } from './plan/clients';
import type { Step } from './plan/model';
import { ending } from './returned';
import type { Slices } from './slices';

export interface CommitInput {
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly merges: readonly IdentityMerge[];
  readonly settled: readonly Settled[];
  /** By a record that was parted from it, the identity that remembers it. */
  readonly parted?: ReadonlyMap<RecordKey, IdentityId>;
  /** How many entries of a list a record has room for; as many as there are where nothing is said. */
  readonly room?: (system: SystemName, kind: Kind, field: FieldName) => number | undefined;
}

export interface Committed {
  /** Identities that changed, with their new links and shadows. */
  readonly identities: readonly Identity[];
  /** Records as read back. */
  readonly records: readonly SourceRecord[];
}

const SLICE = 32;

export function* commit(input: CommitInput): Slices<Committed> {
  const ours = input.settled.flatMap(ofOurs);
  const bySettled = groupedBy(ours);
  const changed = new Map<IdentityId, Identity>();
  const merges = new Map<IdentityId, IdentityMerge>();
  let count = 0;
  for (const merged of input.merges) {
    count += 1;
    if (count % SLICE === 0) yield;
    merges.set(merged.identity.id, merged);
    const next = agreed(merged, bySettled.get(merged.identity.id) ?? []);
    if (next) changed.set(next.id, next);
  }
  for (const item of ours.filter(succeeded)) {
    const { step, outcome, record } = item;
    const known = (id: IdentityId) => changed.get(id) ?? input.identities.get(id);
    const identity = known(step.identity);
    if (!record) continue;
    if (identity && step.action === 'create') {
      const merged = merges.get(identity.id);
      changed.set(
        identity.id,
        withMade(identity, step, record, merged, bySettled.get(identity.id) ?? [], input),
      );
    }
    if (identity && step.action !== 'create') {
      const held = holding(identity, item, record, agreeingFields(merges.get(identity.id)), input);
      const next = ending(held, step);
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

/** What was to go, or come, with its client and stood so already somebody else has done: that is their word. */
function ofOurs(item: Settled): readonly Settled[] {
  const { step, outcome } = item;
  if (!step.withClient || outcome.type !== 'unchanged') return [item];
  const rest = withoutClient(step);
  return rest ? [{ ...item, step: rest }] : [];
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

/** The identity with a record that was made for it. */
function withMade(
  identity: Identity,
  step: Step,
  record: SourceRecord,
  merged: IdentityMerge | undefined,
  settled: readonly Settled[],
  input: CommitInput,
): Identity {
  const { records, room } = input;
  const free = withoutParted(identity, step.system);
  return joined(free, record, step, membersNow(free, records, settled), {
    hint: hintOf(free, input.identities, records),
    disputed: disputedFields(merged),
    unfinished: unfinishedIn(settled),
    room: (field) => room?.(step.system, step.kind, field) ?? Number.POSITIVE_INFINITY,
  });
}

const disputedFields = (merged: IdentityMerge | undefined): ReadonlySet<FieldName> =>
  new Set(merged?.fields.flatMap((field) => (field.merged.type === 'conflict' ? [field.field] : [])));

/** Fields on which the sides come to agree by what is written. */
const agreeingFields = (merged: IdentityMerge | undefined): ReadonlySet<FieldName> =>
  new Set(merged?.fields.flatMap((field) => (field.merged.type === 'conflict' ? [] : [field.field])));

/**
 * What was written where its sides agree on nothing by it, as when a run is taken back: its record is remembered to hold it,
 * or it would pass for typed there.
 */
function holding(
  identity: Identity,
  item: Settled,
  record: SourceRecord,
  merging: ReadonlySet<FieldName>,
  input: CommitInput,
): Identity {
  const { system, changes } = item.step;
  const written = changes.map(({ field }) => field);
  const before = input.records.get(keyOf(record))?.fields;
  const left = [...LEFT_BEHIND].filter(
    (field) =>
      !written.includes(field) &&
      record.fields[field] !== undefined &&
      record.fields[field] !== before?.[field] &&
      movedWith(item, system, field),
  );
  const fields = [...written, ...left].filter((field) => !merging.has(field));
  const next = rememberingWritten(identity, record, fields);
  if (next === identity) return identity;
  const debts = new Debts(next);
  for (const field of fields) {
    const change = changes.find((one) => one.field === field);
    if (left.includes(field) && isBlank(record.fields[field] ?? null)) debts.owe(system, field);
    else if (change) withoutWord(debts, item.step, change, hintOf(identity, input.identities, input.records));
    else debts.pay(system, field);
  }
  return debts.of(next);
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
    if (settles) itemize(field, debts);
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

/** Of lists it is told what of them is owed; what waits for who is out of sight is owed still, whatever else was paid. */
function itemize({ field, due = {}, awaited = {} }: FieldMerge, debts: Debts): void {
  for (const system of SYSTEMS) {
    const [entries, waits] = [due[system], awaited[system]];
    if (entries && debts.owes(system, field)) debts.itemize(system, field, entries);
    else if (waits) debts.oweEntries('owe', system, field, { add: waits, remove: [] });
  }
}

function sameFields(before: Fields, news: Partial<Record<FieldName, FieldValue>>): boolean {
  for (const [field, value] of Object.entries(news)) {
    const held = isFieldName(field) ? before[field] : undefined;
    if (JSON.stringify(held) !== JSON.stringify(value)) return false;
  }
  return true;
}
