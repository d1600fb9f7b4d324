/** Two people on two machines share a workspace through Git: what each decided holds for both. Real `git`, real program. */
import { execFile, execFileSync } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningProducts, startProducts } from '../../src/simulators/products';
import {
  type Environment,
  expectClear,
  newFolder,
  run,
  secretsOf,
  settingsOf,
  writeSettings,
} from './support/program';

const HAS_GIT = (() => {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let tenants: RunningProducts;
let secrets: Environment;
let kims: string;
let adas: string;
let contacts: readonly string[];

const NOBODY = ['-c', 'user.name=x', '-c', 'user.email=x@example.com', '-c', 'commit.gpgsign=false'];

/** Resolves to Git's exit code. */
async function git(folder: string, ...args: readonly string[]): Promise<number> {
  const own = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  try {
    await promisify(execFile)('git', [...NOBODY, ...args], { cwd: folder, env: own });
    return 0;
  } catch (error) {
    return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : 1;
  }
}

const file = (folder: string) => join(folder, '.msp-sync', 'decisions.json');
const listed = async (folder: string) => (await run(folder, ['decide', 'list'], secrets)).out;

/** Ignores the contact, and commits what that leaves in the folder. */
async function ignore(folder: string, contact: string, reason: string): Promise<void> {
  const said = await run(folder, ['decide', 'ignore', contact, '--reason', reason], secrets);
  expect(said.code, said.err).toBe(0);
  expect(await git(folder, 'add', '-A')).toBe(0);
  expect(await git(folder, 'commit', '-m', reason)).toBe(0);
}

const pull = (folder: string, from: string): Promise<number> =>
  git(folder, 'pull', '--no-rebase', '--no-edit', from, 'main');

describe.skipIf(!HAS_GIT)('a workspace shared in Git', () => {
  beforeAll(async () => {
    tenants = await startProducts({ seed: 3, organizations: 5, assetsPerOrganization: 1 });
    secrets = secretsOf(tenants.line);
    [kims, adas] = [await newFolder(), await newFolder()];
    await writeSettings(kims, settingsOf(tenants.line));
    await run(kims, ['sync'], secrets);
    await git(kims, 'init', '-b', 'main');
    await git(kims, 'add', '-A');
    await git(kims, 'commit', '-m', 'The workspace');
    await git(adas, 'clone', kims, '.');
    // Caches are not shared; a first sync of the other machine would make the same.
    await cp(join(kims, '.msp-sync', 'state'), join(adas, '.msp-sync', 'state'), { recursive: true });
    const { contacts: view } = tenants.fleet.views.bms;
    contacts = view.flatMap(({ key }) => tenants.recordId('bms', 'contact', key) ?? []).sort();
  });
  afterAll(async () => {
    await tenants.stop();
    for (const folder of [kims, adas]) await rm(folder, { recursive: true, force: true });
  });

  const contact = (place: number): string => `bms:contact:${contacts[place]}`;

  it('holds no cache and no secret', async () => {
    const { stdout } = await promisify(execFile)('git', ['ls-files'], { cwd: kims });
    expect(stdout.trim().split('\n').sort()).toEqual([
      '.msp-sync/.gitattributes',
      '.msp-sync/.gitignore',
      '.msp-sync/plan.json',
      '.vscode/settings.json',
    ]);
  });

  it('has the decisions of both after a merge, also those that stand side by side', async () => {
    await ignore(kims, contact(0), 'said by kim');
    expect(await pull(adas, kims)).toBe(0);
    await ignore(kims, contact(1), 'said by kim again');
    await ignore(adas, contact(2), 'said by ada');
    expect(await pull(adas, kims)).toBe(0);
    expect(await pull(kims, adas)).toBe(0);
    for (const folder of [kims, adas]) {
      const said = await listed(folder);
      for (const reason of ['said by kim', 'said by kim again', 'said by ada'])
        expect(said).toContain(reason);
    }
    expect([0, 4]).toContain((await run(kims, ['sync'], secrets)).code);
  });

  it('without our way to merge says what Git left behind, and how both sides are kept', async () => {
    for (const folder of [kims, adas]) await writeFile(join(folder, '.msp-sync', '.gitattributes'), '\n');
    await ignore(kims, contact(3), 'kim, third');
    await ignore(adas, contact(4), 'ada, third');
    expect(await pull(adas, kims)).not.toBe(0);
    const torn = await readFile(file(adas), 'utf8');
    expect(torn).toMatch(/^<{7}/m);
    const says = [
      /MSP-502 .*decisions\.json cannot be read: Git could not merge it and left conflict markers/,
      /Keep what both sides decided: delete the lines that begin with <<<<<<<, ======= and >>>>>>>/,
    ];
    expectClear(await run(adas, ['sync'], secrets), { code: 1, says, secrets });
    expectClear(await run(adas, ['decide', 'ignore', contact(5), '--reason', 'x'], secrets), {
      code: 1,
      says,
    });
    expect(await readFile(file(adas), 'utf8')).toBe(torn);

    await writeFile(file(adas), torn.replace(/^(?:<{7}|={7}|>{7}).*\n/gm, ''));
    const said = await listed(adas);
    for (const reason of ['kim, third', 'ada, third', 'said by ada']) expect(said).toContain(reason);
    expect([0, 4]).toContain((await run(adas, ['sync'], secrets)).code);
  });
});
