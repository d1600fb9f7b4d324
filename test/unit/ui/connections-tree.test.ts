import { expect, test } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { NOTHING } from '../../../src/ui/state/view';
import {
  type ConnectionsInput,
  connectionChildren,
  connectionRow,
  connectionTip,
} from '../../../src/ui/trees/connections/model';

const COMMANDS = { configure: 'configure.it' };
const drawn = (input: ConnectionsInput): string[] =>
  connectionChildren(input).flatMap((node) => {
    const children = connectionChildren(input, node);
    return [node, ...children].map((item) => {
      const row = connectionRow(input, item, COMMANDS);
      return `${row.icon?.name} ${row.label}${row.description ? ` (${row.description})` : ''}`;
    });
  });

test('a system that is not configured offers to be', () => {
  expect(drawn(NOTHING)).toEqual([
    'debug-disconnect Kaseya BMS (not configured)',
    'debug-disconnect Kaseya VSA (not configured)',
    'debug-disconnect IT Glue (not configured)',
  ]);
  const [first] = connectionChildren(NOTHING);
  expect(first && connectionRow(NOTHING, first, COMMANDS).command).toMatchObject({
    id: 'configure.it',
    arguments: ['bms'],
  });
});

test('findings stand under their system, and the worst of them shows on it', () => {
  const finding = (system: 'bms' | 'vsa', level: 'ok' | 'warning' | 'problem', message: string) => ({
    system,
    check: 'access',
    level,
    message,
  });
  const input: ConnectionsInput = {
    ...NOTHING,
    configured: ['bms', 'vsa', 'itglue'],
    findings: [
      finding('bms', 'ok', 'Answers.'),
      finding('bms', 'problem', 'Refused.'),
      finding('vsa', 'warning', 'Slow.'),
    ],
  };
  expect(drawn(input)).toEqual([
    'error Kaseya BMS (1 problem)',
    'pass Answers.',
    'error Refused.',
    'warning Kaseya VSA (works, 1 warning)',
    'warning Slow.',
    'plug IT Glue (configured, not checked yet)',
  ]);
});

test('a check that failed as a whole is a row with its remedy', () => {
  const checkFailure = new Failure('secret-missing', 'No secret is saved.', { remedy: 'Enter it.' });
  const input: ConnectionsInput = { ...NOTHING, checkFailure };
  expect(drawn(input)[0]).toBe('error No secret is saved. (MSP-204)');
  const [first] = connectionChildren(input);
  expect(first && connectionTip(first)?.lines).toContainEqual(['What to do', 'Enter it.']);
});
