/** The sides of one field beside each other, what changed in each marked. Pure. */
import { type FieldName, fieldSpec } from '../../engine/fields';
import {
  type FieldValue,
  type Kind,
  type PerSystem,
  SYSTEM_TITLES,
  SYSTEMS,
  type SystemName,
} from '../../engine/model';
import { canonicalForm } from '../../engine/normalize/value';
import { lost, marked } from './parts';
import type { Cell, Part } from './protocol';
import { isList, isSame, linesOf, type Records } from './values';

export interface FieldSides {
  readonly kind: Kind;
  readonly field: FieldName;
  readonly values: PerSystem<FieldValue>;
  /** What they last agreed on, each in its own form. */
  readonly base?: PerSystem<FieldValue> | undefined;
  readonly records: Records;
  /** Smaller lines below a side. */
  readonly notes: (system: SystemName) => readonly string[];
}

/** The system whose words stand for what all had agreed on: the first that has any. */
export const baseHolder = (base: PerSystem<FieldValue> | undefined): SystemName | undefined =>
  SYSTEMS.find((system) => base?.[system] !== undefined);

/** What was agreed, where anything was, and then what each system says. */
export function cellsOf(sides: FieldSides): readonly Cell[] {
  const holder = baseHolder(sides.base);
  const agreed = holder ? lines(sides, holder, sides.base?.[holder]) : undefined;
  const systems = SYSTEMS.filter((system) => sides.values[system] !== undefined);
  const said = systems.map((system) => ({ system, lines: lines(sides, system, sides.values[system]) }));
  const cells = said.map(({ system, lines: own }): Cell => {
    const before = sides.base?.[system];
    const moved = hasMoved(sides, system);
    const known = before === undefined ? agreed : lines(sides, system, before);
    const others = said.find((other) => other.system !== system)?.lines ?? [];
    // Before anything was agreed nothing can have been taken away: only what a side has on its own is marked.
    const apart = known ? markedLines(sides, own, known) : markedLines(sides, own, others).filter(isHeld);
    const quiet = before !== undefined && !moved;
    return {
      id: system,
      title: SYSTEM_TITLES[system],
      state: stateOf(own, before !== undefined, moved),
      tone: quiet ? 'quiet' : 'changed',
      list: isList(sides.kind, sides.field),
      lines: quiet ? own.map(whole) : apart,
      notes: [...sides.notes(system)],
    };
  });
  if (!agreed) return cells;
  const now = said.flatMap(({ system, lines: own }) => (hasMoved(sides, system) ? [own] : []));
  return [agreedCell(sides, agreed, now), ...cells];
}

const isHeld = (line: readonly Part[]): boolean => line.some(({ mark }) => mark !== 'gone');

function hasMoved({ kind, field, base, values }: FieldSides, system: SystemName): boolean {
  const before = base?.[system];
  return before !== undefined && !isSame(kind, field, before, values[system] ?? null);
}

function stateOf(own: readonly string[], known: boolean, moved: boolean): string {
  if (!known) return own.length === 0 ? 'blank' : 'not agreed yet';
  if (!moved) return 'as agreed';
  return own.length === 0 ? 'cleared' : 'changed';
}

function agreedCell(sides: FieldSides, agreed: readonly string[], now: readonly (readonly string[])[]): Cell {
  return {
    id: 'agreed',
    title: 'Last agreed',
    state: agreed.length === 0 ? 'blank' : '',
    tone: 'agreed',
    list: isList(sides.kind, sides.field),
    lines: isList(sides.kind, sides.field) ? agreed.map(whole) : agreed.map((line) => lostIn(line, now)),
    notes: [],
  };
}

/** Marked as gone: what the side that changed most dropped. */
function lostIn(line: string, now: readonly (readonly string[])[]): Part[] {
  const all = now.flatMap(([text]) => (text === undefined || text === line ? [] : [lost(line, text)]));
  const gone = (parts: readonly Part[]) =>
    parts.reduce((sum, part) => (part.mark === 'gone' ? sum + part.text.length : sum), 0);
  const [most] = [...all].sort((a, b) => gone(b) - gone(a));
  return most ? [...most] : whole(line);
}

/** Items of a list are new or not as a whole, and those that went are shown as such; a text is marked inside. */
export function markedLines(
  { kind, field }: Pick<FieldSides, 'kind' | 'field'>,
  own: readonly string[],
  reference: readonly string[],
): Part[][] {
  if (!isList(kind, field)) return own.map((line) => [...marked(line, reference[0] ?? '')]);
  const spec = fieldSpec(kind, field);
  const form = (item: string) => (spec ? canonicalForm(spec, [item]) : item);
  const [here, there] = [new Set(own.map(form)), new Set(reference.map(form))];
  return [
    ...own.map((text): Part[] => [{ text, mark: there.has(form(text)) ? 'same' : 'new' }]),
    ...reference.filter((text) => !here.has(form(text))).map((text): Part[] => [{ text, mark: 'gone' }]),
  ];
}

const whole = (text: string): Part[] => [{ text, mark: 'same' }];

const lines = (sides: FieldSides, system: SystemName, value: FieldValue | undefined): readonly string[] =>
  linesOf({ system, kind: sides.kind, field: sides.field }, value, sides.records);
