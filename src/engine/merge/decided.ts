/**
 * Values that a person decided: they win for as long as the sides still say what they said then, until that is carried out.
 * What was decided against and comes back after that is a new question. Pure.
 */
import { byTime, type Decision } from '../decisions';
import type { Due, FieldValue, PerSystem, SystemName } from '../model';
import { isBlank, keyOf, SYSTEM_TITLES, SYSTEMS } from '../model';
import { secondsOf } from '../normalize/instant';
import type { Merged } from './field';
import { differs, entriesOf, without } from './list-side';
import type { FieldMerge } from './model';
import { type FieldSides, formsOfList, itemsOf, type Merging, wantedForm } from './sides';

export type ValueDecision = Extract<Decision, { type: 'value' }>;

/** The newest decisions about values, by record and field. */
export type DecidedValues = ReadonlyMap<string, ValueDecision>;

export function decidedValues(decisions: readonly Decision[]): DecidedValues {
  const values = new Map<string, ValueDecision>();
  for (const decision of [...decisions].sort(byTime)) {
    if (decision.type === 'value') values.set(`${decision.record}|${decision.field}`, decision);
  }
  return values;
}

/** What a person decided about the field, or null when nobody did, or the sides have moved on since. */
export function mergeDecided(
  merging: Merging,
  sides: FieldSides,
  decided: DecidedValues,
  isQuiet: boolean,
): FieldMerge | null {
  const decision = decisionAbout(merging, decided);
  // What was carried out, or taken back, is quiet by now, and stays so.
  if (!decision || (isQuiet && SYSTEMS.some((system) => hasCarried(decision, merging, system)))) return null;
  const wanted = wantedIn(merging, sides, decision.value);
  if (!wanted || !stands(decision, merging, sides, wanted)) return null;
  const { field } = merging;
  const { values } = sides;
  const back = comeBack(decision, merging, sides, wanted);
  if (back || isCarriedOut(decision, merging)) return back;
  const reason = `decided ${byWhom(decision)}`;
  const targets = SYSTEMS.filter((system) => values[system] !== undefined && wanted[system]?.holds === false);
  const from = refersFrom(decision, merging);
  const held = SYSTEMS.find((system) => wanted[system]?.holds === true);
  const source = from ?? held ?? merging.authority ?? SYSTEMS.find((system) => wanted[system]) ?? 'bms';
  const merged: Merged =
    targets.length === 0
      ? { type: 'agree', row: 'decided' }
      : { type: 'propagate', row: 'decided', value: valueIn(decision, merging), source, targets, reason };
  if (!sides.isList) return { field, values, merged, decided: decision.at };
  const lists: Partial<Record<SystemName, readonly string[]>> = {};
  for (const system of targets) lists[system] = wanted[system]?.list ?? [];
  return { field, values, merged, lists, due: duesOf(merging, sides, decision.value), decided: decision.at };
}

/** What of a list that was decided each side lacks, and lists besides. */
function duesOf(merging: Merging, { lists, absent }: FieldSides, value: FieldValue): PerSystem<Due> {
  const dues: Partial<Record<SystemName, Due>> = {};
  for (const [system, { forms, capacity }] of entriesOf({ ...absent, ...lists })) {
    const goal = formsOfList(merging, itemsOf(value).slice(0, capacity));
    dues[system] = { add: without(goal, forms), remove: without(forms, goal) };
  }
  return dues;
}

const byWhom = ({ by, at }: ValueDecision): string => `by ${by || 'a person'} on ${at.slice(0, 10)}`;

/** Whether the side has said what was decided since. */
const hasCarried = ({ at }: ValueDecision, { identity, field }: Merging, system: SystemName): boolean =>
  identity.carried?.[system]?.[field] === at;

/** Whoever it was decided against says so: what comes into sight, or joins, after that nobody had seen then. */
const isCarriedOut = (decision: ValueDecision, merging: Merging): boolean =>
  SYSTEMS.every((system) => decision.against[system] === undefined || hasCarried(decision, merging, system));

