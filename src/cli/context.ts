/** What every command shares: where it works, how it speaks, how it ends. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Failure } from '../engine/failure';
import type { SystemName } from '../engine/model';
import { SYSTEM_TITLES } from '../engine/model';
import type { Log } from '../engine/ports';
import type { Session } from '../engine/session';
import type { Connections } from '../settings/connections';
import { readSettingsFile } from '../settings/file';
import { parseSettings, type Settings } from '../settings/read';
import { type ProgressBar, progressOn } from './progress';
import { type Style, styleFor } from './style';
import { asJson, forTerminal } from './terminal';

/** Exit codes of every command. */
export const EXIT = { done: 0, failed: 1, usage: 2, waiting: 3, decisions: 4 } as const;

export interface GlobalOptions {
  readonly workspace: string;
  readonly json: boolean;
  readonly verbose: boolean;
}

export interface Context {
  readonly folder: string;
  readonly json: boolean;
  /** For standard output and for standard error. */
  readonly style: Style;
  readonly errorStyle: Style;
  readonly progress: ProgressBar;
  readonly log: Log;
  /** Fires on Ctrl+C: the command stops between two writes and says what was done. */
  readonly signal: AbortSignal;
  /** Words for people, on standard error when the output is JSON. */
  say(text: string): void;
  /** The one JSON document. */
  answer(document: unknown): void;
  /** A table as `csvOf` gives it. */
  sheet(csv: string): void;
  notice(text: string): void;
}

export function contextOf(command: Command): Context {
  const options = command.optsWithGlobals<GlobalOptions>();
  const errorStyle = styleFor(process.stderr, process.env);
  const notice = (text: string) =>
    void process.stderr.write(`${errorStyle.yellow('!')} ${forTerminal(text)}\n`);
  return {
    folder: resolve(options.workspace),
    json: options.json,
    style: styleFor(process.stdout, process.env),
    errorStyle,
    progress: progressOn(process.stderr),
    log: logTo(process.stderr, options.verbose),
    signal: interrupted(),
    say: (text) => void (options.json ? process.stderr : process.stdout).write(`${forTerminal(text)}\n`),
    answer: (document) => {
      if (options.json) process.stdout.write(`${asJson(document, 2)}\n`);
    },
    sheet: (csv) => void process.stdout.write(csv),
    notice,
  };
}

/** Warnings and errors always; the rest on request. */
function logTo(stream: NodeJS.WriteStream, verbose: boolean): Log {
  const line = (level: string) => (message: string, details?: object) => {
    stream.write(forTerminal(`${level} ${message}${details ? ` ${asJson(details)}` : ''}\n`));
  };
  const silent = () => undefined;
  return {
    debug: verbose ? line('debug') : silent,
    info: verbose ? line('info') : silent,
    warn: line('warn'),
    error: line('error'),
  };
}

function interrupted(): AbortSignal {
  const controller = new AbortController();
  let asked = false;
  const stop = () => {
    if (asked) process.exit(130);
    asked = true;
    process.stderr.write('\nStopping after the writes under way. Press Ctrl+C again to end at once.\n');
    controller.abort(new Failure('cancelled', 'Stopped by the user.'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

/** A token is no password: each way of signing in to VSA has a variable of its own. */
function secretVariable(system: SystemName, { vsa }: Connections): string {
  if (system === 'bms') return 'MSP_SYNC_BMS_PASSWORD';
  if (system === 'itglue') return 'MSP_SYNC_ITGLUE_KEY';
  return vsa?.authentication === 'password' ? 'MSP_SYNC_VSA_PASSWORD' : 'MSP_SYNC_VSA_TOKEN';
}

/** Secrets come from the environment: the person who starts the program gives them to the servers in the settings. */
async function secretFromEnvironment(system: SystemName, connections: Connections): Promise<string> {
  const name = secretVariable(system, connections);
  const value = process.env[name];
  if (value) return value;
  throw new Failure('secret-missing', `The secret for ${SYSTEM_TITLES[system]} is not given.`, {
    system,
    remedy: `Set the environment variable ${name}.`,
  });
}

export const settingsIn = async (folder: string): Promise<Settings> =>
  parseSettings(await readSettingsFile(folder));

/** Opens the session of a workspace folder. `secrets` replaces the environment where a program knows them itself. */
export async function sessionIn(
  context: Context,
  folder = context.folder,
  secrets: (system: SystemName, connections: Connections) => Promise<string> = secretFromEnvironment,
): Promise<Session> {
  const settings = await settingsIn(folder);
  if (Object.keys(settings.connections).length === 0) {
    throw new Failure('settings', `No connection is configured in ${folder}.`, {
      remedy:
        'Set mspSync.bms.serverUrl and the other connection settings in .vscode/settings.json, or try "msp-sync demo".',
    });
  }
  const { openSession } = await import('../compose');
  return openSession({
    folder,
    program: 'msp-sync',
    settings,
    secret: (system) => secrets(system, settings.connections),
    log: context.log,
    notice: context.notice,
  });
}

/** Opens the session of the command's folder for the act, and closes it after. */
export async function withSession(
  command: Command,
  act: (context: Context, session: Session) => Promise<void>,
): Promise<void> {
  const context = contextOf(command);
  const session = await sessionIn(context);
  try {
    await act(context, session);
  } finally {
    context.progress.stop();
    session.dispose();
  }
}
