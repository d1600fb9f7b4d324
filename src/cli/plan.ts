/** `msp-sync plan` and `apply`: see it, then do exactly it. */
import { copyFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { tripsText } from '../engine/guard';
import type { Plan, Step } from '../engine/plan/model';
import { isTicked } from '../engine/plan/ticks';
import type { Session } from '../engine/session';
import type { Prepared } from '../engine/think';
import { type Context, EXIT, withSession } from './context';
import { tellOutcomes } from './outcomes';
import { driftText, planText } from './plan-text';
import { SELECTION_HELP, type Selected, selected } from './select';

export function registerPlan(program: Command): void {
  selecting(program.command('plan'))
    .description('read the systems and show what a sync would write; writes nothing to them')
    .option('--out <file>', 'also save the plan there')
    .option('--ids', 'show the id of each step', false)
    .option('--drift', 'show each difference that cannot be written', false)
    .action((options: PlanOptions, command: Command) =>
      withSession(command, (context, session) => plan(context, session, options)),
    );

  selecting(program.command('apply'))
    .argument('[file]', 'a saved plan; default: the workspace’s last')
    .description('carry out exactly the saved plan')
    .option('--pass <guard...>', 'guards to pass after looking at what tripped them')
    .action((file: string | undefined, options: ApplyOptions, command: Command) =>
      withSession(command, (context, session) => apply(context, session, file, options)),
    );
}

const selecting = (command: Command): Command =>
  command
    .option('--only <steps...>', 'leave out all steps but these')
    .option('--except <steps...>', 'leave out these steps')
    .addHelpText('after', SELECTION_HELP);

interface PlanOptions extends Selected {
  readonly out?: string;
  readonly ids: boolean;
  readonly drift: boolean;
}

interface ApplyOptions extends Selected {
  readonly pass?: readonly string[];
}

async function plan(context: Context, session: Session, options: PlanOptions): Promise<void> {
  const { progress, signal, style, say } = context;
  const prepared = await session.plan({ progress, signal, choose: (made: Plan) => selected(made, options) });
  progress.stop();
  if (options.out) {
    const { planPath } = await import('../compose');
    await copyFile(planPath(context.folder), resolve(options.out));
  }
  context.answer({ plan: prepared.plan, trips: prepared.trips });
  if (!context.json) {
    if (options.drift) for (const item of prepared.plan.drift) say(driftText(item, style));
    say(planText(prepared.plan, style, options));
    for (const trip of prepared.trips) {
      context.notice(`${tripsText([trip])} ${trip.remedy} To go on all the same: --pass ${trip.guard}`);
    }
  }
  process.exitCode = exitCodeFor(prepared);
}

function exitCodeFor({ plan: made, match }: Prepared): number {
  if (made.steps.length > 0) return EXIT.waiting;
  const waits = match.suggestions.length + match.ambiguous.length + made.conflicts.length;
  return waits > 0 ? EXIT.decisions : EXIT.done;
}

async function apply(
  context: Context,
  session: Session,
  file: string | undefined,
  options: ApplyOptions,
): Promise<void> {
  const { progress, signal } = context;
  const { readPlan } = await import('../compose');
  const saved = await readPlan(context.folder, file === undefined ? undefined : resolve(file));
  // What is left out here is left out this once; the saved plan keeps its ticks.
  const chosen = selected(saved, options);
  const select = (step: Step) => isTicked(chosen, step);
  tellOutcomes(
    context,
    await session.apply(saved, { progress, signal, select, pass: new Set(options.pass) }),
  );
}
