/**
 * The plan that takes a run back: restore what we wrote where it is still what we wrote, archive what we created, and
 * list what can be neither. Pure: it reads a run's journal and the records as last seen.
 */
import { type FieldName, fieldNames, fieldSpec, isFieldName } from './fields';
import { identityIndex } from './identities';
import { type Begun, begunIn, isUnknown, mayHaveWritten, type Written, writesOf } from './journaled';
import type { Fields, FieldValue, IdentityId, Kind, RecordKey, SourceRecord, SystemName } from './model';
import { isBlank, SYSTEM_TITLES } from './model';
import { canonicalForm } from './normalize/value';
import { isFormOf } from './own-form';
import { clientsOf, followsOneOf } from './plan/clients';
import { fingerprintOfSteps } from './plan/fingerprint';
import type { Drift, FieldChange, Plan, Step } from './plan/model';
import type { JournalEntry, KindAbility, State } from './ports';
import { atOnce } from './slices';
import { placeIn, type Standing } from './standing';

export interface UndoInput {
  readonly run: string;
  readonly journal: readonly JournalEntry[];
  readonly state: State;
  readonly ability: (system: SystemName, kind: Kind) => KindAbility | undefined;
  /** One step alone, by its id; the whole run when absent. */
  readonly step?: string;
  /** ISO instant. */
  readonly madeAt: string;
  /** Whose write stands where, after all runs since; not asked when absent. */
  readonly standing?: Standing;
}

/** Takes back in the order opposite to the writing; what cannot be taken back stands in `drift` with its reason. */
export function undoPlan(given: UndoInput): Plan {
  const input: Undoing = { ...given, holders: identityIndex(given.state.identities.values()) };
  const steps: Step[] = [];
  const drift: Drift[] = [];
  for (const write of [...mayHaveWritten(input.journal), ...writesOf(input.journal)]) {
    if (input.step !== undefined && write.step !== input.step) continue;
    const step = write.action === 'create' ? archiving(write, input, drift) : restoring(write, input, drift);
    if (step) steps.push(step);
  }
  const doubtful = begunIn(input.journal).filter((write) => write.record === null && isUnknown(write));
  for (const write of doubtful)
    if (input.step === undefined || write.step === input.step)
      left(write, null, 'the run did not live to hear whether it was made', drift);
  const all = withClients(steps);
  return {
    version: 1,
    madeAt: input.madeAt,
    steps: all,
    conflicts: [],
    drift,
    fingerprint: atOnce(fingerprintOfSteps(all)),
  };
}

/** What is archived again while its client stays in use is a person's word about the thing itself. */
function withClients(steps: readonly Step[]): readonly Step[] {
  const clients = clientsOf(steps);
  return steps.map((step) => {
    const { withClient: _, ...alone } = step;
    return followsOneOf(clients, step) ? step : alone;
  });
}

/** Records may have been linked anew since: a step belongs to whoever holds the record now. */
interface Undoing extends UndoInput {
  readonly holders: ReadonlyMap<RecordKey, IdentityId>;
}

const recordOf = (write: Written, state: State): SourceRecord | undefined =>
  state.records.get(`${write.system}:${write.kind}:${write.record}`);

function restoring(write: Written, input: Undoing, drift: Drift[]): Step | null {
  const record = recordOf(write, input.state);
  if (!record) return left(write, null, 'the record is no longer there', drift);
  const back = (values: Fields): readonly FieldChange[] =>
    Object.entries(values).flatMap(([name, before]) =>
      isFieldName(name) ? (changeBack(write, name, before, record, input, drift) ?? []) : [],
    );
  const written = back(write.before);
  // What a move has emptied comes back with it, and not without.
  const isMovedBack = written.some(({ field }) => field === 'organization');
  const changes = isMovedBack ? [...written, ...back(stillThere(write, input))] : written;
  if (changes.length === 0) return null;
  const lifecycle = changes.find((change) => change.field === 'active');
  const action = !lifecycle ? 'update' : lifecycle.to === false ? 'archive' : 'reactivate';
  return stepFor(write, input, action, changes);
}

function changeBack(
  write: Written,
  name: FieldName,
  before: FieldValue,
  record: SourceRecord,
  input: Undoing,
  drift: Drift[],
): FieldChange | null {
  const now = record.fields[name] ?? null;
  if (same(write.kind, name, now, before)) return null;
  if (!same(write.kind, name, now, write.after[name] ?? null))
    return left(write, name, 'someone has changed it since', drift, now, before);
  const later = rewritten(write, name, input);
  if (later !== null) return left(write, name, later, drift, now, before);
  const field = input.ability(write.system, write.kind)?.fields[name];
  if (!isFormOf(write.kind, name, now, write.values[name], field))
    return left(write, name, 'right after the run had written, it held something else', drift, now, before);
  const to = fieldSpec(write.kind, name)?.to;
  const label = (id: FieldValue) =>
    (id !== null && input.state.records.get(`${write.system}:${to ?? 'asset'}:${String(id)}`)?.name) || '';
  return {
    field: name,
    from: now,
    to: before,
    ...(to ? { display: { from: label(now), to: label(before) } } : {}),
    source: 'person',
    reason: `restores what it was before run ${input.run}`,
  };
}

