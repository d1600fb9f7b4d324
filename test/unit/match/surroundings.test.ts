/** What is recognised by more than the two records themselves: machines, parents, other records, settings. */
import { describe, expect, test } from 'vitest';
import type { Fields, SystemName } from '../../../src/engine/model';
import { linksOf, matched, record } from './records';

const company = (system: SystemName, id: string, fields: Fields) =>
  record(system, 'organization', id, fields);
const machine = (system: SystemName, id: string, organization: string, fields: Fields) =>
  record(system, 'asset', id, fields, { organization });

/** Machines of which nothing but the serial number tells. */
const machines = (system: SystemName, organization: string, serials: readonly string[]) =>
  serials.map((serialNumber, at) => machine(system, `${organization}${at}`, organization, { serialNumber }));

const [OURS, THEIRS] = [
  ['PF3K2M91', 'PF3K2M92', 'PF3K2M93', 'PF3K2M94'],
  ['PF9Q8W71', 'PF9Q8W72', 'PF9Q8W73', 'PF9Q8W74'],
];

describe('machines in common', () => {
  test('link two organizations that bear different names', () => {
    const result = matched([
      company('bms', 'a', { name: 'Contoso' }),
      company('vsa', 'x', { name: 'Blue Yonder Airlines' }),
      ...machines('bms', 'a', OURS),
      ...machines('vsa', 'x', OURS),
    ]);
    expect(linksOf(result, 'organization')).toEqual(['bms:a vsa:x']);
    expect(result.groups.find(({ kind }) => kind === 'organization')?.reason).toContain('machines');
  });

  test('leave it to a person where the name says the one and the machines say the other', () => {
    const result = matched([
      company('bms', 'a', { name: 'Contoso' }),
      company('vsa', 'x', { name: 'Contoso' }),
      company('bms', 'b', { name: 'Fabrikam' }),
      company('vsa', 'y', { name: 'Northwind' }),
      ...machines('bms', 'a', OURS),
      ...machines('vsa', 'y', OURS),
      ...machines('bms', 'b', THEIRS),
      ...machines('vsa', 'x', THEIRS),
    ]);
    expect(linksOf(result, 'organization')).toEqual([]);
    expect(result.ambiguous).toMatchObject([
      {
        record: 'bms:organization:a',
        candidates: [{ record: 'vsa:organization:y' }, { record: 'vsa:organization:x' }],
      },
      { record: 'vsa:organization:x' },
    ]);
  });
});

describe('a parent', () => {
  test('is told by a name in one system and by a link in the other', () => {
    const result = matched([
      company('bms', 'p', { name: 'Contoso' }),
      company('bms', 'd', { name: 'Dallas', parent: 'p' }),
      company('bms', 'u', { name: 'Austin', parent: 'p' }),
      company('itglue', '1', { name: 'Contoso' }),
      company('itglue', '2', { name: 'Contoso - Dallas' }),
      company('itglue', '3', { name: 'Contoso - Austin' }),
    ]);
    expect(linksOf(result, 'organization')).toEqual(['bms:d itglue:2', 'bms:p itglue:1', 'bms:u itglue:3']);
  });
});

describe('a mark that lies', () => {
  const owners = [company('bms', 'o', { name: 'Contoso' }), company('vsa', 'o', { name: 'Contoso' })];
  const pair = [
    machine('bms', '1', 'o', { name: 'Alpha', serialNumber: 'RENTAL2024' }),
    machine('vsa', '1', 'o', { name: 'Beta', serialNumber: 'Rental-2024' }),
  ];

  test('is one that the settings name', () => {
    expect(linksOf(matched([...owners, ...pair]), 'asset')).toEqual(['bms:1 vsa:1']);
    const told = matched([...owners, ...pair], { placeholderSerials: ['rental 2024'] });
    expect(linksOf(told, 'asset')).toEqual([]);
    expect(told.suggestions).toEqual([]);
  });

  test('is a network card that several records of one system bear', () => {
    const dock = { macAddresses: ['00:1B:21:AA:BB:CC'] };
    const result = matched([
      ...owners,
      machine('bms', '1', 'o', { name: 'Alpha', ...dock }),
      machine('bms', '2', 'o', { name: 'Gamma', ...dock }),
      machine('vsa', '1', 'o', { name: 'Delta', ...dock }),
    ]);
    expect(linksOf(result, 'asset')).toEqual([]);
  });

  test('is a serial number on several records of one system, though the name still tells which', () => {
    const result = matched([
      ...owners,
      machine('bms', '1', 'o', { name: 'FRONT-01', serialNumber: 'PF3K2M91', model: 'Latitude 5420' }),
      machine('bms', '2', 'o', { name: 'BACK-02', serialNumber: 'PF3K2M91', model: 'Latitude 5420' }),
      machine('vsa', '1', 'o', { name: 'BACK-02', serialNumber: 'PF3K2M91', model: 'Latitude 5420' }),
    ]);
    expect(linksOf(result, 'asset')).toEqual(['bms:2 vsa:1']);
  });
});

test('a silent predecessor that shares its serial number makes it no lie about the machine that speaks now', () => {
  const lastSeen = (day: string) => `2026-${day}T00:00:00Z`;
  const result = matched([
    company('bms', 'o', { name: 'Contoso' }),
    company('vsa', 'o', { name: 'Contoso' }),
    machine('bms', '1', 'o', { name: 'Alpha', serialNumber: 'PF3K2M91' }),
    machine('vsa', 'old', 'o', { name: 'Alpha', serialNumber: 'PF3K2M91', lastSeen: lastSeen('01-01') }),
    machine('vsa', 'new', 'o', { name: 'Beta', serialNumber: 'PF3K2M91', lastSeen: lastSeen('05-30') }),
  ]);
  expect(linksOf(result, 'asset')).toEqual(['bms:1 vsa:new']);
});
