/** Records what was agreed and what truly succeeded: new shadows, new links, nothing else. Pure, in slices. */
import { Debts } from './debts';
import type { FieldName } from './fields';
import { fieldNames, isFieldName } from './fields';
import type { Row } from './merge/field';
import type { FieldMerge, IdentityMerge } from './merge/model';
import { liveMembers } from './merge/sides';
import type { Fields, FieldValue, Identity, IdentityId, RecordKey, SourceRecord, SystemName } from './model';
import { isBlank, SYSTEM_TITLES, SYSTEMS } from './model';
import type { Outcome, Step } from './plan/model';
import type { Slices } from './slices';

export interface Settled {
  readonly step: Step;
  readonly outcome: Outcome;
  /** The record as the system held it after the step; null when nothing was read back. */
  readonly record: SourceRecord | null;
}

export interface CommitInput {
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly merges: readonly IdentityMerge[];
  readonly settled: readonly Settled[];
}

export interface Committed {
  /** Identities that changed, with their new links and shadows. */
  readonly identities: readonly Identity[];
  /** Records as read back. */
  readonly records: readonly SourceRecord[];
}

const SLICE = 32;

const succeeded = (settled: Settled): boolean =>
  settled.record !== null && (settled.outcome.type === 'done' || settled.outcome.type === 'unchanged');

export function* commit(input: CommitInput): Slices<Committed> {
  const bySettled = new Map<IdentityId, Settled[]>();
  for (const item of input.settled) {
    const list = bySettled.get(item.step.identity);
    if (list) list.push(item);
    else bySettled.set(item.step.identity, [item]);
  }
  const changed = new Map<IdentityId, Identity>();
  const disputed = new Map<IdentityId, ReadonlySet<FieldName>>();
  let count = 0;
  for (const merged of input.merges) {
    count += 1;
    if (count % SLICE === 0) yield;
    disputed.set(merged.identity.id, disputedFields(merged));
    const next = agreed(merged, bySettled.get(merged.identity.id) ?? []);
    if (next) changed.set(next.id, next);
  }
  for (const item of input.settled) {
    if (item.step.action !== 'create' || !succeeded(item) || !item.record) continue;
    const identity = changed.get(item.step.identity) ?? input.identities.get(item.step.identity);
    const open = {
      disputed: disputed.get(item.step.identity) ?? NONE,
      unfinished: unfinishedFields(bySettled.get(item.step.identity) ?? []),
    };
    if (identity) changed.set(identity.id, joined(identity, item.record, input.records, open));
  }
  const records = input.settled.flatMap((item) => (item.record ? [item.record] : []));
  return { identities: [...changed.values()], records };
}

const NONE: ReadonlySet<FieldName> = new Set();

const disputedFields = (merged: IdentityMerge): ReadonlySet<FieldName> =>
  new Set(merged.fields.flatMap((field) => (field.merged.type === 'conflict' ? [field.field] : [])));

/** Fields of which a write did not succeed: its sides have agreed on nothing yet. */
const unfinishedFields = (settled: readonly Settled[]): ReadonlySet<FieldName> =>
  new Set(
    settled
      .filter((item) => item.step.action !== 'create' && !succeeded(item))
      .flatMap(({ step }) => step.changes.map(({ field }) => field)),
  );

/** Fields of an identity that a run could not settle. */
interface Open {
  readonly disputed: ReadonlySet<FieldName>;
  readonly unfinished: ReadonlySet<FieldName>;
}

type Draft = Partial<Record<SystemName, Partial<Record<FieldName, FieldValue>>>>;

