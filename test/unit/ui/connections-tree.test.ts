import { expect, test } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import type { Checked, Finding } from '../../../src/engine/findings';
import type { SystemName } from '../../../src/engine/model';
import { readinessOf } from '../../../src/engine/readiness';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { NOTHING } from '../../../src/ui/state/view';
import {
  type ConnectionsInput,
  connectionChildren,
  connectionRow,
  connectionTip,
} from '../../../src/ui/trees/connections/model';

const COMMANDS = { configure: 'configure.it', settleConnection: 'settle.it' };
const NOW = Date.parse('2026-06-01T12:00:00Z');
const BLANK: ConnectionsInput = { ...NOTHING, now: NOW };

const drawn = (input: ConnectionsInput): string[] =>
  connectionChildren(input).flatMap((node) => {
    const children = connectionChildren(input, node);
    return [node, ...children].map((item) => {
      const row = connectionRow(input, item, COMMANDS);
      return `${row.icon?.name} ${row.label}${row.description ? ` (${row.description})` : ''}`;
    });
  });

const finding = (system: SystemName, level: Finding['level'], message: string, remedy?: string): Finding => ({
  system,
  check: 'access',
  level,
  message,
  ...(remedy ? { remedy } : {}),
});
const checked = (system: SystemName, ...findings: readonly Finding[]): Checked => ({
  system,
  connection: 'x',
  at: '2026-06-01T11:55:00Z',
  findings,
});
const known = (configured: readonly SystemName[], checks: readonly Checked[]): ConnectionsInput => ({
  ...BLANK,
  configured,
  connections: { checks, pairs: readinessOf({ configured, checks, settings: DEFAULT_SETTINGS }) },
});

test('a system that is not configured offers to be', () => {
  expect(drawn(BLANK)).toEqual([
    'debug-disconnect Kaseya BMS (not configured)',
    'debug-disconnect Kaseya VSA (not configured)',
    'debug-disconnect IT Glue (not configured)',
  ]);
  const [first] = connectionChildren(BLANK);
  expect(first && connectionRow(BLANK, first, COMMANDS).command).toMatchObject({
    id: 'configure.it',
    arguments: ['bms'],
  });
});

test('findings stand under their system, the worst of them shows on it, and each pair says whether it is ready', () => {
  const input = known(
    ['bms', 'vsa', 'itglue'],
    [
      checked('bms', finding('bms', 'ok', 'Answers.')),
      checked(
        'vsa',
        finding('vsa', 'ok', 'Answers too.'),
        finding('vsa', 'problem', 'Refused.', 'Ask for access.'),
      ),
    ],
  );
  const rows = drawn(input);
  expect(rows.slice(0, 6)).toEqual([
    'pass Kaseya BMS (works · 5 min ago)',
    'pass Answers.',
    'error Kaseya VSA (1 problem · 5 min ago)',
    'pass Answers too.',
    'error Refused.',
    'plug IT Glue (configured, not checked yet)',
  ]);
  expect(rows.filter((row) => row.includes('↔'))).toEqual([
    'error BMS ↔ VSA (blocked because Kaseya VSA: Refused.)',
    'question BMS ↔ IT Glue (IT Glue not checked yet)',
    'error VSA ↔ IT Glue (blocked because Kaseya VSA: Refused.)',
  ]);
  expect(rows).toContain('arrow-swap Contacts (both ways, new ones are created in IT Glue)');
  const ids = connectionChildren(input)
    .flatMap((node) => [node, ...connectionChildren(input, node)])
    .map((node) => connectionRow(input, node, COMMANDS).id);
  expect(new Set(ids).size).toBe(ids.length);
  const pair = connectionChildren(input).find(({ type }) => type === 'pair');
  expect(pair && connectionTip(input, pair)?.lists?.[0]?.items).toEqual(['Ask for access.']);
});

test('a connection that leads elsewhere than before is settled by a click on what was found', () => {
  const moved = { ...finding('bms', 'problem', 'It was read elsewhere.'), check: 'remembered' };
  const input = known(['bms'], [checked('bms', finding('bms', 'problem', 'Down.'), moved)]);
  const [first] = connectionChildren(input);
  const commands = connectionChildren(input, first).map(
    (node) => connectionRow(input, node, COMMANDS).command?.id,
  );
  expect(commands).toEqual([undefined, 'settle.it']);
});

test('a system that is missing is named on the pairs it belongs to', () => {
  expect(drawn(known(['bms'], [])).slice(-3)).toEqual([
    'debug-disconnect BMS ↔ VSA (Kaseya VSA not connected)',
    'debug-disconnect BMS ↔ IT Glue (IT Glue not connected)',
    'debug-disconnect VSA ↔ IT Glue (Kaseya VSA and IT Glue not connected)',
  ]);
});

test('a check that failed as a whole, and settings that do not hold, are a row with their remedy', () => {
  const checkFailure = new Failure('secret-missing', 'No secret is saved.', { remedy: 'Enter it.' });
  const input: ConnectionsInput = { ...BLANK, checkFailure };
  expect(drawn(input)[0]).toBe('error No secret is saved. (MSP-204)');
  const [first] = connectionChildren(input);
  expect(first && connectionTip(input, first)?.lines).toContainEqual(['What to do', 'Enter it.']);
  const loadFailure = new Failure('settings', 'The setting mspSync.sync.bmsVsa is not valid.');
  expect(drawn({ ...BLANK, loadFailure })[0]).toMatch(/^error The setting mspSync\.sync\.bmsVsa/);
  const other = new Failure('disk', 'The disk is full.');
  expect(drawn({ ...BLANK, loadFailure: other })[0]).toMatch(/Kaseya BMS/);
});

test('a pair that is adopted says that it is left to the vendors, in its row and its tip', () => {
  const checks = (['bms', 'itglue'] as const).map((system) =>
    checked(system, finding(system, 'ok', 'Answers.')),
  );
  const vendors = { ...DEFAULT_SETTINGS.vendors, bmsItGlue: 'adopt' as const };
  const pairs = readinessOf({
    configured: ['bms', 'itglue'],
    checks,
    settings: { ...DEFAULT_SETTINGS, vendors },
  });
  const input: ConnectionsInput = {
    ...BLANK,
    configured: ['bms', 'itglue'],
    connections: { checks, pairs },
  };
  expect(drawn(input)).toContain('pass BMS ↔ IT Glue (ready · beside the vendors’ own sync)');
  const lines = connectionTip(input, { type: 'pair', pair: 'bmsItGlue' })?.lines;
  expect(lines).toContainEqual([
    'Beside the vendors’ own sync',
    'adopted: what it keeps between the two is left to it, and told as drift while it is apart',
  ]);
  expect(connectionTip(input, { type: 'pair', pair: 'vsaItGlue' })?.lines).toHaveLength(1);
});
