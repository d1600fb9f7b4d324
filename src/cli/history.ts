/** `msp-sync history` and `undo`: look back, and take it back. */

import type { Command } from 'commander';
import { Failure } from '../engine/failure';
import { isFieldName } from '../engine/fields';
import type { RunStep } from '../engine/history';
import { SYSTEM_TITLES } from '../engine/model';
import type { RunEntry, Session } from '../engine/session';
import { RESULT_WORDS } from '../text/words';
import { type Context, EXIT, withSession } from './context';
import { tellOutcomes } from './outcomes';
import { driftText, labelOf, planText, printable, quoted, sentence, valueText } from './plan-text';
import type { Style } from './style';

export function registerHistory(program: Command): void {
  program
    .command('history')
    .description('list the runs of this workspace, newest first; with a run, its steps')
    .argument('[run]', 'a run, as the list names it; "last" for the newest')
    .action(async (run: string | undefined, _options, command: Command) => {
      await withSession(command, async (context, session) => {
        const runs = await session.history();
        if (run !== undefined) return tellRun(context, entryFrom(run, runs));
        context.answer({ runs });
        if (!context.json) context.say(runs.length === 0 ? 'No run yet.' : runs.map(runText).join('\n'));
      });
    });

  program
    .command('undo')
    .argument('<run>', 'the run, as "history" names it; "last" for the newest')
    .description('show the plan that takes a run back, and what it cannot take back; --apply carries it out')
    .option('--step <id>', 'only this step of the run')
    .option('--apply', 'carry the plan out', false)
    .action(async (run: string, options: UndoOptions, command: Command) => {
      await withSession(command, (context, session) => undo(context, session, run, options));
    });
}

interface UndoOptions {
  readonly step?: string;
  readonly apply: boolean;
}

function entryFrom(run: string, runs: readonly RunEntry[]): RunEntry {
  const entry = run === 'last' ? runs[0] : runs.find((one) => one.run === run);
  if (entry) return entry;
  throw new Failure('usage', `There is no run ${run}.`, {
    remedy: 'See the names of the runs with "msp-sync history".',
  });
}

function tellRun(context: Context, entry: RunEntry): void {
  context.answer(entry);
  if (context.json) return;
  context.say(runText(entry));
  for (const step of entry.steps) context.say(stepText(step, context.style));
}

function stepText(step: RunStep, style: Style): string {
  const where = `${SYSTEM_TITLES[step.system]}: ${step.kind} ${style.bold(printable(step.name))}`;
  const paint = step.outcome === 'done' ? style.green : step.outcome === 'unchanged' ? style.dim : style.red;
  const message = step.message ? `: ${sentence(step.message)}` : '';
  const head = `  ${paint(step.outcome)} ${step.action} ${where} (${printable(step.organization)})${message}  ${style.dim(`[${step.step}]`)}`;
  const values = Object.entries(step.after).flatMap(([field, after]) => {
    if (!isFieldName(field)) return [];
    const before = quoted(valueText(step.before[field] ?? null));
    const now = style.green(quoted(valueText(after)));
    const change = step.action === 'create' ? now : `${style.red(before)} -> ${now}`;
    return [`      ${labelOf(step.kind, field)}  ${change}`];
  });
  return [head, ...values].join('\n');
}

async function undo(context: Context, session: Session, named: string, options: UndoOptions): Promise<void> {
  const { progress, signal, style, say } = context;
  const run = named === 'last' ? entryFrom(named, await session.history()).run : named;
  const made = await session.undoOf(run, options.step, { progress, signal });
  progress.stop();
  if (!context.json) {
    say(planText({ ...made, drift: [] }, style));
    for (const item of made.drift) say(`${driftText(item, style)} (not taken back)`);
  }
  if (!options.apply) {
    context.answer({ plan: made });
    if (made.steps.length > 0) process.exitCode = EXIT.waiting;
    return;
  }
  const { drift } = made;
  tellOutcomes(context, await session.apply(made, { progress, signal, purpose: 'undo' }), { left: drift });
}

function runText(entry: RunEntry): string {
  const words = Object.entries(entry.outcomes).map(([type, count]) => `${count} ${type}`);
  const what = words.length === 0 ? 'no writes' : words.join(', ');
  const end =
    entry.result === 'done'
      ? ''
      : ` ${RESULT_WORDS[entry.result]}${entry.message ? `: ${sentence(entry.message)}` : ''}`;
  return `${entry.run}  ${entry.purpose.padEnd(5)} by ${entry.by || 'unknown'}  ${what}${end}`;
}
