/** The command line: `msp-sync COMMAND`. */
import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { Failure, type FailureReason } from '../engine/failure';
import { registerCheck } from './check';
import { registerConflicts } from './conflicts';
import { EXIT } from './context';
import { registerDecide } from './decide';
import { registerDemo } from './demo';
import { registerHistory } from './history';
import { registerMatch } from './match/command';
import { registerPlan } from './plan';
import { sentence } from './plan-text';
import { registerReview } from './review';
import { registerSimulate } from './simulate';
import { registerStatus } from './status';
import { styleFor } from './style';
import { registerSync } from './sync';
import { registerTenant } from './tenant';
import { forTerminal } from './terminal';
import { registerWatch } from './watch';
import { registerWhy } from './why';

/** Failures that are the person's own to mend in what they typed or set. */
const USAGE: readonly FailureReason[] = ['usage', 'settings', 'secret-missing'];

const REGISTER = [
  registerCheck,
  registerSync,
  registerStatus,
  registerWatch,
  registerPlan,
  registerConflicts,
  registerWhy,
  registerHistory,
  registerReview,
  registerDecide,
  registerTenant,
  registerMatch,
  registerSimulate,
  registerDemo,
];

async function main(): Promise<void> {
  // A reader that closes early (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  // A file that may not grow is told by its write; the signal that comes with it would end us before we could say so.
  process.on('SIGXFSZ', () => undefined);
  const program = new Command('msp-sync')
    .description('Keeps Kaseya BMS, Kaseya VSA and IT Glue in step.')
    .version(version)
    .option('--workspace <dir>', 'the workspace folder', '.')
    .option('--json', 'one JSON document on standard output', false)
    .option('--verbose', 'log each step to standard error', false)
    .showHelpAfterError('(run with --help for the options)')
    .exitOverride();
  for (const register of REGISTER) register(program);
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync();
}

function explain(error: unknown): number {
  // Commander has said what it had to say, on the right stream.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const failure = Failure.from(error);
  const style = styleFor(process.stderr, process.env);
  const detail = failure.detail ? ` (${sentence(failure.detail)})` : '';
  const say = (text: string) => process.stderr.write(`${forTerminal(text)}\n`);
  say(`${style.red(failure.code)} ${failure.message}${detail}`);
  if (failure.remedy) say(failure.remedy);
  if (failure.guards.length > 0) {
    say(`To go on all the same: --pass ${failure.guards.join(' ')}`);
  }
  if (failure.reason === 'internal' && error instanceof Error && error.stack) {
    say(style.dim(error.stack));
  }
  return USAGE.includes(failure.reason) ? EXIT.usage : EXIT.failed;
}

main().catch((error: unknown) => {
  process.exitCode = explain(error);
});
