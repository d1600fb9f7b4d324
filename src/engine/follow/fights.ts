/**
 * Values that someone sets back again and again after we wrote another one: another integration keeps them. They are told
 * by name and left alone until a person decides, for two programs that correct each other never end. Pure.
 */
import { byTime, type Decision } from '../decisions';
import type { FieldName } from '../fields';
import type { FieldMerge, IdentityMerge } from '../merge/model';
import type { Kind, RecordKey, SourceRecord, SystemName } from '../model';
import { keyOf, SYSTEM_TITLES, SYSTEMS } from '../model';
import { msOf } from '../normalize/instant';
import { fieldForm } from '../normalize/value';
import type { Outcome, Step } from '../plan/model';

/** One of our writes over a value; the value in the form in which values are compared. */
export interface Overwrite {
  readonly over: string;
  /** ISO instant. */
  readonly at: string;
}

/** By `RECORD|FIELD`, our last writes over a value, oldest first. */
export type Overwrites = Readonly<Record<string, readonly Overwrite[]>>;

/** As often a value must have come back before it is called a fight. */
export const FLIPS = 3;
/** Writes that are remembered of one field. */
const REMEMBERED = 6;
const FORGET_MS = 30 * 24 * 3_600_000;

const nameOf = (record: RecordKey, field: FieldName): string => `${record}|${field}`;

/** The book with what was just written, and without what is long over. `at` is an ISO instant. */
export function noteOverwrites(
  book: Overwrites,
  steps: readonly Step[],
  outcomes: readonly Outcome[],
  at: string,
): Overwrites {
  const done = new Set(outcomes.filter(({ type }) => type === 'done').map(({ step }) => step));
  const next: Record<string, readonly Overwrite[]> = {};
  for (const [name, writes] of Object.entries(book)) {
    const kept = writes.filter(
      (write) => msOf(at) - msOf(write.at) < FORGET_MS || isFight(writes, write.over),
    );
    if (kept.length > 0) next[name] = kept;
  }
  for (const step of steps) {
    if (step.record === null || !done.has(step.id)) continue;
    for (const { field, from } of step.changes) {
      const over = fieldForm(step.kind, field, from);
      // What was blank is filled, not overwritten.
      if (over === '') continue;
      const name = nameOf(`${step.system}:${step.kind}:${step.record}`, field);
      next[name] = [...(next[name] ?? []), { over, at }].slice(-REMEMBERED);
    }
  }
  return next;
}

const isFight = (writes: readonly Overwrite[], over: string): boolean =>
  writes.filter((write) => write.over === over).length >= FLIPS;

/** The merges, with every field that is fought over turned into a conflict that names who keeps it. */
export function withFights(
  merges: readonly IdentityMerge[],
  book: Overwrites,
  decisions: readonly Decision[],
): readonly IdentityMerge[] {
  if (Object.keys(book).length === 0) return merges;
  const decidedAt = new Map<string, string>();
  for (const said of [...decisions].sort(byTime))
    if (said.type === 'value') decidedAt.set(nameOf(said.record, said.field), said.at);
  return merges.map((merged) => {
    let fought = false;
    const fields = merged.fields.map((field) => {
      const contested = contestedBy(merged, field, book, decidedAt);
      if (!contested) return field;
      fought = true;
      return contested;
    });
    return fought ? { ...merged, fields } : merged;
  });
}

function contestedBy(
  { identity, members }: IdentityMerge,
  field: FieldMerge,
  book: Overwrites,
  decidedAt: ReadonlyMap<string, string>,
): FieldMerge | null {
  // What was decided and is not carried out yet comes first: what is set back after that is asked about anyway.
  if (field.merged.type !== 'propagate' || field.decided !== undefined) return null;
  const { kind } = identity;
  const records = SYSTEMS.flatMap((system) => members[system] ?? []);
  // A decision begins the count anew: it was made knowing what had been.
  const since = records
    .map((record) => decidedAt.get(nameOf(keyOf(record), field.field)) ?? '')
    .sort()
    .at(-1);
  for (const record of records) {
    const now = fieldForm(kind, field.field, record.fields[field.field]);
    const writes = (book[nameOf(keyOf(record), field.field)] ?? []).filter(
      ({ over, at }) => over === now && at > (since ?? ''),
    );
    if (writes.length < FLIPS) continue;
    const reason = `${SYSTEM_TITLES[record.system]} has set this back ${writes.length} times after MSP Sync wrote another value: ${keeperOf(record, records, kind, field.field)} reverts it. It is left alone until someone decides.`;
    const suggestion = field.merged.source === record.system ? null : field.merged.source;
    return {
      field: field.field,
      values: field.values,
      merged: { type: 'conflict', row: 'fight', changed: [record.system], suggestion, reason },
    };
  }
  return null;
}

/** Who it may be: an integration that the record shows a link of, the likelier where its other side says the same. */
function keeperOf(
  record: SourceRecord,
  records: readonly SourceRecord[],
  kind: Kind,
  field: FieldName,
): string {
  const own = fieldForm(kind, field, record.fields[field]);
  const linked = [...new Set(record.links.map(({ system }) => system))];
  const same = (system: SystemName): boolean =>
    records.some((other) => other.system === system && fieldForm(kind, field, other.fields[field]) === own);
  const likely = linked.find(same) ?? linked[0];
  return likely
    ? `${SYSTEM_TITLES[record.system]}'s own sync with ${SYSTEM_TITLES[likely]}`
    : 'another integration, or a person,';
}
