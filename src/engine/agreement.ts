/** What the sides of one field have agreed on after a run, and what is owed to whom of it. Pure. */
import { Debts } from './debts';
import { type FieldName, fieldSpec } from './fields';
import type { Row } from './merge/field';
import type { FieldMerge } from './merge/model';
import { absentFrom } from './merge/sides';
import type { Due, Fields, FieldValue, Identity, Kind, PerSystem, SourceRecord, SystemName } from './model';
import { isBlank, SYSTEMS } from './model';
import { fieldForm, type ValueHint } from './normalize/value';
import type { Outcome, PlannedValue, Step } from './plan/model';

export interface Settled {
  readonly step: Step;
  readonly outcome: Outcome;
  /** The record as the system held it after the step; null when nothing was read back. */
  readonly record: SourceRecord | null;
}

export const succeeded = (settled: Settled): boolean =>
  settled.record !== null && (settled.outcome.type === 'done' || settled.outcome.type === 'unchanged');

/** What each system has agreed to hold, field by field. */
export type Draft = Partial<Record<SystemName, Partial<Record<FieldName, FieldValue>>>>;

/** Where the agreements of an identity are written down while it is settled. */
export interface Book {
  readonly draft: Draft;
  readonly debts: Debts;
  /** What each side agreed on before. */
  readonly shadows: PerSystem<Fields>;
  readonly kind: Kind;
}

/** Writes down what the sides of the field agree on now; whether they do. Of a conflict nothing is agreed on. */
export function settleField(field: FieldMerge, settled: readonly Settled[], book: Book): boolean {
  if (field.merged.type === 'conflict') return false;
  const targets = targetsOf(field);
  const carrying = SYSTEMS.flatMap((system) => stepFor(settled, system, field.field) ?? []);
  // Lists that meet for the first time have agreed to what each holds; what one lacks is owed to it.
  const isHeard = field.lists !== undefined && FIRST_CONTACT.has(field.merged.row);
  const isOpen = carrying.length > 0 && !isHeard && !carrying.some(succeeded);
  // Whoever the value came from, or holds it already, is owed nothing of it any more; what a move leaves blank is, below.
  const holders = isOpen || field.apart ? [] : SYSTEMS.filter((system) => field.values[system] !== undefined);
  for (const system of holders) if (!targets.includes(system)) book.debts.pay(system, field.field);
  // Of what stays open the next run sees the same once more: nobody owes anything of it yet.
  const { after, written, missed } = cameOf(
    field,
    settled,
    isOpen ? { ...book, debts: new Debts({}) } : book,
  );
  for (const system of missed.length > 0 ? whoAgrees(field, written, missed) : SYSTEMS) {
    const value = after[system];
    if (value !== undefined) book.draft[system] = { ...book.draft[system], [field.field]: value };
  }
  for (const system of isOpen ? [] : missed) {
    const had = book.shadows[system]?.[field.field] !== undefined;
    if (!targets.includes(system) || !(had || field.lists)) continue;
    book.debts.miss(system, field.field);
    if (!had) book.debts.dispute(system, field.field);
  }
  return !isOpen;
}

interface Came {
  readonly after: PerSystem<FieldValue>;
  readonly written: readonly SystemName[];
  /** To whom a write was meant and did not succeed. */
  readonly missed: readonly SystemName[];
}

/** What came of the field's writes; who was written to is owed nothing any more, who could not take it is. */
function cameOf(found: FieldMerge, settled: readonly Settled[], { debts, shadows, kind }: Book): Came {
  const { field, merged, values, barred } = found;
  const after: Partial<Record<SystemName, FieldValue>> = { ...values };
  const written: SystemName[] = [];
  const missed: SystemName[] = [];
  for (const system of SYSTEMS) {
    const step = stepFor(settled, system, field);
    if (!step) {
      const moved = settled.find((item) => movedWith(item, system, field));
      const isTarget = merged.type === 'propagate' && merged.targets.includes(system);
      // No step carries it: the system could not take it. It keeps its own value until it can.
      const [former, own] = [shadows[system]?.[field], values[system]];
      const spoke = !isBlank(own) && (former === undefined || !isSame(kind, field, own, former));
      if (isTarget && spoke) debts.dispute(system, field);
      else if (isTarget || (moved && isBlank(moved.record?.fields[field]))) debts.owe(system, field);
      if (moved) after[system] = moved.record?.fields[field] ?? null;
    } else if (succeeded(step)) {
      written.push(system);
      after[system] = step.record?.fields[field] ?? null;
      const refused = step.record?.locked?.[field] !== undefined;
      if (barred?.[system] === undefined && !refused) debts.pay(system, field);
      else debts.owe(system, field);
    } else {
      missed.push(system);
    }
  }
  return { after, written, missed };
}

/** Whether a system says the same of the field as before: an id says something in its own system alone. */
export const isSame = (kind: Kind, field: FieldName, a: FieldValue | undefined, b: FieldValue): boolean =>
  fieldSpec(kind, field)?.type === 'reference'
    ? a === b
    : fieldForm(kind, field, a) === fieldForm(kind, field, b);

