/** Whose write stands at each place after all runs since: one that was taken back, or written over by another, does not. Pure. */
import { type FieldName, isFieldName } from './fields';
import { isUndo, type Written, writesOf } from './journaled';
import type { FieldValue, Kind } from './model';
import { fieldForm } from './normalize/value';
import type { JournalEntry } from './ports';

export interface RunJournal {
  readonly run: string;
  readonly journal: readonly JournalEntry[];
}

/** By place, the run that wrote there last; null where what it wrote was taken back. */
export type Standing = ReadonlyMap<string, string | null>;

export const placeIn = ({ system, kind, record }: Written, field: FieldName): string =>
  `${system}:${kind}:${record}|${field}`;

/** A write at one place. */
interface Mark {
  readonly run: string;
  readonly before: string;
  readonly after: string;
}

interface Place {
  marks: Mark[];
  /** What was taken back, and may be put there again by taking that back. */
  undone: Mark[];
}

/** The runs in the order in which they were made. */
export function standingAfter(runs: readonly RunJournal[]): Standing {
  const places = new Map<string, Place>();
  for (const { run, journal } of runs) {
    const takesBack = isUndo(journal);
    for (const write of [...writesOf(journal)].reverse()) {
      for (const [field, before, after] of changesIn(write)) {
        const place = places.get(placeIn(write, field)) ?? { marks: [], undone: [] };
        places.set(placeIn(write, field), place);
        note(place, { run, ...formsOf(write.kind, field, before, after) }, takesBack);
      }
    }
  }
  return new Map([...places].map(([name, { marks }]) => [name, marks.at(-1)?.run ?? null]));
}

function note(place: Place, mark: Mark, takesBack: boolean): void {
  const [last, undone] = [place.marks.at(-1), place.undone.at(-1)];
  if (takesBack && last?.before === mark.after) {
    place.marks.pop();
    place.undone.push(last);
  } else if (takesBack && undone?.after === mark.after) {
    place.undone.pop();
    place.marks.push(undone);
  } else {
    place.marks.push(mark);
    place.undone = [];
  }
}

type ChangeAt = readonly [field: FieldName, before: FieldValue, after: FieldValue];

/** What is made comes into use by that. */
function changesIn({ action, before, after }: Written): readonly ChangeAt[] {
  if (action === 'create') return [['active', false, true]];
  return Object.entries(before).flatMap(([field, value]): ChangeAt[] =>
    isFieldName(field) ? [[field, value, after[field] ?? null]] : [],
  );
}

const formsOf = (kind: Kind, field: FieldName, before: FieldValue, after: FieldValue) => ({
  before: fieldForm(kind, field, before),
  after: fieldForm(kind, field, after),
});
