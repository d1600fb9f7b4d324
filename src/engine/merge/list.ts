/**
 * The N-way merge of a list as a set: what any side added is added, what any side took away is taken away, and a side
 * that can hold fewer values is content when all it holds is wanted.
 */
import type { FieldValue, PerSystem, SystemName } from '../model';
import { SYSTEMS } from '../model';
import type { Merged, Row } from './field';

export interface ListSide {
  readonly items: readonly string[];
  /** Comparison forms, in the order of `items`. */
  readonly forms: readonly string[];
  readonly shadow: readonly string[] | undefined;
  readonly capacity: number;
}

export type ListSides = PerSystem<ListSide>;

type Entry = readonly [SystemName, ListSide];

/** The wanted set with, for each target, the list it should hold. */
export type MergedList = Merged & { readonly lists?: PerSystem<readonly string[]> };

const without = (forms: readonly string[], others: readonly string[]): string[] =>
  forms.filter((form) => !others.includes(form));

/**
 * Merges lists. `authority` decides which items come first, and alone may empty a list. Sides that are still `owed` what
 * was agreed on before bring nothing back by what they hold.
 */
export function mergeList(
  sides: ListSides,
  authority: SystemName | null,
  title: (system: SystemName) => string,
  owed: readonly SystemName[] = [],
  mayPass: Passing = () => true,
): MergedList {
  const all = entriesOf(sides).sort(([a], [b]) => Number(b === authority) - Number(a === authority));
  const known = all.filter(([, side]) => side.shadow !== undefined);
  const changed = known.filter(([, side]) => differs(side.forms, side.shadow ?? []));
  if (known.length === all.length && changed.length === 0) return { type: 'agree', row: 'quiet' };

  const removed = takenAway(changed);
  const doubt = cleared(all, changed, authority, title) ?? unheard(all, changed, removed, authority, title);
  if (doubt) return doubt;
  const settled = known.filter(([system]) => !owed.includes(system));
  const gone = (entry: Entry) =>
    owed.includes(entry[0]) && known.includes(entry) ? goneFrom(entry, settled, mayPass) : [];
  const wanted = new Map<string, string>();
  // What was just added comes first, so that a system that holds a single value takes the new one.
  for (const fresh of [true, false]) {
    for (const entry of all) {
      const [, side] = entry;
      const [news, past] = [addedIn(side), gone(entry)];
      side.forms.forEach((form, at) => {
        if (news.includes(form) !== fresh || removed.has(form) || past.includes(form)) return;
        if (!wanted.has(form)) wanted.set(form, side.items[at] ?? form);
      });
    }
  }
  const differ = (entry: Entry) => settledApart(entry, all, owed);
  return spread(all, changed, wanted, differ, title, known.length === 0 ? 'first-fill' : undefined);
}

/**
 * What the others hold and the side does not, and that nobody has added or taken away since they agreed so, as after a run
 * was taken back: another entry that changes is no word about it. Who had no room, or is owed it, has not agreed.
 */
function settledApart(
  [system, { forms, shadow, capacity }]: Entry,
  all: readonly Entry[],
  owed: readonly SystemName[],
): ReadonlySet<string> {
  if (shadow === undefined || shadow.length >= capacity || owed.includes(system)) return new Set();
  const agreed = (form: string) =>
    all.every(
      ([other, side]) =>
        !side.forms.includes(form) || (side.shadow?.includes(form) === true && !owed.includes(other)),
    );
  const held = all.flatMap(([, side]) => side.forms);
  return new Set(held.filter((form) => !forms.includes(form) && !shadow.includes(form) && agreed(form)));
}

function cleared(
  all: readonly Entry[],
  changed: readonly Entry[],
  authority: SystemName | null,
  title: (system: SystemName) => string,
): MergedList | null {
  const emptied = changed.find(([, side]) => side.forms.length === 0);
  if (!emptied || emptied[0] === authority || all.every(([, side]) => side.forms.length === 0)) return null;
  const reason = `${title(emptied[0])} cleared it, and only ${authority ? title(authority) : 'a person'} may clear this field`;
  const movers = changed.map(([system]) => system);
  return { type: 'conflict', row: 'cleared', changed: movers, suggestion: authority, reason };
}

/** What was taken away, and is not added by another. */
function takenAway(changed: readonly Entry[]): ReadonlySet<string> {
  const removed = new Set(changed.flatMap(([, side]) => without(side.shadow ?? [], side.forms)));
  for (const [, side] of changed) for (const form of addedIn(side)) removed.delete(form);
  return removed;
}

/**
 * Who joins has not heard that something was taken away: what it lists stands against that, as at first contact. Unless the
 * authority took it away a person is asked, also where the authority joins: it may not have been told.
 */
function unheard(
  all: readonly Entry[],
  changed: readonly Entry[],
  removed: ReadonlySet<string>,
  authority: SystemName | null,
  title: (system: SystemName) => string,
): MergedList | null {
  const listed = all.filter(
    ([, side]) => side.shadow === undefined && side.forms.some((form) => removed.has(form)),
  );
  const disputed = new Set(listed.flatMap(([, side]) => side.forms));
  const took = ({ shadow = [], forms }: ListSide) =>
    without(shadow, forms).some((form) => removed.has(form) && disputed.has(form));
  const takers = changed.filter(([, side]) => took(side)).map(([system]) => system);
  const [first] = takers;
  if (first === undefined || takers.some((system) => system === authority)) return null;
  const joining = listed.map(([system]) => title(system)).join(' and ');
  const reason = `${takers.map(title).join(' and ')} took something away that a newly linked record of ${joining} lists`;
  return { type: 'conflict', row: 'joined', changed: takers, suggestion: first, reason };
}

