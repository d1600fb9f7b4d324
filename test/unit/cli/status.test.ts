import { describe, expect, it } from 'vitest';
import { statusDocument, statusText } from '../../../src/cli/status';
import {
  organizationDocument,
  organizationsMeant,
  organizationText,
} from '../../../src/cli/status-organization';
import { PLAIN } from '../../../src/cli/style';
import type { ClientPoint, TrendLine } from '../../../src/engine/trend-model';
import { overview, record, run } from '../ui/an-overview';

const line = (day: number, asset: number, conflicts = 0): TrendLine => ({
  run: `r${day}`,
  at: `2026-01-0${day}T12:00:00Z`,
  records: 1200,
  conflicts,
  shares: { organization: 1, asset },
});

const ACME = 'identity of bms:organization:1';
const point = (day: string, conflict: number): ClientPoint => ({
  ...{ day, counts: { matched: 1, conflict }, shares: { organization: 0.5 }, placeholders: 2 },
});
const acme = [record('bms', 'organization', '1', { name: 'Acme' }), record('itglue', 'organization', '1')];
const known = overview({
  records: acme,
  same: [acme],
  statuses: { 'bms:organization:1': 'matched', 'itglue:organization:1': 'conflict' },
  lastRun: run({ outcomes: { done: 4, stale: 2 } }),
  trend: [1, 2, 3, 4, 5, 6, 7, 8].map((day) => line(day, day / 10, day === 8 ? 1 : 0)),
});
const lines = (of = known): readonly string[] => statusText(of, PLAIN).split('\n');

describe('the status in a terminal', () => {
  it('says how the last run ended, and what of it is stale', () => {
    expect(lines()[0]).toMatch(/^Last run 2026-01-01T12:00:00Z: .*, 2 stale$/);
  });

  it('shows what was in order of each kind after each of the newest runs, the newest last', () => {
    const at = lines().indexOf('In order, run by run');
    expect(lines()[at + 1]?.trim().split(/ {2,}/)).toEqual([
      'organizations',
      'assets',
      'in use',
      'conflicts',
    ]);
    const rows = lines()
      .slice(at + 2, at + 9)
      .map((text) => text.trim().split(/ {2,}/));
    expect(rows[0]).toEqual(['2026-01-02T12:00:00Z', '100 %', '20 %', '1,200', '-']);
    expect(rows[6]).toEqual(['2026-01-08T12:00:00Z', '100 %', '80 %', '1,200', '1']);
  });

  it('shows of each client that needs attention what is in order by kind, and what is not', () => {
    const at = lines().indexOf('Clients that need attention');
    expect(lines()[at + 1]?.trim().split(/ {2,}/)).toEqual([
      ...['in order:', 'organizations', 'not', 'of which', 'trend'],
    ]);
    expect(lines()[at + 2]?.trim().split(/ {2,}/)).toEqual(['Acme', '50 %', '1', '1 conflict', '-']);
  });

  it('says of each whether it became better or worse', () => {
    const row = (was: number) => {
      const trend = [point('2025-12-20', was), point('2026-01-01', 1)];
      return lines({ ...known, clientTrends: { [ACME]: trend } }).find((text) => text.startsWith('  Acme'));
    };
    expect(row(4)).toMatch(/ better: 4 → 1 since 2025-12-20$/);
    expect(row(0)).toMatch(/ worse: 0 → 1 since 2025-12-20$/);
    expect(row(1)).toMatch(/ unchanged since 2025-12-20$/);
  });

  it('counts the machines of each client whose serial number tells nothing', () => {
    expect(statusText(known, PLAIN)).not.toContain('tell nothing');
    const machine = record('bms', 'asset', '7', { fields: { serialNumber: 'To Be Filled By O.E.M.' } });
    const poor = overview({ records: [...acme, machine], same: [acme, [machine]] });
    const owner = [...poor.identities.keys()][0] ?? '';
    const identities = new Map(
      [...poor.identities].map(([id, one]) => [
        id,
        one.kind === 'asset' ? { ...one, organization: owner } : one,
      ]),
    );
    const shown = lines({ ...poor, identities });
    const at = shown.findIndex((text) => text.startsWith('Serial numbers that tell nothing'));
    expect(shown[at + 2]?.trim().split(/ {2,}/)).toEqual(['Acme', '1']);
  });

  it('says what to do where nothing is known', () => {
    expect(statusText(overview(), PLAIN)).toBe('Nothing has been read yet: run "msp-sync sync".');
  });
});

it('as a document holds counts, clients with their shares, statuses and placeholder serial numbers, and the trend', () => {
  const document = JSON.parse(JSON.stringify(statusDocument(known)));
  expect(Object.keys(document)).toEqual(['systems', 'lastRun', 'records', 'conflicts', 'clients', 'trend']);
  expect(document.records).toEqual({
    bms: { organization: { matched: 1 } },
    itglue: { organization: { conflict: 1 } },
  });
  expect(document.clients).toEqual([
    {
      ...{ identity: 'identity of bms:organization:1', name: 'Acme', records: 2, share: 0.5 },
      ...{ counts: { matched: 1, conflict: 1 }, matchedShare: { organization: 0.5 }, placeholders: [] },
      trend: [],
    },
  ]);
  expect(document.trend.at(-1)).toEqual(line(8, 0.8, 1));
});

describe('one client in full', () => {
  const trend = [point('2025-12-20', 3), point('2026-01-01', 1)];
  const told = { ...known, clientTrends: { [ACME]: trend } };

  it('holds every measure, the days on which it changed, and what is not in order with the reason', () => {
    const [client] = organizationsMeant(told, 'acme');
    const text = client ? organizationText(told, client, PLAIN) : '';
    expect(text).toMatch(
      /^Acme: 50 % of 2 records in use are in order; trend better: 3 → 1 since 2025-12-20\n/,
    );
    for (const measure of [/organizations in order +50 %/, /conflict +1 /, /placeholder serials +0/])
      expect(text).toMatch(measure);
    expect(text).toMatch(/^ {2}2025-12-20 +50 % +3 +- +3 +- +2$/m);
    expect(text).toMatch(/itglue:organization:1 {2}organization 1\n +conflict: because of organization 1/);
    expect(text).not.toContain('bms:organization:1  ');
    expect(client && organizationDocument(told, client)).toMatchObject({
      ...{ name: 'Acme', trend },
      notInOrder: [{ record: 'itglue:organization:1', status: 'conflict' }],
    });
  });

  it.each(['ACME', 'organization 1', 'bms:organization:1', 'itglue:organization:1', 'cm'])(
    'is meant by %s',
    (text) => {
      expect(organizationsMeant(known, text).map(({ name }) => name)).toEqual(['Acme']);
    },
  );

  it('that is not known is refused with names that are', () => {
    expect(() => organizationsMeant(known, 'Globex')).toThrow(/No organization is known as "Globex"/);
    expect(() => organizationsMeant(known, ' ')).toThrow(/No organization/);
  });
});
