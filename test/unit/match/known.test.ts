/** Identities, decisions, vendors' links, and what happens to machines over time. */
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../src/engine/decisions';
import { Cluster } from '../../../src/engine/match/clusters';
import { groupOf } from '../../../src/engine/match/report';
import { readDecisions } from '../../../src/engine/match/said';
import {
  type Fields,
  type Identity,
  keyOf,
  type SourceRecord,
  type SystemName,
} from '../../../src/engine/model';
import { linksOf, matched, record } from './records';

const OWNERS = [
  record('bms', 'organization', 'o', { name: 'Contoso' }),
  record('vsa', 'organization', 'o', { name: 'Contoso' }),
  record('itglue', 'organization', 'o', { name: 'Contoso' }),
];
const asset = (system: SystemName, id: string, fields: Fields, organization = 'o'): SourceRecord =>
  record(system, 'asset', id, fields, { organization });
const said = { by: 'kim', at: '2026-01-01T00:00:00Z' };
const assetsOf = (records: readonly SourceRecord[], given: Parameters<typeof matched>[1] = {}) =>
  linksOf(matched([...OWNERS, ...records], given), 'asset');

function identity(id: string, members: Partial<Record<SystemName, string>>): Identity {
  const links = Object.fromEntries(
    Object.entries(members).map(([system, member]) => [
      system,
      { record: member, provenance: 'rule', rule: 'serial number', confidence: 0.99, evidence: [] },
    ]),
  );
  return { id, kind: 'asset', organization: null, links, aliases: [], shadows: {} };
}

const UUID = '4C4C4544-0033-4B10-8052-B7C04F4D3931';
const SERIAL = 'PF3K2M91';
const MAC = '00:1B:21:AA:BB:CC';

describe('decisions', () => {
  const a = asset('bms', '1', { name: 'A', serialNumber: 'AAAA1111' });
  const b = asset('vsa', '1', { name: 'B', serialNumber: 'BBBB2222' });
  const twin = asset('itglue', '1', { name: 'A', serialNumber: 'AAAA1111' });

  test('same wins over a contradiction', () => {
    const decisions: Decision[] = [{ ...said, type: 'same', records: ['bms:asset:1', 'vsa:asset:1'] }];
    const result = matched([...OWNERS, a, b], { decisions });
    expect(linksOf(result, 'asset')).toEqual(['bms:1 vsa:1']);
    const link = result.groups.find((group) => group.kind === 'asset')?.links.bms;
    expect(link).toMatchObject({ provenance: 'person', confidence: 1 });
    expect(link?.rule).toBe('decided by kim');
  });

  describe('a silent record beside its heir', () => {
    const silent = asset('vsa', 'old', { name: 'A', serialNumber: SERIAL, lastSeen: '2026-01-01T00:00:00Z' });
    const heir = asset('vsa', 'new', { name: 'B', serialNumber: SERIAL, lastSeen: '2026-05-30T00:00:00Z' });
    const made = asset('itglue', '7', { name: 'A', serialNumber: SERIAL });

    test('is passed over while nobody says what it is', () => {
      expect(assetsOf([silent, heir, made])).toEqual(['vsa:new itglue:7']);
    });

    test('goes on with what a person had made for it', () => {
      const decisions: Decision[] = [{ ...said, type: 'create', record: 'vsa:asset:old', in: ['itglue'] }];
      const identities = [identity('asset/vsa/old', { vsa: 'old', itglue: '7' })];
      expect(assetsOf([silent, heir, made], { decisions, identities })).toEqual(['vsa:old itglue:7']);
    });

    test('is what a person said that it is', () => {
      const decisions: Decision[] = [{ ...said, type: 'same', records: ['vsa:asset:old', 'itglue:asset:7'] }];
      expect(assetsOf([silent, heir, made], { decisions })).toEqual(['vsa:old itglue:7']);
    });
  });

  test('different wins over agreement, and is neither linked nor suggested', () => {
    const decisions: Decision[] = [
      { ...said, type: 'different', records: ['itglue:asset:1', 'bms:asset:1'] },
    ];
    const result = matched([...OWNERS, a, twin], { decisions });
    expect(linksOf(result, 'asset')).toEqual([]);
    expect(result.suggestions).toEqual([]);
  });

  test('the later word replaces the earlier one, wherever it stands in the file', () => {
    const decisions: Decision[] = [
      { by: 'lee', at: '2026-03-01T00:00:00Z', type: 'same', records: ['bms:asset:1', 'vsa:asset:1'] },
      { by: 'kim', at: '2026-02-01T00:00:00Z', type: 'different', records: ['vsa:asset:1', 'bms:asset:1'] },
    ];
    expect(assetsOf([a, b], { decisions })).toEqual(['bms:1 vsa:1']);
    expect(assetsOf([a, b], { decisions: [...decisions].reverse() })).toEqual(['bms:1 vsa:1']);
  });

  test('different also parts an identity of an earlier run', () => {
    const decisions: Decision[] = [
      { ...said, type: 'different', records: ['bms:asset:1', 'itglue:asset:1'] },
    ];
    const identities = [identity('i', { bms: '1', itglue: '1' })];
    expect(assetsOf([a, twin], { identities, decisions })).toEqual([]);
  });

  test('an ignored record is left alone until the decision runs out', () => {
    const decisions: Decision[] = [
      { ...said, type: 'ignore', record: 'bms:asset:1', reason: 'home PC', until: '2026-05-01T00:00:00Z' },
    ];
    const before = matched([...OWNERS, a, twin], { decisions, now: '2026-04-01T00:00:00Z' });
    expect(linksOf(before, 'asset')).toEqual([]);
    expect(before.ignored.get('bms:asset:1')).toBe('home PC');
    const after = matched([...OWNERS, a, twin], { decisions, now: '2026-05-02T00:00:00Z' });
    expect(linksOf(after, 'asset')).toEqual(['bms:1 itglue:1']);
    expect(after.ignored.size).toBe(0);
  });

  test('a record whose counterpart shall be created there is not matched there', () => {
    const decisions: Decision[] = [{ ...said, type: 'create', record: 'bms:asset:1', in: ['itglue'] }];
    expect(assetsOf([a, twin], { decisions })).toEqual([]);
  });
});

