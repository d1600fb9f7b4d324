/** The command line: `msp-sync COMMAND`. */
import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { Failure, type FailureReason } from '../engine/failure';
import { EXIT } from './context';
import { sentence } from './plan-text';
import { styleFor } from './style';
import { forTerminal } from './terminal';

/** Failures that are the person's own to mend in what they typed or set. */
const USAGE: readonly FailureReason[] = ['usage', 'settings', 'secret-missing'];

type Register = (program: Command) => void;

/** Commands, in the order of the help, and what adds them: read only where one of them may be meant. */
const COMMANDS: readonly (readonly [names: readonly string[], load: () => Promise<Register>])[] = [
  [['check'], async () => (await import('./check')).registerCheck],
  [['sync'], async () => (await import('./sync')).registerSync],
  [['status'], async () => (await import('./status')).registerStatus],
  [['watch'], async () => (await import('./watch')).registerWatch],
  [['plan', 'apply'], async () => (await import('./plan')).registerPlan],
  [['conflicts', 'resolve'], async () => (await import('./conflicts')).registerConflicts],
  [['drift', 'why'], async () => (await import('./why')).registerWhy],
  [['history', 'undo'], async () => (await import('./history')).registerHistory],
  [['review'], async () => (await import('./review')).registerReview],
  [['decide'], async () => (await import('./decide')).registerDecide],
  [['tenant'], async () => (await import('./tenant')).registerTenant],
  [['match'], async () => (await import('./match/command')).registerMatch],
  [['simulate'], async () => (await import('./simulate')).registerSimulate],
  [['demo'], async () => (await import('./demo')).registerDemo],
];

/** The commands that these words may mean; all where they mean none, ask for help or are mistyped. */
function meantBy(words: readonly string[]): Promise<Register[]> {
  const helps = words.some((word) => ['-h', '--help', 'help'].includes(word));
  const named = COMMANDS.filter(([names]) => !helps && names.some((name) => words.includes(name)));
  return Promise.all((named.length > 0 ? named : COMMANDS).map(([, load]) => load()));
}

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
  for (const register of await meantBy(process.argv.slice(2))) register(program);
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
