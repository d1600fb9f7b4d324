/** What a person answers to conflicts, and the decision that it makes: never a write. Pure. */
import type { ConflictItem } from './conflicts';
import type { Change, ValueChoice } from './decide';
import { Failure } from './failure';
import { fieldSpec } from './fields';
import type { FieldValue, RecordKey, SystemName } from './model';
import { SYSTEMS } from './model';

/** A side's word, what all had agreed on, or a value of the person's own: for a reference the key of what it shall lead to. */
export type Answer =
  | { readonly type: 'side'; readonly system: SystemName }
  | { readonly type: 'agreed' }
  | { readonly type: 'value'; readonly value: FieldValue };

/** What the sides say, as one text: a conflict that was settled and comes back with other words is a new question. */
export const questionOf = ({ key, sides }: ConflictItem): string =>
  JSON.stringify([key, SYSTEMS.map((system) => sides[system]?.value ?? null)]);

/** Conflicts that pose the same question: the same field, of the same kind, for the same reason. */
export function conflictsLike(items: readonly ConflictItem[], item: ConflictItem): readonly ConflictItem[] {
  return items.filter(
    ({ kind, field, reason }) => kind === item.kind && field === item.field && reason === item.reason,
  );
}

/** The same answer to each of the conflicts, for `Session.decide`; those that it does not fit are left out. */
export function settle(
  items: readonly ConflictItem[],
  answer: Answer,
): Extract<Change, { readonly type: 'value' }> {
  return { type: 'value', choices: items.flatMap((item) => choiceFor(item, answer) ?? []) };
}

function choiceFor(item: ConflictItem, answer: Answer): ValueChoice | null {
  const against: Partial<Record<SystemName, FieldValue>> = {};
  let record: RecordKey | null = null;
  for (const system of SYSTEMS) {
    const side = item.sides[system];
    if (!side) continue;
    against[system] = side.value;
    record ??= side.record;
  }
  const value = answered(item, answer);
  if (record === null || value === undefined) return null;
  return { record, field: item.field, value, against };
}

function answered(item: ConflictItem, answer: Answer): FieldValue | undefined {
  const { sides, agreed, to } = item;
  switch (answer.type) {
    case 'value':
      return answer.value;
    case 'side':
      return saidBy(item, answer.system, sides[answer.system]?.value);
    case 'agreed': {
      if (!agreed || !to) return agreed?.value;
      const system = SYSTEMS.find((name) => sides[name]?.agreed?.value === agreed.value);
      return system && saidBy(item, system, agreed.value);
    }
  }
}

/** An id says something in its own system alone; a record's key does everywhere. */
function saidBy({ to }: ConflictItem, system: SystemName, value: FieldValue | undefined) {
  return to && typeof value === 'string' && value !== '' ? `${system}:${to}:${value}` : value;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const YES = /^(?:yes|true)$/i;
const NO = /^(?:no|false)$/i;

/** The value that a person wrote for the field. Fails with `usage` when it cannot hold it. */
export function valueFrom(item: ConflictItem, given: string | readonly string[]): FieldValue {
  const { kind, field, label, isList, to } = item;
  if (isList) {
    const items = (typeof given === 'string' ? [given] : given).map((part) => part.trim()).filter(Boolean);
    return [...new Set(items)];
  }
  const text = typeof given === 'string' ? given.trim() : given.join('\n').trim();
  const type = fieldSpec(kind, field)?.type;
  if (type === 'flag') {
    if (YES.test(text)) return true;
    if (NO.test(text)) return false;
    throw new Failure('usage', `"${text}" is neither yes nor no, which ${label} takes.`);
  }
  if (text === '') return null;
  if (type === 'date' && !DATE.test(text)) {
    throw new Failure('usage', `"${text}" is not a date.`, { remedy: 'Write it as 2027-01-31.' });
  }
  if (to && !SYSTEMS.some((system) => text.startsWith(`${system}:${to}:`))) {
    throw new Failure(
      'usage',
      `${label} can only be taken from one of the sides, or lead to another ${to}.`,
      {
        remedy: `Give the key of that ${to}, such as bms:${to}:1042.`,
      },
    );
  }
  return text;
}
