/** What a step was planned against, and whether a record still stands so. */
import { fieldSpec } from './fields';
import type { Fields, FieldValue, Kind, RecordKey, SourceRecord } from './model';
import { isBlank } from './model';
import { canonicalForm } from './normalize/value';
import type { FieldChange, Step } from './plan/model';
import type { Look } from './ports';

/** How the records of steps of one system and kind must be looked at: fresh in all that the steps depend on. */
export function lookFor(
  steps: readonly Step[],
  { system, kind }: Pick<Step, 'system' | 'kind'>,
  known: (key: RecordKey) => SourceRecord | undefined,
): Look {
  const changes = (id: string) => steps.filter(({ record }) => record === id).flatMap((step) => step.changes);
  return {
    known: (id) => known(`${system}:${kind}:${id}`),
    fresh: (id) => new Set(changes(id).map(({ field }) => field)),
  };
}

const formOf = (kind: Kind, change: FieldChange, value: FieldValue | undefined): string => {
  const spec = fieldSpec(kind, change.field);
  return !spec || value === undefined || isBlank(value) ? '' : canonicalForm(spec, value);
};

/** Whether the field holds what the step was planned against. */
export const standsAsPlanned = (kind: Kind, change: FieldChange, now: SourceRecord): boolean =>
  formOf(kind, change, now.fields[change.field]) === formOf(kind, change, change.from);

/** Whether the field holds already what is wanted. */
export const same = (
  kind: Kind,
  change: FieldChange,
  value: FieldValue | undefined,
  wanted: Fields,
): boolean => formOf(kind, change, value) === formOf(kind, change, wanted[change.field]);

/** Whether a write has left the field as it was. */
export const unmoved = (
  kind: Kind,
  change: FieldChange,
  before: SourceRecord,
  after: SourceRecord,
): boolean =>
  formOf(kind, change, before.fields[change.field]) === formOf(kind, change, after.fields[change.field]);
