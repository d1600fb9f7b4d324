/** The work is bounded whatever the data: a mark that everything bears brings nobody together. */
import { describe, expect, test } from 'vitest';
import { ASSET_FAMILIES, assetEntries } from '../../../src/engine/match/assets';
import { Ground } from '../../../src/engine/match/blocks';
import { Names } from '../../../src/engine/match/called';
import { CONTACT_FAMILIES, contactEntry } from '../../../src/engine/match/contacts';
import type { EntryOf } from '../../../src/engine/match/entries';
import type { Family } from '../../../src/engine/match/keys';
import { LOCATION_FAMILIES, locationEntry } from '../../../src/engine/match/locations';
import { ORGANIZATION_FAMILIES, organizationEntry } from '../../../src/engine/match/organizations';
import type { Entry } from '../../../src/engine/match/rules';
import { type Fields, type Kind, keyOf, type SourceRecord } from '../../../src/engine/model';
import { atOnce } from '../../../src/engine/slices';
import { record } from './records';

const PER_SIDE = 400;

function compared<E extends Entry>(
  kind: Kind,
  fields: (at: number) => Fields,
  entryOf: EntryOf<E>,
  families: readonly Family<E>[],
  perSide = PER_SIDE,
): number {
  const records = (['bms', 'vsa', 'itglue'] as const).flatMap((system) =>
    Array.from({ length: perSide }, (_, at) => record(system, kind, `${at}`, fields(at))),
  );
  const entries = records.map((it, slot) => entryOf(it, slot, undefined));
  const blocks = atOnce(new Ground({ all: entries }, families).scope(entries));
  let pairs = 0;
  atOnce(blocks.pairs(() => pairs++));
  return pairs;
}

const assetOf = assetEntries(new Set());
const names = new Names();
const organizationOf = (it: SourceRecord, slot: number) =>
  organizationEntry(it, keyOf(it), slot, { locations: [], mailDomains: [], parentName: '' }, names);
const address = { address1: '12 Main St', city: 'Dallas', postalCode: '75201' };
/** Names that have nothing in common. */
const own = (at: number): string =>
  [...String(at)]
    .map((digit) => 'bcdfghjklm'[Number(digit)])
    .join('')
    .repeat(3);

describe('compares no more than a few candidates for each record where', () => {
  // All pairs would be 400 × 400 × 3.
  const FEW = PER_SIDE * 3 * 3;

  test.each<[string, (at: number) => Fields]>([
    ['all machines have one name', () => ({ name: 'RECEPTION' })],
    ['all have one serial number', (at) => ({ name: own(at), serialNumber: 'PF3K2M91' })],
    ['all have one network card', (at) => ({ name: own(at), macAddresses: ['00:1B:21:AA:BB:CC'] })],
    ['all have one dock', (at) => ({ name: own(at), macAddresses: ['00:E0:4C:68:01:02'] })],
    ['all have one agent', (at) => ({ name: own(at), agentId: '123456789012345' })],
    ['all have one tag', (at) => ({ name: own(at), assetTag: 'T-1' })],
  ])('%s', (_what, fields) => {
    expect(compared('asset', fields, assetOf, ASSET_FAMILIES)).toBeLessThan(FEW);
  });

  test.each<[string, (at: number) => Fields]>([
    ['all clients have one name', () => ({ name: 'Smith Dental' })],
    ['all names share a word', (at) => ({ name: `${own(at)} Dental` })],
    ['all have one phone', (at) => ({ name: own(at), phone: '+12145550100' })],
    ['all have one address', (at) => ({ name: own(at), ...address })],
    ['all have one domain', (at) => ({ name: own(at), website: 'contoso.com' })],
    ['all have one short name', (at) => ({ name: own(at), shortName: 'ACME' })],
  ])('%s', (_what, fields) => {
    expect(compared('organization', fields, organizationOf, ORGANIZATION_FAMILIES)).toBeLessThan(FEW);
  });

  test.each<[string, (at: number) => Fields]>([
    ['all people have one name', () => ({ firstName: 'Kim', lastName: 'Smith' })],
    ['all have one mailbox', (at) => ({ firstName: own(at), emails: ['info@contoso.com'] })],
    ['all have one switchboard', (at) => ({ lastName: own(at), phones: ['+12145550100'] })],
    ['all live in one house', (at) => ({ firstName: own(at), lastName: own(at), ...address })],
  ])('%s', (_what, fields) => {
    const entryOf = (it: SourceRecord, slot: number) => contactEntry(it, slot, undefined);
    expect(compared('contact', fields, entryOf, CONTACT_FAMILIES)).toBeLessThan(FEW);
  });

  test('all locations have one address', () => {
    const entryOf = (it: SourceRecord, slot: number) => locationEntry(it, slot, undefined);
    expect(
      compared('location', () => ({ name: 'Main', ...address }), entryOf, LOCATION_FAMILIES),
    ).toBeLessThan(FEW);
  });
});

test('brings together what shares a mark that few bear', () => {
  const pairs = compared(
    'asset',
    (at) => ({ name: own(at), serialNumber: `PF3K${at}X` }),
    assetOf,
    ASSET_FAMILIES,
  );
  expect(pairs).toBe(PER_SIDE * 3);
});

describe('compares no more than in proportion in a list of four times the length, though', () => {
  const FIRST = 'Main,Park,Sunny,Golden,Royal,First,Union,Star'.split(',');
  const SORT = 'Pizza,Dental,Bakery,Plumbing,Motors,Law,Travel'.split(',');
  const LAST = 'Group,Shop,Center'.split(',');
  /** Names made of a few words come again, the longer a list is, the more often. */
  const plain = (at: number): string => [FIRST[at % 8], SORT[at % 7], LAST[at % 3]].join(' ');
  const lists: readonly [string, (at: number) => Fields][] = [
    ['their names are plain', (at) => ({ name: plain(at) })],
    ['their names are plain and all have one phone', (at) => ({ name: plain(at), phone: '+12145550100' })],
    ['their names are plain and all have one address', (at) => ({ name: plain(at), ...address })],
    ['all have one phone', (at) => ({ name: own(at), phone: '+12145550100' })],
    ['all have one address', (at) => ({ name: own(at), ...address })],
    ['all stand in one street', (at) => ({ name: own(at), address1: `${at} Main St`, city: 'Dallas' })],
    [
      'all have numbers of one exchange',
      (at) => ({ name: own(at), phone: `+1214555${String(at).padStart(4, '0')}` }),
    ],
  ];

  test.each(lists)('%s', (_what, fields) => {
    const count = (perSide: number) =>
      compared('organization', fields, organizationOf, ORGANIZATION_FAMILIES, perSide);
    const [short, long] = [count(250), count(1000)];
    // All pairs would be sixteen times as many; names that begin to repeat bring a few more.
    expect(long).toBeLessThan(5 * short);
  });
});
