import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFieldName } from '../../../src/engine/fields';
import type { Fields, FieldValue, Identity, SourceRecord, SystemName } from '../../../src/engine/model';
import { KINDS, keyOf, SYSTEMS } from '../../../src/engine/model';
import type { Damage } from '../../../src/store/json-file';
import { FolderStore } from '../../../src/store/store';
import { CLOCK, identity, record } from '../engine/fakes';

let folder: string;
let damages: Damage[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msp-sync-store-'));
  damages = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => new FolderStore({ folder, clock: CLOCK, onDamage: (damage) => damages.push(damage) });
const shardsFolder = () => join(folder, 'state', 'organizations');
const OLD = new Date('2020-01-01T00:00:00Z');

/** Makes every shard look old, so that a write shows. */
async function age(): Promise<void> {
  for (const name of await readdir(shardsFolder())) await utimes(join(shardsFolder(), name), OLD, OLD);
}

async function written(): Promise<string[]> {
  const names = await readdir(shardsFolder());
  const times = await Promise.all(
    names.map(async (name) => (await stat(join(shardsFolder(), name))).mtimeMs),
  );
  return names.filter((_, at) => times[at] !== OLD.getTime());
}

const acme = identity('organization/bms/1', 'organization', { bms: '1' });
const globex = identity('organization/bms/2', 'organization', { bms: '2' });
const laptop = identity('asset/bms/9', 'asset', { bms: '9', vsa: '8' }, { organization: acme.id });
const records = [
  record('bms', 'organization', '1', { name: 'Acme' }),
  record('bms', 'organization', '2', { name: 'Globex' }),
  record('bms', 'asset', '9', { name: 'L', macAddresses: ['AA', 'BB'], active: true, notes: null }),
  record('vsa', 'asset', '8', { name: 'l' }),
];

describe('the state on disk', () => {
  it('is empty before the first save', async () => {
    expect(await open().load()).toEqual({ identities: new Map(), records: new Map(), overwrites: {} });
  });

  it('comes back as it was saved, in one shard for each organization', async () => {
    await open().save({ identities: [acme, globex, laptop], records });
    expect(await readdir(shardsFolder())).toHaveLength(2);
    const { identities, records: read } = await open().load();
    expect([...identities.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([laptop, acme, globex]);
    expect([...read.values()]).toEqual(expect.arrayContaining(records));
    expect(read.size).toBe(records.length);
  });

  it('writes only the shards that changed', async () => {
    await open().save({ identities: [acme, globex, laptop], records });
    await age();
    const store = open();
    await store.save({ identities: [acme, globex, laptop], records });
    expect(await written()).toEqual([]);
    await store.save({ identities: [{ ...laptop, shadows: { bms: { name: 'L' } } }] });
    const changed = await written();
    expect(changed).toHaveLength(1);
    expect(await readFile(join(shardsFolder(), changed[0] ?? ''), 'utf8')).toContain(laptop.id);
  });

  it('moves what changes its organization, and drops a shard that is empty', async () => {
    await open().save({ identities: [acme, globex, laptop], records });
    await open().save({ identities: [{ ...laptop, organization: globex.id }] });
    const texts = await Promise.all(
      (await readdir(shardsFolder())).map((name) => readFile(join(shardsFolder(), name), 'utf8')),
    );
    expect(texts.filter((text) => text.includes(laptop.id))).toHaveLength(1);
    await open().save({
      removedIdentities: [globex.id, laptop.id],
      removedRecords: ['bms:organization:2', 'bms:asset:9', 'vsa:asset:8'],
    });
    expect(await readdir(shardsFolder())).toHaveLength(1);
    expect([...(await open().load()).identities.keys()]).toEqual([acme.id]);
  });

  it('ignores what a kill left half written', async () => {
    await open().save({ identities: [acme], records: records.slice(0, 1) });
    const [name = ''] = await readdir(shardsFolder());
    await writeFile(join(shardsFolder(), `${name}.4711.tmp`), '{"version":1,"organi');
    await writeFile(join(shardsFolder(), 'new.json.4711.tmp'), '');
    expect([...(await open().load()).identities.keys()]).toEqual([acme.id]);
    expect(damages).toEqual([]);
  });

  it('sets a damaged shard aside under a free name, reads the others, and writes it anew', async () => {
    await open().save({ identities: [acme, globex], records: records.slice(0, 2) });
    const [name = ''] = await readdir(shardsFolder());
    const path = join(shardsFolder(), name);
    for (const text of ['{', '{"version":1,"organization":7}']) {
      await writeFile(path, text);
      const store = open();
      expect((await store.load()).identities.size).toBe(1);
      await store.save({ identities: [acme, globex], records: records.slice(0, 2) });
    }
    expect(damages.map(({ why }) => why)).toEqual([
      'it is not valid JSON',
      expect.stringMatching(/^organization: .*expected string/),
    ]);
    expect(await readFile(`${path}.damaged-1`, 'utf8')).toBe('{');
    expect(await readFile(`${path}.damaged-2`, 'utf8')).toBe('{"version":1,"organization":7}');
    expect((await open().load()).identities.size).toBe(2);
  });

  it('refuses a newer format and leaves it as it is', async () => {
    await open().save({ identities: [acme], records: records.slice(0, 1) });
    const [name = ''] = await readdir(shardsFolder());
    await writeFile(join(shardsFolder(), name), '{"version":2}');
    await expect(open().load()).rejects.toMatchObject({ reason: 'store-newer' });
    expect(await readdir(shardsFolder())).toEqual([name]);
  });
});

const text = fc.string({ maxLength: 12, unit: 'grapheme' });
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 3 }),
);
const names = ['name', 'model', 'emails', 'active', 'notes'].filter(isFieldName);
const fields: fc.Arbitrary<Fields> = fc
  .array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 4 })
  .map((entries) => Object.fromEntries(entries));
