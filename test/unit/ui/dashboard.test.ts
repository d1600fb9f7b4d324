import { describe, expect, test } from 'vitest';
import { healthOf } from '../../../src/engine/health';
import type { RunEntry } from '../../../src/engine/history';
import type { Identity } from '../../../src/engine/model';
import {
  activityOf,
  coverageOf,
  leadOf,
  narrowed,
  recordsBehind,
  sectionsOf,
  statusesBehind,
  trendOf,
} from '../../../src/ui/dashboard/model';
import { organizationsOf, serialsOf, worstOf } from '../../../src/ui/dashboard/organizations';
import { type Section, sectionShape } from '../../../src/ui/dashboard/protocol';
import { overview as known, run as lastRun, record } from './an-overview';

const contoso = record('bms', 'organization', '1', { name: 'Contoso' });
const assets = [
  record('bms', 'asset', '2', { name: 'B', fields: { serialNumber: 'Default string' } }),
  record('bms', 'asset', '3', { name: 'A' }),
  record('vsa', 'asset', '4', { name: 'V' }),
  record('vsa', 'asset', '5', { name: 'Old' }),
];
const plain = known({
  records: [contoso, ...assets],
  same: [[contoso], ...assets.map((asset) => [asset])],
  statuses: {
    'bms:organization:1': 'matched',
    'bms:asset:2': 'unmatched',
    'bms:asset:3': 'unmatched',
    'vsa:asset:4': 'conflict',
    'vsa:asset:5': 'inactive',
  },
});
const client = plain.identityOf.get('bms:organization:1') ?? '';
const owned = ([id, identity]: readonly [string, Identity]) =>
  [id, identity.kind === 'organization' ? identity : { ...identity, organization: client }] as const;
const overview = { ...plain, identities: new Map([...plain.identities].map(owned)) };

const cells = ({ rows }: Section) =>
  rows.map(({ label, parts, note }) => [label, ...parts.map(({ text }) => text), note]);
const run = (id: string, startedAt: string, more: Partial<RunEntry> = {}): RunEntry => ({
  ...{ run: id, purpose: 'sync', by: 'a', startedAt, endedAt: startedAt, result: 'done', message: null },
  ...{ outcomes: {}, steps: [], writes: [], ...more },
});
const day = (iso: string) => iso.slice(0, 10);

describe('coverage', () => {
  test('counts what is in use by system and kind, and each number leads to its records', () => {
    const section = coverageOf(overview);
    expect(cells(section)).toEqual([
      ['BMS organizations', '1', '0', '0', '0', '100 %'],
      ['BMS assets', '0', '0', '2', '0', '0 %'],
      ['VSA assets', '0', '1', '0', '0', '0 %'],
    ]);
    const alone = section.rows[1]?.parts[2];
    expect(alone).toMatchObject({
      spoken: 'BMS assets, no counterpart: 2',
      target: { type: 'records', system: 'bms', kind: 'asset', group: 'alone' },
    });
    expect(section.rows[1]?.parts[0]?.target).toBeNull();
  });

  test('the records behind a number come by name; those of a client are all that is theirs', () => {
    expect(
      recordsBehind(overview, { type: 'records', system: 'bms', kind: 'asset', group: 'alone' }),
    ).toEqual(['bms:asset:3', 'bms:asset:2']);
    const inConflict = { type: 'clientRecords', kind: null, statuses: ['conflict'] } as const;
    const behind = (more: object) =>
      recordsBehind(overview, { ...inConflict, identity: client, statuses: ['conflict'], ...more });
    expect(behind({})).toEqual(['vsa:asset:4']);
    expect(behind({ kind: 'contact' })).toEqual([]);
    expect(behind({ identity: 'other' })).toEqual([]);
  });

  test('in a sentence, rounded down', () => {
    expect(leadOf(overview)).toBe('25 % of 4 records in use are in order.');
    expect(leadOf(known())).toBe('No record is in use.');
    expect(coverageOf(known())).toMatchObject({ rows: [], empty: 'No record is in use.' });
  });
});

describe('clients', () => {
  test('that need attention, with what it is; and their serial numbers that tell nothing', () => {
    const clients = healthOf(overview);
    expect(cells(worstOf(clients))).toEqual([['Contoso', '1', '1', '2', '0', '25 %']]);
    expect(worstOf(clients).rows[0]?.target).toEqual({ type: 'client', identity: client });
    expect(cells(serialsOf(clients))).toEqual([['Contoso', '1', '']]);
    expect(serialsOf(clients).rows[0]?.parts[0]?.target).toEqual({ type: 'serials', identity: client });
  });

  test('are not all shown where there are many, and it says so', () => {
    const [one] = healthOf(overview);
    const many = Array.from({ length: 12 }, (_, at) => (one ? [{ ...one, identity: `${at}` }] : [])).flat();
    expect(worstOf(many)).toMatchObject({ more: 'and 2 organizations more' });
    expect(serialsOf(many).rows).toHaveLength(10);
    expect(worstOf([]).empty).toMatch(/in order/);
  });
});

