/** `msp-sync status`: how things stand as far as it is known, without a call. */
import type { Command } from 'commander';
import { type ClientHealth, healthOf, troubles } from '../engine/health';
import type { MatchStatus } from '../engine/model';
import { KINDS, MATCH_STATUSES, SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import type { Overview } from '../engine/session';
import { percent, RESULT_WORDS, STATUS_MEANINGS } from '../text/words';
import { contextOf, sessionIn } from './context';
import { printable } from './plan-text';
import { type Style, table } from './style';

/** Clients that need attention, shown of all of them; and of the runs the newest. */
const WORST = 10;
const NEWEST = 7;

export function registerStatus(program: Command): void {
  program
    .command('status')
    .description('show what is known: counts by status, the trend over runs, and clients that need attention')
    .action(async (_options, command: Command) => {
      const context = contextOf(command);
      const session = await sessionIn(context);
      try {
        const overview = await session.overview();
        context.answer(statusDocument(overview));
        if (!context.json) context.say(statusText(overview, context.style));
      } finally {
        session.dispose();
      }
    });
}

type Counts = Readonly<
  Record<string, Readonly<Record<string, Readonly<Partial<Record<MatchStatus, number>>>>>>
>;

/** Counts by system, kind and status. */
export function statusCounts(overview: Overview): Counts {
  const counts: Record<string, Record<string, Partial<Record<MatchStatus, number>>>> = {};
  for (const [key, { status }] of overview.statuses) {
    const record = overview.records.get(key);
    if (!record) continue;
    const byKind = counts[record.system]?.[record.kind] ?? {};
    byKind[status] = (byKind[status] ?? 0) + 1;
    counts[record.system] = { ...counts[record.system], [record.kind]: byKind };
  }
  return counts;
}

export const statusDocument = (overview: Overview): object => ({
  systems: overview.systems,
  lastRun: overview.lastRun,
  records: statusCounts(overview),
  conflicts: overview.plan.conflicts,
  clients: healthOf(overview),
  trend: overview.trend,
});

export function statusText(overview: Overview, style: Style): string {
  const counts = statusCounts(overview);
  const used = MATCH_STATUSES.filter((status) =>
    [...overview.statuses.values()].some((held) => held.status === status),
  );
  if (used.length === 0) return 'Nothing has been read yet: run "msp-sync sync".';
  const rows = SYSTEMS.flatMap((system) =>
    KINDS.flatMap((kind) => {
      const byStatus = counts[system]?.[kind];
      if (!byStatus) return [];
      const cells = used.map((status) => byStatus[status]?.toLocaleString('en-US') ?? style.dim('-'));
      return [[`${SYSTEM_TITLES[system]}, ${kind}s`, ...cells]];
    }),
  );
  const meanings = used.map((status) => `  ${status.padEnd(11)} ${style.dim(STATUS_MEANINGS[status])}`);
  const clients = healthOf(overview);
  const parts = [trendOf(overview, style), worstOf(clients, style), placeholdersOf(clients, style)];
  return [lastRunOf(overview), table(['', ...used], rows, style), '', ...meanings]
    .concat(parts.filter(Boolean).flatMap((part) => ['', part]))
    .filter((line, at) => at !== 0 || line)
    .join('\n');
}

/** How the last run ended, with the steps that were not carried out: stale ones go into the next run. */
function lastRunOf({ lastRun }: Overview): string {
  if (!lastRun) return '';
  const { endedAt, result, message, outcomes } = lastRun;
  const undone = Object.entries(outcomes)
    .filter(([type, count]) => count > 0 && type !== 'done' && type !== 'unchanged')
    .map(([type, count]) => `${count.toLocaleString('en-US')} ${type}`);
  return `Last run ${endedAt}: ${[RESULT_WORDS[result], ...(message ? [message] : []), ...undone].join(', ')}`;
}

/** What is in order of each kind after each of the newest runs. */
function trendOf({ trend }: Overview, style: Style): string {
  if (trend.length === 0) return '';
  const kinds = KINDS.filter((kind) => trend.some(({ shares }) => shares[kind] !== undefined));
  const rows = trend.slice(-NEWEST).map(({ at, records, conflicts, shares }) => [
    at,
    ...kinds.map((kind) => {
      const share = shares[kind];
      return share === undefined ? style.dim('-') : percent(share);
    }),
    records.toLocaleString('en-US'),
    conflicts === 0 ? style.dim('-') : conflicts.toLocaleString('en-US'),
  ]);
  const head = ['', ...kinds.map((kind) => `${kind}s`), 'in use', 'conflicts'];
  return [style.bold('In order, run by run'), table(head, rows, style)].join('\n');
}

function worstOf(clients: readonly ClientHealth[], style: Style): string {
  const poor = clients.filter((client) => troubles(client) > 0);
  if (poor.length === 0) return '';
  const kinds = KINDS.filter((kind) => poor.some(({ matchedShare }) => matchedShare[kind] !== undefined));
  const rows = poor.slice(0, WORST).map((client) => [
    printable(client.name),
    ...kinds.map((kind) => {
      const share = client.matchedShare[kind];
      return share === undefined ? style.dim('-') : percent(share);
    }),
    troubles(client).toLocaleString('en-US'),
    Object.entries(client.counts)
      .filter(([status]) => status !== 'matched' && status !== 'pending')
      .map(([status, count]) => `${count} ${status}`)
      .join(', '),
  ]);
  const head = ['in order:', ...kinds.map((kind) => `${kind}s`), 'not', 'of which'];
  const title = style.bold('Clients that need attention');
  return [title, table(head, rows, style), ...more(poor.length)].join('\n');
}

/** Machines that no serial number tells from others: matched by what else is known of them, or not at all. */
function placeholdersOf(clients: readonly ClientHealth[], style: Style): string {
  const poor = clients
    .filter(({ placeholders }) => placeholders.length > 0)
    .sort((a, b) => b.placeholders.length - a.placeholders.length);
  if (poor.length === 0) return '';
  const rows = poor
    .slice(0, WORST)
    .map(({ name, placeholders }) => [printable(name), placeholders.length.toLocaleString('en-US')]);
  const title = style.bold('Serial numbers that tell nothing, such as "To Be Filled By O.E.M."');
  return [title, table(['', 'machines'], rows, style), ...more(poor.length)].join('\n');
}

const more = (count: number): readonly string[] =>
  count > WORST ? [`  … and ${(count - WORST).toLocaleString('en-US')} more`] : [];
