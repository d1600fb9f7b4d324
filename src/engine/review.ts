/** What waits for a person after matching, each with a key that stays the same as long as the question does. Pure. */
import { type Pair, pairOf } from './decide';
import type { Alarm } from './match/model';
import type { Evidence, Kind, RecordKey, SystemName } from './model';
import { KINDS, refOf, SYSTEMS } from './model';
import type { Overview } from './overview';

export interface SuggestionItem {
  readonly type: 'suggestion';
  /** `bms:asset:1=vsa:asset:2` */
  readonly key: string;
  readonly kind: Kind;
  readonly records: readonly RecordKey[];
  /** The pair that is in question; more records where one of them already has a counterpart. */
  readonly pair: Pair;
  /** Every pair that accepting it would bring together. */
  readonly pairs: readonly Pair[];
  readonly confidence: number;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

export interface AmbiguityItem {
  readonly type: 'ambiguous';
  /** `bms:asset:1?` */
  readonly key: string;
  readonly kind: Kind;
  readonly record: RecordKey;
  /** Best first. */
  readonly candidates: readonly CandidateItem[];
  readonly reason: string;
}

export interface CandidateItem {
  readonly record: RecordKey;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

export interface AlarmItem {
  readonly type: 'alarm';
  /** `clone!bms:asset:1,bms:asset:2` */
  readonly key: string;
  readonly kind: Kind;
  readonly alarm: Alarm['type'];
  readonly records: readonly RecordKey[];
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

export type ReviewItem = SuggestionItem | AmbiguityItem | AlarmItem;

export interface Review {
  readonly suggestions: readonly SuggestionItem[];
  readonly ambiguous: readonly AmbiguityItem[];
  readonly alarms: readonly AlarmItem[];
  /** Records without any counterpart, of each configured system and kind. */
  readonly unmatched: ReadonlyMap<SystemName, ReadonlyMap<Kind, readonly RecordKey[]>>;
}

/** Organizations first, since all else hangs on them; then the surest. */
export function reviewOf(overview: Overview): Review {
  return {
    suggestions: suggestionsOf(overview),
    ambiguous: overview.match.ambiguous.map(ambiguityOf).sort(byKind),
    alarms: overview.match.alarms.flatMap(alarmOf).sort(byKind),
    unmatched: unmatchedOf(overview),
  };
}

/** How many questions wait for an answer; alarms and records that simply have no counterpart are none. */
export const waitingIn = (review: Review): number => review.suggestions.length + review.ambiguous.length;

function suggestionsOf(overview: Overview): readonly SuggestionItem[] {
  const items = overview.match.suggestions.flatMap((group): SuggestionItem[] => {
    const records = SYSTEMS.flatMap((system): RecordKey[] => {
      const id = group.members[system];
      return id === undefined ? [] : [`${system}:${group.kind}:${id}`];
    });
    const { kind, confidence, reason, evidence } = group;
    const pair = pairInQuestion(records, evidence, overview);
    if (!pair) return [];
    const pairs = crossPairs(records, pair, overview);
    const key = [...pair].join('=');
    return [{ type: 'suggestion', key, kind, records, pair, pairs, confidence, reason, evidence }];
  });
  return items.sort((a, b) => byKind(a, b) || b.confidence - a.confidence);
}

/** Evidence is between the two; where there is none, two that do not stand together yet. */
function pairInQuestion(
  records: readonly RecordKey[],
  evidence: readonly Evidence[],
  overview: Overview,
): Pair | null {
  const between = evidence[0]?.between;
  if (between) return pairOf(...between);
  for (const a of records) {
    for (const b of records) if (a < b && !standTogether(a, b, overview)) return [a, b];
  }
  return null;
}

/** All pairs of which one stands with the one side and the other with the other. */
function crossPairs(records: readonly RecordKey[], pair: Pair, overview: Overview): readonly Pair[] {
  const side = (end: RecordKey) =>
    records.filter((record) => record === end || standTogether(record, end, overview));
  const [left, right] = [side(pair[0]), side(pair[1])];
  return left.flatMap((a) => right.map((b) => pairOf(a, b)));
}

function standTogether(a: RecordKey, b: RecordKey, { identityOf }: Overview): boolean {
  const id = identityOf.get(a);
  return id !== undefined && id === identityOf.get(b);
}

function ambiguityOf({ record, candidates, reason }: Overview['match']['ambiguous'][number]): AmbiguityItem {
  const sorted = [...candidates].sort(
    (a, b) => b.confidence - a.confidence || (a.record < b.record ? -1 : 1),
  );
  const { kind } = refOf(record);
  return { type: 'ambiguous', key: `${record}?`, kind, record, candidates: sorted, reason };
}

function alarmOf({ type, records, reason, evidence }: Alarm): AlarmItem[] {
  const [first] = records;
  if (first === undefined) return [];
  const key = `${type}!${[...records].sort().join(',')}`;
  return [{ type: 'alarm', key, kind: refOf(first).kind, alarm: type, records, reason, evidence }];
}

function unmatchedOf(overview: Overview): Review['unmatched'] {
  const unmatched = new Map(overview.systems.map((system) => [system, new Map<Kind, RecordKey[]>()]));
  for (const [key, record] of overview.records) {
    const kinds = unmatched.get(record.system);
    if (!kinds || overview.statuses.get(key)?.status !== 'unmatched') continue;
    const list = kinds.get(record.kind);
    if (list) list.push(key);
    else kinds.set(record.kind, [key]);
  }
  return unmatched;
}

interface Sortable {
  readonly kind: Kind;
  readonly key: string;
}

/** Within a kind, alike confidences keep the order of matching, which is that of the keys. */
const byKind = (a: Sortable, b: Sortable): number => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