const entriesOf = (sides: ListSides): Entry[] =>
  SYSTEMS.flatMap((system): Entry[] => {
    const side = sides[system];
    return side ? [[system, side]] : [];
  });

/** What a side has added since it last agreed. */
const addedIn = ({ forms, shadow }: ListSide): readonly string[] =>
  shadow === undefined ? [] : without(forms, shadow);

/** Whether anything may go from the one to the other. */
export type Passing = (from: SystemName, to: SystemName) => boolean;

/**
 * What an owed side agreed to and the settled ones hold no more: gone, where one of them could have taken it from there, has
 * room for it, and may say so. Else it may never have been theirs to hold.
 */
function goneFrom(
  [system, { shadow = [] }]: Entry,
  settled: readonly Entry[],
  mayPass: Passing,
): readonly string[] {
  const knows = ([other, { forms, capacity }]: Entry) =>
    forms.length < capacity && mayPass(system, other) && mayPass(other, system);
  if (!settled.some(knows)) return [];
  return shadow.filter((form) => !settled.some(([, { forms }]) => forms.includes(form)));
}

function spread(
  all: readonly Entry[],
  changed: readonly Entry[],
  wanted: ReadonlyMap<string, string>,
  differ: (entry: Entry) => ReadonlySet<string>,
  title: (system: SystemName) => string,
  firstRow: Row | undefined,
): MergedList {
  const lists: Partial<Record<SystemName, readonly string[]>> = {};
  for (const entry of all) {
    const [system, side] = entry;
    const keeps = side.forms.filter((form) => wanted.has(form));
    // No list is emptied by what it does not take.
    const apart = keeps.length === 0 && side.forms.length > 0 ? new Set() : differ(entry);
    const goal = [...wanted.keys()].filter((form) => !apart.has(form));
    const room = Math.min(side.capacity, goal.length);
    const content = keeps.length === side.forms.length && keeps.length >= room;
    if (content) continue;
    const order = [...keeps, ...without(goal, keeps)];
    const target = order.slice(0, side.capacity);
    if (!differs(target, side.forms)) continue;
    lists[system] = target.map((form) => wanted.get(form) ?? form);
  }
  const targets = SYSTEMS.filter((system) => lists[system]);
  const row: Row =
    firstRow ?? (changed.length > 1 ? 'same-change' : changed.length === 1 ? 'one-changed' : 'joined');
  if (targets.length === 0) return { type: 'agree', row: firstRow ? 'first-equal' : row };
  const source = (changed[0] ??
    all.find(([system, side]) => !lists[system] && side.forms.length > 0) ??
    all[0])?.[0];
  const reason =
    changed.length > 0
      ? `${changed.map(([system]) => title(system)).join(' and ')} changed the list`
      : 'values that only one side had are kept on all';
  const value: FieldValue = [...wanted.values()];
  return { type: 'propagate', row, value, source: source ?? 'bms', targets, reason, lists };
}

/** Like `offerOwed` in `field.ts`: what the settled sides hold together is offered to those that could not take it. */
export function offerOwedList(
  sides: ListSides,
  owed: readonly SystemName[],
  title: (system: SystemName) => string,
  mayPass: Passing = () => true,
): (Merged & { readonly lists: PerSystem<readonly string[]> }) | null {
  const all = entriesOf(sides);
  const settled = all.filter(([system]) => !owed.includes(system));
  const value = new Map<string, string>();
  let source: SystemName | null = null;
  const lists: Partial<Record<SystemName, readonly string[]>> = {};
  for (const entry of all) {
    const [system, side] = entry;
    if (!owed.includes(system)) continue;
    // Where each is owed something by the others, each offers what it holds.
    const givers =
      settled.length > 0 ? settled : all.filter(([other]) => other !== system && mayPass(other, system));
    const wanted = itemsOf(givers);
    // Who is owed itself has not taken away what it lacks.
    const gone = goneFrom(entry, settled, mayPass);
    const [keeps, own] = [
      side.forms.filter((form) => wanted.has(form)),
      side.forms.filter((form) => !wanted.has(form) && !gone.includes(form)),
    ];
    const news = without([...wanted.keys()], keeps);
    // Where nobody has settled anything, what a side alone holds does not make room for what the others do.
    const order = settled.length > 0 ? [...keeps, ...news, ...own] : [...keeps, ...own, ...news];
    const target = order.slice(0, side.capacity);
    if (givers.length === 0 || !differs(target, side.forms)) continue;
    source ??= givers[0]?.[0] ?? null;
    for (const [form, item] of wanted) value.set(form, item);
    lists[system] = target.map((form) => wanted.get(form) ?? side.items[side.forms.indexOf(form)] ?? form);
  }
  const targets = SYSTEMS.filter((system) => lists[system]);
  if (source === null) return null;
  const reason = `${title(source)} has held this since before ${targets.map(title).join(' and ')} could take it`;
  return { type: 'propagate', row: 'owed', value: [...value.values()], source, targets, reason, lists };
}

/** All that the sides hold, each once, by its form. */
function itemsOf(sides: readonly Entry[]): ReadonlyMap<string, string> {
  const items = new Map<string, string>();
  for (const [, side] of sides) {
    side.forms.forEach((form, at) => {
      if (!items.has(form)) items.set(form, side.items[at] ?? form);
    });
  }
  return items;
}

/** Whether two lists differ as sets: a system may hold a value twice that it knows in one form only. */
export function differs(a: readonly string[], b: readonly string[]): boolean {
  return a.some((form) => !b.includes(form)) || b.some((form) => !a.includes(form));
}
