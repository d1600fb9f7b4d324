/** What is joined without being assessed must be what assessing would have joined. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ASSET_PRIOR, ASSET_RULES } from '../../../src/engine/match/asset-rules';
import { ASSET_FAMILIES, type AssetEntry, assetEntries } from '../../../src/engine/match/assets';
import { type Blocks, Ground } from '../../../src/engine/match/blocks';
import { assess } from '../../../src/engine/match/rules';
import { surely } from '../../../src/engine/match/sure';
import { World } from '../../../src/engine/match/world';
import { type Fields, SYSTEMS } from '../../../src/engine/model';
import { atOnce } from '../../../src/engine/slices';
import { record } from './records';

const some = (...values: string[]) => fc.constantFrom('', '', ...values);
const fields = fc.record<Fields>({
  name: fc.constantFrom('PC-1', 'PC-2', 'DESKTOP-ABC1234', 'iMac', 'Kim on the second floor'),
  hostname: some('pc-1.contoso.local', 'PC-1-OLD', 'a-long-host-name-1', 'a-long-host-name-2'),
  agentId: some('123456789012345', '123456789012346', 'aa-bb'),
  serialNumber: some('PF3K2M91', 'PF9Q8W77', 'To be filled by O.E.M.', 'VMware-56 4d 11'),
  uuid: some('4c4c4544-0042-3510-8052-b4c04f4b3532', '00112233-4455-6677-8899-aabbccddeeff'),
  macAddresses: fc.subarray(['00:1B:21:AA:BB:01', '00-1b-21-aa-bb-02', '00:E0:4C:68:01:02']),
  model: some('Latitude 5420', 'Dell Latitude-5420', 'ThinkPad T14'),
  manufacturer: some('Dell Inc.', 'Lenovo'),
  operatingSystem: some('Windows 11 Pro', 'Microsoft Windows Server 2022'),
  type: some('Laptop', 'Printer'),
  lastUser: some('CONTOSO\\kim', 'bob@contoso.com'),
  ipAddresses: fc.subarray(['10.0.0.1', '10.0.0.2', '127.0.0.1']),
  assetTag: some('T-1', 'T-2'),
});

const entryOf = assetEntries(new Set());

/** Two records of different systems, and others beside them. */
const fleet = fc.array(fields, { minLength: 2, maxLength: 8 }).map((all) => {
  const world = new World(entryOf, all.length);
  for (const [at, it] of all.entries())
    world.add(record(SYSTEMS[at % 3] ?? 'bms', 'asset', `${at}`, it), undefined);
  atOnce(world.count());
  return { entries: world.all, blocks: atOnce(new Ground(world, ASSET_FAMILIES).scope(world.all)) };
});

function firstTwo(entries: readonly AssetEntry[]): readonly [AssetEntry, AssetEntry] {
  const [a, b] = entries;
  if (a === undefined || b === undefined) throw new RangeError('There are two.');
  return [a, b];
}

describe('what is joined at once', () => {
  test('would be linked for all its evidence, whatever the threshold', () => {
    let sure = 0;
    const check = (entries: readonly AssetEntry[], blocks: Blocks<AssetEntry>, threshold: number) => {
      const [a, b] = firstTwo(entries);
      if (!surely(ASSET_RULES, ASSET_PRIOR, threshold)(a, b, blocks.atMost)) return;
      sure++;
      const { confidence, contradicted } = assess(ASSET_RULES, ASSET_PRIOR, a, b, blocks);
      expect(confidence).toBeGreaterThanOrEqual(threshold);
      expect(contradicted).toBe(false);
    };
    fc.assert(
      fc.property(fleet, fc.constantFrom(0.5, 0.9, 0.95, 0.99), ({ entries, blocks }, threshold) =>
        check(entries, blocks, threshold),
      ),
      { numRuns: 800 },
    );
    expect(sure).toBeGreaterThan(20);
  });

  test('may rely on what each rule says against at most', () => {
    fc.assert(
      fc.property(fleet, ({ entries, blocks }) => {
        const [a, b] = firstTwo(entries);
        for (const { field, floor, compare } of ASSET_RULES) {
          const finding = floor === undefined ? undefined : compare(a, b, blocks);
          if (finding === undefined) continue;
          expect(finding.weight, field).toBeGreaterThanOrEqual(floor ?? 0);
          expect(finding.cap, field).toBeUndefined();
        }
      }),
      { numRuns: 800 },
    );
  });
});
