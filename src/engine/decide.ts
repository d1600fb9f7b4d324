/** What a person says, put into the list of decisions: the newest word wins, and what it overrules goes. Pure. */
import type { Decision } from './decisions';
import type { FieldName } from './fields';
import { stableText as textOf } from './hash';
import type { FieldValue, Identity, IdentityId, Kind, PerSystem, RecordKey, SystemName } from './model';
import { keyOf, membersOf, refOf } from './model';
import { isoOf, secondsOf } from './normalize/instant';

export type Pair = readonly [RecordKey, RecordKey];

/** One act of a person; each may be about many records. */
export type Change =
  | { readonly type: 'same'; readonly pairs: readonly Pair[]; readonly note?: string }
  | { readonly type: 'different'; readonly pairs: readonly Pair[]; readonly note?: string }
  | {
      readonly type: 'ignore';
      readonly records: readonly RecordKey[];
      readonly reason: string;
      /** Date or instant, ISO 8601; without it for ever. */
      readonly until?: string;
    }
  | { readonly type: 'create'; readonly records: readonly RecordKey[]; readonly in: readonly SystemName[] }
  | { readonly type: 'value'; readonly choices: readonly ValueChoice[]; readonly note?: string }
  | { readonly type: 'authority'; readonly choices: readonly AuthorityChoice[]; readonly note?: string };

/** Which system has the last word on a field in one organization. */
export interface AuthorityChoice {
  /** Any record of the organization. */
  readonly organization: RecordKey;
  readonly kind: Kind;
  readonly field: FieldName;
  readonly system: SystemName;
}

/** What one field of a thing shall hold everywhere, and what its sides said when that was decided. */
export interface ValueChoice {
  /** Any record of the thing. */
  readonly record: RecordKey;
  readonly field: FieldName;
  /** For a reference the key of a record that it shall lead to, such as `bms:location:12`. */
  readonly value: FieldValue;
  readonly against: PerSystem<FieldValue>;
}

