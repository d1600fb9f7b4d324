/** When changes alone are read, and when all that is visible: deletions do not show among changes. Pure. */
import type { Coverage, Kind, SystemName } from './model';
import { isoOf, msOf } from './normalize/instant';

/** From where one listing of a system goes on. */
export interface Mark {
  /** In the system's own terms: an instant, or what the adapter makes of it. */
  readonly mark: string;
  /** ISO instant at which all that is visible was last read. */
  readonly wholeAt: string;
  /** How many records the listing had: with fewer at hand some were lost, and changes alone would not bring them back. */
  readonly count: number;
  /** What the reading depends on: other settings or another account make the mark worthless. */
  readonly basis: string;
}

export type ListingName = `${SystemName}:${Kind}`;
export type Marks = Readonly<Partial<Record<ListingName, Mark>>>;

export interface ReadingChoice {
  /** `changes` asks for all where that is due, or where a system cannot tell changes. */
  readonly reading: 'whole' | 'changes';
  readonly marks: Marks;
  readonly basis: string;
  /** Milliseconds after which all that is visible is read again. */
  readonly wholeEvery: number;
  readonly now: number;
}

/** The mark to read on from, or undefined where all is to be read. `known` is how many records of it are at hand. */
export function sinceOf(listing: ListingName, choice: ReadingChoice, known: number): string | undefined {
  const mark = choice.marks[listing];
  if (choice.reading === 'whole' || !mark || mark.basis !== choice.basis || known < mark.count)
    return undefined;
  const age = choice.now - msOf(mark.wholeAt);
  // A clock that was set back must not put the next whole reading off.
  return age >= 0 && age < choice.wholeEvery ? mark.mark : undefined;
}

/** The marks after a reading. A listing that gave none is read whole the next time. */
export function marksAfter(coverage: readonly Coverage[], choice: ReadingChoice): Marks {
  const marks: Partial<Record<ListingName, Mark>> = { ...choice.marks };
  const now = isoOf(choice.now);
  for (const { system, kind, mark, partial, received } of coverage) {
    const listing: ListingName = `${system}:${kind}`;
    const wholeAt = partial ? choice.marks[listing]?.wholeAt : now;
    if (mark === undefined || wholeAt === undefined) delete marks[listing];
    else marks[listing] = { mark, wholeAt, count: received, basis: choice.basis };
  }
  return marks;
}
