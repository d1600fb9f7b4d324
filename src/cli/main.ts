/** `msp-sync`: the engine without an editor. Exit codes: 0 done, 1 failed, 2 wrong usage or settings. */
import { Command, CommanderError } from 'commander';
import { Failure } from '../engine/failure';
import { registerMatch } from './match/command';

export function buildProgram(): Command {
  const program = new Command();
  program
    .name('msp-sync')
    .description('Keeps Kaseya BMS, Kaseya VSA and IT Glue in step.')
    .option('--workspace <dir>', 'folder that holds .vscode and .msp-sync', '.')
    .option('--json', 'one JSON document on standard output, nothing else there')
    .showHelpAfterError('(msp-sync help shows what there is)')
    .exitOverride();
  registerMatch(program);
  return program;
}

function fail(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const failure = Failure.from(error);
  console.error(`${failure.message} [${failure.code}]`);
  if (failure.remedy !== undefined) console.error(failure.remedy);
  if (failure.detail !== undefined) console.error(failure.detail);
  if (failure.reason === 'internal' && failure.cause instanceof Error) console.error(failure.cause.stack);
  return Failure.is(failure, 'usage', 'settings') ? 2 : 1;
}

async function main(): Promise<void> {
  // A reader that closes early (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    await buildProgram().parseAsync();
  } catch (error) {
    process.exitCode = fail(error);
  }
}

void main();
