/** The queue of conflicts as the panel shows it, and what a person's choice in it says. Pure. */
import type { ValueChoice } from '../../engine/decide';
import { Failure } from '../../engine/failure';
import { fieldNames, fieldSpec } from '../../engine/fields';
import { fingerprintOf } from '../../engine/hash';
import type { FieldValue, RecordKey, SourceRecord, SystemName } from '../../engine/model';
import { isBlank, KINDS, SYSTEM_TITLES, SYSTEMS } from '../../engine/model';
import type { Conflict } from '../../engine/plan/model';
import type { Overview } from '../../engine/session';
import { baseHolder, cellsOf } from '../differences/cells';
import { isList, labelOf, linesOf } from '../differences/values';
import type { ShownConflict } from './protocol';
import { suggest } from './suggest';

export interface OpenConflict {
  readonly key: string;
  readonly conflict: Conflict;
}

export type Known = Pick<Overview, 'records' | 'identities' | 'plan'>;

/** In the order in which the things depend on each other, then by client and name. */
export function queueOf({ plan }: Known): readonly OpenConflict[] {
  return plan.conflicts
    .map((conflict) => ({ key: keyOfConflict(conflict), conflict }))
    .sort((a, b) => compare(rank(a.conflict), rank(b.conflict)));
}

/** The same as long as the sides say the same: once they say something else it is another question. */
export function keyOfConflict({ identity, field, values }: Conflict): string {
  return `${identity}/${field}/${fingerprintOf(JSON.stringify(SYSTEMS.map((system) => values[system] ?? null)))}`;
}

