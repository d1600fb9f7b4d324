import { describe, expect, test } from 'vitest';
import type { MatchGroup } from '../../../src/engine/match/model';
import type { Evidence } from '../../../src/engine/model';
import { reviewOf } from '../../../src/engine/review';
import { nodesOf, shownQuestion } from '../../../src/ui/matches/model';
import { questionShape } from '../../../src/ui/matches/protocol';
import { ReviewTree } from '../../../src/ui/review/model';
import { overview, record } from './an-overview';

const contoso = record('bms', 'organization', '1', { name: 'Contoso' });
const left = record('bms', 'asset', '7', {
  name: 'FRONT-01',
  fields: { hostname: 'FRONT-01', macAddresses: ['00:1B:21:AA:BB:CC'], model: 'Latitude 5420' },
});
const right = record('vsa', 'asset', '8', {
  name: 'FRONTDESK',
  organization: null,
  fields: { hostname: 'FRONTDESK', macAddresses: ['001b21aabbcc'] },
});
const third = record('itglue', 'asset', '9', { name: 'Front desk', organization: null });
const between = ['bms:asset:7', 'vsa:asset:8'] as const;
const evidence: readonly Evidence[] = [
  {
    field: 'hostname',
    between,
    values: ['FRONT-01', 'FRONTDESK'],
    normalized: 'front-01',
    weight: -4,
    verdict: 'contradicts',
    note: 'other host name',
  },
  {
    field: 'macAddresses',
    between,
    values: ['00:1B:21:AA:BB:CC', '001b21aabbcc'],
    normalized: '001b21aabbcc',
    weight: 11.5,
    verdict: 'agrees',
  },
];
const suggestion: MatchGroup = {
  kind: 'asset',
  members: { bms: '7', vsa: '8', itglue: '9' },
  links: {},
  confidence: 0.904,
  evidence,
  reason: 'same MAC address',
};

function tree(answered: readonly string[] = []): ReviewTree {
  const known = overview({
    records: [contoso, left, right, third],
    suggestions: [suggestion],
    same: [[right, third]],
    ambiguous: [
      {
        record: 'itglue:asset:9',
        candidates: [
          { record: 'bms:asset:7', confidence: 0.8, evidence: [] },
          { record: 'vsa:asset:8', confidence: 0.7, evidence: [] },
        ],
        reason: '2 records match about equally well.',
      },
    ],
  });
  return new ReviewTree({
    overview: known,
    review: reviewOf(known),
    kinds: null,
    answered: new Set(answered),
  });
}

const ask = (it: ReviewTree, at: number) => {
  const question = it.questions[at];
  if (!question) throw new Error('No such question');
  return question;
};

describe('a question in the match panel', () => {
  test('shows both records, field by field, the loudest evidence on top', () => {
    const it = tree();
    const shown = shownQuestion(it, ask(it, 0));
    expect(questionShape.parse(shown)).toEqual(shown);
    expect(shown).toMatchObject({ name: 'FRONT-01', what: 'asset of Contoso', reason: 'same MAC address' });
    expect(shown.own).toMatchObject({ system: 'Kaseya BMS', notes: ['id 7'], confidence: '' });
    expect(shown.candidates).toMatchObject([
      { name: 'FRONTDESK', confidence: '90 %', notes: ['id 8', 'linked with Front desk in IT Glue'] },
    ]);
    expect(shown.rows.slice(0, 2)).toEqual([
      {
        field: 'MAC addresses',
        own: '00:1B:21:AA:BB:CC',
        // The form in which both were compared stands there already.
        others: [{ value: '001b21aabbcc', verdict: 'agrees', weight: '+11.5', normalized: '', note: '' }],
      },
      {
        field: 'Host name',
        own: 'FRONT-01',
        others: [
          {
            value: 'FRONTDESK',
            verdict: 'contradicts',
            weight: '−4.0',
            normalized: 'front-01',
            note: 'other host name',
          },
        ],
      },
    ]);
  });

  test('also shows what no rule compared', () => {
    const it = tree();
    const row = shownQuestion(it, ask(it, 0)).rows.find(({ field }) => field === 'Model');
    expect(row).toEqual({
      field: 'Model',
      own: 'Latitude 5420',
      others: [{ value: '', verdict: 'none', weight: '', normalized: '', note: '' }],
    });
  });

  test('with several candidates has a column for each that is still open', () => {
    const it = tree();
    expect(shownQuestion(it, ask(it, 1)).candidates.map(({ id }) => id)).toEqual([
      'bms:asset:7',
      'vsa:asset:8',
    ]);
    const [row] = nodesOf(it, ask(it, 1), 'bms:asset:7');
    const fewer = tree([row?.id ?? '']);
    expect(shownQuestion(fewer, ask(fewer, 1)).candidates.map(({ id }) => id)).toEqual(['vsa:asset:8']);
  });

  test('an answer is about the row of the question, or of one candidate', () => {
    const it = tree();
    expect(nodesOf(it, ask(it, 0), 'vsa:asset:8')).toMatchObject([
      { type: 'item', id: 'bms:asset:7=vsa:asset:8' },
    ]);
    expect(nodesOf(it, ask(it, 1), 'vsa:asset:8')).toMatchObject([{ type: 'candidate' }]);
    expect(nodesOf(it, ask(it, 1), null)).toMatchObject([{ type: 'item' }]);
    expect(nodesOf(it, ask(it, 1), 'vsa:asset:999')).toEqual([]);
  });
});
