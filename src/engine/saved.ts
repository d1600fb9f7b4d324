/** A saved plan, looked at again before it is applied: does all that it was planned against still stand? Pure. */
import { fieldSpec } from './fields';
import type { Kind, SourceRecord } from './model';
import { isBlank, SYSTEM_TITLES } from './model';
import { canonicalForm } from './normalize/value';
import type { FieldChange, Plan, Step } from './plan/model';
import type { State } from './ports';

export interface Moved {
  readonly step: Step;
  /** What moved, fit to read aloud. */
  readonly reason: string;
}

/** Steps of the plan whose base is no longer what they were planned against. */
export function movedSteps(plan: Plan, state: State): readonly Moved[] {
  return plan.steps.flatMap((step) => {
    const reason = whatMoved(step, state);
    return reason === null ? [] : [{ step, reason }];
  });
}

function whatMoved(step: Step, state: State): string | null {
  const identity = state.identities.get(step.identity);
  if (!identity) return 'the records are linked differently now';
  const link = identity.links[step.system];
  if (step.action === 'create') return link ? `${SYSTEM_TITLES[step.system]} has it by now` : null;
  if (link?.record !== step.record) return 'the records are linked differently now';
  const record = state.records.get(`${step.system}:${step.kind}:${step.record}`);
  if (!record) return 'the record is no longer known';
  const change = step.changes.find((one) => !stands(step.kind, one, record));
  return change ? `${fieldSpec(step.kind, change.field)?.label ?? change.field} has another value now` : null;
}

function stands(kind: Kind, change: FieldChange, record: SourceRecord): boolean {
  const spec = fieldSpec(kind, change.field);
  const form = (value: FieldChange['from']) => (!spec || isBlank(value) ? '' : canonicalForm(spec, value));
  return form(record.fields[change.field] ?? null) === form(change.from);
}
