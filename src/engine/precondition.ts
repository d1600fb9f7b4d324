/** What a step was planned against, and whether a record still stands so. */
import type { Fields, FieldValue, Kind, RecordKey, SourceRecord } from './model';
import { fieldForm } from './normalize/value';
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

/** Whether the field holds what the step was planned against. */
export const standsAsPlanned = (kind: Kind, change: FieldChange, now: SourceRecord): boolean =>
  fieldForm(kind, change.field, now.fields[change.field]) === fieldForm(kind, change.field, change.from);

/** Whether the field holds already what is wanted. */
export const same = (
  kind: Kind,
  change: FieldChange,
  value: FieldValue | undefined,
  wanted: Fields,
): boolean => fieldForm(kind, change.field, value) === fieldForm(kind, change.field, wanted[change.field]);

/** Whether a write has left the field as it was. */
export const unmoved = (
  kind: Kind,
  change: FieldChange,
  before: SourceRecord,
  after: SourceRecord,
): boolean =>
  fieldForm(kind, change.field, before.fields[change.field]) ===
  fieldForm(kind, change.field, after.fields[change.field]);
