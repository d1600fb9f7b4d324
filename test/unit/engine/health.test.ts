import { describe, expect, it } from 'vitest';
import { healthOf, troubles } from '../../../src/engine/health';
import type { Identity, MatchStatus, RecordKey, SourceRecord } from '../../../src/engine/model';
import { keyOf } from '../../../src/engine/model';
import { identity, record } from './fakes';

function known(things: readonly (readonly [Identity, readonly (readonly [SourceRecord, MatchStatus])[]])[]) {
  const records = things.flatMap(([, members]) => members);
  return {
    identities: new Map(things.map(([one]) => [one.id, one])),
    records: new Map<RecordKey, SourceRecord>(records.map(([one]) => [keyOf(one), one])),
    placeholderSerials: ['Rental'],
    statuses: new Map(records.map(([one, status]) => [keyOf(one), { status, reason: '' }] as const)),
  };
}

describe('the health of clients', () => {
  const acme = identity('acme', 'organization', { bms: '1', itglue: '1' });
  const globex = identity('globex', 'organization', { bms: '2' });
  const asset = (id: string, status: MatchStatus, owner: string) =>
    [
      identity(`a${id}`, 'asset', { bms: id }, { organization: owner }),
      [[record('bms', 'asset', id), status]],
    ] as const;
  const overview = known([
    [
      acme,
      [
        [record('bms', 'organization', '1', { name: 'Acme' }), 'matched'],
        [record('itglue', 'organization', '1'), 'matched'],
      ],
    ],
    [globex, [[record('bms', 'organization', '2', { name: 'Globex' }), 'unmatched']]],
    asset('1', 'matched', 'acme'),
    asset('2', 'pending', 'acme'),
    asset('3', 'conflict', 'acme'),
    asset('4', 'inactive', 'acme'),
    asset('5', 'missing', 'globex'),
    asset('6', 'suggested', 'globex'),
  ]);

  it('comes worst first, with the share that is in order by kind; what is out of use counts nowhere', () => {
    const [first, second] = healthOf(overview);
    expect(first).toMatchObject({
      name: 'Globex',
      share: 0,
      counts: { unmatched: 1, missing: 1, suggested: 1 },
    });
    expect(second).toMatchObject({
      name: 'Acme',
      records: 6,
      share: 4 / 5,
      matchedShare: { organization: 1, asset: 2 / 3 },
    });
    expect(healthOf(overview).map(troubles)).toEqual([3, 1]);
  });

  it('counts machines whose serial number tells nothing, those out of use and blank ones not', () => {
    const machine = (id: string, serialNumber: string | null, status: MatchStatus = 'matched') =>
      [
        identity(`a${id}`, 'asset', { bms: id }, { organization: 'acme' }),
        [[record('bms', 'asset', id, { serialNumber }), status]],
      ] as const;
    const [client] = healthOf(
      known([
        [acme, [[record('bms', 'organization', '1', { name: 'Acme' }), 'matched']]],
        machine('1', 'To Be Filled By O.E.M.'),
        machine('2', 'rental'),
        machine('3', '5CG1234XYZ'),
        machine('4', null),
        machine('5', ' '),
        machine('6', 'None', 'inactive'),
      ]),
    );
    expect(client?.placeholders).toEqual(['bms:asset:1', 'bms:asset:2']);
  });

  it('is nothing where nothing is known', () => {
    expect(healthOf(known([]))).toEqual([]);
  });
});
