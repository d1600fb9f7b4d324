/** The queue of conflicts as the panel shows it, and what a person's choice in it says. Pure. */
import { type Answer, type ConflictItem, conflictsLike, settle } from '../../engine/conflicts';
import type { Change } from '../../engine/decide';
import { Failure } from '../../engine/failure';
import { fieldNames, fieldSpec } from '../../engine/fields';
import type { FieldValue, PerSystem, RecordKey, SystemName } from '../../engine/model';
import { isBlank, KINDS, SYSTEM_TITLES, SYSTEMS } from '../../engine/model';
import { cellsOf } from '../differences/cells';
import { linesOf, type Records } from '../differences/values';
import type { ShownConflict } from './protocol';

/** In the order in which the things depend on each other, then by client and name. */
export function queueOf(items: readonly ConflictItem[]): readonly ConflictItem[] {
  return items
    .map((item) => ({ item, rank: rankOf(item) }))
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ item }) => item);
}

const rankOf = ({
  kind,
  organization,
  name,
  identity,
  field,
}: ConflictItem): readonly (string | number)[] => [
  KINDS.indexOf(kind),
  organization.toLowerCase(),
  name.toLowerCase(),
  identity,
  fieldNames(kind).indexOf(field),
];

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [at, left] of a.entries()) {
    const right = b[at] ?? 0;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** What the sides say, as one text: a conflict that was settled and comes back with other words is a new question. */
export const wordsOf = ({ key, sides }: ConflictItem): string =>
  JSON.stringify([key, SYSTEMS.map((system) => sides[system]?.value ?? null)]);

/** The place a person asked for: a conflict by its key, or the first of an identity. */
export function placeOf(queue: readonly ConflictItem[], to: string): ConflictItem | undefined {
  return queue.find(({ key }) => key === to) ?? queue.find(({ identity }) => identity === to);
}

/** The others that pose the same question. */
export const othersLike = (item: ConflictItem, queue: readonly ConflictItem[]): readonly ConflictItem[] =>
  conflictsLike(queue, item).filter(({ key }) => key !== item.key);

export interface ShowContext {
  readonly records: Records;
  /** An instant in the reader's own words and time zone. */
  readonly at: (iso: string) => string;
}

export function shownConflict(
  item: ConflictItem,
  queue: readonly ConflictItem[],
  { records, at }: ShowContext,
): ShownConflict {
  const { kind, field, label, organization, suggestion, sides } = item;
  const cells = cellsOf({
    ...{ kind, field, records },
    values: valuesOf(item),
    base: basesOf(item),
    notes: (system) => notesOn(sides[system], at),
  });
  return {
    key: item.key,
    name: item.name,
    what: kind === 'organization' ? kind : `${kind} of ${organization}`,
    field: label,
    reason: item.reason,
    cells: [...cells],
    suggestion: suggestion && {
      cell: suggestion.system,
      title: SYSTEM_TITLES[suggestion.system],
      reason: suggestion.reason,
    },
    edit: editOf(item, records),
    alike: othersLike(item, queue).length,
  };
}

function valuesOf({ sides }: ConflictItem): PerSystem<FieldValue> {
  const values: Partial<Record<SystemName, FieldValue>> = {};
  for (const system of SYSTEMS) {
    const side = sides[system];
    if (side) values[system] = side.value;
  }
  return values;
}

function basesOf({ sides }: ConflictItem): PerSystem<FieldValue> | undefined {
  const base: Partial<Record<SystemName, FieldValue>> = {};
  for (const system of SYSTEMS) {
    const agreed = sides[system]?.agreed;
    if (agreed) base[system] = agreed.value;
  }
  return Object.keys(base).length > 0 ? base : undefined;
}

function notesOn(side: ConflictItem['sides'][SystemName], at: ShowContext['at']): readonly string[] {
  if (!side) return [];
  const { lastChange, refusal } = side;
  const who = lastChange?.by ? ` by ${lastChange.by}` : '';
  return [
    lastChange ? `Record last changed ${at(lastChange.at)}${who}` : '',
    refusal ? `Cannot be written there: ${refusal}` : '',
  ].filter(Boolean);
}

/** The key of the record that a side is about. */
export function recordOfCell({ sides }: ConflictItem, cell: string): RecordKey | null {
  const system = SYSTEMS.find((name) => name === cell);
  return (system && sides[system]?.record) ?? null;
}

/** Long texts are edited in more than one line. */
const NOTE_ROWS = 6;

function editOf(item: ConflictItem, records: Records): ShownConflict['edit'] {
  const { kind, field, isList, to, sides } = item;
  const suggested = item.suggestion?.system ?? null;
  if (isList) return { type: 'list', items: [...itemsOf(item, suggested, records)] };
  if (to) return { type: 'none', reason: 'A reference is taken from one of the sides.' };
  const type = fieldSpec(kind, field)?.type;
  if (type === 'flag') {
    return {
      type: 'choice',
      values: [
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ],
    };
  }
  const start = suggested ?? SYSTEMS.find((system) => !isBlank(sides[system]?.value));
  const value = start ? linesOf({ system: start, kind, field }, sides[start]?.value, records).join('\n') : '';
  return { type: 'text', value, rows: type === 'note' ? NOTE_ROWS : 1 };
}

const AGREED = 'last agreed';

function* itemsOf(
  { kind, field, sides, agreed }: ConflictItem,
  suggested: SystemName | null,
  records: Records,
): Generator<{ text: string; where: string; chosen: boolean }> {
  const where = new Map<string, readonly string[]>();
  const items = (system: SystemName, value: FieldValue | undefined) =>
    linesOf({ system, kind, field }, value, records);
  const note = (item: string, title: string) => where.set(item, [...(where.get(item) ?? []), title]);
  for (const system of SYSTEMS) {
    for (const item of items(system, sides[system]?.value)) note(item, SYSTEM_TITLES[system]);
  }
  for (const item of items('bms', agreed?.value)) note(item, AGREED);
  const chosen = new Set(suggested ? items(suggested, sides[suggested]?.value) : []);
  for (const [text, titles] of where) {
    const held = titles.some((title) => title !== AGREED);
    yield { text, where: titles.join(', '), chosen: suggested ? chosen.has(text) : held };
  }
}

/** The decision that a side is right about all of these; those that have no such side are not in it. */
export function chosen(items: readonly ConflictItem[], cell: string): Change & { readonly type: 'value' } {
  const system = SYSTEMS.find((name) => name === cell);
  const changes = system
    ? [settle(items, { type: 'side', system })]
    : items.flatMap((item) => {
        const answer = agreedAnswer(item);
        return answer ? [settle([item], answer)] : [];
      });
  return valueChange(changes);
}

/** Back to what all had agreed on. An id says something in its own system alone; a record's key does everywhere. */
function agreedAnswer({ agreed, sides, to }: ConflictItem): Answer | null {
  if (!agreed) return null;
  const { value } = agreed;
  if (!to || typeof value !== 'string' || value === '') return { type: 'value', value };
  const system = SYSTEMS.find((name) => sides[name]?.agreed?.value === value);
  return system ? { type: 'value', value: `${system}:${to}:${value}` } : null;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The decision that none of the sides is right but this value. Fails with `usage` when the field cannot hold it. */
export function edited(
  item: ConflictItem,
  given: string | readonly string[],
): Change & { readonly type: 'value' } {
  return valueChange([settle([item], { type: 'value', value: valueFrom(item, given) })]);
}

function valueFrom(
  { kind, field, label, isList, to }: ConflictItem,
  given: string | readonly string[],
): FieldValue {
  if (isList) {
    const items = (typeof given === 'string' ? [given] : given).map((item) => item.trim()).filter(Boolean);
    return [...new Set(items)];
  }
  if (to) throw new Failure('usage', `${label} can only be taken from one of the sides.`);
  const text = typeof given === 'string' ? given.trim() : given.join('\n').trim();
  const type = fieldSpec(kind, field)?.type;
  if (type === 'flag') return text === 'true';
  if (type === 'date' && text !== '' && !DATE.test(text)) {
    throw new Failure('usage', `"${text}" is not a date.`, { remedy: 'Write it as 2027-01-31.' });
  }
  return text === '' ? null : text;
}

function valueChange(changes: readonly Change[]): Change & { readonly type: 'value' } {
  const choices = changes.flatMap((change) => (change.type === 'value' ? change.choices : []));
  return { type: 'value', choices };
}