/** The very value that was decided against: whether somebody means it, or a program keeps it, a person knows. */
function comeBack(
  decision: ValueDecision,
  merging: Merging,
  { values }: FieldSides,
  wanted: PerSystem<Wanted>,
): FieldMerge | null {
  const back = SYSTEMS.filter(
    (system) =>
      wanted[system]?.holds === false &&
      hasCarried(decision, merging, system) &&
      sameValue(merging, decision.against[system] ?? null, values[system]),
  );
  if (back.length === 0) return null;
  const suggestion = SYSTEMS.find((system) => wanted[system]?.holds === true) ?? null;
  const titles = back.map((system) => SYSTEM_TITLES[system]).join(' and ');
  const reason = `${titles} says again what was decided against ${byWhom(decision)}`;
  const { field } = merging;
  return { field, values, merged: { type: 'conflict', row: 'decided', changed: back, suggestion, reason } };
}

/** When it was decided what all sides say by now, by whatever way they came to it. */
export function heldAsDecided(merging: Merging, sides: FieldSides, decided: DecidedValues): string | null {
  const decision = decisionAbout(merging, decided);
  const wanted = decision && wantedIn(merging, sides, decision.value);
  const all = wanted && SYSTEMS.every((system) => wanted[system]?.holds !== false);
  return decision && all ? decision.at : null;
}

/** The newest that was said of any member. */
function decisionAbout({ members, field }: Merging, decided: DecidedValues): ValueDecision | undefined {
  if (decided.size === 0) return undefined;
  return Object.values(members)
    .flatMap((record) => decided.get(`${keyOf(record)}|${field}`) ?? [])
    .sort((a, b) => (secondsOf(b.at) ?? 0) - (secondsOf(a.at) ?? 0))[0];
}

interface Wanted {
  /** Whether the side says so already. */
  readonly holds: boolean;
  /** For a list: as much of it as the system can hold. */
  readonly list?: readonly string[];
}

/** What each side shall say; null when the value leads to a record that is not known any more. */
function wantedIn(merging: Merging, sides: FieldSides, value: FieldValue): PerSystem<Wanted> | null {
  const wanted: Partial<Record<SystemName, Wanted>> = {};
  const form = wantedForm(merging, value);
  if (form === null) return null;
  for (const system of SYSTEMS) {
    const [plain, listed] = [sides.plain[system], sides.lists[system]];
    if (plain) wanted[system] = { holds: plain.form === form };
    if (!listed) continue;
    const list = itemsOf(value).slice(0, listed.capacity);
    wanted[system] = { holds: !differs(formsOfList(merging, list), listed.forms), list };
  }
  return wanted;
}

/** Each side still says what it said then, or has come round to what was decided. */
function stands(
  { against }: ValueDecision,
  merging: Merging,
  { values }: FieldSides,
  wanted: PerSystem<Wanted>,
): boolean {
  return SYSTEMS.every((system) => {
    const before = against[system];
    if (before === undefined || wanted[system]?.holds === true) return true;
    return sameValue(merging, before, values[system]);
  });
}

/** A reference is decided by the key of a record, which says in which system it was read. */
function refersFrom({ value }: ValueDecision, { spec }: Merging): SystemName | undefined {
  return spec.to && typeof value === 'string'
    ? SYSTEMS.find((name) => value.startsWith(`${name}:`))
    : undefined;
}

/** As the source's own form: a reference is an id there. */
function valueIn(decision: ValueDecision, merging: Merging): FieldValue {
  const from = refersFrom(decision, merging);
  const { value } = decision;
  return from && typeof value === 'string' ? value.slice(`${from}:${merging.spec.to}:`.length) : value;
}

/** A list says the same in whatever order. */
const sameValue = (merging: Merging, a: FieldValue, b: FieldValue | undefined): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? !differs(formsOfList(merging, a), formsOfList(merging, b))
    : a === b || (isBlank(a) && isBlank(b));
