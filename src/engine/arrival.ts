/** Whether a write of which a run could not say what came of it has arrived. Pure. */
import type { FieldName } from './fields';
import { type Begun, isDone, isUnknown, recordKey } from './journaled';
import type { FieldValue, Identity, SourceRecord } from './model';
import { fieldForm, type ValueHint } from './normalize/value';

/** What runs that took something back later show of it. */
export interface Undone {
  /** By `RECORD|FIELD`, what later undos have begun to take back: what they read there had arrived. */
  readonly undone: ReadonlyMap<string, readonly FieldValue[]>;
  /** How values are to be read. */
  readonly hint: ValueHint;
}

/** A run that ended has saved what it knew came of its writes, in the form in which the system holds it. */
export function isNoted(identity: Identity, write: Begun, field: FieldName, ended: boolean): boolean {
  const noted = identity.shadows[write.system]?.[field];
  if (!ended || write.outcome !== null || noted === undefined) return false;
  return fieldForm(write.kind, field, noted) !== fieldForm(write.kind, field, write.before[field]);
}

/** Whether a later undo has found there what the run wrote; undefined where none has begun to take anything back there. */
export function foundByUndo(
  write: Begun,
  field: FieldName,
  wrote: FieldValue,
  { undone, hint }: Undone,
): boolean | undefined {
  const form = (value: FieldValue | undefined) => fieldForm(write.kind, field, value, hint);
  const found = undone.get(`${recordKey(write)}|${field}`)?.map(form) ?? [];
  if (found.includes(form(wrote))) return true;
  return found.length > 0 && found.every((one) => one === form(write.before[field])) ? false : undefined;
}

/** Whether what the run wrote came to stand there, as far as can be told. */
export function hasArrived(
  write: Begun,
  field: FieldName,
  wrote: FieldValue,
  now: SourceRecord | undefined,
  seen: Undone,
): boolean {
  if (isDone(write)) return true;
  if (!isUnknown(write)) return false;
  const found = foundByUndo(write, field, wrote, seen);
  if (found !== undefined || !now) return found === true;
  return (
    fieldForm(write.kind, field, now.fields[field]) !== fieldForm(write.kind, field, write.before[field])
  );
}
