/** The settings of a workspace come to lead to another company's systems: nothing is read or written until a person says what it is. */
import { access, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RequestCounts } from '../../src/simulators/control/desk';
import { startProducts } from '../../src/simulators/products';
import type { RunningSimulators } from '../../src/simulators/start';
import { expectClear, newFolder, run, secretsOf, settingsOf, writeSettings } from './support/program';

let ours: RunningSimulators;
let others: RunningSimulators;
let folder: string;

beforeAll(async () => {
  const small = { organizations: 2, assetsPerOrganization: 2 };
  ours = await startProducts({ ...small, seed: 1 });
  others = await startProducts({ ...small, seed: 2 });
  folder = await newFolder();
});
afterAll(async () => {
  await Promise.all([ours.stop(), others.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const at =
  (tenants: RunningSimulators) =>
  async (args: readonly string[], more: object = {}) => {
    await writeSettings(folder, { ...settingsOf(tenants.line), ...more });
    return run(folder, args, secretsOf(tenants.line));
  };
const state = (...parts: readonly string[]) => join(folder, '.msp-sync', 'state', ...parts);
const recordRoutes = (counts: RequestCounts) =>
  Object.values(counts)
    .flatMap((routes) => Object.keys(routes))
    .filter((route) => /^(POST|PUT|PATCH|DELETE) /.test(route) && !/security|auth/.test(route));
const tenants = async () => JSON.parse(await readFile(state('tenants.json'), 'utf8')).tenants;

it('a run begins with noting whose records it reads', async () => {
  expect((await at(ours)(['sync'])).code).toBe(0);
  expect(await tenants()).toMatchObject({
    bms: { address: ours.line.bms.url, named: 'Northwind Managed IT', told: '10482' },
    vsa: { named: 'VSA 9', told: 'PRV001' },
    itglue: { named: 'northwind-msp', told: 'northwind-msp.itglue.com' },
  });
});

it('another company refuses every run, names both and the ways on, and is written nothing', async () => {
  const says = [
    /MSP-207 What is remembered of Kaseya BMS was read from Northwind Managed IT, 10482 at .*settings now lead to Northwind Managed IT, 10483 at .*One more problem stands in the way too/,
    /Point the connection back; or, if it is the same one, say so; or start afresh/,
  ];
  for (const args of [['sync'], ['plan'], ['watch', '--once']])
    expectClear(await at(others)(args), { code: 1, says });
  expect(recordRoutes(others.desk.counts())).toEqual([]);
  const { out, code } = await at(others)(['check', '--json']);
  expect(code).toBe(1);
  const { findings, pairs } = JSON.parse(out);
  expect(
    findings
      .filter(({ check }: { check: string }) => check === 'remembered')
      .map(({ system, level }: { system: string; level: string }) => [system, level]),
  ).toEqual([
    ['bms', 'problem'],
    ['vsa', 'problem'],
    ['itglue', 'ok'],
  ]);
  expect(pairs[0].words).toMatch(/^blocked because Kaseya BMS: What is remembered/);
});

it('pointed back, it goes on where it was', async () => {
  const { out, code } = await at(ours)(['sync', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out).outcomes).toEqual({});
});

it('a name that was corrected in the settings is none of another company where the system says that it is the same', async () => {
  const { code } = await at(ours)(['plan'], { 'mspSync.itglue.subdomain': 'northwind-msp2' });
  expect(code).not.toBe(1);
});

it('afresh keeps all that was remembered and decided, and begins anew with the other company', async () => {
  const before = await readdir(state('organizations'));
  const { out } = await at(others)(['tenant', 'afresh', '--json']);
  const { former } = JSON.parse(out);
  expect(await readdir(join(former, 'organizations'))).toEqual(before);
  expect(JSON.parse(await readFile(join(former, 'tenants.json'), 'utf8')).tenants.bms.told).toBe('10482');
  await expect(access(state('organizations'))).rejects.toThrow();
  const first = await at(others)(['sync', '--json']);
  expect(JSON.parse(first.out).outcomes.done).toBeGreaterThan(0);
  expect((await tenants()).vsa.told).toBe('PRV002');
});

it('the same company may be said to be the same although it tells another number', async () => {
  expect((await at(ours)(['sync'])).code).toBe(1);
  expect((await at(ours)(['tenant', 'same'])).out).toContain('What is remembered is theirs');
  expect((await tenants()).bms.told).toBe('10482');
  const { out } = await at(ours)(['check', '--json']);
  expect(JSON.parse(out).findings.filter(({ level }: { level: string }) => level === 'problem')).toEqual([]);
});
