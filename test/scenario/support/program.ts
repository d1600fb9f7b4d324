/** The built command line as a program of its own, the way a person or a script runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { SHORT_LIVED } from '../../../scripts/short-lived.mjs';
import type { SimulatorLine } from '../../../src/simulators/start';
import { PROGRAM } from './build';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export type Environment = Readonly<Record<string, string>>;
export type Settings = Readonly<Record<string, unknown>>;

export function start(folder: string, args: readonly string[], environment: Environment = {}): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [...SHORT_LIVED, PROGRAM, ...args], {
    cwd: folder,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const text = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    text.out += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text.err += chunk.toString('utf8');
  });
  await once(child, 'close');
  return { code: child.exitCode, ...text };
}

/** Runs to the end. */
export function run(folder: string, args: readonly string[], environment: Environment = {}): Promise<Ended> {
  return ended(start(folder, args, environment));
}

export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'msp-sync-program-'));

export const secretsOf = ({ bms, vsa, itglue }: SimulatorLine): Environment => ({
  MSP_SYNC_BMS_PASSWORD: bms.password,
  MSP_SYNC_VSA_TOKEN: vsa.token,
  MSP_SYNC_ITGLUE_KEY: itglue.apiKey,
});

export const settingsOf = ({ bms, vsa, itglue }: SimulatorLine): Settings => ({
  'mspSync.bms.serverUrl': bms.url,
  'mspSync.bms.tenant': bms.tenant,
  'mspSync.bms.username': bms.username,
  'mspSync.vsa.serverUrl': vsa.url,
  'mspSync.vsa.username': vsa.username,
  'mspSync.itglue.subdomain': itglue.subdomain,
  'mspSync.itglue.apiUrl': itglue.url,
});

/** Writes `.vscode/settings.json`; a text goes as it is. */
export async function writeSettings(folder: string, settings: Settings | string): Promise<void> {
  await mkdir(join(folder, '.vscode'), { recursive: true });
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings);
  await writeFile(join(folder, '.vscode', 'settings.json'), text);
}

/** Every file below the folder with its text, by path; files whose path contains one of `except` left out. */
export async function filesIn(
  folder: string,
  except: readonly string[] = [],
): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const kept = files.filter((path) => !except.some((part) => path.includes(part))).sort();
  const texts = await Promise.all(
    kept.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}

export interface Expected {
  readonly code: number;
  /** Each must be said on standard error, or on standard output where `on` says so. */
  readonly says: readonly (string | RegExp)[];
  readonly on?: 'out';
  readonly secrets?: Environment;
}

/** A message fit for a person: what, the remedy, no stack trace, no inside, no secret, and the right exit code. */
export function expectClear(result: Ended, { code, says, on, secrets = {} }: Expected): void {
  const said = on === 'out' ? result.out : result.err;
  for (const words of says) expect(said).toMatch(words);
  expect(result.code, `${result.out}\n${result.err}`).toBe(code);
  const everything = result.out + result.err;
  expect(everything).not.toMatch(/^\s+at /m);
  expect(everything).not.toMatch(/MSP-900|Warning:|\[object |undefined|Error:|\.ts:\d/);
  for (const secret of Object.values(secrets)) expect(everything).not.toContain(secret);
}