export interface Sayer {
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

/** What an act did to the list, by value: enough to take it back even after others changed the list too. */
export interface Act {
  readonly added: readonly Decision[];
  readonly removed: readonly Decision[];
}

/** The list after the act, and what the act did. Saying again what already stands changes nothing. */
export function decide(
  decisions: readonly Decision[],
  change: Change,
  sayer: Sayer,
): { readonly decisions: readonly Decision[]; readonly act: Act } {
  let list = decisions;
  for (const decision of decisionsOf(change, speaking(sayer, decisions))) list = withDecision(list, decision);
  const [before, after] = [new Set(decisions), new Set(list)];
  const act = {
    added: list.filter((decision) => !before.has(decision)),
    removed: decisions.filter((decision) => !after.has(decision)),
  };
  return { decisions: ordered(list), act };
}

/** The newest word bears the newest instant, also after a clock was set back. */
function speaking({ by, at }: Sayer, decisions: readonly Decision[]): Sayer {
  const newest = decisions.reduce((last, said) => Math.max(last, secondsOf(said.at) ?? 0), 0);
  return { by, at: newest > (secondsOf(at) ?? newest) ? isoOf((newest + 1) * 1000) : at };
}

/** The list without what the act added and with what it removed. What others said since then stays. */
export function undo(decisions: readonly Decision[], { added, removed }: Act): readonly Decision[] {
  const gone = new Set(added.map(textOf));
  const kept = decisions.filter((decision) => !gone.has(textOf(decision)));
  const there = new Set(kept.map(textOf));
  return ordered([...kept, ...removed.filter((decision) => !there.has(textOf(decision)))]);
}

/** The newest act as far as the list tells: all that was said at its last instant. */
export function lastAct(decisions: readonly Decision[]): Act {
  const [newest] = newestFirst(decisions);
  const added = newest ? decisions.filter(({ at, by }) => at === newest.at && by === newest.by) : [];
  return { added, removed: [] };
}

export function newestFirst(decisions: readonly Decision[]): readonly Decision[] {
  return [...decisions].sort(
    (a, b) => (secondsOf(b.at) ?? 0) - (secondsOf(a.at) ?? 0) || compare(textOf(a), textOf(b)),
  );
}

/**
 * The pairs that must be said to be different so that the record leaves its identity: itself with each other member.
 * Empty when it stands alone.
 */
export function pairsToUnlink(
  record: RecordKey,
  identities: ReadonlyMap<IdentityId, Identity>,
  identityOf: ReadonlyMap<RecordKey, IdentityId>,
): readonly Pair[] {
  const id = identityOf.get(record);
  const identity = id === undefined ? undefined : identities.get(id);
  const members = identity ? membersOf(identity).map(keyOf) : [];
  return members.flatMap((member) => (member === record ? [] : [pairOf(record, member)]));
}

function decisionsOf(change: Change, { by, at }: Sayer): readonly Decision[] {
  switch (change.type) {
    case 'same':
    case 'different': {
      const { type, note } = change;
      const more = note === undefined ? {} : { note };
      return change.pairs.map(([a, b]): Decision => ({ type, records: pairOf(a, b), by, at, ...more }));
    }
    case 'ignore': {
      const { type, until } = change;
      const more = until === undefined ? {} : { until };
      const reason = change.reason.trim();
      return change.records.map((record): Decision => ({ type, record, reason, ...more, by, at }));
    }
    case 'create':
      return change.records.map((record): Decision => ({ type: 'create', record, in: change.in, by, at }));
    case 'value': {
      const more = change.note === undefined ? {} : { note: change.note };
      return change.choices.map(
        ({ record, field, value, against }): Decision => ({
          type: 'value',
          ...{ record, field, value, against, by, at },
          ...more,
        }),
      );
    }
    case 'authority': {
      const more = change.note === undefined ? {} : { note: change.note };
      return change.choices.map((choice): Decision => ({ type: 'authority', ...choice, by, at, ...more }));
    }
  }
}

function withDecision(list: readonly Decision[], decision: Decision): readonly Decision[] {
  const again = list.find(
    (older) =>
      older.type === decision.type &&
      subjectOf(older) === subjectOf(decision) &&
      says(older) === says(decision),
  );
  if (again && isLastWord(again, list)) return list;
  const added = decision.type === 'create' ? together(list, decision) : decision;
  return [...list.filter((older) => !overrules(added, older)), added];
}

/**
 * What was said about a pair, a client or what is to be made may be overruled by other words since: saying it again then
 * counts. So it always does of a value: what was decided against may have come back after it was carried out.
 */
function isLastWord(decision: Decision, list: readonly Decision[]): boolean {
  if (decision.type === 'value') return false;
  const spoken = secondsOf(decision.at) ?? 0;
  const overruling = OVERRULING[decision.type];
  return !list.some(({ type, at }) => overruling.has(type) && (secondsOf(at) ?? 0) > spoken);
}

const PAIRS: ReadonlySet<Decision['type']> = new Set(['same', 'different']);

const OVERRULING: Readonly<Record<Exclude<Decision['type'], 'value'>, ReadonlySet<Decision['type']>>> = {
  same: PAIRS,
  different: PAIRS,
  create: new Set(['ignore']),
  // The lists of two people may have come together with both.
  ignore: new Set(['create', 'same']),
  // One client may be spoken of by way of several of its records.
  authority: new Set(['authority']),
};

/** One `create` a record: what was asked for before still stands. */
function together(
  list: readonly Decision[],
  decision: Extract<Decision, { type: 'create' }>,
): Extract<Decision, { type: 'create' }> {
  const before = list.flatMap((older) =>
    older.type === 'create' && older.record === decision.record ? older.in : [],
  );
  return { ...decision, in: [...new Set([...before, ...decision.in])].sort() };
}

/** Whether nothing of the older decision can hold beside the newer one. */
function overrules(newer: Decision, older: Decision): boolean {
  switch (newer.type) {
    case 'same':
      return overruledBySame(newer.records, older);
    case 'different':
      return isPairDecision(older) && isSamePair(newer.records, older.records);
    case 'ignore':
      return (older.type === 'ignore' || older.type === 'create') && older.record === newer.record;
    case 'create':
      return (older.type === 'ignore' || older.type === 'create') && older.record === newer.record;
    case 'value':
      return older.type === 'value' && older.record === newer.record && older.field === newer.field;
    case 'authority':
      return (
        older.type === 'authority' &&
        older.organization === newer.organization &&
        older.kind === newer.kind &&
        older.field === newer.field
      );
  }
}

function overruledBySame(pair: Pair, older: Decision): boolean {
  if (older.type === 'different') return isSamePair(pair, older.records);
  // A record that is linked by hand is not left alone any more, and needs no counterpart made where it has one now.
  if (older.type === 'ignore') return pair.includes(older.record);
  if (older.type === 'create') {
    const other = otherOf(pair, older.record);
    return other !== undefined && older.in.every((system) => system === refOf(other).system);
  }
  if (older.type !== 'same') return false;
  if (isSamePair(pair, older.records)) return true;
  // Another choice: one record cannot have two counterparts in one system.
  return pair.some((record) => {
    const [now, before] = [otherOf(pair, record), otherOf(older.records, record)];
    return now !== undefined && before !== undefined && refOf(now).system === refOf(before).system;
  });
}

const isPairDecision = (decision: Decision): decision is Extract<Decision, { records: Pair }> =>
  decision.type === 'same' || decision.type === 'different';

export function pairOf(a: RecordKey, b: RecordKey): Pair {
  return a < b ? [a, b] : [b, a];
}

const isSamePair = (a: Pair, b: Pair): boolean => pairOf(...a).join('\n') === pairOf(...b).join('\n');

function otherOf(pair: Pair, record: RecordKey): RecordKey | undefined {
  const [a, b] = pair;
  return record === a ? b : record === b ? a : undefined;
}

/** By what it is about, so that two people's decisions meet in a merge only where they are about the same record. */
function ordered(decisions: readonly Decision[]): readonly Decision[] {
  const keyed = decisions.map(
    (decision) => [`${subjectOf(decision)} ${textOf(decision)}`, decision] as const,
  );
  return keyed.sort(([a], [b]) => compare(a, b)).map(([, decision]) => decision);
}

function subjectOf(decision: Decision): string {
  if (isPairDecision(decision)) return pairOf(...decision.records).join(' ');
  if (decision.type === 'value') return `${decision.record} ${decision.field}`;
  return decision.type === 'authority' ? decision.organization : decision.record;
}

/** What was said, whoever said it and whenever. */
function says(decision: Decision): string {
  const { by: _by, at: _at, note: _note, ...said } = decision;
  return textOf('records' in said ? { ...said, records: pairOf(...said.records) } : said);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
