/** A person works through what waits on the command line: each decision is kept, is seen at once, and can be taken back. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startProducts } from '../../src/simulators/products';
import type { RunningSimulators } from '../../src/simulators/start';
import {
  type Ended,
  type Environment,
  expectClear,
  newFolder,
  run,
  secretsOf,
  settingsOf,
  writeSettings,
} from './support/program';

const named = z.object({ key: z.string(), name: z.string() });
const reviewShape = z.object({
  suggestions: z.array(
    z.looseObject({ key: z.string(), confidence: z.number(), reason: z.string(), records: z.array(named) }),
  ),
  ambiguous: z.array(
    z.looseObject({ key: z.string(), record: named, candidates: z.array(z.looseObject({ record: named })) }),
  ),
  alarms: z.array(z.looseObject({ key: z.string(), alarm: z.string() })),
  unmatched: z.record(z.string(), z.record(z.string(), z.array(named))),
});

let tenants: RunningSimulators;
let folder: string;
let secrets: Environment;

beforeAll(async () => {
  tenants = await startProducts({ seed: 3, organizations: 12, assetsPerOrganization: 4 });
  secrets = secretsOf(tenants.line);
  folder = await newFolder();
  // A strict threshold leaves more to the person.
  await writeSettings(folder, {
    ...settingsOf(tenants.line),
    'mspSync.match.linkThreshold': 0.9995,
    'mspSync.match.suggestThreshold': 0.3,
  });
  expect((await msp('sync')).code).toBe(4);
}, 60_000);
afterAll(async () => {
  await tenants.stop();
  await rm(folder, { recursive: true, force: true });
});

const msp = (...args: readonly string[]): Promise<Ended> => run(folder, args, secrets);
const decide = (...args: readonly string[]) => msp('decide', ...args);
const decisionsText = () => readFile(join(folder, '.msp-sync', 'decisions.json'), 'utf8');

async function review() {
  const { out, code } = await msp('--json', 'review');
  const document = reviewShape.parse(JSON.parse(out));
  expect(code).toBe(document.suggestions.length + document.ambiguous.length > 0 ? 4 : 0);
  return document;
}

describe('reviewing on the command line', () => {
  it('lists what waits with stable keys, for people and as JSON', async () => {
    const first = await review();
    expect(first.suggestions.length).toBeGreaterThan(2);
    expect(await review()).toEqual(first);
    const table = parse((await msp('review', '--csv')).out, { columns: true, bom: true });
    const waiting = z.array(z.object({ waits: z.string(), key: z.string() })).parse(table);
    expect(waiting.filter(({ waits }) => waits === 'suggestion')).toHaveLength(first.suggestions.length);
    expect(waiting.some(({ waits }) => waits === 'unmatched')).toBe(true);
    const { out } = await msp('review', '--evidence', '--unmatched');
    for (const { key } of first.suggestions) expect(out).toContain(key);
    expect(out).toMatch(/agrees \w+ \(\d/);
    expect(out).toMatch(/Without a counterpart/);
  });

  it('links several suggestions at once, which then wait no more, and takes the act back', async () => {
    const before = await review();
    const [one, two] = before.suggestions;
    const said = await decide('same', one?.key ?? '', two?.key ?? '', '--note', 'checked by phone');
    expect(said.code, said.err).toBe(0);
    const after = await review();
    const keys = after.suggestions.map(({ key }) => key);
    expect(keys).not.toContain(one?.key);
    expect(keys).not.toContain(two?.key);
    expect((await decide('list')).out).toMatch(/^1 {2}\S+ is the same as \S+ .*checked by phone/);
    expect((await decide('undo')).out).toMatch(/2 decisions taken back/);
    expect(await review()).toEqual(before);
  });

  it('keeps apart what is never the same, also through a sync', async () => {
    const before = await review();
    const item = before.suggestions.at(-1);
    expect((await decide('different', item?.key ?? '')).code).toBe(0);
    await msp('sync');
    expect((await review()).suggestions.map(({ key }) => key)).not.toContain(item?.key);
    await decide('undo');
  });

  it('unlinks a record and says from what', async () => {
    const { out } = await msp('--json', 'decide', 'same', (await review()).suggestions[0]?.key ?? '');
    const { added } = z
      .object({ added: z.array(z.object({ records: z.array(z.string()) })) })
      .parse(JSON.parse(out));
    const [left = '', right = ''] = added[0]?.records ?? [];
    const unlinked = await decide('unlink', left);
    expect(unlinked.out).toContain('is never the same as');
    expect(unlinked.out).toContain(right);
    expect(unlinked.out).toMatch(/^- .* is the same as /m);
    expect((await decide('unlink', left)).code).toBe(2);
    const { length } = (await decide('list')).out.trim().split('\n');
    await decide('undo', ...Array.from({ length }, (_none, at) => String(at + 1)));
  });

  it('ignores with a reason and a date, and asks again once that has come', async () => {
    const [item] = (await review()).suggestions;
    const [record] = item?.records ?? [];
    const ignore = (until: string) =>
      decide('ignore', record?.key ?? '', '--reason', 'loaner', '--until', until);
    expect((await ignore('2099-01-31')).code).toBe(0);
    expect(await decisionsText()).toMatch(/"reason": "loaner",\s+"until": "2099-01-31"/);
    expect((await review()).suggestions.map(({ key }) => key)).not.toContain(item?.key);
    expect((await ignore('2020-01-31')).code).toBe(0);
    expect((await review()).suggestions.map(({ key }) => key)).toContain(item?.key);
    await decide('undo');
  });

  it('creates the counterpart of a record on request with the next sync', async () => {
    const { unmatched } = await review();
    const contact = unmatched.vsa?.contact?.[0] ?? unmatched.bms?.contact?.[0];
    expect(contact).toBeDefined();
    const said = await decide('create', contact?.key ?? '', '--in', 'itglue');
    expect(said.code, said.err).toBe(0);
    expect((await msp('plan')).out).toContain(contact?.name);
    await decide('undo');
  });

  it.each([
    [['same', 'bms:asset:1042'], /not clear which records/],
    [['same', 'bms:asset:0', 'vsa:asset:0'], /There is no record bms:asset:0/],
    [['different', 'nonsense', 'vsa:asset:0'], /"nonsense" is not a record key/],
    [['ignore', 'bms:asset:0', '--reason', ''], /There is no record/],
    [['ignore', 'bms:asset:0'], /--reason/],
    [['create', 'bms:asset:0', '--in', 'excel'], /Allowed choices are bms, vsa, itglue/],
    [['undo', '99'], /no decision number 99/],
  ])('refuses %j', async (args, words) => {
    const before = await decisionsText();
    expectClear(await decide(...args), { code: 2, says: [words], secrets });
    expect(await decisionsText()).toBe(before);
  });

  it('takes none of what it refused for a run that failed', async () => {
    expect((await msp('status')).out).not.toContain('failed');
  });
});