const id = fc.stringMatching(/^[0-9]{1,26}$/);
const aRecord: fc.Arbitrary<SourceRecord> = fc
  .tuple(
    fc.constantFrom(...SYSTEMS),
    fc.constantFrom(...KINDS),
    id,
    fields,
    fc.option(text),
    fc.option(fields),
  )
  .map(([system, kind, own, held, url, hints]) =>
    record(system, kind, own, held, {
      url,
      organization: url === null ? null : own,
      ...(hints ? { hints } : {}),
    }),
  );
const anIdentity: fc.Arbitrary<Identity> = fc
  .tuple(
    fc.constantFrom(...KINDS),
    id,
    fc.uniqueArray(fc.constantFrom<SystemName>(...SYSTEMS), { minLength: 1 }),
    fields,
    fc.option(id),
  )
  .map(([kind, own, systems, held, owner]) =>
    identity(`${kind}/${own}`, kind, Object.fromEntries(systems.map((system) => [system, own])), {
      organization: kind === 'organization' || owner === null ? null : `organization/${owner}`,
      shadows: Object.fromEntries(systems.map((system) => [system, held])),
      ...(owner === null
        ? {}
        : { missing: { bms: 1 }, owed: { vsa: ['name'] }, doubted: { vsa: { name: 'X' } } }),
    }),
  );

describe('any state', () => {
  it('comes back as it was saved, whatever it holds', async () => {
    const states = fc.tuple(
      fc.uniqueArray(anIdentity, { selector: (it) => it.id, maxLength: 6 }),
      fc.uniqueArray(aRecord, { selector: keyOf, maxLength: 8 }),
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(states, async ([identities, held]) => {
        round += 1;
        const own = join(folder, String(round));
        const store = () =>
          new FolderStore({ folder: own, clock: CLOCK, onDamage: (damage) => damages.push(damage) });
        await store().save({ identities, records: held });
        const state = await store().load();
        expect(state.identities).toEqual(new Map(identities.map((one) => [one.id, one])));
        expect(state.records).toEqual(new Map(held.map((one) => [keyOf(one), one])));
      }),
      { numRuns: 60 },
    );
    expect(damages).toEqual([]);
  });
});

