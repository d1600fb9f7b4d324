import { describe, expect, test } from 'vitest';
import type { MatchGroup } from '../../../src/engine/match/model';
import type { Evidence, RecordKey } from '../../../src/engine/model';
import { reviewOf } from '../../../src/engine/review';
import { accept, actText, another, never, recordsOf } from '../../../src/ui/review/answers';
import { type ReviewInput, type ReviewNode, ReviewTree } from '../../../src/ui/review/model';
import { placeText, rowOf, tipFor } from '../../../src/ui/review/view';
import { overview, record } from './an-overview';

const contoso = record('bms', 'organization', '1', { name: 'Contoso' });
const front = record('bms', 'asset', '7', { name: 'FRONT-01', fields: { serialNumber: 'PF3K2M91' } });
const desk = record('vsa', 'asset', '8', { name: 'FRONTDESK', organization: null });
const printer = record('bms', 'asset', '9', { name: 'Drucker Büro' });
const kim = record('bms', 'contact', '3', { name: 'Kim Smith' });
const kims = ['4', '5'].map((id) => record('itglue', 'contact', id, { name: `Kim Smith ${id}` }));
const alone = record('itglue', 'asset', '11', { name: 'LAB-1' });

const evidence: readonly Evidence[] = [
  {
    field: 'hostname',
    between: ['bms:asset:7', 'vsa:asset:8'],
    values: ['FRONT-01', 'FRONTDESK'],
    normalized: 'front-01',
    weight: -4,
    verdict: 'contradicts',
    note: 'other host name',
  },
];
const suggestion: MatchGroup = {
  kind: 'asset',
  members: { bms: '7', vsa: '8' },
  links: {},
  confidence: 0.9,
  evidence,
  reason: 'same MAC address',
};
const given = {
  records: [contoso, front, desk, printer, kim, ...kims, alone],
  statuses: {
    'bms:asset:7': 'suggested',
    'vsa:asset:8': 'suggested',
    'bms:contact:3': 'ambiguous',
    'bms:organization:1': 'matched',
    'itglue:contact:4': 'matched',
    'itglue:contact:5': 'matched',
  },
  suggestions: [suggestion],
  ambiguous: [
    {
      record: 'bms:contact:3',
      candidates: kims.map(({ id }, at) => ({
        record: `itglue:contact:${id}` as const,
        confidence: 0.9 - at / 10,
        evidence: [],
      })),
      reason: '2 records match about equally well.',
    },
  ],
} as const;

function tree(more: Partial<ReviewInput> = {}): ReviewTree {
  const known = overview(given);
  return new ReviewTree({
    overview: known,
    review: reviewOf(known),
    kinds: null,
    answered: new Set(),
    ...more,
  });
}

const labels = (it: ReviewTree, node?: ReviewNode): string[] =>
  it.children(node).map((child) => rowOf(it, child).label);
const found = (it: ReviewTree, id: string): ReviewNode => {
  const node = it.find(id);
  if (!node) throw new Error(`No row ${id}`);
  return node;
};
const SUGGESTED = 'bms:asset:7=vsa:asset:8';

