/** A planned step, a step of a run, or all fields of a thing, as values side by side with their reasons. Pure. */
import type { FieldStory } from '../../engine/explain';
import { type FieldName, fieldNames } from '../../engine/fields';
import type { RunStep } from '../../engine/history';
import {
  type FieldValue,
  type PerSystem,
  type RecordKey,
  refOf,
  SYSTEM_TITLES,
  SYSTEMS,
  type SystemName,
} from '../../engine/model';
import type { Overview } from '../../engine/overview';
import { type FieldChange, isReference, type Step } from '../../engine/plan/model';
import { plural } from '../../text/words';
import { cellsOf, markedLines } from '../differences/cells';
import type { Cell, Part } from '../differences/protocol';
import { isList, labelOf, linesOf } from '../differences/values';
import type { ShownChanges, ShownField } from './protocol';

export type Shown = Omit<ShownChanges, 'texts' | 'acts'>;
export type Known = Pick<Overview, 'records' | 'identities'>;

export interface Context {
  /** An instant in the reader's own words and time zone. */
  readonly at: (iso: string) => string;
}

export const nothing = (title: string, empty: string): Shown => ({
  ...{ title, empty, lines: [], fields: [], foldable: false },
});

const SOURCE = (source: FieldChange['source']): string =>
  source === 'person' ? 'decided by a person' : `from ${SYSTEM_TITLES[source]}`;

/** `moved` says what no longer fits, where anything does. */
export function shownStep(step: Step, known: Known, moved: string | undefined): Shown {
  const { name, kind, organization, system, action, reason } = step;
  const where = SYSTEM_TITLES[system];
  return {
    title: `${name}: ${action} in ${where}`,
    lines: [
      kind === 'organization' ? kind : `${kind} of ${organization}`,
      sentence(reason),
      moved === undefined ? '' : `This step no longer fits: ${moved}. Make a new plan.`,
    ].filter(Boolean),
    empty: '',
    fields: step.changes.map((change) => plannedField(step, change, known)),
    foldable: false,
  };
}

function plannedField(step: Step, change: FieldChange, known: Known): ShownField {
  const { kind, system } = step;
  const { field } = change;
  const values = valuesOf(step, field, known);
  const base = basesOf(step, field, known);
  // A system that does not hold the record yet says nothing beside what will stand there.
  const now = cellsOf({ kind, field, values, base, records: known.records, notes: () => [] });
  const before = change.display
    ? [change.display.from].filter(Boolean)
    : linesOf({ system, kind, field }, change.from, known.records);
  const planned: Cell = {
    id: 'planned',
    title: `${SYSTEM_TITLES[system]}, as planned`,
    state: step.action === 'create' ? 'new' : 'will be written',
    tone: 'planned',
    list: isList(kind, field),
    lines: markedLines({ kind, field }, plannedLines(step, change, known), before),
    notes: [],
  };
  return {
    label: labelOf(kind, field),
    reason: `${sentence(change.reason)} (${SOURCE(change.source)})`,
    cells: [...now, planned],
    notes: [],
    differs: true,
  };
}

function plannedLines(
  step: Step,
  { field, to, display }: FieldChange,
  { records }: Known,
): readonly string[] {
  if (display) return [display.to].filter(Boolean);
  if (isReference(to)) return [to.identity];
  return linesOf({ system: step.system, kind: step.kind, field }, to, records);
}

function valuesOf(step: Step, field: FieldName, { records, identities }: Known): PerSystem<FieldValue> {
  const values: Partial<Record<SystemName, FieldValue>> = {};
  for (const system of SYSTEMS) {
    const id = identities.get(step.identity)?.links[system]?.record;
    const value = id === undefined ? undefined : records.get(`${system}:${step.kind}:${id}`)?.fields[field];
    if (value !== undefined) values[system] = value;
  }
  return values;
}

function basesOf(
  { identity }: Step,
  field: FieldName,
  { identities }: Known,
): PerSystem<FieldValue> | undefined {
  const base: Partial<Record<SystemName, FieldValue>> = {};
  for (const system of SYSTEMS) {
    const agreed = identities.get(identity)?.shadows[system]?.[field];
    if (agreed !== undefined) base[system] = agreed;
  }
  return Object.keys(base).length > 0 ? base : undefined;
}

