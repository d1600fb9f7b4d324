/** The forms in which a system holds a value that was written to it, when it does not hold it as it was sent. */
import { type FieldName, fieldSpec } from './fields';
import type { FieldValue, Kind } from './model';
import { systemFamily } from './normalize/hardware';
import { bareRegionForm } from './normalize/region';
import { tidy } from './normalize/text';
import { fieldForm } from './normalize/value';
import type { FieldAbility } from './ports';

/**
 * Whether what a record holds can be what we sent, in the system's own form: the family alone, a region by its other
 * name, or a text cut at its end. Anything else was typed in the moment between the write and its reading back.
 * Without what was sent, as for what the system itself computes, nothing speaks against it.
 */
export function isFormOf(
  kind: Kind,
  field: FieldName,
  held: FieldValue,
  sent: FieldValue | undefined,
  ability: FieldAbility | undefined,
): boolean {
  if (sent === undefined || fieldForm(kind, field, held) === fieldForm(kind, field, sent)) return true;
  if (ability?.coarse) return sameFamily(held, sent, ability.family ?? systemFamily);
  if (typeof held !== 'string' || typeof sent !== 'string') return false;
  if (fieldSpec(kind, field)?.type === 'region') return bareRegionForm(held) === bareRegionForm(sent);
  return tidy(held) !== '' && tidy(sent).startsWith(tidy(held));
}

/** Whether two values are of one family, where the system that holds one of them knows no more. */
export function sameFamily(
  coarse: FieldValue,
  fine: FieldValue,
  familyOf: (value: string) => string,
): boolean {
  if (typeof coarse !== 'string' || typeof fine !== 'string') return false;
  const family = familyOf(coarse);
  return family !== '' && family === familyOf(fine);
}
