/** The organizations in the dashboard: the worst as a chart, every measure as a table, how each went. Pure. */
import { dayOf, movementOf, troublesByDay } from '../../engine/client-trend';
import { type ClientHealth, troubles } from '../../engine/health';
import { KINDS, type Kind, MATCH_STATUSES, type MatchStatus } from '../../engine/model';
import type { Overview } from '../../engine/overview';
import { movementText, percent, plural } from '../../text/words';
import { KIND_TITLES, number } from '../words';
import { type Counts, GROUP_STATUSES, groupLegend, groupParts } from './parts';
import { GROUPS, type Part, type Row, type RowTrend, type SaidOfRecords, type Section } from './protocol';

/** Clients that a chart shows at most, and a table. */
const CLIENTS = 10;
const LISTED = 100;

type Trends = Pick<Overview, 'clientTrends' | 'lastRun'>;

const behind = (
  identity: string,
  statuses: readonly MatchStatus[],
  kind: Kind | null = null,
): SaidOfRecords => ({
  ...{ type: 'clientRecords', identity, kind, statuses: [...statuses] },
});

/** How many records were not in order from day to day, in numbers and in words; null on the first day. */
function trendIn({ clientTrends, lastRun }: Trends, { identity, name }: ClientHealth): RowTrend | null {
  const points = clientTrends[identity] ?? [];
  const today = dayOf(lastRun?.endedAt ?? '');
  const movement = movementOf(points, today);
  if (!movement) return null;
  const { direction, from, to } = movement;
  const text = direction === 'same' ? 'unchanged' : `${direction}: ${number(from)} → ${number(to)}`;
  const spoken = `${name}, records not in order, ${movementText(movement)}`;
  return { direction, change: to - from, text, spoken, values: [...troublesByDay(points, today)] };
}

/** Measures that are counted, each with the statuses behind its number. */
const COUNTED: readonly (readonly [look: Part['look'], label: string, statuses: readonly MatchStatus[]])[] = [
  ['alone', 'No counterpart', ['unmatched']],
  ['task', 'Suggested or ambiguous', ['suggested', 'ambiguous']],
  ['task', 'Conflicts', ['conflict']],
  ['bad', 'Stale', ['missing']],
  ['bad', 'Failed', ['error']],
];

/** Every measure of every client, the one that needs most attention first. */
export function organizationsOf(clients: readonly ClientHealth[], trends: Trends): Section {
  const kinds = KINDS.filter((kind) => clients.some(({ matchedShare }) => matchedShare[kind] !== undefined));
  const known = clients.filter(({ records }) => records > 0);
  const rows = known.slice(0, LISTED).map((client): Row => {
    const { identity, name } = client;
    const counted = COUNTED.map((measure) => countedPart(client, measure));
    const parts = [...kinds.map((kind) => sharePart(client, kind)), ...counted, serialsPart(client)];
    const about = { key: identity, label: name, note: '', parts };
    return { ...about, target: { type: 'client', identity }, trend: trendIn(trends, client) };
  });
  const left = known.length - rows.length;
  return {
    ...{ id: 'organizations', title: 'Every organization', chart: 'none', rows },
    about:
      'The share in order of each kind of record, and what is not in order by its reason. A heading sorts, a number leads to its records. Stale is what the last complete reading did not show.',
    ...{ head: 'Organization', noteHead: '' },
    trendHead: rows.some(({ trend }) => trend !== null) ? 'Not in order, 30 days' : '',
    legend: [
      ...kinds.map((look) => ({ look, label: `${KIND_TITLES[look]} in order` })),
      ...COUNTED.map(([look, label]) => ({ look, label })),
      { look: 'bad', label: 'Placeholder serials' },
    ],
    empty: rows.length > 0 ? '' : 'No organization is known yet.',
    more: left > 0 ? `and ${plural(left, 'organization')} more, in better order` : '',
  };
}

