/** What waits for a person as a table: a row for each question, candidate and unmatched record, by name. */
import { type RecordKey, refOf, SYSTEMS } from '../engine/model';
import { ownerName } from '../engine/overview';
import type { Review } from '../engine/review';
import type { Overview } from '../engine/session';
import { csvOf, type Row } from './csv';

const COLUMNS = ['waits', 'kind', 'client', ...SYSTEMS, 'confidence', 'reason', 'key'] as const;
type ReviewRow = Row<(typeof COLUMNS)[number]>;

export function reviewTable(review: Review, overview: Overview): string {
  const named = (keys: readonly RecordKey[]) => namesOf(keys, overview);
  const suggestions = review.suggestions.map(
    (item): ReviewRow => ({
      ...{ waits: 'suggestion', ...named(item.records), key: item.key },
      ...{ confidence: item.confidence, reason: item.reason },
    }),
  );
  const candidates = review.ambiguous.flatMap(({ record, reason, candidates: all }) =>
    all.map(
      (candidate): ReviewRow => ({
        ...{ waits: 'ambiguous', ...named([record, candidate.record]), key: record },
        ...{ confidence: candidate.confidence, reason },
      }),
    ),
  );
  const alarms = review.alarms.map(
    ({ alarm, records, reason }): ReviewRow => ({
      waits: alarm,
      ...named(records),
      reason,
      key: records.join(' '),
    }),
  );
  const unmatched = [...review.unmatched.values()]
    .flatMap((kinds) => [...kinds.values()].flat())
    .map((key): ReviewRow => ({ waits: 'unmatched', ...named([key]), key }));
  return csvOf(COLUMNS, [...suggestions, ...candidates, ...alarms, ...unmatched]);
}

/** Names in the columns of their systems, with the kind and the client of the first. */
function namesOf(keys: readonly RecordKey[], overview: Overview): ReviewRow {
  const { records } = overview;
  const [first] = keys;
  if (first === undefined) return {};
  const record = records.get(first);
  const of = (name: string) =>
    keys
      .filter((key) => refOf(key).system === name)
      .map((key) => records.get(key)?.name ?? key)
      .join(', ');
  return {
    kind: refOf(first).kind,
    client: record ? ownerName(record, overview) : '',
    ...Object.fromEntries(SYSTEMS.map((name) => [name, of(name)])),
  };
}
