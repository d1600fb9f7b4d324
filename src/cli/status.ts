/** `msp-sync status`: how things stand as far as it is known, without a call. */
import type { Command } from 'commander';
import { healthOf } from '../engine/health';
import type { MatchStatus } from '../engine/model';
import { KINDS, MATCH_STATUSES, SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import type { Overview } from '../engine/session';
import { percent, RESULT_WORDS, STATUS_MEANINGS } from '../text/words';
import { withSession } from './context';
import { organizationDocument, organizationsMeant, organizationText } from './status-organization';
import { placeholdersOf, pointsOf, worstOf } from './status-organizations';
import { type Style, table } from './style';

/** Runs that are shown, the newest. */
const NEWEST = 7;

export function registerStatus(program: Command): void {
  program
    .command('status')
    .description('show what is known: counts by status, the trend over runs, and clients that need attention')
    .option('--organization <name>', 'how one client stands and went, by its name or a record of it')
    .action(({ organization }: { organization?: string }, command: Command) =>
      withSession(command, async (context, session) => {
        const overview = await session.overview();
        if (organization === undefined) {
          context.answer(statusDocument(overview));
          if (!context.json) context.say(statusText(overview, context.style));
          return;
        }
        const meant = organizationsMeant(overview, organization);
        context.answer({ clients: meant.map((client) => organizationDocument(overview, client)) });
        if (context.json) return;
        context.say(meant.map((client) => organizationText(overview, client, context.style)).join('\n\n'));
      }),
    );
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
  clients: healthOf(overview).map((client) => ({ ...client, trend: pointsOf(overview, client) })),
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
  const parts = [trendOf(overview, style), worstOf(overview, clients, style), placeholdersOf(clients, style)];
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
