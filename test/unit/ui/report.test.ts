import { expect, test } from 'vitest';
import { reportText } from '../../../src/ui/report/text';
import { overview, record, run } from './an-overview';

const one = record('bms', 'asset', '1', { name: 'LT-1' });
const same = record('vsa', 'asset', '2', { name: 'lt-1' });

test('tells what is held, what matched, what a sync would write and what waits', () => {
  const text = reportText({
    overview: overview({
      records: [one, same],
      same: [[one, same]],
      lastRun: run({ outcomes: { done: 3 } }),
      conflicts: [
        {
          kind: 'asset',
          identity: 'i',
          name: 'LT-1',
          organization: 'Acme',
          field: 'serialNumber',
          values: { bms: 'A', vsa: 'B' },
          changed: [],
          suggestion: null,
          reason: 'both changed',
        },
      ],
    }),
    report: null,
  });
  expect(text).toContain('The last sync finished at 2026-01-01T12:00:00Z.');
  expect(text).toContain('| Kaseya BMS |             0 |         0 |        0 |      1 |');
  expect(text).toContain('- 1 × serial number');
  expect(text).toContain('- done: 3');
  expect(text).toContain('### Conflicts (1)');
  expect(text).toContain('- asset LT-1 of Acme, Serial number: BMS “A”, VSA “B” (both changed)');
});

test('a failed run tells why', () => {
  const lastRun = run({ result: 'failed', message: 'The key was refused. Make a new one.' });
  const text = reportText({ overview: overview({ lastRun }), report: null });
  expect(text).toContain('The last sync failed');
  expect(text).toContain('The key was refused. Make a new one.');
});
