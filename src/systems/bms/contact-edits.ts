/**
 * E-mails and telephones of a contact are edited entry by entry, addressed by value. The vendor does not publish what the
 * operation numbers mean; by the order of the reply's counts 0 adds, 1 updates, 2 deletes. So additions go first and
 * alone, and nothing is deleted before the reply has shown that they were additions.
 */
const ADD = 0;
const UPDATE = 1;
const DELETE = 2;

export interface Entry {
  readonly value: string;
  readonly typeId: number | null;
  readonly isDefault: boolean;
}

export interface Edit {
  readonly Operation: number;
  readonly value: string;
  readonly newValue?: string;
  readonly TypeId?: number;
  readonly IsDefault?: boolean;
}

export interface Edits {
  readonly additions: readonly Edit[];
  /** Sent once the additions are known to have been ones. */
  readonly rest: readonly Edit[];
}

export function editsOf(before: readonly Entry[], after: readonly Entry[]): Edits {
  const had = new Map(before.map((entry) => [entry.value, entry]));
  const wanted = new Set(after.map((entry) => entry.value));
  const removed = before.filter((entry) => !wanted.has(entry.value));
  const additions: Edit[] = [];
  const updates: Edit[] = [];
  for (const entry of after) {
    const { value, typeId, isDefault } = entry;
    const known = had.get(value);
    const respelt = known
      ? undefined
      : removed.find((old) => old.value.toLowerCase() === value.toLowerCase());
    if (respelt) {
      removed.splice(removed.indexOf(respelt), 1);
      updates.push({ Operation: UPDATE, value: respelt.value, newValue: value, IsDefault: isDefault });
    } else if (!known) {
      additions.push({
        Operation: ADD,
        value,
        ...(typeId === null ? {} : { TypeId: typeId }),
        IsDefault: isDefault,
      });
    } else if (known.isDefault !== isDefault) {
      updates.push({ Operation: UPDATE, value, newValue: value, IsDefault: isDefault });
    }
  }
  const deletions = removed.map((entry) => ({ Operation: DELETE, value: entry.value }));
  return { additions, rest: [...updates.sort(defaultLast), ...deletions] };
}

/** An entry becomes the default last, so that no other is made it in between. */
function defaultLast(a: Edit, b: Edit): number {
  return Number(a.IsDefault === true) - Number(b.IsDefault === true);
}
