/** What a system says about a list: the sides of a merge of lists, and how they are compared. */
import type { Due, PerSystem, SystemName } from '../model';
import { SYSTEMS } from '../model';
import type { Merged } from './field';

export interface ListSide {
  readonly items: readonly string[];
  /** Comparison forms, in the order of `items`. */
  readonly forms: readonly string[];
  readonly shadow: readonly string[] | undefined;
  readonly capacity: number;
  /** Of what it is owed, the entries, in the same forms. */
  readonly due?: Due;
}

export type ListSides = PerSystem<ListSide>;

export type Entry = readonly [SystemName, ListSide];

/** The wanted set with, for each target, the list it should hold, and what each side is owed where it does not come to. */
export type MergedList = Merged & {
  readonly lists?: PerSystem<readonly string[]>;
  readonly due?: PerSystem<Due>;
  /** What sides are owed that nobody in sight holds. */
  readonly awaited?: PerSystem<readonly string[]>;
};

export const entriesOf = (sides: ListSides): Entry[] =>
  SYSTEMS.flatMap((system): Entry[] => {
    const side = sides[system];
    return side ? [[system, side]] : [];
  });

/** What a side has added since it last agreed. */
export const addedIn = ({ forms, shadow }: ListSide): readonly string[] =>
  shadow === undefined ? [] : without(forms, shadow);

export const without = (forms: readonly string[], others: readonly string[]): string[] =>
  forms.filter((form) => !others.includes(form));

/** Whether two lists differ as sets: a system may hold a value twice that it knows in one form only. */
export function differs(a: readonly string[], b: readonly string[]): boolean {
  return a.some((form) => !b.includes(form)) || b.some((form) => !a.includes(form));
}