describe('vendor links', () => {
  const links = [{ system: 'bms' as const, id: '1', via: 'IT Glue adapters_resources' }];

  test('are believed where nothing contradicts', () => {
    const there = record('itglue', 'asset', '9', { name: 'Front desk' }, { organization: 'o', links });
    const result = matched([...OWNERS, asset('bms', '1', { name: 'FRONT-01' }), there]);
    expect(linksOf(result, 'asset')).toEqual(['bms:1 itglue:9']);
    expect(result.groups.find((group) => group.kind === 'asset')?.links.bms?.provenance).toBe('vendor');
  });

  test('are reported where the serial numbers contradict', () => {
    const there = record(
      'itglue',
      'asset',
      '9',
      { name: 'X', serialNumber: 'AAAA1111' },
      { organization: 'o', links },
    );
    const result = matched([...OWNERS, asset('bms', '1', { name: 'X', serialNumber: 'BBBB2222' }), there]);
    expect(linksOf(result, 'asset')).toEqual([]);
    expect(result.alarms.map((alarm) => alarm.type)).toContain('wrong-vendor-link');
  });
});

describe('machines over time', () => {
  const bms = asset('bms', '1', { name: 'PC-7', serialNumber: SERIAL });

  test.each([
    ['a', 'z'],
    ['z', 'a'],
  ])(
    'joined to an identity of two a lone record goes on as theirs, whichever was met first: %s',
    (pair, lone) => {
      const known = new Map([
        [pair, identity(pair, { bms: '1', itglue: '1' })],
        [lone, identity(lone, { vsa: '1' })],
      ]);
      const entryOf = (system: SystemName, side: number) => {
        const held = asset(system, '1', { name: 'PC-7' });
        return { record: held, key: keyOf(held), slot: side, side, owner: undefined };
      };
      for (const identities of [
        [pair, lone],
        [lone, pair],
      ]) {
        const cluster = new Cluster(entryOf('bms', 0));
        cluster.members[1] = entryOf('vsa', 1);
        cluster.members[2] = entryOf('itglue', 2);
        cluster.identities = identities;
        const group = groupOf('asset', cluster, { identities: known, said: readDecisions([], said.at) });
        expect(group.identity).toBe(pair);
        expect(group.absorbed).toEqual([lone]);
      }
    },
  );

  test('an agent installed anew takes over the identity; the former one becomes an alias', () => {
    const old = asset('vsa', '11', { name: 'PC-7', serialNumber: SERIAL, lastSeen: '2026-01-01T00:00:00Z' });
    const anew = asset('vsa', '12', { name: 'PC-7', serialNumber: SERIAL, lastSeen: '2026-05-30T00:00:00Z' });
    const result = matched([...OWNERS, bms, old, anew], {
      identities: [identity('i', { bms: '1', vsa: '11' })],
    });
    const group = result.groups.find((it) => it.kind === 'asset');
    expect(group).toMatchObject({
      identity: 'i',
      members: { bms: '1', vsa: '12' },
      aliases: ['vsa:asset:11'],
    });
    // As long as VSA lists the old agent too, nothing is made of it elsewhere: the alarm says why.
    expect(result.alarms).toMatchObject([{ type: 'duplicate', records: ['vsa:asset:11', 'vsa:asset:12'] }]);
  });

  test('an agent that is gone is replaced by the one with its serial number', () => {
    const anew = asset('vsa', '12', { name: 'NEW-NAME', serialNumber: SERIAL });
    const result = matched([...OWNERS, bms, anew], { identities: [identity('i', { bms: '1', vsa: '11' })] });
    const group = result.groups.find((it) => it.kind === 'asset');
    expect(group).toMatchObject({
      identity: 'i',
      members: { bms: '1', vsa: '12' },
      aliases: ['vsa:asset:11'],
    });
  });

  test.each([
    ['ACME-PC-7 (2)', ['duplicate']],
    ['ACME-PC-70', []],
    ['ACME', []],
    ['LAPTOP-9', []],
  ])(
    'a network card that %s without a serial number shares with ACME-PC-7, which has one',
    (name, alarms) => {
      const one = asset('bms', '1', { name: 'ACME-PC-7', serialNumber: SERIAL, macAddresses: [MAC] });
      const two = asset('bms', '2', { name, macAddresses: [MAC] });
      expect(matched([...OWNERS, one, two]).alarms.map(({ type }) => type)).toEqual(alarms);
    },
  );

  test('a silent machine that shares a card with another one, and has no serial number, goes on as it is', () => {
    const silent = { lastSeen: '2026-01-01T00:00:00Z' };
    const one = asset('vsa', '11', { name: 'PC-7', macAddresses: [MAC], ...silent });
    const lastSeen = '2026-05-30T00:00:00Z';
    const two = asset('vsa', '12', { name: 'PC-7 (2)', serialNumber: SERIAL, macAddresses: [MAC], lastSeen });
    const counterpart = asset('itglue', '1', { name: 'PC-7' });
    const result = matched([...OWNERS, counterpart, one, two], {
      identities: [identity('i', { itglue: '1', vsa: '11' })],
    });
    expect(linksOf(result, 'asset')).toEqual(['vsa:11 itglue:1']);
  });

  const told = {
    ...{
      name: 'ACME-RECEPTION-01',
      serialNumber: SERIAL,
      model: 'Latitude 5520',
      location: '7',
      type: 'Workstation',
    },
    ...{ manufacturer: 'Dell', operatingSystem: 'Windows 11 Pro', ipAddresses: ['10.0.0.5'] },
  };

  test.each([
    ['nothing', {}, ['duplicate']],
    ['another name', { name: 'ACME-RECEPTION-02' }, []],
    ['another address', { ipAddresses: ['10.0.0.6'] }, []],
    ['no address', { ipAddresses: [] }, []],
    ['another model', { model: 'OptiPlex 3080' }, []],
    ['another maker', { manufacturer: 'Lenovo' }, []],
    ['another sort', { type: 'Printer' }, []],
    ['another system', { operatingSystem: 'Ubuntu 24.04' }, []],
    ['another site', { location: '8' }, []],
    ['being archived', { active: false }, []],
    ['a serial number of its own', { serialNumber: '5CG1234XYZ' }, []],
  ])(
    'a record of one name and address, and %s that tells it from another one of its system',
    (_, more, alarms) => {
      const one = asset('bms', '1', told);
      const two = asset('bms', '2', {
        name: told.name.toLowerCase(),
        ipAddresses: told.ipAddresses,
        ...more,
      });
      expect(matched([...OWNERS, one, two]).alarms.map(({ type }) => type)).toEqual(alarms);
    },
  );

  test('records of one name that a person has told apart by what each is raise no question', () => {
    const records = [
      asset('bms', '1', told),
      asset('bms', '2', { name: told.name, ipAddresses: told.ipAddresses }),
      asset('itglue', '1', told),
      asset('itglue', '2', { name: told.name, ipAddresses: told.ipAddresses }),
    ];
    const at = '2026-05-01T00:00:00Z';
    const decisions = ['1', '2'].map(
      (id): Decision => ({
        type: 'same',
        records: [`bms:asset:${id}`, `itglue:asset:${id}`],
        by: 'kim',
        at,
      }),
    );
    expect(matched([...OWNERS, ...records], { decisions }).alarms).toEqual([]);
  });

  test('two machines that are both alive are a clone, and neither is guessed', () => {
    const one = asset('vsa', '11', { name: 'PC-8', serialNumber: SERIAL, lastSeen: '2026-05-30T00:00:00Z' });
    const two = asset('vsa', '12', { name: 'PC-9', serialNumber: SERIAL, lastSeen: '2026-05-30T00:00:00Z' });
    const result = matched([...OWNERS, bms, one, two]);
    expect(linksOf(result, 'asset')).toEqual([]);
    expect(result.alarms.map((alarm) => alarm.type)).toContain('clone');
  });

  test('a hardware UUID on two machines of a system is a clone, and identifies neither', () => {
    const one = asset('vsa', '11', { name: 'VM-8', uuid: UUID, lastSeen: '2026-05-30T00:00:00Z' });
    const two = asset('vsa', '12', { name: 'VM-9', uuid: UUID, lastSeen: '2026-05-30T00:00:00Z' });
    const result = matched([...OWNERS, asset('bms', '1', { name: 'VM-7', uuid: UUID }), one, two]);
    expect(result.alarms).toEqual([
      expect.objectContaining({ type: 'clone', reason: expect.stringContaining('hardware UUID') }),
    ]);
    expect(linksOf(result, 'asset')).toEqual([]);
  });

  test('a machine is recognised by its hardware UUID under another client, and the link says by what', () => {
    const others = [
      record('bms', 'organization', 'p', { name: 'Fabrikam' }),
      record('vsa', 'organization', 'p', { name: 'Fabrikam' }),
    ];
    const here = asset('bms', '1', { name: 'VM-7', uuid: UUID });
    const there = asset('vsa', '1', { name: 'VM-7', uuid: UUID.toLowerCase() }, 'p');
    const result = matched([...OWNERS, ...others, here, there]);
    expect(linksOf(result, 'asset')).toEqual(['bms:1 vsa:1']);
    expect(result.groups.at(0)?.reason).toContain('same hardware UUID');
  });

  test('a third record that joins two later adds what it tells, each pair once', () => {
    const others = [
      record('bms', 'organization', 'p', { name: 'Fabrikam' }),
      record('itglue', 'organization', 'q', { name: 'Northwind' }),
    ];
    const result = matched([
      ...others,
      asset('bms', '1', { name: 'PC-1', serialNumber: SERIAL, macAddresses: [MAC] }, 'p'),
      asset('bms', '2', { name: 'PC-1' }, 'p'),
      record('vsa', 'asset', '3', { name: 'PC-1', serialNumber: SERIAL }),
      asset('itglue', '4', { name: 'PC-1', macAddresses: [MAC] }, 'q'),
    ]);
    expect(linksOf(result, 'asset')).toEqual(['bms:1 vsa:3 itglue:4']);
    const told = result.groups.flatMap(({ evidence }) => evidence);
    const pairs = told.map(({ field, between }) => [field, ...[...between].sort()].join(' '));
    expect(pairs).toEqual([...new Set(pairs)]);
  });

  test('a machine found under no client does not join where another serial number stands already', () => {
    const owners = [
      record('bms', 'organization', 'p', { name: 'Acme' }),
      record('itglue', 'organization', 'q', { name: 'Acme' }),
    ];
    const result = matched([
      ...owners,
      asset('itglue', '1', { name: 'PC-1', serialNumber: 'PF9Q8W77', model: 'ThinkPad T14' }, 'q'),
      record('vsa', 'asset', '2', { name: 'PC-1', serialNumber: SERIAL, macAddresses: [MAC] }),
      asset('bms', '3', { name: 'PC-1', macAddresses: [MAC], model: 'ThinkPad T14' }, 'p'),
    ]);
    for (const { members } of result.groups) expect(members).not.toMatchObject({ vsa: '2', itglue: '1' });
  });

  test('a moved machine is linked across organizations, with an alarm', () => {
    const others = [
      record('bms', 'organization', 'p', { name: 'Fabrikam' }),
      record('vsa', 'organization', 'p', { name: 'Fabrikam' }),
    ];
    const here = asset('bms', '1', { name: 'PC-7', serialNumber: SERIAL, macAddresses: [MAC] });
    const there = asset('vsa', '1', { name: 'PC-7', serialNumber: SERIAL, macAddresses: [MAC] }, 'p');
    const result = matched([...OWNERS, ...others, here, there]);
    expect(linksOf(result, 'asset')).toEqual(['bms:1 vsa:1']);
    expect(result.alarms.map((alarm) => alarm.type)).toContain('moved');
  });

  test('new hardware under the old name alarms and is not linked', () => {
    const anew = asset('vsa', '1', { name: 'PC-7', serialNumber: 'PF9Q8W77' });
    const result = matched([...OWNERS, bms, anew]);
    expect(linksOf(result, 'asset')).toEqual([]);
    expect(result.alarms.map((alarm) => alarm.type)).toEqual(['replaced']);
  });

  test('three records that contradict one another are never one', () => {
    const a = asset('bms', '1', { name: 'PC-7', macAddresses: [MAC], serialNumber: 'AAAA1111' });
    const b = asset('vsa', '1', { name: 'PC-7', macAddresses: [MAC] });
    const c = asset('itglue', '1', { name: 'PC-7', macAddresses: [MAC], serialNumber: 'BBBB2222' });
    const result = matched([...OWNERS, a, b, c]);
    expect(linksOf(result, 'asset')).toEqual([]);
    expect(result.alarms.map((alarm) => alarm.type)).toContain('contradiction');
  });

  test('a serial number on two records of one system identifies neither', () => {
    const two = asset('bms', '2', { name: 'PC-8', serialNumber: SERIAL });
    const other = asset('vsa', '1', { name: 'LAB-1', serialNumber: SERIAL });
    const result = matched([...OWNERS, bms, two, other]);
    expect(linksOf(result, 'asset')).toEqual([]);
    expect(result.alarms.map((alarm) => alarm.type)).toContain('duplicate');
  });
});

