import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldStory } from '../../../src/engine/explain';
import type { RunStep } from '../../../src/engine/history';
import type { Drift, Step } from '../../../src/engine/plan/model';
import { shownRunStep, shownStep, shownStories } from '../../../src/ui/changes/model';
import { subjectFrom } from '../../../src/ui/changes/subject';
import { lost, marked } from '../../../src/ui/differences/parts';
import { driftText } from '../../../src/ui/report/drift';
import { overview, record } from './an-overview';

const joined = (parts: readonly { text: string }[]) => parts.map(({ text }) => text).join('');

describe('marks within a value', () => {
  test.each([
    [
      'Main Street 5',
      'Main Street 7',
      [
        ['Main Street ', 'same'],
        ['7', 'new'],
      ],
    ],
    [
      '(555) 010-1234',
      '(555) 010-1235',
      [
        ['(555) 010-', 'same'],
        ['1235', 'new'],
      ],
    ],
    [
      'PF3ABCD1',
      'PF3ABCD2',
      [
        ['PF3ABCD', 'same'],
        ['2', 'new'],
      ],
    ],
    ['Kim', 'Alexandra', [['Alexandra', 'new']]],
    ['', 'x', [['x', 'new']]],
    ['x', 'x', [['x', 'same']]],
    ['x', '', []],
  ] as const)('from “%s” to “%s”', (from, to, parts) => {
    expect(marked(to, from).map(({ text, mark }) => [text, mark])).toEqual(parts);
  });

  test('a value is never changed by marking it, whatever it is compared with', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(joined(marked(a, b))).toBe(a);
        expect(joined(lost(a, b))).toBe(a);
        if (a === b) expect(marked(a, b).every(({ mark }) => mark === 'same')).toBe(true);
      }),
    );
  });

  test('long texts do not take long', () => {
    const text = (word: string) => Array.from({ length: 20_000 }, (_, at) => `${word}${at}`).join(' ');
    expect(joined(marked(text('a'), text('b')))).toBe(text('a'));
  });
});

const bms = record('bms', 'location', '1', { name: 'Main', fields: { city: 'Basel' } });
const glue = record('itglue', 'location', '2', { name: 'Main', fields: { city: 'Bern' } });
const known = overview({ records: [bms, glue], same: [[bms, glue]] });
const identity = known.identityOf.get('bms:location:1') ?? '';
const at = (iso: string) => `<${iso}>`;

describe('the panel of differences', () => {
  const step: Step = {
    id: 's',
    action: 'update',
    system: 'itglue',
    kind: 'location',
    identity,
    record: '2',
    name: 'Main',
    organization: 'Acme',
    organizationIdentity: 'acme',
    changes: [{ field: 'city', from: 'Bern', to: 'Basel', source: 'bms', reason: 'Kaseya BMS changed it' }],
    reason: 'takes a value from Kaseya BMS',
  };

  test('a planned step: what each side says, what will stand there, from where and why', () => {
    const { title, fields, lines } = shownStep(step, known, undefined);
    expect(title).toBe('Main: update in IT Glue');
    expect(lines).toContain('Takes a value from Kaseya BMS.');
    const [city] = fields;
    expect(city?.reason).toBe('Kaseya BMS changed it. (from Kaseya BMS)');
    expect(city?.cells.map((cell) => [cell.title, joined(cell.lines.flat())])).toEqual([
      ['Kaseya BMS', 'Basel'],
      ['IT Glue', 'Bern'],
      ['IT Glue, as planned', 'Basel'],
    ]);
    expect(shownStep(step, known, 'City has another value now').lines.at(-1)).toMatch(/no longer fits: City/);
  });

  test('a step of a run: before and after', () => {
    const run: RunStep = {
      step: 's',
      action: 'update',
      system: 'itglue',
      kind: 'location',
      record: '2',
      name: 'Main',
      organization: 'Acme',
      outcome: 'done',
      message: null,
      at: '2026-01-01T00:00:00Z',
      reasons: { city: 'Kaseya BMS changed it' },
      before: { city: 'Bern' },
      after: { city: 'Basel' },
    };
    const [city] = shownRunStep(run, 'Sync of today', known, { at }).fields;
    expect(city?.cells.map((cell) => [cell.title, joined(cell.lines.flat())])).toEqual([
      ['Before', 'Bern'],
      ['After', 'Basel'],
    ]);
    expect(city?.reason).toBe('Kaseya BMS changed it.');
    const failed = shownRunStep({ ...run, outcome: 'failed', message: 'no' }, 'Sync', known, { at });
    expect(failed.fields).toEqual([]);
    expect(failed.lines).toContain('Not written (failed): no.');
  });

  test('why a value won: who is right, who has the last word, and what was written last', () => {
    const story: FieldStory = {
      field: 'city',
      label: 'City',
      sides: {
        bms: { value: 'Basel', text: 'Basel', agreed: 'Bern', refusal: null, written: null },
        itglue: {
          value: 'Bern',
          text: 'Bern',
          agreed: 'Bern',
          refusal: null,
          written: {
            run: 'r',
            at: '2026-01-01T00:00:00Z',
            by: 'kim',
            from: null,
            to: 'Bern',
            reason: 'blank',
          },
        },
      },
      authority: { system: 'bms', by: 'default' },
      row: 'one-changed',
      winner: 'bms',
      reason: 'Kaseya BMS changed it',
    };
    const { fields, foldable } = shownStories('bms:location:1', [story], known, { at });
    expect(foldable).toBe(true);
    expect(fields[0]).toMatchObject({
      differs: true,
      reason: 'Kaseya BMS wins: Kaseya BMS changed it.',
      notes: ['Kaseya BMS has the last word (built in).'],
    });
    expect(fields[0]?.cells.at(-1)?.notes).toEqual(['Written <2026-01-01T00:00:00Z> by kim: blank']);
    const quiet = { ...story, winner: null, row: 'quiet' as const, reason: 'all sides agree' };
    const same = { ...quiet, sides: { bms: story.sides.bms, itglue: story.sides.bms } };
    const agreeing = shownStories(
      'bms:location:1',
      [{ ...same, sides: { ...(same.sides.bms ? { bms: same.sides.bms } : {}) } }],
      known,
      { at },
    );
    expect(agreeing.fields[0]?.differs).toBe(false);
  });

  test.each([
    ['["plan","s"]', { type: 'plan', step: 's' }],
    ['["run","r","s"]', { type: 'run', run: 'r', step: 's' }],
    ['["record","bms:asset:1"]', { type: 'record', key: 'bms:asset:1' }],
    ['["record","somewhere:asset:1"]', null],
    ['["run","r"]', null],
    ['not json', null],
  ])('the subject %s', (text, subject) => {
    expect(subjectFrom(text)).toEqual(subject);
  });
});

test('the drift report tells each reason once, with all that it is about, and no markup of records', () => {
  const drift = (name: string): Drift => ({
    system: 'itglue',
    kind: 'location',
    identity: name,
    record: '1',
    name,
    organization: 'Acme',
    field: 'city',
    value: 'Bern',
    wanted: 'Basel',
    reason: 'IT Glue locks it',
  });
  const text = driftText({ drift: [drift('Main'), drift('[x](command:evil)')], conflicts: [] });
  expect(text).toContain('2 differences that nothing will be done about');
  expect(text).toContain('## IT Glue, location, City: IT Glue locks it (2)');
  expect(text).toContain('- Main of Acme: holds “Bern”, the others “Basel”');
  expect(text).not.toContain('[x](command');
  expect(driftText({ drift: [], conflicts: [] })).toContain('Nothing differs that stays so.');
});
