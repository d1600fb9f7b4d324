/** The queue of conflicts as the panel shows it. Pure. */
import type { ConflictItem } from '../../engine/conflicts';
import { fieldSpec } from '../../engine/fields';
import type { FieldValue, PerSystem, RecordKey, SystemName } from '../../engine/model';
import { isBlank, SYSTEM_TITLES, SYSTEMS } from '../../engine/model';
import { type Answer, conflictsLike } from '../../engine/settle';
import { cellsOf } from '../differences/cells';
import { linesOf, type Records } from '../differences/values';
import type { ShownConflict } from './protocol';

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

/** What choosing a cell says: its side is right, or what stood before the sides parted. */
export function answerOf(cell: string): Answer {
  const system = SYSTEMS.find((name) => name === cell);
  return system ? { type: 'side', system } : { type: 'agreed' };
}
