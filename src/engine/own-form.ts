/** The forms in which a system holds a value that was written to it, when it does not hold it as it was sent. */
import { type FieldName, type FieldType, fieldSpec } from './fields';
import type { FieldValue, Kind } from './model';
import { caseless, tidy } from './normalize/text';
import { fieldForm } from './normalize/value';
import type { FieldAbility } from './ports';

/**
 * What systems hold as it is sent. The others are looked up in lists of theirs, kept as digits alone, or read from places
 * that hold more of them.
 */
const VERBATIM: ReadonlySet<FieldType> = new Set(['text', 'note', 'host', 'serial', 'date', 'flag']);
/** A text that is looked up among the models of a maker. */
const LOOKED_UP: ReadonlySet<FieldName> = new Set(['model']);

/**
 * Whether what a record holds can be what we sent, in the system's own form. Of what is held as it is sent, and at most
 * cut at its end, anything else was typed in the moment between the write and its reading back; of other fields that
 * cannot be told. Without what was sent, as for what the system itself computes, nothing speaks against it.
 */
export function isFormOf(
  kind: Kind,
  field: FieldName,
  held: FieldValue,
  sent: FieldValue | undefined,
  ability: FieldAbility | undefined,
): boolean {
  if (sent === undefined || fieldForm(kind, field, held) === fieldForm(kind, field, sent)) return true;
  const type = fieldSpec(kind, field)?.type;
  if (type === undefined || !VERBATIM.has(type) || LOOKED_UP.has(field) || ability?.coarse) return true;
  if (typeof held !== 'string' || typeof sent !== 'string') return false;
  return tidy(held) !== '' && caseless(sent).startsWith(caseless(held));
}