describe('the rows of the Review view', () => {
  test('questions stand first, then what has no counterpart, by system and kind', () => {
    const it = tree();
    expect(labels(it)).toEqual(['Suggestions', 'Ambiguous', 'Unmatched in BMS', 'Unmatched in IT Glue']);
    expect(labels(it, found(it, 'unmatched:bms'))).toEqual(['Assets']);
    expect(labels(it, found(it, 'unmatched:bms:asset'))).toEqual(['Drucker Büro']);
    expect(it.waiting).toBe(2);
  });

  test('a suggestion says who, where, how sure and why', () => {
    const it = tree();
    const row = rowOf(it, found(it, SUGGESTED));
    expect(row.label).toBe('FRONT-01 = FRONTDESK');
    expect(row.description).toBe('BMS – VSA · 90 % · same MAC address');
    expect(tipFor(it, found(it, SUGGESTED))?.lists?.[0]?.items).toEqual([
      'hostname contradicts: “FRONT-01”, “FRONTDESK” (other host name)',
    ]);
  });

  test('a record about to be linked is told by system, name, client and id', () => {
    const it = tree();
    expect(placeText(it, 'bms:asset:7')).toBe('Kaseya BMS: FRONT-01 of Contoso, id 7');
    expect(placeText(it, 'bms:organization:1')).toBe('Kaseya BMS: Contoso, id 1');
  });

  test('every row knows its parent', () => {
    const it = tree();
    const walk = (node?: ReviewNode): void => {
      for (const child of it.children(node)) {
        expect(it.parent(child)).toBe(node);
        walk(child);
      }
    };
    walk();
  });

  test('what is answered goes, also from the count, and the next question comes up', () => {
    expect(tree().after([SUGGESTED])?.id).toBe('bms:contact:3?');
    const it = tree({ answered: new Set([SUGGESTED]) });
    expect(labels(it)).not.toContain('Suggestions');
    expect(it.waiting).toBe(1);
  });

  test('a filter by kind leaves the others out, but not from the count', () => {
    const it = tree({ kinds: new Set(['contact']) });
    expect(labels(it)).toEqual(['Ambiguous']);
    expect(it.waiting).toBe(2);
    expect(it.questions.map(({ key }) => key)).toEqual(['bms:contact:3?']);
  });

  test.each<[what: string, text: string, shown: string[]]>([
    ['a name, whatever its case', 'front-01', ['Suggestions']],
    ['without accents', 'buro', ['Unmatched in BMS']],
    ['the client that a record belongs to', 'contoso drucker', ['Unmatched in BMS']],
    ['a value that no row shows', 'pf3k2m91', ['Suggestions']],
    ['the reason', 'equally well', ['Ambiguous']],
    ['the name of a candidate', 'smith 5', ['Ambiguous']],
    ['nothing at all', 'zzyzx', []],
    ['blanks', '  ', ['Suggestions', 'Ambiguous', 'Unmatched in BMS', 'Unmatched in IT Glue']],
  ])('a search finds %s', (_what, text, shown) => {
    expect(labels(tree({ text }))).toEqual(shown);
  });
});

describe('answers', () => {
  const pair = (a: RecordKey, b: RecordKey) => [a, b];

  test('accepting a suggestion links its pair; a candidate its record', () => {
    const it = tree();
    expect(accept([found(it, SUGGESTED)])).toEqual({
      change: { type: 'same', pairs: [pair('bms:asset:7', 'vsa:asset:8')] },
      ids: [SUGGESTED],
    });
    const [candidate] = it.children(found(it, 'bms:contact:3?'));
    expect(candidate && accept([candidate])).toEqual({
      change: { type: 'same', pairs: [pair('bms:contact:3', 'itglue:contact:4')] },
      ids: ['bms:contact:3?'],
    });
  });

  test('an ambiguous record cannot be accepted as a whole, but all of it refused', () => {
    const it = tree();
    const node = found(it, 'bms:contact:3?');
    expect(accept([node])).toBeNull();
    expect(never([node])?.change).toMatchObject({ type: 'different', pairs: { length: 2 } });
  });

  test('several rows are one answer', () => {
    const it = tree();
    const answer = never([found(it, SUGGESTED), found(it, 'bms:contact:3?')]);
    expect(answer?.ids).toEqual([SUGGESTED, 'bms:contact:3?']);
    expect(answer?.change).toMatchObject({ pairs: { length: 3 } });
  });

  test('rows that hold no question leave nothing to accept', () => {
    const it = tree();
    expect(accept([found(it, 'unmatched:bms')])).toBeNull();
    expect(never([found(it, 'bms:asset:9')])).toBeNull();
  });

  test('a counterpart that was looked up answers the row that asked for it', () => {
    expect(another('itglue:asset:11', 'bms:asset:9', ['itglue:asset:11'])).toEqual({
      change: { type: 'same', pairs: [pair('bms:asset:9', 'itglue:asset:11')] },
      ids: ['itglue:asset:11'],
    });
  });

  test('the records of a row begin with the one in question', () => {
    const it = tree();
    expect(recordsOf(found(it, 'bms:contact:3?'))).toEqual([
      'bms:contact:3',
      'itglue:contact:4',
      'itglue:contact:5',
    ]);
    expect(recordsOf(found(it, 'suggestions'))).toEqual([]);
  });

  test('what was done is said in few words', () => {
    const said = { by: 'kim', at: '2026-01-01T00:00:00Z' };
    const one = { type: 'same', records: ['bms:asset:7', 'vsa:asset:8'], ...said } as const;
    expect(actText({ added: [one], removed: [] })).toBe('1 pair linked');
    expect(actText({ added: [], removed: [] })).toBe('That was decided already');
  });
});
