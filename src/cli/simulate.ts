/** `msp-sync simulate`: serves the three simulators until it is interrupted. */
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { Failure } from '../engine/failure';
import { writeSettings } from '../settings/file';
import type { SettingKey } from '../settings/shape';
import { startProducts } from '../simulators/products';
import {
  type RunningSimulators,
  type SimulatorLine,
  SimulatorStartError,
  type StartOptions,
} from '../simulators/start';
import { contextOf, type GlobalOptions } from './context';

export interface FleetOptions {
  readonly seed: number;
  readonly organizations: number;
  readonly assetsPerOrganization: number;
  readonly ports?: NonNullable<StartOptions['ports']>;
}

interface SimulateOptions extends FleetOptions {
  readonly untilInputEnds?: boolean;
  readonly vsa: '9' | '10';
}

export function registerSimulate(program: Command): void {
  fleetOptions(program.command('simulate'))
    .description('serve simulated BMS, VSA and IT Glue tenants until interrupted; prints one JSON line')
    .option('--until-input-ends', 'also stop when standard input closes, as it does when the starter dies')
    .addOption(
      new Option('--vsa <version>', 'which VSA the settings written with --workspace name')
        .choices(['9', '10'])
        .default('9'),
    )
    .option('--ports <bms,vsa,itglue[,vsa10]>', 'ports to listen on instead of free ones', portList)
    .action(async (options: SimulateOptions, command: Command) => {
      const context = contextOf(command);
      const running = await startSimulated(options);
      // Only a folder that was named gets settings: the default is wherever the person happens to be.
      if (command.parent?.getOptionValueSource('workspace') === 'cli') {
        const { workspace } = command.optsWithGlobals<GlobalOptions>();
        await connectFolder(workspace, running.line, options.vsa);
      }
      process.stdout.write(`${JSON.stringify(running.line)}\n`);
      await asked(context.signal, options.untilInputEnds === true);
      await running.stop();
    });
}

/** Resolves when the program is asked to stop. */
function asked(signal: AbortSignal, untilInputEnds: boolean): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve());
    if (untilInputEnds) process.stdin.once('end', resolve).resume();
  });
}

export function fleetOptions(command: Command): Command {
  return command
    .option('--seed <n>', 'which fleet: the same number gives the same fleet', wholeNumber(0, 4294967295), 1)
    .option('--organizations <n>', 'how many clients', wholeNumber(1, 5000), 25)
    .option('--assets-per-organization <n>', 'about how many machines each', wholeNumber(1, 2000), 30);
}

/** Starts the simulators; a port in use is worded as a failure. */
export async function startSimulated(options: FleetOptions): Promise<RunningSimulators> {
  const { seed, organizations, assetsPerOrganization, ports } = options;
  const start: StartOptions = { seed, organizations, assetsPerOrganization, ...(ports ? { ports } : {}) };
  try {
    return await startProducts(start);
  } catch (error) {
    if (!(error instanceof SimulatorStartError)) throw error;
    const [message, ...remedy] = error.message.split('. ');
    throw new Failure('port-in-use', `${message}.`, { remedy: remedy.join('. '), cause: error });
  }
}

/** Points the workspace's connections at the simulators. Secrets are not written. */
export async function connectFolder(
  folder: string,
  line: SimulatorLine,
  vsa: '9' | '10' = '9',
): Promise<void> {
  const settings: Partial<Record<SettingKey, string>> = {
    'bms.serverUrl': line.bms.url,
    'bms.tenant': line.bms.tenant,
    'bms.username': line.bms.username,
    ...vsaSettings(line, vsa),
    'itglue.subdomain': line.itglue.subdomain,
    'itglue.apiUrl': line.itglue.url,
  };
  await writeSettings(folder, settings);
}

function vsaSettings({ vsa, vsa10 }: SimulatorLine, version: '9' | '10') {
  if (version === '10' && vsa10)
    return {
      'vsa.serverUrl': vsa10.url,
      'vsa.username': vsa10.tokenId,
      'vsa.authentication': 'vsa10',
    } as const;
  return {
    'vsa.serverUrl': vsa.url,
    'vsa.username': vsa.username,
    'vsa.authentication': 'token',
  } as const;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`give a whole number from ${least} to ${most}.`);
  };
}

function portList(text: string): NonNullable<StartOptions['ports']> {
  const [bms, vsa, itglue, vsa10, ...rest] = text
    .split(',')
    .map((part) => wholeNumber(0, 65_535)(part.trim()));
  if (bms === undefined || vsa === undefined || itglue === undefined || rest.length > 0) {
    throw new InvalidArgumentError('give three or four ports, as in 8101,8102,8103.');
  }
  return vsa10 === undefined ? [bms, vsa, itglue] : [bms, vsa, itglue, vsa10];
}
