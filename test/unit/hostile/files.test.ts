/**
 * Our own files, changed at one place after another by somebody else: what can be read is read, the rest is refused or set
 * aside with a reason; no text is ever lost, and nothing gets to where all objects have it.
 */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPlan } from '../../../src/compose';
import { Failure } from '../../../src/engine/failure';
import { readSettingsFile } from '../../../src/settings/file';
import { parseSettings } from '../../../src/settings/read';
import type { Damage } from '../../../src/store/json-file';
import { FolderStore } from '../../../src/store/store';
import { CLOCK } from '../engine/fakes';
import { anyChange, spoilt } from './spoil';

const CASES = Number(process.env.MSP_SYNC_FUZZ ?? 40);
const RELEASED = join(import.meta.dirname, '..', 'store', 'fixtures', '0.1.0');
const SETTINGS = {
  'mspSync.bms.serverUrl': 'https://bms.example',
  'mspSync.bms.tenant': 'Acme',
  'mspSync.bms.username': 'kim',
  'mspSync.vsa.authentication': 'token',
  'mspSync.sync.values': { itglue: { 'asset.status': { Active: ['In Use'] } } },
  'mspSync.sync.authority': { 'asset.serialNumber': 'vsa' },
  'mspSync.automatic.enabled': true,
};

let folder: string;
let shard: string;
let journal: string;
let damages: Damage[] = [];
const open = () =>
  new FolderStore({
    folder: join(folder, '.msp-sync'),
    clock: CLOCK,
    onDamage: (damage) => void damages.push(damage),
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msp-sync-files-'));
  await cp(RELEASED, join(folder, '.msp-sync'), { recursive: true });
  await cp(RELEASED, join(folder, '.vscode'), { recursive: true });
  await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(SETTINGS));
  const [one = ''] = await readdir(join(RELEASED, 'state', 'organizations'));
  const [run = ''] = await readdir(join(RELEASED, 'state', 'runs'));
  [shard, journal] = [join('state', 'organizations', one), join('state', 'runs', run)];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const FILES: readonly (readonly [string, () => string, () => Promise<unknown>])[] = [
  ['decisions', () => '.msp-sync/decisions.json', () => open().decisions()],
  ['a plan', () => '.msp-sync/plan.json', () => readPlan(folder)],
  ['the plan', () => '.msp-sync/plan.json', () => open().plan()],
  ["an organization's file", () => `.msp-sync/${shard}`, () => open().load()],
  ['the last run', () => '.msp-sync/state/last-run.json', () => open().lastRun()],
  ['a journal', () => `.msp-sync/${journal}`, async () => open().journal((await open().runs())[0] ?? '')],
  ['settings', () => '.vscode/settings.json', async () => parseSettings(await readSettingsFile(folder))],
];

/** Texts of the file and of all that it was moved to. */
async function textsAt(path: string): Promise<readonly string[]> {
  const asides = damages.map(({ aside }) => aside);
  const held = [path, ...asides].map((one) => readFile(one, 'utf8').catch(() => ''));
  return Promise.all(held);
}

async function attempt(path: string, text: string, read: () => Promise<unknown>): Promise<void> {
  damages = [];
  await writeFile(path, text);
  const outcome = await read().catch((error: unknown) => error);
  if (outcome instanceof Error) {
    expect(outcome).toBeInstanceOf(Failure);
    expect(['store-damaged', 'store-newer', 'settings', 'usage']).toContain(Failure.from(outcome).reason);
    expect(Failure.from(outcome).remedy).toMatch(/\w/);
  }
  expect(await textsAt(path)).toContain(text);
  for (const { why } of damages) expect(why.length).toBeLessThan(1_000);
  await Promise.all(damages.map(({ aside }) => rm(aside)));
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect({}).not.toHaveProperty('polluted');
}

describe.each(FILES)('%s', (_what, name, read) => {
  it('spoilt anywhere gives a value or a reason, and loses nothing', async () => {
    const path = join(folder, name());
    const whole = await readFile(path, 'utf8');
    await fc.assert(
      fc.asyncProperty(anyChange, async (change) => {
        const lines = path.endsWith('.jsonl') ? whole.split('\n') : [whole];
        await attempt(path, lines.map((line) => spoilt(line, change)).join('\n'), read);
      }),
      { numRuns: CASES },
    );
    await writeFile(path, whole);
  });
});
