import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { fittingActions } from '../../../src/ui/commands/fitting';
import { checkText, resultText } from '../../../src/ui/commands/text';
import { NOTHING, type Snapshot, stateWord } from '../../../src/ui/state/view';
import { progressText, statusText } from '../../../src/ui/status/text';
import { ageText } from '../../../src/ui/words';
import { overview, record, run } from './an-overview';

const NOW = Date.parse('2026-01-01T12:05:00Z');
const ready = (more: Partial<Snapshot> = {}): Snapshot => ({
  ...NOTHING,
  readiness: 'ready',
  configured: ['bms'],
  ...more,
});
const conflict = (identity: string) => ({
  kind: 'asset' as const,
  identity,
  name: 'x',
  organization: 'y',
  field: 'name' as const,
  values: {},
  changed: [],
  suggestion: null,
  reason: '',
});
const known = overview({ records: [record('bms', 'organization', '1')], lastRun: run() });
const refused = new Failure('credentials', 'The password was refused.', { remedy: 'Enter it again.' });
const guarded = new Failure('guard', 'Too many.', { remedy: 'Look through the plan.' });
const running = { doing: 'sync' as const, phase: 'scan', done: 450, total: 1000 };

describe('the status bar item', () => {
  const cases: readonly (readonly [string, Snapshot, string, string])[] = [
    ['untrusted', { ...NOTHING, readiness: 'untrusted' }, '$(shield) MSP Sync', 'none'],
    ['not configured', { ...NOTHING, readiness: 'notConfigured' }, '$(plug) MSP Sync: Set Up', 'none'],
    ['never synced', ready({ overview: overview() }), '$(sync) MSP Sync: Never Synced', 'none'],
    ['known', ready({ overview: known }), '$(check) MSP Sync: 5 min ago', 'none'],
    ['running', ready({ overview: known, running }), '$(sync~spin) MSP Sync: Reading 45 %', 'none'],
    ['a person must act', ready({ overview: known, failure: refused }), '$(error) MSP Sync: Failed', 'error'],
    [
      'passing failure',
      ready({ failure: new Failure('timeout', 'No answer.') }),
      '$(error) MSP Sync: Failed',
      'warning',
    ],
    [
      'failed elsewhere',
      ready({ overview: { ...known, lastRun: run({ result: 'failed', message: 'No.' }) } }),
      '$(error) MSP Sync: Failed',
      'warning',
    ],
    ['a guard stopped it', ready({ failure: guarded }), '$(shield) MSP Sync: Held by a Guard', 'warning'],
    [
      'a guard stopped it elsewhere',
      ready({ overview: { ...known, lastRun: run({ result: 'refused', message: 'Too many.' }) } }),
      '$(shield) MSP Sync: Held by a Guard',
      'warning',
    ],
    [
      'decisions wait',
      ready({
        overview: overview({ conflicts: [conflict('a'), conflict('a'), conflict('b')], lastRun: run() }),
      }),
      '$(bell-dot) MSP Sync: 2 to Decide',
      'none',
    ],
  ];
  test.each(cases)('%s', (_, snapshot, text, alarm) => {
    expect(statusText(snapshot, NOW)).toMatchObject({ text, alarm });
  });

  test.each(cases)('%s: short, one icon, and words for a screen reader', (_, snapshot) => {
    const item = statusText(snapshot, NOW);
    expect(item?.text.replace(/\$\([\w~-]+\) /, '').length).toBeLessThanOrEqual(25);
    expect(item?.text.match(/\$\(/g)).toHaveLength(1);
    expect(item?.spoken).toMatch(/^MSP Sync: /);
  });

  test('says nothing without a folder', () => {
    expect(statusText(NOTHING, NOW)).toBeNull();
  });
});

test('which welcome text fits', () => {
  expect(stateWord(NOTHING)).toBeUndefined();
  expect(stateWord({ ...NOTHING, readiness: 'notConfigured' })).toBe('notConfigured');
  expect(stateWord(ready())).toBeUndefined();
  expect(stateWord(ready({ overview: overview() }))).toBe('neverScanned');
  expect(stateWord(ready({ overview: overview(), failure: refused }))).toBe('failed');
  expect(stateWord(ready({ loadFailure: refused }))).toBe('failed');
  expect(stateWord(ready({ overview: known, failure: refused }))).toBe('known');
});

test('only fitting actions are offered', () => {
  expect(fittingActions(NOTHING, false, false)).toEqual(['openFolder', 'showLog']);
  expect(fittingActions({ ...NOTHING, readiness: 'untrusted' }, false, false)).not.toContain('sync');
  expect(fittingActions({ ...NOTHING, readiness: 'notConfigured' }, false, false)).toContain('startDemo');
  expect(fittingActions(ready({ overview: known, running }), true, false)).not.toContain('sync');
  expect(fittingActions(ready({ overview: known }), true, true)).toEqual([
    'sync',
    'plan',
    'check',
    'showDashboard',
    'showReport',
    'showHistory',
    'findRecord',
    'showSystems',
    'configure',
    'stopDemo',
    'chooseFolder',
    'showLog',
  ]);
});

test.each([
  ['2026-01-01T12:04:30Z', 'just now'],
  ['2026-01-01T12:05:30Z', 'just now'],
  ['2026-01-01T11:06:00Z', '59 min ago'],
  ['2026-01-01T09:00:00Z', '3 h ago'],
  ['2025-12-31T09:00:00Z', 'yesterday'],
  ['2025-12-20T09:00:00Z', '12 days ago'],
  ['never', 'at an unknown time'],
])('the age of %s is %s', (iso, text) => {
  expect(ageText(iso, NOW)).toBe(text);
});

test('progress in words', () => {
  expect(progressText({ phase: 'scan', done: 1200, total: 3400 })).toBe('Reading: 1,200 of 3,400');
  expect(progressText({ phase: 'scan', done: 1200, total: null })).toBe('Reading: 1,200');
  expect(progressText({ phase: 'plan', done: 0, total: null })).toBe('Planning…');
});

describe('what commands say at their end', () => {
  const outcomes = (...types: readonly ('done' | 'failed' | 'unchanged')[]) => ({
    outcomes: types.map((type, place) => ({ step: String(place), type, record: null })),
  });
  test('sync', () => {
    expect(resultText(outcomes('done', 'done', 'unchanged'), 0)).toEqual({
      text: 'Sync finished: 2 changes written.',
      good: true,
    });
    expect(resultText(outcomes(), 0, 2).text).toBe(
      'Sync finished: nothing was written, 2 unticked steps left out.',
    );
    expect(resultText(outcomes('failed'), 1)).toEqual({
      text: 'Sync finished: nothing had to be written, 1 not written, 1 decision left for you.',
      good: false,
    });
  });
  test('check', () => {
    const finding = (level: 'ok' | 'warning' | 'problem', message: string) => ({
      system: 'bms' as const,
      check: 'x',
      level,
      message,
    });
    expect(checkText([finding('ok', 'Answers.')])).toEqual({ text: 'Every connection works.', good: true });
    expect(checkText([finding('warning', 'Slow.'), finding('warning', 'Late.')]).text).toBe(
      'The connections work. Slow. (and 1 more warning)',
    );
    expect(checkText([finding('warning', 'Slow.'), { ...finding('problem', 'No.'), remedy: 'Do.' }])).toEqual(
      {
        text: 'No. Do.',
        good: false,
      },
    );
  });
});
