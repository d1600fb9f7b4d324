/** Whether a record's values stand as a step expects them, each in its field's own form. */
import { fieldSpec } from './fields';
import type { Fields, FieldValue, Kind, SourceRecord } from './model';
import { isBlank } from './model';
import { canonicalForm } from './normalize/value';
import type { FieldChange } from './plan/model';

const formOf = (kind: Kind, change: FieldChange, value: FieldValue | undefined): string => {
  const spec = fieldSpec(kind, change.field);
  return !spec || value === undefined || isBlank(value) ? '' : canonicalForm(spec, value);
};

export const standsAsPlanned = (kind: Kind, change: FieldChange, now: SourceRecord): boolean =>
  formOf(kind, change, now.fields[change.field]) === formOf(kind, change, change.from);

export const same = (
  kind: Kind,
  change: FieldChange,
  value: FieldValue | undefined,
  wanted: Fields,
): boolean => formOf(kind, change, value) === formOf(kind, change, wanted[change.field]);

export const unmoved = (
  kind: Kind,
  change: FieldChange,
  before: SourceRecord,
  after: SourceRecord,
): boolean =>
  formOf(kind, change, before.fields[change.field]) === formOf(kind, change, after.fields[change.field]);
