/** Files of other versions of this program: older ones are brought up and a copy kept, newer ones are left as they are. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlan } from '../../../src/compose';
import type { Plan } from '../../../src/engine/plan/model';
import { readSettingsFile, writeSettings } from '../../../src/settings/file';
import { parseSettings } from '../../../src/settings/read';
import { BudgetBook } from '../../../src/store/budgets';
import type { Damage } from '../../../src/store/json-file';
import { FolderStore } from '../../../src/store/store';
import { upgraded } from '../../../src/store/upgrade';
import { CLOCK } from '../engine/fakes';
import { run } from '../ui/an-overview';

let folder: string;
let damages: Damage[];
const open = () => new FolderStore({ folder, clock: CLOCK, onDamage: (damage) => void damages.push(damage) });
const path = (...parts: readonly string[]) => join(folder, ...parts);
const text = (...parts: readonly string[]) => readFile(path(...parts), 'utf8');

async function put(name: string, content: string): Promise<void> {
  await mkdir(dirname(path(name)), { recursive: true });
  await writeFile(path(name), content);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msp-sync-upgrade-'));
  damages = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** As release 0.1.0 wrote them, the organization's file and the journal shortened. */
const RELEASED = join(import.meta.dirname, 'fixtures', '0.1.0');

describe('the files of release 0.1.0', () => {
  beforeEach(() => cp(RELEASED, folder, { recursive: true }));

  it('are understood, all of them, and reading changes none', async () => {
    const before = await text('decisions.json');
    const state = await open().load();
    expect([state.records.size, state.identities.size]).toEqual([6, 2]);
    expect((await open().decisions()).map(({ type }) => type)).toEqual(['different', 'ignore']);
    expect((await open().plan())?.drift).toHaveLength(7);
    expect(await open().lastRun()).toMatchObject({ result: 'done' });
    const [run = ''] = await open().runs();
    expect((await open().journal(run)).map(({ type }) => type)).toContain('intent');
    expect(damages).toEqual([]);
    expect(await text('decisions.json')).toBe(before);
  });

  it('are kept beside the new ones once something is decided', async () => {
    const before = await text('decisions.json');
    const decided = await open().decisions();
    const more = { type: 'ignore', record: 'bms:asset:1', reason: 'x', by: 'ada', at: '2026-06-01' } as const;
    await open().saveDecisions([...decided, more]);
    expect(await text('decisions.json.format-1')).toBe(before);
    expect(await open().decisions()).toEqual([...decided, more]);
    expect(await text('decisions.json')).toContain('"version": 2');
    await open().saveDecisions(decided);
    expect(await text('decisions.json.format-1')).toBe(before);
  });
});

describe('steps from format to format', () => {
  const steps = { 1: (old: object) => ({ ...old, b: 1 }), 2: (old: object) => ({ ...old, c: 2 }) };

  it('are gone one after the other, from whichever there is', () => {
    expect(upgraded({ version: 1 }, 3, steps)).toEqual({ version: 3, b: 1, c: 2 });
    expect(upgraded({ version: 2 }, 3, steps)).toEqual({ version: 3, c: 2 });
    expect(upgraded({ version: 3 }, 3, steps)).toEqual({ version: 3 });
  });

  it('leave alone what has no way up', () => {
    for (const content of [{ version: 0 }, { version: -1e9 }, { version: 0.5 }, null, [], 'x'])
      expect(upgraded(content, 3, steps)).toBe(content);
  });
});

/** The settings of release 0.1.0: none of their keys has gone or been given another meaning since, so there is nothing to bring up. */
const SETTINGS = {
  'bms.serverUrl': 'https://bms.example',
  'bms.tenant': 'Acme',
  'bms.username': 'kim',
  'vsa.serverUrl': 'https://vsa.example',
  'vsa.username': 'kim',
  'vsa.authentication': 'token',
  'itglue.subdomain': 'acme',
  'itglue.region': 'eu',
  'itglue.apiUrl': '',
  'sync.kinds': ['organization', 'location', 'contact', 'asset'],
  'sync.authority': { 'asset.serialNumber': 'vsa' },
  'sync.create': { contact: { itglue: ['bms'] } },
  'match.linkThreshold': 0.9,
  'match.suggestThreshold': 0.6,
  'match.placeholderSerials': ['none'],
  'guard.maximumWrites': 500,
  'guard.maximumArchives': 5,
  'guard.maximumOverwritePercent': 20,
  'guard.maximumShrinkPercent': 20,
};

