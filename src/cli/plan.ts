/** `msp-sync plan`, `apply`, `history` and `undo`: see it, do exactly it, look back, take it back. */
import { copyFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { countOutcomes } from '../engine/carry-out';
import type { Outcome, Plan } from '../engine/plan/model';
import type { RunEntry, Session } from '../engine/session';
import type { Prepared } from '../engine/think';
import { type Context, EXIT, withSession } from './context';
import { conflictText, driftText, planText, sentence } from './plan-text';

export function registerPlan(program: Command): void {
  program
    .command('plan')
    .description('read the systems and show what a sync would write; writes nothing to them')
    .option('--out <file>', 'also save the plan there')
    .option('--conflicts', 'show each conflict', false)
    .option('--drift', 'show each difference that nothing is done about', false)
    .action(async (options: PlanOptions, command: Command) => {
      await withSession(command, (context, session) => plan(context, session, options));
    });

  program
    .command('apply')
    .argument('[file]', 'a saved plan; default: the workspace’s last')
    .description('carry out exactly the saved plan')
    .option('--pass <guard...>', 'guards to pass after looking at what tripped them')
    .action(async (file: string | undefined, options: { pass?: string[] }, command: Command) => {
      await withSession(command, async (context, session) => {
        const { progress, signal } = context;
        const { readPlan } = await import('../compose');
        const saved = await readPlan(context.folder, file === undefined ? undefined : resolve(file));
        tellOutcomes(context, await session.apply(saved, { progress, signal, pass: new Set(options.pass) }));
      });
    });

  program
    .command('history')
    .description('list the runs of this workspace, newest first')
    .action(async (_options, command: Command) => {
      await withSession(command, async (context, session) => {
        const runs = await session.history();
        context.answer({ runs });
        if (!context.json) context.say(runs.length === 0 ? 'No run yet.' : runs.map(runText).join('\n'));
      });
    });

  program
    .command('undo')
    .argument('<run>', 'the run, as "history" names it')
    .description('show the plan that takes a run back; --apply carries it out')
    .option('--step <id>', 'only this step of the run')
    .option('--apply', 'carry the plan out', false)
    .action(async (run: string, options: { step?: string; apply: boolean }, command: Command) => {
      await withSession(command, (context, session) => undo(context, session, run, options));
    });
}

interface PlanOptions {
  readonly out?: string;
  readonly conflicts: boolean;
  readonly drift: boolean;
}

async function plan(context: Context, session: Session, options: PlanOptions): Promise<void> {
  const { progress, signal, style, say } = context;
  const prepared = await session.plan({ progress, signal });
  progress.stop();
  if (options.out) {
    const { planPath } = await import('../compose');
    await copyFile(planPath(context.folder), resolve(options.out));
  }
  context.answer({ plan: prepared.plan, trips: prepared.trips });
  if (!context.json) {
    say(planText(prepared.plan, style));
    if (options.conflicts) for (const conflict of prepared.plan.conflicts) say(conflictText(conflict, style));
    if (options.drift) for (const item of prepared.plan.drift) say(driftText(item));
    for (const trip of prepared.trips) context.notice(`${trip.message} ${trip.remedy}`);
  }
  process.exitCode = exitCodeFor(prepared);
}

function exitCodeFor({ plan: made, match }: Prepared): number {
  if (made.steps.length > 0) return EXIT.waiting;
  const waits = match.suggestions.length + match.ambiguous.length + made.conflicts.length;
  return waits > 0 ? EXIT.decisions : EXIT.done;
}

async function undo(
  context: Context,
  session: Session,
  run: string,
  options: { readonly step?: string; readonly apply: boolean },
): Promise<void> {
  const { progress, signal, style, say } = context;
  const made = await session.undoOf(run, options.step);
  if (!context.json) {
    say(planText(made, style));
    for (const item of made.drift) say(`${driftText(item)} (not taken back)`);
  }
  if (!options.apply) {
    context.answer({ plan: made });
    if (made.steps.length > 0) process.exitCode = EXIT.waiting;
    return;
  }
  tellOutcomes(context, await session.apply(made, { progress, signal, purpose: 'undo' }), made);
}

function tellOutcomes(
  context: Context,
  result: { readonly run: string; readonly outcomes: readonly Outcome[] },
  made?: Plan,
): void {
  context.progress.stop();
  const counts = countOutcomes(result.outcomes);
  const failed = result.outcomes.filter((outcome) => !['done', 'unchanged'].includes(outcome.type));
  context.answer({ run: result.run, outcomes: counts, failed, ...(made ? { left: made.drift } : {}) });
  if (!context.json) {
    const words = Object.entries(counts).map(([type, count]) => `${count} ${type}`);
    context.say(words.length === 0 ? 'Nothing to do.' : `Run ${result.run}: ${words.join(', ')}.`);
    for (const outcome of failed)
      context.say(`  ${outcome.type} ${outcome.step}: ${sentence(outcome.message ?? '')}`);
  }
  if (failed.length > 0) process.exitCode = EXIT.failed;
}

function runText(entry: RunEntry): string {
  const words = Object.entries(entry.outcomes).map(([type, count]) => `${count} ${type}`);
  const what = words.length === 0 ? 'no writes' : words.join(', ');
  const end =
    entry.result === 'done' ? '' : ` ${entry.result}${entry.message ? `: ${sentence(entry.message)}` : ''}`;
  return `${entry.run}  ${entry.purpose.padEnd(5)} by ${entry.by || 'unknown'}  ${what}${end}`;
}
