/** Whether a record holds what a change of a plan says, in the form in which values are compared. Pure. */
import { fieldSpec } from '../fields';
import { type Fields, type FieldValue, isBlank, type Kind, type SourceRecord } from '../model';
import { canonicalForm } from '../normalize/value';
import type { FieldChange } from './model';

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
