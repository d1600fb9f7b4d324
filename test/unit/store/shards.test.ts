import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Identity, SourceRecord } from '../../../src/engine/model';
import { keyOf } from '../../../src/engine/model';
import type { StateChange } from '../../../src/engine/ports';
import { type Disk, nodeDisk } from '../../../src/store/disk';
import { Shards } from '../../../src/store/shards';
import { FolderStore } from '../../../src/store/store';
import { CLOCK, identity, record } from '../engine/fakes';

const ids = fc.constantFrom('1', '2', '3', '4');

const aMachine: fc.Arbitrary<Identity> = fc
  .tuple(ids, fc.option(ids), fc.option(ids), fc.option(fc.constantFrom('1', '2')))
  .map(([id, bms, vsa, owner]) =>
    identity(
      `asset/${id}`,
      'asset',
      { ...(bms === null ? {} : { bms }), ...(vsa === null ? {} : { vsa }) },
      { organization: owner === null ? null : `organization/${owner}` },
    ),
  );
const aRecord: fc.Arbitrary<SourceRecord> = fc
  .tuple(fc.constantFrom('bms', 'vsa'), ids, fc.constantFrom('A', 'B'))
  .map(([system, id, name]) => record(system, 'asset', id, { name }));
const aChange: fc.Arbitrary<StateChange> = fc.record({
  identities: fc.uniqueArray(aMachine, { selector: ({ id }) => id, maxLength: 3 }),
  records: fc.uniqueArray(aRecord, { selector: keyOf, maxLength: 3 }),
  removedIdentities: fc.array(
    ids.map((id) => `asset/${id}`),
    { maxLength: 2 },
  ),
  removedRecords: fc.array(aRecord.map(keyOf), { maxLength: 2 }),
});

/** One record is held by one identity at most: what the engine sees to. */
function isSound(shards: Shards): boolean {
  const held = [...shards.identities.values()].flatMap(({ links }) =>
    Object.entries(links).map(([system, link]) => `${system}:${link.record}`),
  );
  return new Set(held).size === held.length;
}

const contentOf = (shards: Shards) =>
  shards.organizations.map((organization) => shards.shard(organization)).sort(byOrganization);
const byOrganization = (a: { organization: string }, b: { organization: string }) =>
  a.organization < b.organization ? -1 : 1;

/** A disk on which a kill comes once so many files are in place. */
function dyingAfter(files: number): Disk {
  let left = files;
  const rename: Disk['rename'] = (from, to) => {
    left -= 1;
    return left < 0 ? Promise.reject(new Error('killed')) : nodeDisk.rename(from, to);
  };
  return { ...nodeDisk, rename };
}

describe('shards that follow changes', () => {
  it('hold what shards made at once from the same state hold, and know which of them changed', () => {
    fc.assert(
      fc.property(fc.array(aChange, { minLength: 1, maxLength: 6 }), (changes) => {
        const shards = new Shards();
        for (const change of changes) {
          const before = new Map(contentOf(shards).map((shard) => [shard.organization, shard]));
          for (const organization of shards.unwritten) shards.settled(organization);
          shards.change(change);
          if (!isSound(shards)) return;
          const after = contentOf(shards);
          const atOnce = new Shards();
          atOnce.change({
            records: [...shards.records.values()],
            identities: [...shards.identities.values()],
          });
          expect(after).toEqual(contentOf(atOnce));
          const names = new Set([...before.keys(), ...shards.organizations]);
          for (const name of names) {
            const moved =
              JSON.stringify(before.get(name)) !==
              JSON.stringify(after.find((it) => it.organization === name));
            if (moved) expect(shards.unwritten).toContain(name);
          }
        }
      }),
    );
  });
});

