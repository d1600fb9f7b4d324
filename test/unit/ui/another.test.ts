import { describe, expect, test } from 'vitest';
import { keyOf, type SourceRecord } from '../../../src/engine/model';
import { MOST_CHOICES, Others } from '../../../src/ui/review/another';
import { overview, record } from './an-overview';

const fields = { serialNumber: 'PF3K2M91', model: 'Latitude 5420' };
const owners = [
  record('bms', 'organization', '1', { name: 'Contoso' }),
  record('vsa', 'organization', '1', { name: 'Contoso' }),
  record('vsa', 'organization', '2', { name: 'Fabrikam' }),
];
const own = record('bms', 'asset', '7', { name: 'FRONT-01', fields: { hostname: 'FRONT-01', ...fields } });
const same = record('vsa', 'asset', '8', { name: 'FRONTDESK', fields: { hostname: 'FRONTDESK', ...fields } });
const other = record('vsa', 'asset', '9', {
  name: 'BACK-01',
  fields: { hostname: 'BACK-01', serialNumber: 'PF9Q8W77' },
});
const elsewhere = record('vsa', 'asset', '10', { name: 'FRONT-01', organization: '2' });
const taken = record('vsa', 'asset', '11', { name: 'FRONT-02' });
const [ownClient, theirClient] = owners;

function others(more: readonly SourceRecord[] = [], first: readonly SourceRecord[] = []): Others {
  const known = overview({
    records: [...owners, own, same, other, elsewhere, taken, ...more],
    statuses: { 'vsa:asset:11': 'matched' },
    same: ownClient && theirClient ? [[ownClient, theirClient]] : [],
  });
  return new Others(own, known, first.map(keyOf));
}

describe('choosing another counterpart', () => {
  test('without a query: whoever stands free under the same client, the likeliest first, with what speaks for it', () => {
    const found = others().find('');
    expect(found.map(({ key }) => key)).toEqual(['vsa:asset:8', 'vsa:asset:9']);
    expect(found[0]?.detail).toMatch(/^\d+ %: serialNumber, model agree; hostname contradicts$/);
    expect(found[1]?.detail).toContain('serialNumber, hostname contradict');
    expect(found[1]?.compared.contradicted).toBe(true);
  });

  test('a serial number that the settings call a placeholder speaks for nobody', () => {
    const known = overview({ records: [...owners, own, same], same: [] });
    const told = (placeholderSerials: readonly string[]) =>
      new Others(own, { ...known, placeholderSerials }, []).find('frontdesk')[0]?.detail;
    expect(told([])).toContain('serialNumber');
    expect(told(['PF-3K2M91'])).not.toMatch(/serialNumber.* agree/);
  });

  test('candidates of other clients and linked ones stand there too', () => {
    expect(
      others([], [elsewhere, taken])
        .find('')
        .map(({ key }) => key),
    ).toContain('vsa:asset:10');
  });

  test('a query looks everywhere in the other systems: at names, clients, fields and ids', () => {
    const keys = (query: string) =>
      others()
        .find(query)
        .map(({ key }) => key);
    expect(keys('front-01 fabrikam')).toEqual(['vsa:asset:10']);
    expect(keys('pf3k2m91')).toEqual(['vsa:asset:8']);
    expect(keys('front-02')).toEqual(['vsa:asset:11']);
    expect(keys('zzyzx')).toEqual([]);
  });

  test('never a record of the own system or of another kind', () => {
    const more = [
      record('bms', 'asset', '20', { name: 'FRONT-20' }),
      record('vsa', 'contact', '21', { name: 'Front' }),
    ];
    expect(
      others(more)
        .find('front')
        .every(({ key }) => key.startsWith('vsa:asset:')),
    ).toBe(true);
  });

  test('a long list is cut, and a longer query reaches the rest', () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      record('vsa', 'asset', `m${at}`, { name: `LAB-${at}` }),
    );
    expect(others(many).find('lab')).toHaveLength(MOST_CHOICES);
    expect(
      others(many)
        .find('lab-299')
        .map(({ key }) => key),
    ).toEqual(['vsa:asset:m299']);
  });
});
