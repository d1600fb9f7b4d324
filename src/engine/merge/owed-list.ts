/** What could not be given to a list, or taken from it, before. */
import type { FieldValue, PerSystem, SystemName } from '../model';
import { SYSTEMS } from '../model';
import { duesLeft, goneFrom } from './due';
import {
  differs,
  type Entry,
  entriesOf,
  type ListSide,
  type ListSides,
  type MergedList,
  without,
} from './list-side';

/** Whether anything may go from the one to the other. */
export type Passing = (from: SystemName, to: SystemName) => boolean;

/** Like `offerOwed` in `field.ts`: what the others hold is offered to those that could not take it. */
export function offerOwedList(
  sides: ListSides,
  owed: readonly SystemName[],
  title: (system: SystemName) => string,
  mayPass: Passing = () => true,
): (MergedList & { readonly lists: PerSystem<readonly string[]> }) | null {
  const all = entriesOf(sides);
  const settled = all.filter(([system]) => !owed.includes(system));
  const value = new Map<string, string>();
  let source: SystemName | null = null;
  const lists: Partial<Record<SystemName, readonly string[]>> = {};
  for (const [system, side] of all) {
    if (!owed.includes(system)) continue;
    const givers = giversTo(
      side,
      all.filter(([other]) => other !== system),
      settled,
      (other) => mayPass(other, system),
    );
    const wanted = offeredTo(side, givers, all);
    const gone = goneFrom(side, all);
    const target = offeredList(side, wanted, gone, settled.length > 0);
    if (givers.length === 0 || !differs(target, side.forms)) continue;
    source ??= giverOf(target, side, givers);
    for (const [form, item] of wanted) value.set(form, item);
    lists[system] = target.map((form) => wanted.get(form) ?? side.items[side.forms.indexOf(form)] ?? form);
  }
  const targets = SYSTEMS.filter((system) => lists[system]);
  if (source === null) return null;
  const reason = `${title(source)} has held this since before ${targets.map(title).join(' and ')} could take it`;
  const merged: FieldValue = [...value.values()];
  return {
    type: 'propagate',
    row: 'owed',
    value: merged,
    source,
    targets,
    reason,
    lists,
    ...duesLeft(sides),
  };
}

/** Of what is not told entry by entry, each offers what it holds where each is owed something by the others. */
function giversTo(
  { due }: ListSide,
  others: readonly Entry[],
  settled: readonly Entry[],
  mayPass: (other: SystemName) => boolean,
): readonly Entry[] {
  if (due?.add) return others;
  return settled.length > 0 ? settled : others.filter(([other]) => mayPass(other));
}

/** Entries that the givers hold and the side is owed, or holds as well; none that is gone from the giver itself. */
function offeredTo(
  { due, forms }: ListSide,
  givers: readonly Entry[],
  all: readonly Entry[],
): ReadonlyMap<string, string> {
  const items = new Map<string, string>();
  for (const [, giver] of givers) {
    const gone = goneFrom(giver, all);
    giver.forms.forEach((form, at) => {
      const isDue = !due?.add || due.add.includes(form) || forms.includes(form);
      if (isDue && !gone.includes(form) && !items.has(form)) items.set(form, giver.items[at] ?? form);
    });
  }
  return items;
}

/** The list as it should be; where nobody has settled anything, what it alone holds makes no room for what others do. */
function offeredList(
  { forms, capacity }: ListSide,
  wanted: ReadonlyMap<string, string>,
  gone: readonly string[],
  isSettled: boolean,
): readonly string[] {
  const keeps = forms.filter((form) => wanted.has(form));
  const own = forms.filter((form) => !wanted.has(form) && !gone.includes(form));
  const news = without([...wanted.keys()], keeps);
  const all = [...without(forms, gone), ...news];
  if (all.length <= capacity) return all;
  return (isSettled ? [...keeps, ...news, ...own] : [...keeps, ...own, ...news]).slice(0, capacity);
}

/** Who holds what the side is given; of what is taken away, whoever is there. */
function giverOf(
  target: readonly string[],
  { forms }: ListSide,
  givers: readonly Entry[],
): SystemName | null {
  const news = without(target, forms);
  const holder = givers.find(([, giver]) => giver.forms.some((form) => news.includes(form)));
  return (holder ?? givers[0])?.[0] ?? null;
}