describe('a state of many organizations', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'msp-sync-shards-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = (disk: Disk = nodeDisk) =>
    new FolderStore({ folder, clock: CLOCK, disk, onDamage: () => expect.unreachable() });
  const shardsFolder = () => join(folder, 'state', 'organizations');

  /** Clients with a machine each. */
  function clients(count: number): { identities: Identity[]; records: SourceRecord[] } {
    const numbers = Array.from({ length: count }, (_, at) => String(at + 1));
    return {
      identities: numbers.flatMap((id) => [
        identity(`organization/bms/${id}`, 'organization', { bms: id }),
        identity(`asset/bms/${id}`, 'asset', { bms: id }, { organization: `organization/bms/${id}` }),
      ]),
      records: numbers.flatMap((id) => [
        record('bms', 'organization', id, { name: `Client ${id}` }),
        record('bms', 'asset', id, { name: `PC-${id}` }),
      ]),
    };
  }

  it('costs, for a change of one record, the text of one shard, however many there are', async () => {
    const texts = async (count: number) => {
      await rm(folder, { recursive: true });
      const store = open();
      const { identities, records } = clients(count);
      let texts = 0;
      for (const one of records) {
        const toJSON = () => {
          texts += 1;
          return { ...one };
        };
        Object.defineProperty(one, 'toJSON', { value: toJSON });
      }
      await store.save({ identities, records });
      texts = 0;
      await store.save({ records: [record('bms', 'asset', '1', { name: 'PC-1b' })] });
      return texts;
    };
    // The client whose machine changed, and nothing of the others.
    expect([await texts(3), await texts(40)]).toEqual([1, 1]);
  });

  it('is healed where a kill left one machine in two shards', async () => {
    const two = clients(2);
    await open().save(two);
    const texts = new Map<string, string>();
    for (const name of await readdir(shardsFolder()))
      texts.set(name, await readFile(join(shardsFolder(), name), 'utf8'));
    const moved = identity('asset/bms/1', 'asset', { bms: '1' }, { organization: 'organization/bms/2' });
    await open().save({ identities: [moved] });
    const [left = ''] = [...texts].find(([, text]) => text.includes('"asset/bms/1"')) ?? [];
    await writeFile(join(shardsFolder(), left), texts.get(left) ?? '');

    await open().save({});
    const holding = await Promise.all(
      (await readdir(shardsFolder())).map(async (name) => readFile(join(shardsFolder(), name), 'utf8')),
    );
    expect(holding.filter((text) => text.includes('"asset/bms/1"'))).toHaveLength(1);
    expect((await open().load()).identities.size).toBe(4);
  });

  it('loses no record whose machine turns out to be one of another client’s, at whichever file a kill comes between', async () => {
    for (const from of [1, 2]) {
      const to = 3 - from;
      const { identities, records } = clients(2);
      const agent = record('vsa', 'asset', '9', { name: 'PC-9' });
      const alone = identity(
        'asset/vsa/9',
        'asset',
        { vsa: '9' },
        { organization: `organization/bms/${from}` },
      );
      const whole = identity(
        `asset/bms/${to}`,
        'asset',
        { bms: `${to}`, vsa: '9' },
        { organization: `organization/bms/${to}` },
      );
      for (let files = 0; files <= 4; files += 1) {
        await rm(folder, { recursive: true });
        await open().save({ identities: [...identities, alone], records: [...records, agent] });
        await open(dyingAfter(files))
          .save({ removedIdentities: [alone.id], identities: [whole] })
          .catch(() => undefined);
        const held = await open().load();
        expect(held.records.has('vsa:asset:9'), `${from} to ${to}, after ${files} files`).toBe(true);
        expect(held.identities.get(`asset/bms/${to}`)).toBeDefined();
      }
    }
  });

  it('loses no machine that moves, at whichever file a kill comes between', async () => {
    const { identities, records } = clients(3);
    // One goes from the first client to the second, another from the second to the third.
    const moves = [1, 2].map((from) =>
      identity(
        `asset/bms/${from}`,
        'asset',
        { bms: `${from}` },
        { organization: `organization/bms/${from + 1}` },
      ),
    );
    for (const order of [moves, moves.toReversed()]) {
      for (let files = 0; files <= 3; files += 1) {
        await rm(folder, { recursive: true });
        await open().save({ identities, records });
        await open(dyingAfter(files))
          .save({ identities: order })
          .catch(() => undefined);
        const held = (await open().load()).identities;
        expect([...held.keys()].sort(), `after ${files} files`).toEqual(
          identities.map(({ id }) => id).sort(),
        );
      }
    }
  });

  it('writes with the next save what a full disk refused', async () => {
    let full = false;
    const store = open({
      ...nodeDisk,
      open: (path, how) =>
        full
          ? Promise.reject(Object.assign(new Error('no room'), { code: 'ENOSPC' }))
          : nodeDisk.open(path, how),
    });
    await store.save(clients(3));
    full = true;
    const renamed = record('bms', 'asset', '2', { name: 'PC-2b' });
    await expect(store.save({ records: [renamed] })).rejects.toMatchObject({ reason: 'disk' });
    full = false;
    await store.save({});
    expect((await open().load()).records.get('bms:asset:2')?.name).toBe('PC-2b');
  });
});
