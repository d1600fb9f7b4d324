/** The match status of every record, with the reason a person can read. */
import type { MatchResult } from './match/model';
import type { Identity, IdentityId, MatchStatus, RecordKey, SourceRecord } from './model';
import { isActive, keyOf, membersOf, SYSTEM_TITLES, SYSTEMS } from './model';
import type { Plan } from './plan/model';
import type { Slices } from './slices';

export interface RecordStatus {
  readonly status: MatchStatus;
  readonly reason: string;
}

export interface StatusInput {
  /** Everything known, what the last scan no longer showed included. */
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly identityOf: ReadonlyMap<RecordKey, IdentityId>;
  readonly match: MatchResult;
  readonly plan: Plan;
  /** Per record, what went wrong with it last. */
  readonly problems: ReadonlyMap<string, string>;
}

const SLICE = 128;

export function* statuses(input: StatusInput): Slices<ReadonlyMap<RecordKey, RecordStatus>> {
  const tasks = tasksOf(input);
  const result = new Map<RecordKey, RecordStatus>();
  let count = 0;
  for (const record of input.records.values()) {
    count += 1;
    if (count % SLICE === 0) yield;
    const key = keyOf(record);
    result.set(key, statusOf(record, key, input, tasks));
  }
  return result;
}

interface Tasks {
  readonly suggested: ReadonlyMap<RecordKey, string>;
  readonly ambiguous: ReadonlyMap<RecordKey, string>;
  readonly conflicts: ReadonlyMap<IdentityId, number>;
  readonly pending: ReadonlyMap<IdentityId, string>;
}

function tasksOf({ match, plan }: StatusInput): Tasks {
  const suggested = new Map<RecordKey, string>();
  for (const suggestion of match.suggestions) {
    for (const system of SYSTEMS) {
      const id = suggestion.members[system];
      if (id !== undefined) suggested.set(`${system}:${suggestion.kind}:${id}`, suggestion.reason);
    }
  }
  const ambiguous = new Map(match.ambiguous.map((task) => [task.record, task.reason]));
  const conflicts = new Map<IdentityId, number>();
  for (const { identity } of plan.conflicts) conflicts.set(identity, (conflicts.get(identity) ?? 0) + 1);
  const pending = new Map<IdentityId, string>();
  for (const step of plan.steps) {
    if (!pending.has(step.identity))
      pending.set(step.identity, `${step.action} in ${SYSTEM_TITLES[step.system]} waits`);
  }
  return { suggested, ambiguous, conflicts, pending };
}

function statusOf(record: SourceRecord, key: RecordKey, input: StatusInput, tasks: Tasks): RecordStatus {
  const id = input.identityOf.get(key);
  const identity = id === undefined ? undefined : input.identities.get(id);
  const absences = identity?.missing?.[record.system] ?? 0;
  if (absences > 0 && identity?.links[record.system]?.record === record.id) {
    return { status: 'missing', reason: `not in the last ${absences === 1 ? 'scan' : `${absences} scans`}` };
  }
  const problem = input.problems.get(key);
  if (problem) return { status: 'error', reason: problem };
  const ignored = input.match.ignored.get(key);
  if (ignored !== undefined) return { status: 'ignored', reason: ignored };
  const ambiguous = tasks.ambiguous.get(key);
  if (ambiguous) return { status: 'ambiguous', reason: ambiguous };
  const others = identity ? membersOf(identity).filter((ref) => ref.system !== record.system) : [];
  const conflicts = id === undefined ? 0 : (tasks.conflicts.get(id) ?? 0);
  if (conflicts > 0) {
    return {
      status: 'conflict',
      reason: conflicts === 1 ? 'one field is in conflict' : `${conflicts} fields are in conflict`,
    };
  }
  if (!isActive(record)) return { status: 'inactive', reason: `inactive in ${SYSTEM_TITLES[record.system]}` };
  const pending = id === undefined ? undefined : tasks.pending.get(id);
  if (pending) return { status: 'pending', reason: pending };
  if (others.length > 0) {
    const where = others.map((ref) => SYSTEM_TITLES[ref.system]).join(' and ');
    const rule = identity?.links[record.system]?.rule ?? '';
    return { status: 'matched', reason: `same as in ${where}${rule ? ` (${rule})` : ''}` };
  }
  const suggestion = tasks.suggested.get(key);
  if (suggestion) return { status: 'suggested', reason: suggestion };
  return { status: 'unmatched', reason: 'no counterpart found in the other systems' };
}