/** What a run did to one record. */
export function shownRunStep(
  step: RunStep,
  run: string,
  known: Pick<Known, 'records'>,
  { at }: Context,
): Shown {
  const { name, kind, organization, system, action, outcome, message, reasons, before, after } = step;
  const written = outcome === 'done';
  return {
    title: `${name}: ${action} in ${SYSTEM_TITLES[system]}`,
    lines: [
      kind === 'organization' ? kind : `${kind} of ${organization}`,
      `${at(step.at)}, ${run}`,
      written ? '' : `Not written (${outcome})${message ? `: ${message}` : ''}.`,
    ].filter(Boolean),
    empty: written ? '' : 'Nothing was written, so there is nothing to compare.',
    fields: fieldNames(kind)
      .filter((field) => written && after[field] !== undefined)
      .map((field) =>
        writtenField(step, field, before[field] ?? null, after[field] ?? null, reasons[field], known),
      ),
    foldable: false,
  };
}

function writtenField(
  { kind, system, action }: RunStep,
  field: FieldName,
  before: FieldValue,
  after: FieldValue,
  reason: string | undefined,
  { records }: Pick<Known, 'records'>,
): ShownField {
  const lines = (value: FieldValue) => linesOf({ system, kind, field }, value, records);
  const list = isList(kind, field);
  const [was, is] = [lines(before), lines(after)];
  const cell = (id: string, title: string, tone: Cell['tone'], marked: Part[][]): Cell => ({
    ...{ id, title, tone, list, lines: marked, state: '', notes: [] },
  });
  const whole = was.map((text): Part[] => [{ text, mark: 'same' }]);
  return {
    label: labelOf(kind, field),
    reason: reason ? sentence(reason) : '',
    cells: [
      ...(action === 'create' ? [] : [cell('before', 'Before', 'agreed', whole)]),
      cell('after', 'After', 'planned', markedLines({ kind, field }, is, was)),
    ],
    notes: [],
    differs: true,
  };
}

/** "Why did this value win?", for each field of a thing. */
export function shownStories(
  key: RecordKey,
  stories: readonly FieldStory[],
  known: Known & Pick<Overview, 'identityOf'>,
  context: Context,
): Shown {
  const record = known.records.get(key);
  const { kind } = refOf(key);
  const differing = stories.filter(differs).length;
  return {
    title: `${record?.name ?? key}: who is right, and why`,
    lines: [
      kind,
      differing === 0
        ? 'All sides agree on every field.'
        : `${plural(differing, 'field')} where the sides differ.`,
    ],
    empty: stories.length === 0 ? 'No field of it is held by any system.' : '',
    fields: stories.map((story) => storyField(kind, story, known, context)),
    foldable: true,
  };
}

const differs = ({ sides, winner, row }: FieldStory): boolean =>
  winner !== null || (row !== null && new Set(Object.values(sides).map(({ text }) => text)).size > 1);

function storyField(
  kind: Step['kind'],
  story: FieldStory,
  { records }: Pick<Known, 'records'>,
  { at }: Context,
): ShownField {
  const { field, label, sides, authority, winner, reason } = story;
  const values: Partial<Record<SystemName, FieldValue>> = {};
  const base: Partial<Record<SystemName, FieldValue>> = {};
  for (const system of SYSTEMS) {
    const side = sides[system];
    if (!side) continue;
    values[system] = side.value;
    if (side.agreed !== undefined) base[system] = side.agreed;
  }
  const notes = (system: SystemName) => {
    const side = sides[system];
    const written = side?.written;
    return [
      side?.refusal ? `Cannot be written there: ${side.refusal}` : '',
      written
        ? `Written ${at(written.at)} by ${written.by || 'unknown'}${written.reason ? `: ${written.reason}` : ''}`
        : '',
    ].filter(Boolean);
  };
  const settled = !differs(story) || Object.keys(base).length === 0;
  const cells = cellsOf({ kind, field, values, ...(settled ? {} : { base }), records, notes });
  return {
    label,
    reason: sentence(winner === null ? reason : `${winnerText(winner)}: ${reason}`),
    cells: settled ? cells.map(plain) : [...cells],
    notes: [authorityText(authority)],
    differs: differs(story),
  };
}

/** Where nothing differs nothing is marked. */
const plain = (cell: Cell): Cell => ({
  ...cell,
  state: '',
  tone: 'quiet',
  lines: cell.lines
    .map((line) =>
      line.filter(({ mark }) => mark !== 'gone').map((part): Part => ({ ...part, mark: 'same' })),
    )
    .filter((line) => line.length > 0),
});

const winnerText = (winner: SystemName | 'person'): string =>
  winner === 'person' ? 'A person decided' : `${SYSTEM_TITLES[winner]} wins`;

function authorityText({ system, by }: FieldStory['authority']): string {
  const who = system === null ? 'A person has the last word' : `${SYSTEM_TITLES[system]} has the last word`;
  return `${who} (${by === 'default' ? 'built in' : `by ${by}`}).`;
}

const sentence = (text: string): string =>
  text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
