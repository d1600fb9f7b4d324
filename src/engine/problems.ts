/** What went wrong with single records, in the server's words, on the record that a person looks at. Pure. */

import { CANCELLED } from './apply';
import type { Identity, IdentityId, RecordKey, RecordProblem } from './model';
import { keyOf, membersOf, SYSTEM_TITLES } from './model';
import { isWhole } from './outcomes';
import type { Outcome, Step } from './plan/model';

export interface ProblemInput {
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly steps: readonly Step[];
  readonly outcomes: readonly Outcome[];
  /** What reading found; none where nothing was read. */
  readonly problems: readonly RecordProblem[];
  /** What stood on the records before, where this run did not read them anew. */
  readonly before?: Readonly<Record<string, string>>;
}

export function problemsOf(input: ProblemInput): ReadonlyMap<string, string> {
  const problems = new Map<string, string>(Object.entries(input.before ?? {}));
  for (const { system, kind, id, message } of input.problems) {
    if (id !== null) problems.set(keyOf({ system, kind, id }), message);
  }
  const steps = new Map(input.steps.map((step) => [step.id, step]));
  for (const outcome of input.outcomes) {
    const { type, message } = outcome;
    const step = steps.get(outcome.step);
    const key = step && holderOf(step, input.identities);
    if (!key || message === CANCELLED) continue;
    if (isWhole(outcome)) problems.delete(key);
    else problems.set(key, words(step, message ?? type));
  }
  return problems;
}

/** The record itself; for one that could not be made, the one that called for it. */
function holderOf(step: Step, identities: ReadonlyMap<IdentityId, Identity>): RecordKey | null {
  if (step.record !== null) return `${step.system}:${step.kind}:${step.record}`;
  const identity = identities.get(step.identity);
  const [member] = identity ? membersOf(identity) : [];
  return member ? keyOf(member) : null;
}

const words = (step: Step, message: string): string =>
  step.action === 'create' ? `not created in ${SYSTEM_TITLES[step.system]}: ${message}` : message;