describe('the other files', () => {
  it('decisions are readable in Git, come back as they were, and are never set aside', async () => {
    const said = { by: 'kim', at: '2026-06-01T00:00:00Z' } as const;
    const decisions = [
      { ...said, type: 'ignore', record: 'bms:asset:1', reason: 'a loaner' },
      { ...said, type: 'create', record: 'vsa:asset:2', in: ['itglue'] },
    ] as const;
    await open().saveDecisions(decisions);
    expect(await open().decisions()).toEqual(decisions);
    const path = join(folder, 'decisions.json');
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(6);
    await writeFile(path, '{"version":1}');
    await expect(open().decisions()).rejects.toMatchObject({ reason: 'store-damaged' });
    await expect(open().saveDecisions([])).rejects.toMatchObject({ reason: 'store-damaged' });
    expect(await readFile(path, 'utf8')).toBe('{"version":1}');
  });

  it('says that Git could not merge the decisions, and leaves both sides in the file', async () => {
    const path = join(folder, 'decisions.json');
    const text = '{\n<<<<<<< HEAD\n"a": 1\n=======\n"b": 2\n>>>>>>> theirs\n}\n';
    await mkdir(folder, { recursive: true });
    await writeFile(path, text);
    await expect(open().decisions()).rejects.toThrow(/Git could not merge it and left conflict markers/);
    await expect(open().saveDecisions([])).rejects.toMatchObject({ reason: 'store-damaged' });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('there is no plan and no last run before the first', async () => {
    expect(await open().plan()).toBeNull();
    expect(await open().lastRun()).toBeNull();
    expect(await open().runs()).toEqual([]);
    expect(await open().decisions()).toEqual([]);
  });

  it('the trend comes back, empty before the first run', async () => {
    expect(await open().trend()).toEqual([]);
    const lines = [{ run: 'r', at: 'a', records: 3, conflicts: 1, shares: { asset: 0.5, contact: 1 } }];
    await open().saveTrend(lines);
    expect(await open().trend()).toEqual(lines);
    expect(damages).toEqual([]);
  });

  it('the trend of each client comes back, empty before the first run', async () => {
    expect(await open().clientTrends()).toEqual({});
    const trends = {
      acme: [
        { day: '2026-01-02', counts: { matched: 2, conflict: 1 }, shares: { asset: 0.5 }, placeholders: 1 },
      ],
    };
    await open().saveClientTrends(trends);
    expect(await open().clientTrends()).toEqual(trends);
    expect(damages).toEqual([]);
  });

  it('the last run comes back', async () => {
    const summary = {
      run: 'r',
      startedAt: 'a',
      endedAt: 'b',
      result: 'failed',
      message: 'no',
      outcomes: { done: 2 },
      conflicts: 1,
      problems: { 'bms:asset:1': 'x' },
    } as const;
    await open().saveLastRun(summary);
    expect(await open().lastRun()).toEqual(summary);
  });

  it('a new beginning moves all that is remembered and decided to a folder of its own, and what is missing is no failure', async () => {
    const store = open();
    await store.save({ identities: [acme], records: [record('bms', 'organization', '1', { name: 'Acme' })] });
    await store.saveDecisions([]);
    await store.saveTenants({ bms: { address: 'https://bms.example', named: 'Northwind', told: null } });
    const former = await store.startAfresh();
    expect((await readdir(former)).sort()).toEqual(['decisions.json', 'organizations', 'tenants.json']);
    for (const beginning of [store, open()]) {
      expect((await beginning.load()).records.size).toBe(0);
      expect(await beginning.tenants()).toEqual({});
    }
    await store.save({ identities: [globex] });
    expect((await open().load()).identities.size).toBe(1);
    expect(damages).toEqual([]);
  });
});
