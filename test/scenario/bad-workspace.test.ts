/** Settings, files and ports that are not as they should be: refused or set aside, told with the remedy, nothing lost. */
import { once } from 'node:events';
import { chmod, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSession } from '../../src/compose';
import { parseSettings } from '../../src/settings/read';
import type { RequestCounts } from '../../src/simulators/control/desk';
import { startProducts } from '../../src/simulators/products';
import type { RunningSimulators } from '../../src/simulators/start';
import {
  type Ended,
  type Environment,
  ended,
  expectClear,
  filesIn,
  newFolder,
  run,
  type Settings,
  secretsOf,
  settingsOf,
  start,
  writeSettings,
} from './support/program';

let tenants: RunningSimulators;
let folder: string;
/** A workspace after its first sync. */
let synced: string;
let secrets: Environment;
let settings: Settings;

beforeAll(async () => {
  tenants = await startProducts({ seed: 1, organizations: 2, assetsPerOrganization: 2 });
  secrets = secretsOf(tenants.line);
  settings = settingsOf(tenants.line);
  synced = await newFolder();
  await writeSettings(synced, settings);
  expect([0, 4]).toContain((await run(synced, ['sync'], secrets)).code);
});
afterAll(async () => {
  await tenants.stop();
  await rm(synced, { recursive: true, force: true });
});
beforeEach(async () => {
  folder = await newFolder();
  await writeSettings(folder, settings);
});
afterEach(async () => {
  tenants.desk.withdrawFaults();
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true, force: true });
});

const sync = (...more: readonly string[]): Promise<Ended> => run(folder, ['sync', ...more], secrets);
const afterFirstSync = (): Promise<void> => cp(synced, folder, { recursive: true });
const state = (...parts: readonly string[]): string => join(folder, '.msp-sync', ...parts);
const shards = async (): Promise<string[]> => {
  const names = await readdir(state('state', 'organizations'));
  return names.filter((name) => name.endsWith('.json')).map((name) => state('state', 'organizations', name));
};

