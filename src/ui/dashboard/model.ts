/** Health as charts: sections of rows and parts, each part with where it leads. Pure. */
import { healthOf } from '../../engine/health';
import type { RunEntry } from '../../engine/history';
import type { Kind, MatchStatus, RecordKey, SystemName } from '../../engine/model';
import { KINDS, refOf } from '../../engine/model';
import type { Overview } from '../../engine/overview';
import { percent, plural } from '../../text/words';
import { KIND_TITLES, number, SHORT_TITLES } from '../words';
import { organizationsOf, serialsOf, worstOf } from './organizations';
import { type Counts, GROUP_STATUSES, groupLegend, groupOf, groupParts, sumOf } from './parts';
import type { Part, Row, SaidOfRecords, Section } from './protocol';

/** Days and runs that a chart shows at most. */
const DAYS = 30;
const RUNS = 60;

/** Records in use by system and kind, in order or why not. */
export function coverageOf(overview: Pick<Overview, 'statuses' | 'systems'>): Section {
  const counts = new Map<string, Counts>();
  for (const [key, { status }] of overview.statuses) {
    const group = groupOf(status);
    if (!group) continue;
    const { system, kind } = refOf(key);
    const held = counts.get(`${system} ${kind}`) ?? {};
    counts.set(`${system} ${kind}`, { ...held, [group]: (held[group] ?? 0) + 1 });
  }
  const rows = overview.systems.flatMap((system) =>
    KINDS.flatMap((kind) => {
      const held = counts.get(`${system} ${kind}`);
      return held ? [coverageRow(system, kind, held)] : [];
    }),
  );
  return {
    ...{ id: 'coverage', title: 'Coverage by system and kind', chart: 'bars', rows, more: '' },
    about: 'Records in use: linked and in order, waiting for a decision, without a counterpart, or stale.',
    ...{ head: 'Records', noteHead: 'Share', trendHead: '', legend: groupLegend },
    empty: rows.length > 0 ? '' : 'No record is in use.',
  };
}

function coverageRow(system: SystemName, kind: Kind, counts: Counts): Row {
  const label = `${SHORT_TITLES[system]} ${KIND_TITLES[kind].toLowerCase()}`;
  return {
    ...{ key: `${system} ${kind}`, label, target: null, trend: null },
    note: percent((counts.good ?? 0) / sumOf(counts)),
    parts: groupParts(counts, label, (group) => ({ type: 'records', system, kind, group })),
  };
}

export interface ActivityInput {
  /** Newest first; null while it is being read. */
  readonly runs: readonly RunEntry[] | null;
  /** Why it could not be read. */
  readonly failure: string;
  /** The reader's calendar day of an instant, as it is shown. */
  readonly day: (iso: string) => string;
}

/** What runs wrote and could not write, day by day, the oldest first. */
export function activityOf({ runs, failure, day }: ActivityInput): Section {
  const days = new Map<string, RunEntry[]>();
  for (const run of runs ?? []) {
    const name = day(run.startedAt);
    days.set(name, [...(days.get(name) ?? []), run]);
  }
  const rows = [...days].slice(0, DAYS).map(([name, held]) => activityRow(name, held));
  const left = days.size - rows.length;
  const none = runs ? 'Nothing has been run yet.' : 'Reading the history…';
  return {
    ...{ id: 'activity', title: 'Activity', chart: 'columns', rows: rows.reverse() },
    about:
      'Steps that runs carried out, and those that failed, on each day with a run. A click opens the day’s last run that did so.',
    ...{ head: 'Day', noteHead: 'Runs', trendHead: '' },
    legend: [
      { look: 'good', label: 'Written' },
      { look: 'bad', label: 'Failed' },
    ],
    empty: failure || (rows.length > 0 ? '' : none),
    more: left > 0 ? `and ${plural(left, 'earlier day')}, in the History view` : '',
  };
}

/** Outcomes that mean that a step was tried and did not come to its end. */
const FAILED = new Set(['failed', 'unknown']);

