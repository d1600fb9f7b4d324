/** What the checkers watch, and what they find. */
import type { Decision } from '../../src/engine/decisions';
import type { FieldName } from '../../src/engine/fields';
import type { Step } from '../../src/engine/plan/model';
import type { Choices } from './choices';
import type { Coverage } from './coverage';
import { formOf, type Ledger, type Version } from './ledger';
import type { OnDisk } from './on-disk';
import type { Scheduler } from './scheduler';
import type { Tenants } from './tenants';

/** Something that must never happen has happened. */
export class Violation extends Error {
  constructor(
    readonly checker: Checker,
    message: string,
  ) {
    super(message);
  }
}

export const CHECKERS = [
  'lost edit',
  'not journaled',
  'stale precondition',
  'write outside a plan',
  'write without intent',
  'duplicate',
  'archived though only invisible',
  'merged against a decision',
  'written against a decision',
  'written against a direction',
  'written though unticked',
  'overruled unasked',
  'secret shown',
  'half a listing',
  'no convergence',
  'silent difference',
  'lost decision',
  'torn file',
  'unclear failure',
  'undo of an edit',
  'hang',
] as const;
export type Checker = (typeof CHECKERS)[number];

/** All that checkers look at. */
export interface Watched {
  readonly scheduler: Scheduler;
  readonly tenants: Tenants;
  readonly ledger: Ledger;
  readonly coverage: Coverage;
  readonly onDisk: OnDisk;
  readonly choices: Choices;
  readonly decisions: () => readonly Decision[];
  readonly fail: (checker: Checker, message: string) => void;
}

/** The version that the step's new value was taken from. */
export function sourceOf(
  { onDisk, ledger }: Pick<Watched, 'onDisk' | 'ledger'>,
  step: Step,
  field: FieldName,
  form: string,
): Version | null {
  const change = step.changes.find((one) => one.field === field);
  if (!change || change.source === 'person') return null;
  const link = onDisk.identities.get(step.identity)?.links[change.source];
  const held = link && ledger.records.get(`${change.source}:${step.kind}:${link.record}`);
  const versions = held?.versions.get(field) ?? [];
  const planned =
    change.to !== null && typeof change.to === 'object' && 'identity' in change.to
      ? form
      : formOf(step.kind, field, change.to);
  return versions.findLast((version) => version.form === planned || version.form === form) ?? null;
}