const rank = ({ kind, organization, name, identity, field }: Conflict): readonly (string | number)[] => [
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

/** The place a person asked for: a conflict by its key, or the first of an identity. */
export function placeOf(queue: readonly OpenConflict[], to: string): OpenConflict | undefined {
  return queue.find(({ key }) => key === to) ?? queue.find(({ conflict }) => conflict.identity === to);
}

/** Others about the same field between the same systems: a side that is right here is likely right there. */
export function alikeOf(open: OpenConflict, queue: readonly OpenConflict[]): readonly OpenConflict[] {
  const sort = sortOf(open.conflict);
  return queue.filter((other) => other.key !== open.key && sortOf(other.conflict) === sort);
}

const sortOf = ({ kind, field, values }: Conflict): string =>
  [kind, field, ...SYSTEMS.filter((system) => values[system] !== undefined)].join('|');

export interface ShowContext {
  /** An instant in the reader's own words and time zone. */
  readonly at: (iso: string) => string;
}

export function shownConflict(
  open: OpenConflict,
  queue: readonly OpenConflict[],
  known: Known,
  { at }: ShowContext,
): ShownConflict {
  const { conflict } = open;
  const { kind, field, values, base } = conflict;
  const record = (system: SystemName) => memberOf(conflict, system, known);
  const suggestion = suggest(conflict, (system) => changedAt(record(system)));
  return {
    key: open.key,
    name: conflict.name,
    what: kind === 'organization' ? kind : `${kind} of ${conflict.organization}`,
    field: labelOf(kind, field),
    reason: conflict.reason,
    cells: [
      ...cellsOf({
        kind,
        field,
        values,
        base,
        records: known.records,
        notes: (system) => notesOn(record(system), conflict, at),
      }),
    ],
    suggestion: suggestion && {
      cell: suggestion.system,
      title: SYSTEM_TITLES[suggestion.system],
      reason: suggestion.reason,
    },
    edit: editOf(conflict, known, suggestion?.system ?? null),
    alike: alikeOf(open, queue).length,
  };
}

function memberOf(
  { identity, kind }: Conflict,
  system: SystemName,
  { identities, records }: Known,
): SourceRecord | undefined {
  const id = identities.get(identity)?.links[system]?.record;
  return id === undefined ? undefined : records.get(`${system}:${kind}:${id}`);
}

/** The key of the conflict's record in the system. */
export function recordOfCell({ conflict }: OpenConflict, cell: string, known: Known): RecordKey | null {
  const system = SYSTEMS.find((name) => name === cell);
  const record = system && memberOf(conflict, system, known);
  return record ? `${record.system}:${record.kind}:${record.id}` : null;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** A record's revision is when it was changed, where its system tells; else a hash that only says that it was. */
function changedAt(record: SourceRecord | undefined): number | undefined {
  const at = record?.revision && INSTANT.test(record.revision) ? Date.parse(record.revision) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function notesOn(
  record: SourceRecord | undefined,
  { field }: Conflict,
  at: ShowContext['at'],
): readonly string[] {
  if (!record) return [];
  const lock = record.locked?.[field];
  return [
    changedAt(record) !== undefined && record.revision ? `Record last changed ${at(record.revision)}` : '',
    lock ? `Cannot be written there: ${lock}` : '',
  ].filter(Boolean);
}

/** Long texts are edited in more than one line. */
const NOTE_ROWS = 6;

function editOf(conflict: Conflict, { records }: Known, suggested: SystemName | null): ShownConflict['edit'] {
  const { kind, field, values } = conflict;
  const spec = fieldSpec(kind, field);
  const start = suggested ?? SYSTEMS.find((system) => !isBlank(values[system]));
  if (isList(kind, field)) return { type: 'list', items: [...itemsOf(conflict, suggested, records)] };
  if (spec?.type === 'reference')
    return { type: 'none', reason: 'A reference is taken from one of the sides.' };
  if (spec?.type === 'flag') {
    return {
      type: 'choice',
      values: [
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ],
    };
  }
  const value =
    start === undefined ? '' : (linesOf({ system: start, kind, field }, values[start], records)[0] ?? '');
  return { type: 'text', value, rows: spec?.type === 'note' ? NOTE_ROWS : 1 };
}

function* itemsOf(
  { kind, field, values, base }: Conflict,
  suggested: SystemName | null,
  records: Known['records'],
): Generator<{ text: string; where: string; chosen: boolean }> {
  const where = new Map<string, string[]>();
  const note = (value: FieldValue | undefined, system: SystemName, title: string) => {
    for (const item of linesOf({ system, kind, field }, value, records)) {
      const list = where.get(item) ?? [];
      if (!list.includes(title)) where.set(item, [...list, title]);
    }
  };
  for (const system of SYSTEMS) note(values[system], system, SYSTEM_TITLES[system]);
  const holder = baseHolder(base);
  if (holder) note(base?.[holder], holder, 'last agreed');
  const chosen = new Set(
    suggested ? linesOf({ system: suggested, kind, field }, values[suggested], records) : [],
  );
  for (const [text, titles] of where) {
    const held = titles.some((title) => title !== 'last agreed');
    yield { text, where: titles.join(', '), chosen: suggested ? chosen.has(text) : held };
  }
}

/** The decision that a side is right; null when the conflict has no such side. */
export function choiceOf({ conflict }: OpenConflict, cell: string, known: Known): ValueChoice | null {
  const { values, base } = conflict;
  const system = cell === 'agreed' ? baseHolder(base) : SYSTEMS.find((name) => name === cell);
  const value = system && (cell === 'agreed' ? base?.[system] : values[system]);
  if (!system || value === undefined) return null;
  return choice(conflict, referable(conflict, system, value), known);
}

/** An id says something in its own system alone; the key of the record is known everywhere. */
function referable({ kind, field }: Conflict, system: SystemName, value: FieldValue): FieldValue {
  const to = fieldSpec(kind, field)?.to;
  return to && typeof value === 'string' ? `${system}:${to}:${value}` : value;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The decision that none of the sides is right but this value. Fails with `usage` when the field cannot hold it. */
export function editedChoice(
  { conflict }: OpenConflict,
  given: string | readonly string[],
  known: Known,
): ValueChoice {
  const { kind, field } = conflict;
  const spec = fieldSpec(kind, field);
  if (isList(kind, field)) {
    const items = (typeof given === 'string' ? [given] : given).map((item) => item.trim()).filter(Boolean);
    return choice(conflict, [...new Set(items)], known);
  }
  const text = typeof given === 'string' ? given.trim() : given.join('\n').trim();
  if (spec?.type === 'flag') return choice(conflict, text === 'true', known);
  if (spec?.type === 'reference') {
    throw new Failure('usage', `${spec.label} can only be taken from one of the sides.`);
  }
  if (spec?.type === 'date' && text !== '' && !DATE.test(text)) {
    throw new Failure('usage', `"${text}" is not a date.`, { remedy: 'Write it as 2027-01-31.' });
  }
  return choice(conflict, text === '' ? null : text, known);
}

function choice(conflict: Conflict, value: FieldValue, known: Known): ValueChoice {
  const { field, values } = conflict;
  const member = SYSTEMS.map((system) => memberOf(conflict, system, known)).find(
    (record) => record !== undefined && values[record.system] !== undefined,
  );
  if (!member) {
    throw new Failure('stale', `What is known of "${conflict.name}" has moved meanwhile.`, {
      remedy: 'Look at the conflict again.',
    });
  }
  return { record: `${member.system}:${member.kind}:${member.id}`, field, value, against: values };
}
