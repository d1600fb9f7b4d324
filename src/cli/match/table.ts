/** What was found in exported files as a table: a row for each identity, suggestion, candidate and alarm. */
import { SYSTEMS } from '../../engine/model';
import { csvOf, type Row } from '../csv';
import type { MatchOutput } from './run';

const COLUMNS = ['result', 'kind', ...SYSTEMS, 'confidence', 'reason'] as const;
type MatchRow = Row<(typeof COLUMNS)[number]>;

export function matchTable({ identities, suggestions, ambiguous, alarms }: MatchOutput): string {
  const group =
    (result: string) =>
    ({ kind, members, confidence, reason }: MatchOutput['identities'][number]): MatchRow => ({
      ...{ result, kind, ...members, confidence, reason },
    });
  const choices = ambiguous.flatMap(({ kind, system, id, reason, candidates }) =>
    candidates.map(
      (to): MatchRow => ({
        ...{ result: 'to choose', kind, confidence: to.confidence, reason },
        [system]: id,
        [to.system]: to.id,
      }),
    ),
  );
  const warnings = alarms.map(
    ({ type, kind, records, reason }): MatchRow => ({
      ...{ result: type, kind, reason },
      ...Object.fromEntries(
        SYSTEMS.map((system) => [
          system,
          records
            .filter((record) => record.system === system)
            .map(({ id }) => id)
            .join(' '),
        ]),
      ),
    }),
  );
  return csvOf(COLUMNS, [
    ...identities.map(group('matched')),
    ...suggestions.map(group('suggested')),
    ...choices,
    ...warnings,
  ]);
}
