/** What a step was planned against, and whether a record still stands so. */
import { type FieldName, isFieldName } from './fields';
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
  return {
    known: (id) => known(`${system}:${kind}:${id}`),
    fresh: (id) =>
      new Set(
        steps
          .filter(({ record }) => record === id)
          .flatMap((step) => plannedAgainst(step).map(([field]) => field)),
      ),
  };
}

/** What the record held when the step was planned, field by field. */
const plannedAgainst = ({ changes, holding = {} }: Step): readonly (readonly [FieldName, FieldValue])[] => [
  ...changes.map(({ field, from }) => [field, from] as const),
  ...Object.keys(holding)
    .filter(isFieldName)
    .map((field) => [field, holding[field] ?? null] as const),
];

/** A field that does not hold any more what the step was planned against. */
export const movedSince = (step: Step, { fields }: SourceRecord): FieldName | undefined =>
  plannedAgainst(step).find(
    ([field, planned]) => fieldForm(step.kind, field, fields[field]) !== fieldForm(step.kind, field, planned),
  )?.[0];

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