/** Of what a move has emptied that which there is still to refer to, and which may be written. */
function stillThere({ system, kind, leaves }: Written, { ability, state }: UndoInput): Fields {
  const there = Object.entries(leaves).filter(([name, id]) => {
    if (!isFieldName(name) || ability(system, kind)?.fields[name]?.write !== 'always') return false;
    const to = fieldSpec(kind, name)?.to;
    return to !== undefined && state.records.has(`${system}:${to}:${String(id)}`);
  });
  return Object.fromEntries(there);
}

/** What a record that was made held then, in all that somebody may type in. */
function madeWith(
  { kind, after, held }: Written,
  { fields }: KindAbility,
): readonly (readonly [FieldName, FieldValue])[] {
  return fieldNames(kind).flatMap((name) => {
    const isOpen =
      held !== null &&
      name !== 'active' &&
      fields[name]?.write === 'always' &&
      !fieldSpec(kind, name)?.volatile;
    const then = after[name] ?? held?.[name];
    return isOpen || then !== undefined ? [[name, then ?? null] as const] : [];
  });
}

/** What stands there by now is not the run's although it is the same: why, or null. */
function rewritten(write: Written, field: FieldName, { run, standing }: UndoInput): string | null {
  const last = standing?.get(placeIn(write, field));
  if (last === undefined || last === run) return null;
  return last === null ? 'it was taken back before, and set again since' : 'a later run has written it since';
}

function archiving(write: Written, input: Undoing, drift: Drift[]): Step | null {
  const record = recordOf(write, input.state);
  if (!record) return left(write, null, 'the record is no longer there', drift);
  const ability = input.ability(write.system, write.kind);
  if (ability?.archive !== true) {
    const why = ability?.archive.reason ?? `${SYSTEM_TITLES[write.system]} cannot archive it`;
    return left(write, null, `it was created, and cannot be archived: ${why}`, drift);
  }
  if (record.fields.active === false) return null;
  const later = rewritten(write, 'active', input);
  if (later !== null) return left(write, 'active', later, drift, record.fields.active ?? null, false);
  const made = madeWith(write, ability);
  for (const [name, after] of made) {
    const now = record.fields[name] ?? null;
    if (same(write.kind, name, now, after)) continue;
    const later = rewritten(write, name, input) ?? 'someone has changed it since it was created';
    return left(write, name, later, drift, now);
  }
  const change: FieldChange = {
    field: 'active',
    from: record.fields.active ?? null,
    to: false,
    source: 'person',
    reason: `archives what run ${input.run} created`,
  };
  return { ...stepFor(write, input, 'archive', [change]), holding: Object.fromEntries(made) };
}

function stepFor(
  write: Written,
  { run, holders, state }: Undoing,
  action: Step['action'],
  changes: readonly FieldChange[],
): Step {
  const { system, kind, record, name, organization, identity } = write;
  const holder = state.identities.get(holders.get(`${system}:${kind}:${record}`) ?? '');
  return {
    id: `${system}/${action}/${kind}/${record}`,
    action,
    system,
    kind,
    identity: holder?.id ?? identity,
    record,
    name,
    organization,
    organizationIdentity: holder?.organization ?? holder?.id ?? identity,
    changes,
    ...(write.withClient && action !== 'update' ? { withClient: true as const } : {}),
    reason: `takes back ${write.action === 'create' ? 'the creation' : 'the change'} of run ${run}`,
  };
}

function left(
  write: Omit<Begun, 'sources' | 'outcome' | 'after'>,
  field: FieldName | null,
  reason: string,
  drift: Drift[],
  value: FieldValue = null,
  wanted: FieldValue = null,
): null {
  const { system, kind, identity, record, name, organization } = write;
  drift.push({ system, kind, identity, record, name, organization, field, value, wanted, reason });
  return null;
}

function same(kind: Kind, field: FieldName, a: FieldValue, b: FieldValue): boolean {
  const spec = fieldSpec(kind, field);
  const form = (value: FieldValue) => (!spec || isBlank(value) ? '' : canonicalForm(spec, value));
  return form(a) === form(b);
}