describe('settings', () => {
  const write = (settings: object) =>
    put(
      '.vscode/settings.json',
      JSON.stringify(
        Object.fromEntries(Object.entries(settings).map(([key, value]) => [`mspSync.${key}`, value])),
      ),
    );

  it('of release 0.1.0 count as they did', async () => {
    await write(SETTINGS);
    const found = await readSettingsFile(folder);
    expect(found).toEqual(SETTINGS);
    expect(parseSettings(found).connections).toMatchObject({
      bms: { tenant: 'Acme' },
      itglue: { region: 'eu' },
    });
  });

  it('that a newer version has added stay in the file, and pass for nothing here', async () => {
    await write({ ...SETTINGS, 'future.thing': { a: 1 } });
    expect(await readSettingsFile(folder)).toEqual(SETTINGS);
    await writeSettings(folder, { 'bms.tenant': 'Other' });
    expect(await text('.vscode/settings.json')).toContain('"mspSync.future.thing"');
  });

  it('with a value that only a newer version knows are refused by name, and left as they are', async () => {
    await write({ ...SETTINGS, 'vsa.authentication': 'telepathy' });
    const before = await text('.vscode/settings.json');
    expect(() => parseSettings({ ...SETTINGS, 'vsa.authentication': 'telepathy' })).toThrow(
      /vsa\.authentication/,
    );
    expect(await text('.vscode/settings.json')).toBe(before);
  });
});

const NEWER = '{"version":99,"whatever":true}';
const budgets = () =>
  new BudgetBook({
    path: path('state/budgets.json'),
    clock: CLOCK,
    onDamage: (damage) => void damages.push(damage),
    onTrouble: () => undefined,
  });

const PLAN: Plan = { version: 1, madeAt: '', steps: [], conflicts: [], drift: [], fingerprint: '' };
const LAST_RUN = run();

/** Every file of ours, and a way to read and to write it. */
const FILES: readonly (readonly [string, (() => Promise<unknown>)[]])[] = [
  ['decisions.json', [() => open().decisions(), () => open().saveDecisions([])]],
  [
    'plan.json',
    [() => open().plan(), () => open().savePlan(PLAN), () => readPlan(dirname(folder), path('plan.json'))],
  ],
  ['state/organizations/acme-1.json', [() => open().load(), () => open().save({})]],
  ['state/overwrites.json', [() => open().load(), () => open().save({ overwrites: {} })]],
  ['state/tenants.json', [() => open().tenants(), () => open().saveTenants({})]],
  ['state/last-run.json', [() => open().lastRun(), () => open().saveLastRun(LAST_RUN)]],
  ['state/trend.json', [() => open().trend(), () => open().saveTrend([])]],
  ['state/clients.json', [() => open().clientTrends(), () => open().saveClientTrends({})]],
  ['state/checks.json', [() => open().checks(), () => open().saveChecks([])]],
  ['state/approval.json', [() => open().approval(), () => open().saveApproval({ by: '', at: '', run: '' })]],
  ['state/settled.json', [() => open().settledRun(), () => open().saveSettledRun('r')]],
  ['state/reading.json', [() => open().marks(), () => open().saveMarks({})]],
  ['state/budgets.json', [() => budgets().for('bms', 60_000).read()]],
  ['state/runs/2026-06-01.jsonl', [() => open().journal('2026-06-01')]],
];

describe('a file of a newer version', () => {
  it('is looked for under every name that the program writes', async () => {
    const sources = ['src/store/store.ts', 'src/store/former.ts', 'src/compose.ts'];
    const texts = await Promise.all(sources.map((name) => readFile(join(ROOT, name), 'utf8')));
    const written = texts.flatMap((one) => [...one.matchAll(/'(?:state\/)?([\w-]+\.json)'/g)]);
    const tried = new Set(FILES.map(([name]) => name.split('/').at(-1)));
    expect(written.length).toBeGreaterThan(12);
    for (const [, name] of written) expect(tried).toContain(name);
  });

  it.each(FILES)('%s is refused by name and left as it is', async (name, ways) => {
    await put(name, NEWER);
    for (const way of ways) {
      await expect(way()).rejects.toMatchObject({
        reason: 'store-newer',
        message: expect.stringContaining(`${name.split('/').at(-1)} was written by a newer version`),
        remedy: expect.stringMatching(/Update MSP Sync/),
      });
    }
    expect(await text(name)).toBe(NEWER);
    expect(await readdir(dirname(path(name)))).toHaveLength(1);
    expect(damages).toEqual([]);
  });
});