describe('every organization', () => {
  const clients = healthOf(overview);
  const section = organizationsOf(clients, overview);
  const part = (label: string) =>
    section.rows[0]?.parts[section.legend.findIndex((one) => one.label === label)];

  test('has each measure in a column, and each number leads to the records behind it', () => {
    expect([section.head, ...section.legend.map(({ label }) => label), section.trendHead]).toEqual([
      ...['Organization', 'Organizations in order', 'Assets in order', 'No counterpart'],
      ...['Suggested or ambiguous', 'Conflicts', 'Stale', 'Failed', 'Placeholder serials'],
      '',
    ]);
    expect(cells(section)).toEqual([['Contoso', '100 %', '0 %', '2', '0', '1', '0', '0', '1', '']]);
    expect(part('Stale')?.target).toBeNull();
    expect(part('Placeholder serials')?.target).toEqual({ type: 'serials', identity: client });
    const behind = (label: string) => {
      const target = part(label)?.target;
      if (target?.type !== 'clientRecords') return expect.unreachable('it leads to no records');
      return [recordsBehind(overview, target), statusesBehind(target)];
    };
    expect(behind('Conflicts')).toEqual([['vsa:asset:4'], ['conflict']]);
    expect(behind('No counterpart')).toEqual([['bms:asset:3', 'bms:asset:2'], ['unmatched']]);
    expect(behind('Organizations in order')?.[0]).toEqual(['bms:organization:1']);
    expect(behind('Assets in order')?.[0]).toEqual(['bms:asset:3', 'bms:asset:2', 'vsa:asset:4']);
  });

  test('has how it went in numbers and in words, and nothing on the first day', () => {
    const point = (at: string, unmatched: number) => ({
      ...{ day: at, counts: { unmatched }, shares: {}, placeholders: 0 },
    });
    const went = (endedAt: string) => {
      const clientTrends = { [client]: [point('2025-12-01', 5), point('2026-01-01', 3)] };
      const { rows, trendHead } = organizationsOf(clients, { clientTrends, lastRun: lastRun({ endedAt }) });
      expect(trendHead === '').toBe(rows[0]?.trend === null);
      return rows[0]?.trend;
    };
    expect(went('2026-01-01T12:00:00Z')).toEqual({
      ...{ direction: 'better', change: -2, text: 'better: 5 → 3' },
      spoken: 'Contoso, records not in order, better: 5 → 3 since 2025-12-02',
      values: [...Array(30).fill(5), 3],
    });
    expect(went('2025-12-01T12:00:00Z')).toBeNull();
    expect(section.rows[0]?.trend).toBeNull();
  });
});

describe('activity', () => {
  const runs = [
    run('d', '2026-01-03T09:00:00Z'),
    run('c', '2026-01-02T12:00:00Z', { outcomes: { unchanged: 4 } }),
    run('b', '2026-01-02T11:00:00Z', { outcomes: { done: 3, failed: 1 } }),
    run('a', '2026-01-02T10:00:00Z', { outcomes: { done: 2 }, result: 'failed' }),
  ];

  test('comes by day, the oldest first; a number leads to the last run of the day that did so', () => {
    const section = activityOf({ runs, failure: '', day });
    expect(cells(section)).toEqual([
      ['2026-01-02', '5', '2', '3'],
      ['2026-01-03', '0', '0', '1'],
    ]);
    expect(section.rows[0]?.parts.map(({ target }) => target)).toEqual([
      { type: 'run', run: 'b' },
      { type: 'run', run: 'b' },
    ]);
    expect(section.rows[0]?.target).toEqual({ type: 'run', run: 'c' });
  });

  test('tells apart: being read, never run, not readable', () => {
    expect(activityOf({ runs: null, failure: '', day }).empty).toBe('Reading the history…');
    expect(activityOf({ runs: [], failure: '', day }).empty).toBe('Nothing has been run yet.');
    expect(activityOf({ runs: null, failure: 'No access.', day }).empty).toBe('No access.');
  });
});

describe('the trend', () => {
  const line = (id: string, shares: object) => ({ run: id, at: id, records: 1, conflicts: 2, shares });

  test('has a column for each kind that was ever seen; what was not is no zero', () => {
    const section = trendOf(
      [line('a', { asset: 0.999 }), line('b', { asset: 1, contact: 0.5 })],
      (at) => `at ${at}`,
    );
    expect(section.legend.map(({ label }) => label)).toEqual(['Contacts', 'Assets']);
    expect(cells(section)).toEqual([
      ['at a', '–', '99 %', '2'],
      ['at b', '50 %', '100 %', '2'],
    ]);
    expect(section.rows[0]?.parts[0]?.value).toBeNull();
    expect(section.rows[1]?.target).toEqual({ type: 'run', run: 'b' });
  });

  test('shows the newest of many, and nothing before the first', () => {
    const many = Array.from({ length: 100 }, (_, at) => line(`${at}`, {}));
    expect(trendOf(many, String).rows.at(0)?.key).toBe('40');
    expect(trendOf([], String).empty).toMatch(/next run/);
  });
});

test('of one kind alone, all of it is of that kind', () => {
  const line = { run: 'a', at: 'a', records: 1, conflicts: 2, shares: { organization: 1, asset: 0.5 } };
  const assetsAlone = narrowed({ ...overview, trend: [line], clientTrends: { [client]: [] } }, 'asset');
  expect(cells(coverageOf(assetsAlone)).map(([label]) => label)).toEqual(['BMS assets', 'VSA assets']);
  expect(cells(organizationsOf(healthOf(assetsAlone), assetsAlone))).toEqual([
    ['Contoso', '0 %', '2', '0', '1', '0', '0', '1', ''],
  ]);
  expect(trendOf(assetsAlone.trend, String).legend.map(({ label }) => label)).toEqual(['Assets']);
  expect(leadOf(assetsAlone)).toBe('0 % of 3 records in use are in order.');
  const locations = narrowed(overview, 'location');
  expect(organizationsOf(healthOf(locations), locations).rows).toEqual([]);
  expect(narrowed(overview, null)).toBe(overview);
});

test('every section passes the door of the page', () => {
  const sections = sectionsOf(overview, { runs: [], failure: '', day }, String);
  expect(sections.map(({ id }) => id)).toEqual([
    ...['coverage', 'clients', 'organizations', 'trend', 'activity', 'serials'],
  ]);
  for (const section of sections) expect(sectionShape.parse(section)).toEqual(section);
});
