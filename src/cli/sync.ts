/** `msp-sync sync`: reads, matches, merges and writes. */
import type { Command } from 'commander';
import { Failure } from '../engine/failure';
import { countOutcomes, shortfalls } from '../engine/outcomes';
import type { RunReport } from '../engine/run';
import { contextOf, EXIT, sessionIn } from './context';
import { reportText } from './report';

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
}

const stopped = (): Failure =>
  new Failure('cancelled', 'Stopped before everything was written.', {
    remedy: 'Run "msp-sync sync" again: it goes on where this one stopped.',
  });

/** Failed steps end with 1, decisions that a person owes with 4. */
function exitCodeOf(report: RunReport): number {
  if (shortfalls(report.outcomes).length > 0) return EXIT.failed;
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
    failed: shortfalls(report.outcomes),
  };
}
