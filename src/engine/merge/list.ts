/**
 * The N-way merge of a list as a set: what any side added is added, what any side took away is taken away, and a side
 * that can hold fewer values is content when all it holds is wanted.
 */
import type { Due, FieldValue, SystemName } from '../model';
import { SYSTEMS } from '../model';
import { awaitedBy, dueOf, dueOfAbsent, duesLeft, goneFrom } from './due';
import type { Row } from './field';
import {
  addedIn,
  differs,
  type Entry,
  entriesOf,
  type ListSide,
  type ListSides,
  type MergedList,
  without,
} from './list-side';

/**
 * Merges lists. `authority` decides which items come first, and alone may empty a list. Sides that are still `owed` what
 * was agreed on before bring nothing back by what they hold; what those will be owed that are `absent` is told as well.
 */
export function mergeList(
  sides: ListSides,
  authority: SystemName | null,
  title: (system: SystemName) => string,
  owed: readonly SystemName[] = [],
  absent: ListSides = {},
): MergedList {
  const all = entriesOf(sides).sort(([a], [b]) => Number(b === authority) - Number(a === authority));
  const known = all.filter(([, side]) => side.shadow !== undefined);
  const changed = known.filter(([, side]) => differs(side.forms, side.shadow ?? []));
  if (known.length === all.length && changed.length === 0)
    return { type: 'agree', row: 'quiet', ...duesLeft(sides) };

  const removed = takenAway(changed);
  const doubt = cleared(all, changed, authority, title) ?? unheard(all, changed, removed, authority, title);
  if (doubt) return doubt;
  const union = { all, owed, removed, wanted: wantedOf(all, removed) };
  const merged = spread(union, changed, title, known.length === 0 ? 'first-fill' : undefined);
  const dues = [
    ...all.map((entry) => [entry[0], dueIn(entry, union, dueOf)] as const),
    ...entriesOf(absent).map((entry) => [entry[0], dueIn(entry, union, dueOfAbsent)] as const),
  ];
  return { ...merged, due: Object.fromEntries(dues), ...awaitedBy(all, removed) };
}

/** The sides, and what becomes of them together. */
interface Union {
  readonly all: readonly Entry[];
  readonly owed: readonly SystemName[];
  readonly removed: ReadonlySet<string>;
  /** What all should hold that have room for it, by its form. */
  readonly wanted: ReadonlyMap<string, string>;
}

function wantedOf(all: readonly Entry[], removed: ReadonlySet<string>): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  // What was just added comes first, so that a system that holds a single value takes the new one.
  for (const fresh of [true, false]) {
    for (const [, side] of all) {
      const [news, past] = [addedIn(side), goneFrom(side, all)];
      side.forms.forEach((form, at) => {
        if (news.includes(form) !== fresh || removed.has(form) || past.includes(form)) return;
        if (!wanted.has(form)) wanted.set(form, side.items[at] ?? form);
      });
    }
  }
  return wanted;
}

/**
 * What the others hold and the side does not, and that nobody has added or taken away since they agreed so, as after a run
 * was taken back: another entry that changes is no word about it. Who had no room, or is owed it, has not agreed.
 */
function settledApart(
  [system, { forms, shadow, capacity, due }]: Entry,
  { all, owed }: Union,
): ReadonlySet<string> {
  if (shadow === undefined || shadow.length >= capacity) return new Set();
  if (owed.includes(system) && !due?.add) return new Set();
  const isApart = (form: string) =>
    !forms.includes(form) &&
    !shadow.includes(form) &&
    !due?.add?.includes(form) &&
    all.every(([, side]) => !side.forms.includes(form) || side.shadow?.includes(form) === true);
  return new Set(all.flatMap(([, side]) => side.forms).filter(isApart));
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

/** The forms that a side should hold; those that it holds, where it is content with them. */
function goalOf(entry: Entry, union: Union): readonly string[] {
  const [, side] = entry;
  const { all, removed, wanted } = union;
  const gone = goneFrom(side, all);
  const keeps = side.forms.filter((form) => !removed.has(form) && !gone.includes(form));
  const apart = settledApart(entry, union);
  const others = [...wanted.keys()].filter((form) => !keeps.includes(form));
  const some = others.filter((form) => !apart.has(form));
  // No list is emptied by what it does not take.
  const isEmptied = keeps.length + some.length === 0 && side.forms.length > 0;
  const news = isEmptied ? others : some;
  const target = [...keeps, ...news].slice(0, side.capacity);
  const isContent = keeps.length === side.forms.length && keeps.length >= target.length;
  return !isContent && differs(target, side.forms) ? target : side.forms;
}

function dueIn(entry: Entry, union: Union, owing: typeof dueOf): Due {
  const [system, side] = entry;
  const { add, remove } = owing(side, goalOf(entry, union), union.removed);
  // All that the others hold, until that is paid.
  return union.owed.includes(system) && !side.due?.add ? { remove } : { add, remove };
}

function spread(
  union: Union,
  changed: readonly Entry[],
  title: (system: SystemName) => string,
  firstRow: Row | undefined,
): MergedList {
  const { all, wanted } = union;
  const lists: Partial<Record<SystemName, readonly string[]>> = {};
  for (const entry of all) {
    const [system, side] = entry;
    const goal = goalOf(entry, union);
    if (goal !== side.forms) lists[system] = goal.map((form) => wanted.get(form) ?? form);
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
