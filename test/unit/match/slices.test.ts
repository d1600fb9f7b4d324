import { expect, test } from 'vitest';
import { match } from '../../../src/engine/match/match';
import { DEFAULT_MATCH_SETTINGS } from '../../../src/engine/match/settings';
import type { SourceRecord } from '../../../src/engine/model';
import { record } from './records';

const now = '2026-06-01T00:00:00Z';

function steps(records: readonly SourceRecord[]): number {
  const work = match({ records, identities: [], decisions: [], settings: DEFAULT_MATCH_SETTINGS, now });
  let count = 0;
  while (!work.next().done) count++;
  return count;
}

test('pauses the more often, the more records there are', () => {
  const fleet = (size: number) =>
    Array.from({ length: size }, (_, at) => [
      record('bms', 'asset', `${at}`, { name: `PC-${at}`, serialNumber: `PF3K${at}X` }),
      record('vsa', 'asset', `${at}`, { name: `PC-${at}`, serialNumber: `PF3K${at}X` }),
    ]).flat();
  const [small, large] = [steps(fleet(500)), steps(fleet(5000))];
  expect(large).toBeGreaterThan(small * 4);
});

test('machines that are all called alike cost no more than others', () => {
  const alike = Array.from({ length: 6000 }, (_, at) =>
    record(at % 2 ? 'bms' : 'vsa', 'asset', `${at}`, { name: 'RECEPTION', model: 'OptiPlex 7090' }),
  );
  const started = performance.now();
  steps(alike);
  // All pairs would be nine million comparisons, a minute of work.
  expect(performance.now() - started).toBeLessThan(5000);
});
