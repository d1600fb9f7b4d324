/** Planned values as one system is given them: a reference becomes the id of its record there. Pure. */
import { Failure } from '../failure';
import { type FieldName, fieldSpec } from '../fields';
import type { Fields, FieldValue, IdentityId, Kind, RecordId } from '../model';
import { SYSTEM_TITLES } from '../model';
import { type FieldChange, isReference, type PlannedValue, type Step } from './model';

export interface Resolved {
  /** The step with what can be written now. */
  readonly step: Step;
  readonly values: Fields;
  /** Fields that lead to what the system does not have yet, and what cannot be written before them. */
  readonly left: readonly FieldName[];
}

/** Id of an identity's record in the system of the step. */
type IdOf = (identity: IdentityId) => RecordId | undefined;

/** All that the step writes; rejects with `rejected` where any of it leads to what is not there. */
export function wholly(step: Step, idOf: IdOf): Fields {
  const { values, left } = asFarAsCanBe(step, idOf);
  if (left.length > 0) throw leadsNowhere(step);
  return values;
}

/** Only what leads to what is not there waits; rejects with `rejected` where nothing else is to be written. */
export function asFarAsCanBe(step: Step, idOf: IdOf): Resolved {
  const changes = openOf(step, ({ to }) => inSystem(to, idOf) !== undefined);
  if (changes.length === 0 && step.changes.length > 0) throw leadsNowhere(step);
  const values = Object.fromEntries(changes.map(({ field, to }) => [field, inSystem(to, idOf)]));
  const left = step.changes.filter((change) => !changes.includes(change)).map(({ field }) => field);
  return { step: left.length > 0 ? { ...step, changes } : step, values, left };
}

const inSystem = (to: PlannedValue, idOf: IdOf): FieldValue | undefined =>
  isReference(to) ? idOf(to.identity) : to;

/** What a step is about, made or not: by system and identity. */
export const recordOf = ({ system, identity }: Step): string => `${system}|${identity}`;

/** Whether the change leads to one of the records. */
export function leadsToOneOf(records: ReadonlySet<string>, { system }: Step, { to }: FieldChange): boolean {
  return isReference(to) && records.has(`${system}|${to.identity}`);
}

/** What refers to a place or a person of the client to which a record moves cannot go before the move itself. */
export function openOf(step: Step, isOpen: (change: FieldChange) => boolean): readonly FieldChange[] {
  const waits = step.changes.some((change) => change.field === 'organization' && !isOpen(change));
  return step.changes.filter(
    (change) => isOpen(change) && !(waits && fieldSpec(step.kind, change.field)?.type === 'reference'),
  );
}

export const labelsOf = (kind: Kind, fields: readonly FieldName[]): string =>
  fields.map((field) => fieldSpec(kind, field)?.label ?? field).join(', ');

/** Why fields of the step were not written, fit to read aloud. */
export function whyLeft({ kind, system }: Step, left: readonly FieldName[]): string {
  const leads = left.length === 1 ? 'it leads' : 'they lead';
  return `${labelsOf(kind, left)}: ${leads} to what is not in ${SYSTEM_TITLES[system]} yet`;
}

const leadsNowhere = ({ system }: Step): Failure =>
  new Failure('rejected', `it refers to a record that is not in ${SYSTEM_TITLES[system]} yet`);