describe('organizations', () => {
  test('are recognised by their machines', () => {
    const machines = ['1', '2', '3', '4'].flatMap((id) => [
      asset('bms', id, { name: `PC-${id}`, serialNumber: `PF3K2M9${id}` }),
      asset('vsa', id, { name: `PC-${id}`, serialNumber: `PF3K2M9${id}` }, 'x'),
    ]);
    const owners = [
      record('bms', 'organization', 'o', { name: 'Contoso' }),
      record('vsa', 'organization', 'x', { name: 'Customer 17' }),
    ];
    const result = matched([...owners, ...machines]);
    expect(linksOf(result, 'organization')).toEqual(['bms:o vsa:x']);
    expect(linksOf(result, 'asset')).toHaveLength(4);
  });

  test('of one name and two places on one side are a choice for a person', () => {
    const result = matched([
      record('bms', 'organization', '1', { name: 'Burger Hut' }),
      record('itglue', 'organization', '1', { name: 'Burger Hut' }),
      record('itglue', 'organization', '2', { name: 'Burger Hut' }),
    ]);
    expect(result.groups).toEqual([]);
    expect(result.ambiguous.map((it) => it.record)).toEqual(['bms:organization:1']);
    expect(result.ambiguous[0]?.candidates).toHaveLength(2);
    expect(result.alarms.map((alarm) => alarm.type)).toEqual(['duplicate']);
  });

  test('go on under their identity, and a third system joins it', () => {
    const identities = [{ ...identity('i', { bms: 'o', vsa: 'o' }), kind: 'organization' as const }];
    const group = matched(OWNERS, { identities }).groups[0];
    expect(group).toMatchObject({ identity: 'i', members: { bms: 'o', vsa: 'o', itglue: 'o' } });
    expect(group?.links.bms?.rule).toBe('serial number');
    expect(group?.links.itglue?.rule).toBe('name');
    expect(JSON.parse(JSON.stringify(group)).evidence.length).toBeGreaterThan(0);
  });
});