/** Leads to what is not in order of the kind, or where all is to that. */
function sharePart({ identity, name, matchedShare }: ClientHealth, kind: Kind): Part {
  const share = matchedShare[kind];
  const text = share === undefined ? '–' : percent(share);
  const spoken = `${name}, ${KIND_TITLES[kind].toLowerCase()} in order: ${text}`;
  const bad = MATCH_STATUSES.filter((status) => COUNTED.some(([, , statuses]) => statuses.includes(status)));
  const target = share === undefined ? null : behind(identity, share < 1 ? bad : GROUP_STATUSES.good, kind);
  return { look: kind, value: share ?? null, text, spoken, target };
}

function countedPart(
  { identity, name, counts }: ClientHealth,
  [look, label, statuses]: (typeof COUNTED)[number],
): Part {
  const value = statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const spoken = `${name}, ${label.toLowerCase()}: ${number(value)}`;
  return { look, value, text: number(value), spoken, target: value > 0 ? behind(identity, statuses) : null };
}

function serialsPart({ identity, name, placeholders }: ClientHealth): Part {
  const value = placeholders.length;
  const spoken = `${name}: ${plural(value, 'placeholder serial number')}`;
  return {
    look: 'bad',
    value,
    text: number(value),
    spoken,
    target: value > 0 ? { type: 'serials', identity } : null,
  };
}

/** Clients with most records that are not in order. */
export function worstOf(clients: readonly ClientHealth[]): Section {
  const poor = clients.filter((client) => troubles(client) > 0);
  const rows = poor.slice(0, CLIENTS).map((client): Row => {
    const { identity, name } = client;
    const counts: Counts = {};
    for (const group of GROUPS)
      counts[group] = GROUP_STATUSES[group].reduce((sum, status) => sum + (client.counts[status] ?? 0), 0);
    const parts = groupParts(counts, name, (group) => behind(identity, GROUP_STATUSES[group]));
    const about = { key: identity, label: name, note: percent(client.share) };
    return { ...about, parts, target: { type: 'client', identity }, trend: null };
  });
  const left = poor.length - rows.length;
  return {
    ...{ id: 'clients', title: 'Organizations that need attention', chart: 'bars', rows },
    about: 'By the number of records that are not in order, worst first.',
    ...{ head: 'Organization', noteHead: 'Share', trendHead: '', legend: groupLegend },
    empty: rows.length > 0 ? '' : 'Everything of every organization is in order.',
    more: left > 0 ? `and ${plural(left, 'organization')} more` : '',
  };
}

/** Clients with machines whose serial number tells nothing. */
export function serialsOf(clients: readonly ClientHealth[]): Section {
  const bearing = clients
    .filter(({ placeholders }) => placeholders.length > 0)
    .sort((a, b) => b.placeholders.length - a.placeholders.length);
  const rows = bearing.slice(0, CLIENTS).map(({ identity, name, placeholders }): Row => {
    const value = placeholders.length;
    const spoken = `${name}: ${plural(value, 'placeholder serial number')}`;
    const target = { type: 'serials', identity } as const;
    const parts: Part[] = [{ look: 'bad', value, text: number(value), spoken, target }];
    const about = { key: identity, label: name, note: '' };
    return { ...about, parts, target: { type: 'client', identity }, trend: null };
  });
  const left = bearing.length - rows.length;
  return {
    ...{ id: 'serials', title: 'Placeholder serial numbers', chart: 'bars', rows },
    about:
      'Assets in use whose serial number tells no machine from another, such as “To Be Filled By O.E.M.”',
    ...{ head: 'Organization', noteHead: '', trendHead: '', legend: [{ look: 'bad', label: 'Assets' }] },
    empty:
      rows.length > 0 ? '' : 'Every serial number that stands somewhere can tell its machine from others.',
    more: left > 0 ? `and ${plural(left, 'organization')} more` : '',
  };
}
