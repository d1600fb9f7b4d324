/** A plan as a value: printable, storable, comparable. A step is one write to one system. */
import type { FieldName } from '../fields';
import type { Fields, FieldValue, IdentityId, Kind, RecordId, SystemName } from '../model';

/** A value to be written. A reference names an identity: its id in the target system may not exist before the step runs. */
export type PlannedValue = FieldValue | Reference;

export interface Reference {
  readonly identity: IdentityId;
}

export const isReference = (value: PlannedValue): value is Reference =>
  value !== null && typeof value === 'object' && 'identity' in value;

/** The identity that a reference names; null for a plain value. */
export const identityNamed = (value: PlannedValue): IdentityId | null =>
  isReference(value) ? value.identity : null;

export interface FieldChange {
  readonly field: FieldName;
  /** As the target holds it now; null when blank or when the record is to be created. */
  readonly from: FieldValue;
  readonly to: PlannedValue;
  /** For a reference: what people call the thing, before and after. */
  readonly display?: { readonly from: string; readonly to: string };
  /** The system the new value came from, or `person`. */
  readonly source: SystemName | 'person';
  /** Why this value, fit to read aloud. */
  readonly reason: string;
  /** The sides had agreed on `from` before: this is a change, not a first contact. */
  readonly settled?: true;
}

export const ACTIONS = ['create', 'update', 'archive', 'reactivate'] as const;
export type Action = (typeof ACTIONS)[number];

export interface Step {
  /** Derived from what it does: `itglue/update/asset/1042`. Unique in the plan and stable from run to run. */
  readonly id: string;
  readonly action: Action;
  readonly system: SystemName;
  readonly kind: Kind;
  readonly identity: IdentityId;
  /** Null for a creation. */
  readonly record: RecordId | null;
  /** What people call the thing, and the client it belongs to. */
  readonly name: string;
  readonly organization: string;
  readonly organizationIdentity: IdentityId;
  readonly changes: readonly FieldChange[];
  /** What the record must hold besides for the step to be carried out, in its system's terms. */
  readonly holding?: Fields;
  /** It is archived, or put back in use, because its client is: nobody's word about the thing itself. */
  readonly withClient?: true;
  /** Why the step exists, fit to read aloud. */
  readonly reason: string;
}

/** Something that differs and that nothing will be done about, with the reason. */
export interface Drift {
  readonly system: SystemName;
  readonly kind: Kind;
  readonly identity: IdentityId;
  readonly record: RecordId | null;
  readonly name: string;
  readonly organization: string;
  readonly field: FieldName | null;
  readonly value: FieldValue;
  readonly wanted: PlannedValue;
  readonly reason: string;
}

/** Sides that changed the same field to different values, and that no policy decides. */
export interface Conflict {
  readonly kind: Kind;
  readonly identity: IdentityId;
  readonly name: string;
  readonly organization: string;
  readonly field: FieldName;
  readonly values: Readonly<Partial<Record<SystemName, FieldValue>>>;
  /** What they last agreed on; absent at first contact. */
  readonly base?: Readonly<Partial<Record<SystemName, FieldValue>>>;
  /** Systems that changed it since then. */
  readonly changed: readonly SystemName[];
  readonly suggestion: SystemName | null;
  readonly reason: string;
}

export const GUARDS = [
  'emptied-listing',
  'shrunken-listing',
  'scope-loss',
  'clock-off',
  'first-contact',
  'too-many-writes',
  'too-many-archives',
  'too-many-overwrites',
] as const;
export type GuardName = (typeof GUARDS)[number];

/** What looks like an accident, and how to go on. */
export interface Trip {
  /** Stable name, to be named when a person decides to go on. */
  readonly guard: GuardName;
  readonly message: string;
  /** What tripped it, the first few: `Acme: asset ACME-PC-1`. */
  readonly examples: readonly string[];
  readonly remedy: string;
}

export interface Plan {
  readonly version: 1;
  /** ISO instant of the scan it was made from. */
  readonly madeAt: string;
  readonly steps: readonly Step[];
  /** Ids of steps that a person has unticked: whoever applies the plan leaves them out. */
  readonly unticked?: readonly string[];
  readonly conflicts: readonly Conflict[];
  readonly drift: readonly Drift[];
  /** Why the reading that it was made from was not taken for the state of things; absent where it was. */
  readonly doubts?: readonly Trip[];
  /** Hash of what it was planned against; `apply` refuses a plan whose base moved. */
  readonly fingerprint: string;
}

export const OUTCOMES = ['done', 'unchanged', 'stale', 'refused', 'failed', 'unknown'] as const;
export type OutcomeType = (typeof OUTCOMES)[number];

export interface Outcome {
  readonly step: string;
  readonly type: OutcomeType;
  /** The record that was written or made; null when none was. */
  readonly record: RecordId | null;
  /** Why not, in the server's words where it spoke. */
  readonly message?: string;
  /** Fields of the step that were not written, though others of it were: what they lead to was not there. */
  readonly left?: readonly FieldName[];
}
