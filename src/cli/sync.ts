/** `msp-sync sync`, `plan` without writing, and `status` without a call. */
import type { Command } from 'commander';
import { Failure } from '../engine/failure';
import { healthOf, troubles } from '../engine/health';
import type { MatchStatus } from '../engine/model';
import { KINDS, MATCH_STATUSES, SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import { countOutcomes } from '../engine/outcomes';
import type { RunReport } from '../engine/run';
import type { Overview } from '../engine/session';
import { RESULT_WORDS, STATUS_MEANINGS } from '../text/words';
import { contextOf, EXIT, sessionIn } from './context';
import { printable } from './plan-text';
import { reportText } from './report';
import { type Style, table } from './style';

export function registerSync(program: Command): void {
  program
    .command('sync')
    .description('read the systems, match, merge, and write what follows')
    .option('--pass <guard...>', 'guards to pass after looking at what tripped them')
    .action(async (options: { pass?: string[] }, command: Command) => {
      const context = contextOf(command);
      const session = await sessionIn(context);
      try {
        const { progress, signal } = context;
        const report = await session.sync({ progress, signal, pass: new Set(options.pass) });
        progress.stop();
        context.answer(reportDocument(report));
        if (!context.json) context.say(reportText(report, context.style));
        if (signal.aborted) throw stopped();
        process.exitCode = exitCodeOf(report);
      } finally {
        context.progress.stop();
        session.dispose();
      }
    });

  program
    .command('status')
    .description('show what is known: counts by kind, system and match status')
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

const stopped = (): Failure =>
  new Failure('cancelled', 'Stopped before everything was written.', {
    remedy: 'Run "msp-sync sync" again: it goes on where this one stopped.',
  });

/** Failed steps end with 1, decisions that a person owes with 4. */
function exitCodeOf(report: RunReport): number {
  const failed = report.outcomes.some(({ type }) => type !== 'done' && type !== 'unchanged');
  if (failed) return EXIT.failed;
  const { match, plan } = report.prepared;
  return match.suggestions.length + match.ambiguous.length + plan.conflicts.length > 0
    ? EXIT.decisions
    : EXIT.done;
}

export function reportDocument(report: RunReport): object {
  const { scan, match, plan } = report.prepared;
  return {
    run: report.run,
    startedAt: report.startedAt,
    endedAt: report.endedAt,
    coverage: scan.coverage,
    problems: scan.problems,
    matched: match.groups.length,
    suggestions: match.suggestions,
    ambiguous: match.ambiguous,
    alarms: match.alarms,
    conflicts: plan.conflicts,
    drift: plan.drift,
    planned: plan.steps.length,
    unticked: plan.unticked ?? [],
    outcomes: countOutcomes(report.outcomes),
    failed: report.outcomes.filter((outcome) => !['done', 'unchanged'].includes(outcome.type)),
  };
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

const statusDocument = (overview: Overview): object => ({
  systems: overview.systems,
  lastRun: overview.lastRun,
  records: statusCounts(overview),
  conflicts: overview.plan.conflicts,
  clients: healthOf(overview),
  trend: overview.trend,
});

/** Clients that need attention, shown of all of them. */
const WORST = 10;

function worstClients(overview: Overview, style: Style): string {
  const poor = healthOf(overview).filter((client) => troubles(client) > 0);
  if (poor.length === 0) return '';
  const rows = poor.slice(0, WORST).map((client) => [
    printable(client.name),
    `${Math.floor(client.share * 100)} %`,
    troubles(client).toLocaleString('en-US'),
    Object.entries(client.counts)
      .filter(([status]) => status !== 'matched' && status !== 'pending')
      .map(([status, count]) => `${count} ${status}`)
      .join(', '),
  ]);
  const rest = poor.length > WORST ? [`  … and ${(poor.length - WORST).toLocaleString('en-US')} more`] : [];
  const title = style.bold('Clients that need attention');
  return [title, table(['', 'in order', 'records', 'of which'], rows, style), ...rest].join('\n');
}

function statusText(overview: Overview, style: Style): string {
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
  const last = overview.lastRun;
  const when = last
    ? `Last run ${last.endedAt}: ${RESULT_WORDS[last.result]}${last.message ? `, ${last.message}` : ''}`
    : '';
  const meanings = used.map((status) => `  ${status.padEnd(11)} ${style.dim(STATUS_MEANINGS[status])}`);
  const worst = worstClients(overview, style);
  return [when, table(['', ...used], rows, style), '', ...meanings, ...(worst ? [' ', worst] : [])]
    .filter((line, at) => at !== 0 || line)
    .join('\n');
}
