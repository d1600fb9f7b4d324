/** Files of other versions of this program: older ones are brought up and a copy kept, newer ones are left as they are. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlan } from '../../../src/compose';
import type { Plan } from '../../../src/engine/plan/model';
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
  ['state/overwrites.json', [() => open().load()]],
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
