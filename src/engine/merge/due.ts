/**
 * What lists are owed, entry by entry: what they were to be given, and what the others have taken away. Only what somebody
 * said is owed: that the others do not hold an entry may as well come of a run that was taken back. Pure.
 */
import type { Due, PerSystem, SystemName } from '../model';
import { type Entry, entriesOf, type ListSide, type ListSides, type MergedList, without } from './list-side';

/** What was taken away elsewhere, and a side that is owed that lists still: no word of its own. Not what somebody lists anew. */
export const goneFrom = (side: ListSide, all: readonly Entry[]): readonly string[] =>
  side.forms.filter(
    (form) =>
      isPast(side, form) && all.every(([, other]) => !other.forms.includes(form) || isPast(other, form)),
  );

const isPast = ({ due, shadow }: ListSide, form: string): boolean =>
  due?.remove.includes(form) === true && shadow?.includes(form) === true;

/** What a side is owed that should hold `goal`; what it was owed before and nobody in sight holds it is owed still. */
export function dueOf(
  { due, forms }: ListSide,
  goal: readonly string[],
  removed: ReadonlySet<string>,
): Required<Due> {
  const before = (due?.add ?? []).filter((form) => !removed.has(form));
  const add = without([...new Set([...goal, ...before])], forms);
  return { add, remove: without(forms, goal) };
}

/** The same of a side that is out of sight: what it was to be given it may list by now. */
export function dueOfAbsent(
  side: ListSide,
  goal: readonly string[],
  removed: ReadonlySet<string>,
): Required<Due> {
  const { add, remove } = dueOf(side, goal, removed);
  const { add: given = [], remove: before = [] } = side.due ?? {};
  const unlisted = [
    ...before.filter((form) => !goal.includes(form)),
    ...given.filter((form) => removed.has(form)),
  ];
  return { add, remove: [...new Set([...remove, ...unlisted])] };
}

/** Per side, what it is owed and nobody in sight holds: it waits for who does. */
export function awaitedBy(
  all: readonly Entry[],
  removed: ReadonlySet<string>,
): { readonly awaited?: PerSystem<readonly string[]> } {
  const awaited = all.flatMap(([system, { due, forms, capacity }]) => {
    const open = forms.length < capacity ? (due?.add ?? []) : [];
    const waits = open.filter(
      (form) => !removed.has(form) && all.every(([, side]) => !side.forms.includes(form)),
    );
    return waits.length > 0 ? [[system, waits] as const] : [];
  });
  return awaited.length > 0 ? { awaited: Object.fromEntries(awaited) } : {};
}

/** What the sides are owed still where nothing is to be done, if any is owed an entry. */
export function duesLeft(sides: ListSides): Pick<MergedList, 'due' | 'awaited'> {
  const all = entriesOf(sides);
  if (!all.some(([, side]) => side.due)) return {};
  const dues: Partial<Record<SystemName, Due>> = {};
  for (const [system, side] of all) {
    if (!side.due) continue;
    const { add, remove } = dueOf(side, without(side.forms, goneFrom(side, all)), NONE);
    dues[system] = side.due.add ? { add, remove } : { remove };
  }
  return { due: dues, ...awaitedBy(all, NONE) };
}

const NONE: ReadonlySet<string> = new Set();