const stepFor = (settled: readonly Settled[], system: SystemName, field: FieldName) =>
  settled.find(({ step }) => step.system === system && step.changes.some((change) => change.field === field));

const targetsOf = ({ merged }: FieldMerge): readonly SystemName[] =>
  merged.type === 'propagate' ? merged.targets : [];

const FIRST_CONTACT: ReadonlySet<Row> = new Set<Row>(['first-fill', 'first-different']);

/**
 * Where a write did not succeed: who has agreed on the value all the same. Where none did, the next run must see the same
 * change again. Where one did, it and who the value came from have agreed: what is typed over it there, or taken back, is
 * a later word. At first contact nobody has changed anything yet: who holds the value has agreed to it, and of a list each
 * to what it holds.
 */
function whoAgrees(
  field: FieldMerge,
  written: readonly SystemName[],
  missed: readonly SystemName[],
): readonly SystemName[] {
  const isFirst = FIRST_CONTACT.has(field.merged.row);
  if (written.length === 0 && !isFirst) return written;
  // Of a list it has been heard what a side added, though it lacks what the others did.
  if (field.lists) return SYSTEMS;
  const targets = targetsOf(field);
  return isFirst
    ? SYSTEMS.filter((system) => written.includes(system) || !targets.includes(system))
    : SYSTEMS.filter((system) => !missed.includes(system));
}

/**
 * What moves to another organization leaves its place and its person behind: that is our own doing, and no edit of the
 * system's people. What the move left blank is offered again.
 */
export const movedWith = (item: Settled, system: SystemName, field: FieldName): boolean =>
  LEFT_BEHIND.has(field) &&
  item.step.system === system &&
  item.step.action !== 'create' &&
  succeeded(item) &&
  item.step.changes.some((change) => change.field === 'organization');

export const LEFT_BEHIND: ReadonlySet<FieldName> = new Set(['location', 'contact']);

/** Rows in which those that are there agree on something new; in the others one joins, or comes by, what was agreed on. */
const NEWS: ReadonlySet<Row> = new Set<Row>([
  'one-changed',
  'same-change',
  'different-changes',
  'cleared',
  'decided',
]);

/** Sides that take no part in the field now, and to which what the others agree on is news; none that the run itself `made`. */
export function outOfReach(
  identity: Identity,
  found: FieldMerge,
  made: readonly SystemName[],
): readonly SystemName[] {
  const { field, merged, values } = found;
  if (merged.type === 'conflict' || merged.row === 'quiet' || merged.row === 'owed') return [];
  const absent = absentFrom(identity, field, values).filter((system) => !made.includes(system));
  if (absent.length === 0) return absent;
  const { due } = found;
  // Of a list each is told what it lacks, or lists still: one that has part may have less room.
  if (due) return absent.filter((system) => isOwing(due[system]));
  const isReference = fieldSpec(identity.kind, field)?.type === 'reference';
  // An id says something in its own system alone.
  if (isReference) return NEWS.has(merged.row) ? absent : [];
  const form = (value: FieldValue | undefined) => fieldForm(identity.kind, field, value);
  const told = form(merged.type === 'propagate' ? merged.value : Object.values(values)[0]);
  return absent.filter((system) => form(identity.shadows[system]?.[field]) !== told);
}

/** Whether any entry is owed, or it is not known which. */
const isOwing = (due: Due | undefined): boolean =>
  due?.add === undefined || due.add.length > 0 || due.remove.length > 0;

/** The systems that say what was decided once the writes are done. */
export const carriedIn = (field: FieldMerge, settled: readonly Settled[]): readonly SystemName[] =>
  SYSTEMS.filter((system) => {
    if (field.merged.type === 'conflict' || field.values[system] === undefined) return false;
    const step = stepFor(settled, system, field.field);
    return targetsOf(field).includes(system) ? step !== undefined && succeeded(step) : true;
  });

/**
 * The debts after a write that nobody's word is behind, as when a run is taken back. What it put back in a list is no more
 * owed to be taken away anywhere; what it took from there is not owed to be given there.
 */
export function withoutWord(
  debts: Debts,
  { kind, system: target }: Pick<Step, 'kind' | 'system'>,
  { field, from, to }: { readonly field: FieldName; readonly from: FieldValue; readonly to: PlannedValue },
  hint: ValueHint,
): void {
  const owed = debts.entries(target, field);
  if (!owed?.add) debts.pay(target, field);
  if (!Array.isArray(from) || !Array.isArray(to)) return;
  const formOf = (item: string) => fieldForm(kind, field, [item], hint);
  const [was, is] = [new Set(from.map(formOf)), new Set(to.map(formOf))];
  for (const system of SYSTEMS) {
    const due = debts.entries(system, field);
    if (!due) continue;
    const remove = due.remove.filter((form) => was.has(form) || !is.has(form));
    const isTaken = (form: string) => system === target && was.has(form) && !is.has(form);
    debts.itemize(
      system,
      field,
      due.add ? { add: due.add.filter((form) => !isTaken(form)), remove } : { remove },
    );
  }
}