/** The counts without what changes something. */
const onlyReads = (counts: RequestCounts) =>
  Object.fromEntries(
    Object.entries(counts).map(([product, routes]) => {
      const reads = Object.entries(routes).filter(([route]) => /^GET |\/security\//.test(route));
      return [product, Object.fromEntries(reads)];
    }),
  );

/** What a run that is refused may still write: who holds the lock, how it went, what the connections were like and how many calls that took. */
const OWN_TRACES = ['/lock', 'holder.json', 'last-run.json', 'checks.json', 'budgets.json', '/runs/'];

async function untouched(act: () => Promise<void>): Promise<void> {
  const before = await filesIn(folder, OWN_TRACES);
  await act();
  expect(await filesIn(folder, OWN_TRACES)).toEqual(before);
}

const WRONG_SETTINGS: readonly (readonly [string, Settings | string, readonly RegExp[]])[] = [
  [
    'a settings file that is no JSON',
    '{\n  "mspSync.bms.tenant": "x",\n  oops\n}',
    [/MSP-205 .*settings\.json is not valid JSON \(line 3\)/, /Open the file in the editor/],
  ],
  [
    'a region that there is not',
    { 'mspSync.itglue.region': 'mars' },
    [/MSP-205 .*mspSync\.itglue\.region is not valid.*"us"\|"eu"\|"au"/, /Correct mspSync\.itglue\.region/],
  ],
  [
    'a server without encryption',
    { 'mspSync.bms.serverUrl': 'http://bms.example.com' },
    [/MSP-205 .*mspSync\.bms\.serverUrl is not valid: only https addresses are allowed/, /https:\/\/host/],
  ],
  [
    'a password in an address',
    { 'mspSync.bms.serverUrl': 'https://kim:geheim123@bms.example.com' },
    [/MSP-205 .*must not hold a user name or a password/],
  ],
  [
    'an empty company',
    { 'mspSync.bms.tenant': ' ' },
    [/MSP-205 .*mspSync\.bms\.tenant is empty/, /Fill in mspSync\.bms\.tenant/],
  ],
];

describe('settings', () => {
  it.each(WRONG_SETTINGS)('%s ends with 2, naming it and the remedy', async (_what, wrong, says) => {
    await writeSettings(folder, typeof wrong === 'string' ? wrong : { ...settings, ...wrong });
    expectClear(await sync(), { code: 2, says, secrets: { ...secrets, url: 'geheim123' } });
  });

  it('no connection at all ends with 2 and says where to begin', async () => {
    await writeSettings(folder, {});
    const says = [/MSP-205 No connection is configured/, /mspSync\.bms\.serverUrl/, /msp-sync demo/];
    expectClear(await sync(), { code: 2, says });
  });

  it('a missing secret ends with 2 and names the variable', async () => {
    const { MSP_SYNC_ITGLUE_KEY: _, ...rest } = secrets;
    const says = [/MSP-204 The secret for IT Glue is not given/, /MSP_SYNC_ITGLUE_KEY/];
    expectClear(await run(folder, ['sync'], rest), { code: 2, says, secrets });
  });

  it('a workspace that is not there ends with 2', async () => {
    const says = [/MSP-205 No connection is configured in .*nowhere/];
    expectClear(await run(folder, ['--workspace', 'nowhere', 'sync'], secrets), { code: 2, says });
  });

  it.each([
    [['synk']],
    [['sync', '--fast']],
    [['simulate', '--seed', 'x']],
    [['simulate', '--ports', '1,2']],
  ])('what was typed wrong ends with 2: %j', async (args) => {
    const result = await run(folder, args);
    expectClear(result, { code: 2, says: [/error: /, /--help/] });
  });
});

it('the version is that of the package', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  expect(await run(folder, ['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
});

describe('a port in use', () => {
  it('is named with what to do, and leaves nothing running', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const result = await run(folder, ['simulate', '--organizations', '1', '--ports', `0,${port},0`]);
    server.close();
    const says = [
      new RegExp(`MSP-505 Port ${port} is in use.*VSA`),
      /Stop the program that uses it, or give other ports/,
    ];
    expectClear(result, { code: 1, says });
    expect(result.out).toBe('');
  });
});

describe('what stands on disk', () => {
  it('a damaged shard is set aside and told, and the next sync writes nothing wrong', async () => {
    await afterFirstSync();
    const [first] = await shards();
    if (!first) throw new Error('There is no shard.');
    const text = await readFile(first, 'utf8');
    await writeFile(first, text.slice(0, text.length / 2));
    tenants.desk.startCountAnew();
    const result = await sync();
    expectClear(result, {
      code: result.code === 4 ? 4 : 0,
      says: [/could not be read \(it is not valid JSON\)/, /set aside as .*\.damaged-1; the next sync reads/],
      secrets,
    });
    expect(tenants.desk.counts()).toEqual(onlyReads(tenants.desk.counts()));
    expect(await readFile(`${first}.damaged-1`, 'utf8')).toBe(text.slice(0, text.length / 2));
    expect((await sync()).err).not.toMatch(/could not be read/);
  });

  it('decisions that cannot be read are refused and left as they are', async () => {
    await afterFirstSync();
    await writeFile(state('decisions.json'), '{ "version": 1, "decisions": [ {');
    await untouched(async () => {
      const says = [
        /MSP-502 .*decisions\.json cannot be read: it is not valid JSON/,
        /Git shows what changed/,
      ];
      expectClear(await sync(), { code: 1, says });
    });
  });

  it('a decision that is none is refused and named', async () => {
    await afterFirstSync();
    const wrong = {
      version: 1,
      decisions: [{ type: 'same', by: 'kim', at: '2026-01-01', records: ['bms:asset:1', 'vsa:machine:2'] }],
    };
    await writeFile(state('decisions.json'), JSON.stringify(wrong));
    await untouched(async () => {
      const says = [
        /MSP-502 .*decisions\.json cannot be read: decisions\.0\.records\.1: expected a record key/,
      ];
      expectClear(await sync(), { code: 1, says });
    });
  });

  it.each(['shard', 'decisions'])('a newer format of %s is refused and left as it is', async (which) => {
    await afterFirstSync();
    const path = which === 'shard' ? ((await shards())[0] ?? '') : state('decisions.json');
    await writeFile(path, '{"version":99,"whatever":true}');
    await untouched(async () => {
      const says = [/MSP-503 .*was written by a newer version of MSP Sync \(format 99\)/, /Update MSP Sync/];
      expectClear(await sync(), { code: 1, says });
    });
  });

  it.skipIf(process.getuid?.() === 0)(
    'a folder that may not be written ends with 1 and says so',
    async () => {
      await chmod(folder, 0o500);
      const says = [/MSP-504 Could not read or write .*\.msp-sync.* \(EACCES\)/, /write access/];
      expectClear(await sync(), { code: 1, says, secrets });
    },
  );

  it('a file where the folder should be ends with 1 and says so', async () => {
    await writeFile(join(folder, '.msp-sync'), 'a note');
    expectClear(await sync(), { code: 1, says: [/MSP-504 Could not read or write .*\.msp-sync/], secrets });
  });

  it('no secret is ever written to disk', async () => {
    await sync();
    await run(folder, ['check'], secrets);
    const text = JSON.stringify(await filesIn(folder));
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
  });
});

describe('two programs in one workspace', () => {
  it('the second is told who holds it, and changes nothing', async () => {
    tenants.desk.order({ system: 'vsa', status: 'slow', delay: 3000, match: 'GET /api/v1.0/system/orgs' });
    const first = start(folder, ['sync'], secrets);
    const firstEnd = ended(first);
    await held();
    const says = [
      new RegExp(`MSP-501 This workspace is in use by msp-sync \\(process ${first.pid} on .*, sync since 20`),
      /Wait until it has finished, or stop it/,
    ];
    expectClear(await sync(), { code: 1, says, secrets });
    expect([0, 4]).toContain((await firstEnd).code);
    expect([0, 4]).toContain((await sync()).code);
  });

  it('a window and a program tell each other apart, whichever came first', async () => {
    tenants.desk.order({ system: 'vsa', status: 'slow', delay: 3000, match: 'GET /api/v1.0/system/orgs' });
    const window = openSession({
      folder,
      program: 'window',
      settings: parseSettings(
        Object.fromEntries(
          Object.entries(settings).map(([key, value]) => [key.replace('mspSync.', ''), value]),
        ),
      ),
      secret: async (system) =>
        ({ bms: tenants.line.bms.password, vsa: tenants.line.vsa.token, itglue: tenants.line.itglue.apiKey })[
          system
        ],
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
      notice: () => undefined,
    });
    const asked = { progress: { report: () => undefined }, signal: new AbortController().signal };
    const inWindow = window.sync(asked);
    await held();
    const says = [new RegExp(`in use by an editor window \\(process ${process.pid} on .*, sync since 20`)];
    expectClear(await sync(), { code: 1, says, secrets });
    expect((await inWindow).outcomes.filter(({ type }) => type === 'failed')).toEqual([]);

    tenants.desk.order({ system: 'vsa', status: 'slow', delay: 3000, match: 'GET /api/v1.0/system/orgs' });
    const first = start(folder, ['sync'], secrets);
    const firstEnd = ended(first);
    await held();
    await expect(window.sync(asked)).rejects.toMatchObject({
      reason: 'busy',
      message: expect.stringContaining(`in use by msp-sync (process ${first.pid}`),
    });
    window.dispose();
    expect([0, 4]).toContain((await firstEnd).code);
  });

  it('a holder that was killed is not waited for', async () => {
    tenants.desk.order({ system: 'vsa', status: 'slow', delay: 3000, match: 'GET /api/v1.0/system/orgs' });
    const first = start(folder, ['sync'], secrets);
    const firstEnd = ended(first);
    await held();
    tenants.desk.withdrawFaults();
    first.kill('SIGKILL');
    await firstEnd;
    expect([0, 4]).toContain((await sync()).code);
  });

  it('Ctrl+C ends a sync with its word, and the next one goes on', async () => {
    tenants.desk.order({ system: 'vsa', status: 'slow', delay: 3000, match: 'GET /api/v1.0/system/orgs' });
    const first = start(folder, ['sync'], secrets);
    const firstEnd = ended(first);
    await held();
    tenants.desk.withdrawFaults();
    first.kill('SIGINT');
    expectClear(await firstEnd, { code: 1, says: [/Stopping/, /MSP-602 Stopped by the user/], secrets });
    expect([0, 4]).toContain((await sync()).code);
  });
});

/** Resolves once some program holds this workspace. */
async function held(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const names = await readdir(state('state')).catch((): string[] => []);
    if (names.includes('holder.json')) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('Nobody took the lock.');
}
