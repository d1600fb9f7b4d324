/** A saved plan, looked at again before it is applied: does all that it was planned against still stand? Pure. */
import { Failure } from './failure';
import { fieldSpec } from './fields';
import { writesOf } from './journaled';
import type { Kind, SourceRecord } from './model';
import { keyOf, membersOf, SYSTEM_TITLES, SYSTEMS } from './model';
import { fieldForm } from './normalize/value';
import { fingerprintOfSteps } from './plan/fingerprint';
import { type FieldChange, isReference, type Plan, type Step } from './plan/model';
import type { JournalEntry, State } from './ports';
import type { Slices } from './slices';
import type { Prepared } from './think';

export interface Moved {
  readonly step: Step;
  /** What moved, fit to read aloud. */
  readonly reason: string;
}

/** Who is what, and what is to be done, by all that was said up to now, as worked out from what is known. */
type Regarded = Pick<Prepared, 'identities' | 'match' | 'plan'>;

/**
 * Steps of the plan whose base is no longer what they were planned against, of whose records a person has said something
 * else since, or that another run or other settings have made needless. Of one made from a reading in doubt, which nothing
 * remembers, that cannot be told before it is read again.
 */
export function movedSteps(
  plan: Plan,
  state: State,
  now: Regarded,
  kinds: readonly Kind[],
): readonly Moved[] {
  if (plan.doubts) return [];
  const meant = meantIn(now.plan);
  return plan.steps.flatMap((step) => {
    const reason =
      whatIsNotSynced(step, kinds) ??
      whatWasSaid(step, state, now) ??
      whatMoved(step, state) ??
      whatIsMeant(step, meant);
    return reason === null ? [] : [{ step, reason }];
  });
}

/** What each place is to hold, by the plan: a creation is a place too. */
type Meant = ReadonlyMap<string, string>;

const placeOf = ({ system, identity }: Step, field: FieldChange['field'] | null): string =>
  `${system}|${identity}|${field ?? ''}`;

function meantIn({ steps }: Plan): Meant {
  const meant = new Map<string, string>();
  for (const step of steps) {
    if (step.action === 'create') meant.set(placeOf(step, null), '');
    for (const change of step.changes) meant.set(placeOf(step, change.field), plannedForm(step.kind, change));
  }
  return meant;
}

function plannedForm(kind: Kind, { field, to }: FieldChange): string {
  return isReference(to) ? to.identity : fieldForm(kind, field, to);
}

function whatIsMeant(step: Step, meant: Meant): string | null {
  if (step.action === 'archive' && !meant.has(placeOf(step, 'active')))
    return 'it would not be archived any more';
  if (step.action === 'create' && !meant.has(placeOf(step, null))) return 'it would not be made any more';
  const change = step.changes.find(
    (one) => meant.get(placeOf(step, one.field)) !== plannedForm(step.kind, one),
  );
  return change ? `${labelOf(step.kind, change)} would not be written so any more` : null;
}

const whatIsNotSynced = ({ kind }: Step, kinds: readonly Kind[]): string | null =>
  kinds.includes(kind) ? null : `${kind}s are not synced any more`;

const LINKED_ANEW = 'the records are linked differently now';

function whatWasSaid(step: Step, state: State, { identities, match }: Regarded): string | null {
  const [before, after] = [state.identities.get(step.identity), identities.get(step.identity)];
  if (SYSTEMS.some((system) => before?.links[system]?.record !== after?.links[system]?.record))
    return LINKED_ANEW;
  const isLeft = before && membersOf(before).some((ref) => match.ignored.has(keyOf(ref)));
  return isLeft ? 'one of its records is to be left alone now' : null;
}

function whatMoved(step: Step, state: State): string | null {
  const identity = state.identities.get(step.identity);
  if (!identity) return LINKED_ANEW;
  const link = identity.links[step.system];
  if (step.action === 'create') return link ? `${SYSTEM_TITLES[step.system]} has it by now` : null;
  if (link?.record !== step.record) return LINKED_ANEW;
  const record = state.records.get(`${step.system}:${step.kind}:${step.record}`);
  if (!record) return 'the record is no longer known';
  const change = step.changes.find((one) => !stands(step.kind, one, record));
  return change ? `${labelOf(step.kind, change)} has another value now` : null;
}

const labelOf = (kind: Kind, { field }: FieldChange): string => fieldSpec(kind, field)?.label ?? field;

const stands = (kind: Kind, { field, from }: FieldChange, record: SourceRecord): boolean =>
  fieldForm(kind, field, record.fields[field]) === fieldForm(kind, field, from);

/** Rejects with `stale` a plan of which any step no longer stands, and names what moved. */
export function refuseMoved(plan: Plan, state: State, now: Regarded, kinds: readonly Kind[]): void {
  const moved = movedSteps(plan, state, now, kinds);
  const [first] = moved;
  if (!first) return;
  const others = moved.length > 1 ? ` and ${moved.length - 1} more` : '';
  throw new Failure('stale', `The plan no longer fits: ${first.step.name}: ${first.reason}${others}.`, {
    remedy: 'Make a new plan, look through it, and apply that one. Nothing was written.',
  });
}

/** Rejects with `stale` a plan that takes back what other runs have written, or taken back themselves, since it was made. */
export function refuseRewritten({ steps }: Plan, later: readonly (readonly JournalEntry[])[]): void {
  const written = new Set(
    later
      .flatMap(writesOf)
      .flatMap((write) => Object.keys(write.before).map((field) => placeAt(write, field))),
  );
  const moved = steps.find((step) => step.changes.some(({ field }) => written.has(placeAt(step, field))));
  if (!moved) return;
  throw new Failure('stale', `The plan no longer fits: a later run has written to ${moved.name}.`, {
    remedy: 'Make the undo anew, look through it, and apply that one. Nothing was written.',
  });
}

const placeAt = ({ system, kind, record }: Pick<Step, 'system' | 'kind' | 'record'>, field: string): string =>
  `${system}:${kind}:${record}|${field}`;

/** Rejects with `stale` a plan whose steps are not those it was made with: it is nobody's plan. */
export function* refuseEdited(plan: Plan): Slices<void> {
  const fingerprint = yield* fingerprintOfSteps(plan.steps);
  if (fingerprint === plan.fingerprint) return;
  throw new Failure('stale', 'The steps of this plan are not those it was made with.', {
    remedy: 'Make a new plan; to leave steps out, untick them. Nothing was written.',
  });
}

export const noPlan = (): Failure =>
  new Failure('usage', 'There is no plan yet.', {
    remedy: 'Make one first: it shows what would be written.',
  });