function activityRow(day: string, runs: readonly RunEntry[]): Row {
  const wrote = ({ outcomes }: RunEntry) => outcomes.done ?? 0;
  const failed = ({ outcomes, result }: RunEntry) =>
    Object.entries(outcomes).reduce((sum, [name, count]) => sum + (FAILED.has(name) ? count : 0), 0) +
    (result === 'failed' ? 1 : 0);
  const part = (look: 'good' | 'bad', word: string, count: (run: RunEntry) => number): Part => {
    const value = runs.reduce((sum, run) => sum + count(run), 0);
    const last = runs.find((run) => count(run) > 0);
    return {
      ...{ look, value, text: number(value), spoken: `${day}, ${word}: ${number(value)}` },
      target: last ? { type: 'run', run: last.run } : null,
    };
  };
  const [newest] = runs;
  return {
    ...{ key: day, label: day, note: number(runs.length), trend: null },
    parts: [part('good', 'written', wrote), part('bad', 'failed', failed)],
    target: newest ? { type: 'run', run: newest.run } : null,
  };
}

/** The share in order by kind, run by run, the oldest first. */
export function trendOf(trend: Overview['trend'], at: (iso: string) => string): Section {
  const lines = trend.slice(-RUNS);
  const kinds = KINDS.filter((kind) => lines.some(({ shares }) => shares[kind] !== undefined));
  const rows = lines.map(({ run, at: ended, shares, conflicts }): Row => {
    const label = at(ended);
    const target = { type: 'run', run } as const;
    const parts = kinds.map((kind): Part => {
      const share = shares[kind];
      const text = share === undefined ? '–' : percent(share);
      const spoken = `${label}, ${KIND_TITLES[kind].toLowerCase()} in order: ${text}`;
      return { look: kind, value: share ?? null, text, spoken, target: null };
    });
    return { key: run, label, note: number(conflicts), parts, target, trend: null };
  });
  return {
    ...{ id: 'trend', title: 'Trend over runs', chart: 'lines', rows },
    about: 'Share of the records in use that was linked and in order after each run. A click opens the run.',
    ...{ head: 'Run', noteHead: 'Conflicts', trendHead: '' },
    legend: kinds.map((look) => ({ look, label: KIND_TITLES[look] })),
    empty: rows.length > 0 ? '' : 'The next run draws the first point.',
    more: '',
  };
}

export const statusesBehind = (said: SaidOfRecords): readonly MatchStatus[] =>
  said.type === 'records' ? GROUP_STATUSES[said.group] : said.statuses;

/** Records that a click leads to, the first in the order of their names first. */
export function recordsBehind(overview: Overview, said: SaidOfRecords): readonly RecordKey[] {
  const statuses = statusesBehind(said);
  const fits = (key: RecordKey): boolean => {
    const { system, kind } = refOf(key);
    if (said.kind !== null && kind !== said.kind) return false;
    if (said.type === 'records') return system === said.system;
    const identity = overview.identities.get(overview.identityOf.get(key) ?? '');
    return (
      identity !== undefined && (identity.id === said.identity || identity.organization === said.identity)
    );
  };
  const found: RecordKey[] = [];
  for (const [key, { status }] of overview.statuses)
    if (statuses.includes(status) && fits(key)) found.push(key);
  const name = (key: RecordKey) => overview.records.get(key)?.name ?? '';
  return found.sort((a, b) => name(a).localeCompare(name(b), 'en', { numeric: true }));
}

/** What is known, of records of one kind alone. How clients went is known of all kinds together, and is left out then. */
export function narrowed(overview: Overview, kind: Kind | null): Overview {
  if (kind === null) return overview;
  const statuses = new Map([...overview.statuses].filter(([key]) => refOf(key).kind === kind));
  const trend = overview.trend.map((line) => {
    const share = line.shares[kind];
    return { ...line, shares: share === undefined ? {} : { [kind]: share } };
  });
  return { ...overview, statuses, trend, clientTrends: {} };
}

export function sectionsOf(
  overview: Overview,
  activity: ActivityInput,
  at: (iso: string) => string,
): readonly Section[] {
  const clients = healthOf(overview);
  return [
    coverageOf(overview),
    worstOf(clients),
    organizationsOf(clients, overview),
    trendOf(overview.trend, at),
    activityOf(activity),
    serialsOf(clients),
  ];
}

/** `97 % of 1,204 records in use are in order.` */
export function leadOf(overview: Pick<Overview, 'statuses'>): string {
  let [all, good] = [0, 0];
  for (const { status } of overview.statuses.values()) {
    const group = groupOf(status);
    if (group) all += 1;
    if (group === 'good') good += 1;
  }
  return all === 0
    ? 'No record is in use.'
    : `${percent(good / all)} of ${plural(all, 'record')} in use are in order.`;
}