/** The identity with the shadows of every field on which its sides now agree, or null when nothing moved. */
function agreed(merged: IdentityMerge, settled: readonly Settled[]): Identity | null {
  const draft: Draft = {};
  const debts = new Debts(merged.identity);
  const carried = { ...merged.identity.carried };
  for (const field of merged.fields) {
    settleField(field, settled, draft, debts, merged.identity);
    if (field.decided !== undefined && isCarriedOut(field, settled)) carried[field.field] = field.decided;
    const moves = field.merged.type !== 'conflict' && field.merged.row !== 'quiet';
    for (const system of moves ? absentFrom(merged.identity, field) : []) debts.miss(system, field.field);
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
  const news = sameFields(merged.identity.carried ?? {}, carried) ? {} : { carried };
  if (!moved && !debts.moved && !('carried' in news)) return null;
  return debts.of({ ...merged.identity, shadows, ...news });
}

const stepFor = (settled: readonly Settled[], system: SystemName, field: FieldName) =>
  settled.find(({ step }) => step.system === system && step.changes.some((change) => change.field === field));

/** Every side says what was decided. */
const isCarriedOut = ({ field, merged }: FieldMerge, settled: readonly Settled[]): boolean =>
  merged.type === 'agree' ||
  (merged.type === 'propagate' &&
    merged.targets.every((system) => {
      const step = stepFor(settled, system, field);
      return step !== undefined && succeeded(step);
    }));

/** Sides that agreed on the field before and take no part in it now, as they are out of sight or their pair is switched off. */
const absentFrom = ({ links, shadows }: Identity, { field, values }: FieldMerge): readonly SystemName[] =>
  SYSTEMS.filter(
    (system) => links[system] && values[system] === undefined && shadows[system]?.[field] !== undefined,
  );

const FIRST_CONTACT: ReadonlySet<Row> = new Set<Row>(['first-fill', 'first-different']);

function settleField(
  field: FieldMerge,
  settled: readonly Settled[],
  draft: Draft,
  debts: Debts,
  { shadows }: Identity,
): void {
  if (field.merged.type === 'conflict') return;
  const targets = field.merged.type === 'propagate' ? field.merged.targets : [];
  const after: Partial<Record<SystemName, FieldValue>> = { ...field.values };
  const written: SystemName[] = [];
  const missed: SystemName[] = [];
  for (const system of SYSTEMS) {
    const step = stepFor(settled, system, field.field);
    if (!step) {
      const moved = settled.find((item) => movedWith(item, system, field.field));
      // No step carries it: the system could not take it. It keeps its own value until it can.
      if (targets.includes(system) || (moved && isBlank(moved.record?.fields[field.field])))
        debts.owe(system, field.field);
      if (moved) after[system] = moved.record?.fields[field.field] ?? null;
      continue;
    }
    if (!succeeded(step)) {
      missed.push(system);
      continue;
    }
    written.push(system);
    after[system] = step.record?.fields[field.field] ?? null;
    const refused = step.record?.locked?.[field.field] !== undefined;
    if (field.barred?.[system] === undefined && !refused) debts.pay(system, field.field);
    else debts.owe(system, field.field);
  }
  const agreeing = missed.length > 0 ? whoAgrees(field, written, missed) : SYSTEMS;
  const paid = field.merged.type === 'agree' && !field.apart;
  for (const system of agreeing) {
    const value = after[system];
    if (value === undefined) continue;
    draft[system] = { ...draft[system], [field.field]: value };
    // Whoever the value came from, or holds it already, is owed nothing of it any more.
    const holds = field.merged.type === 'propagate' && !targets.includes(system);
    if (paid || holds) debts.pay(system, field.field);
  }
  if (written.length === 0 || UNAGREED.has(field.merged.row)) return;
  for (const system of missed) {
    if (targets.includes(system) && shadows[system]?.[field.field] !== undefined)
      debts.miss(system, field.field);
  }
}

/** Rows in which some side has never agreed on anything. */
const UNAGREED: ReadonlySet<Row> = new Set<Row>([...FIRST_CONTACT, 'joined']);

/**
 * Where a write did not succeed: who has agreed on the value all the same. Where none did, the next run must see the same
 * change again. Where one did, it and who the value came from have agreed: what is typed over it there, or taken back, is
 * a later word. At first contact nobody has changed anything yet: who holds the value has agreed to it.
 */
function whoAgrees(
  { merged }: FieldMerge,
  written: readonly SystemName[],
  missed: readonly SystemName[],
): readonly SystemName[] {
  const targets = merged.type === 'propagate' ? merged.targets : [];
  if (FIRST_CONTACT.has(merged.row)) {
    return SYSTEMS.filter((system) => written.includes(system) || !targets.includes(system));
  }
  if (written.length === 0 || UNAGREED.has(merged.row)) return written;
  return SYSTEMS.filter((system) => !missed.includes(system));
}

/**
 * What moves to another organization leaves its place and its person behind: that is our own doing, and no edit of the
 * system's people. What the move left blank is offered again.
 */
const movedWith = (item: Settled, system: SystemName, field: FieldName): boolean =>
  LEFT_BEHIND.has(field) &&
  item.step.system === system &&
  item.step.action !== 'create' &&
  succeeded(item) &&
  item.step.changes.some((change) => change.field === 'organization');

const LEFT_BEHIND: ReadonlySet<FieldName> = new Set(['location', 'contact']);

/** A created record joins its identity, and what it holds now is what it agreed to, save what is still disputed. */
function joined(
  identity: Identity,
  record: SourceRecord,
  records: ReadonlyMap<RecordKey, SourceRecord>,
  open: Open,
): Identity {
  const members = liveMembers(identity, records);
  const own: Partial<Record<FieldName, FieldValue>> = {};
  const shadows: Partial<Record<SystemName, Fields>> = { ...identity.shadows };
  const debts = new Debts(identity);
  for (const field of fieldNames(identity.kind)) {
    const held = record.fields[field];
    if (held === undefined || open.disputed.has(field)) continue;
    own[field] = held;
    // What the others have not agreed on yet is not agreed on by making one more record.
    if (open.unfinished.has(field)) continue;
    for (const system of SYSTEMS) {
      const value = members[system]?.fields[field];
      if (value === undefined || system === record.system) continue;
      if (shadows[system]?.[field] === undefined) shadows[system] = { ...shadows[system], [field]: value };
      if (isBlank(held) && !isBlank(value)) debts.owe(record.system, field);
    }
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

function sameFields(before: Fields, news: Partial<Record<FieldName, FieldValue>>): boolean {
  for (const [field, value] of Object.entries(news)) {
    const held = isFieldName(field) ? before[field] : undefined;
    if (JSON.stringify(held) !== JSON.stringify(value)) return false;
  }
  return true;
}
