import { describe, expect, test } from 'vitest';
import { inOrder } from '../../../src/engine/conflicts';
import { Failure } from '../../../src/engine/failure';
import { questionOf, settle, valueFrom } from '../../../src/engine/settle';
import { conflictItem as item, conflictSide as side } from './a-conflict';

test('organizations come first, then by client, name and field', () => {
  const asset = item({ identity: 'x', key: 'x' });
  const organization = item({ kind: 'organization', field: 'name', key: 'o', identity: 'o' });
  const later = item({ organization: 'Zeta', key: 'z', identity: 'z' });
  const queue = inOrder([later, asset, organization]);
  expect(queue.map(({ key }) => key)).toEqual(['o', 'x', 'z']);
});

test('the same conflict with other words is another question', () => {
  const moved = item({ sides: { ...item().sides, bms: side('bms', 'something else') } });
  expect(questionOf(moved)).not.toBe(questionOf(item()));
  expect(questionOf(item())).toBe(questionOf(item()));
});

describe('what a choice says', () => {
  test('a side is right, for all that are alike and have such a side', () => {
    const lacking = item({ key: 'k2', sides: { vsa: side('vsa', 'x'), itglue: side('itglue', 'y') } });
    expect(settle([item(), lacking], { type: 'side', system: 'bms' }).choices).toEqual([
      {
        record: 'bms:asset:1',
        field: 'model',
        value: 'ThinkPad T14 G3',
        against: { bms: 'ThinkPad T14 G3', itglue: 'ThinkPad T14 G4' },
      },
    ]);
  });

  test('what was agreed is right again, a reference by the key of what it led to', () => {
    const agreed = { value: '7', text: 'Main' };
    const one = item({
      ...{ field: 'location', to: 'location', agreed },
      sides: { bms: side('bms', '8'), itglue: side('itglue', '9', { agreed }) },
    });
    expect(settle([one], { type: 'agreed' }).choices.map(({ value }) => value)).toEqual([
      'itglue:location:7',
    ]);
    expect(settle([item()], { type: 'agreed' }).choices).toEqual([]);
  });

  test('another value: trimmed, blank as blank, items once each', () => {
    expect(valueFrom(item(), ' X1 ')).toBe('X1');
    expect(valueFrom(item(), '  ')).toBeNull();
    expect(valueFrom(item({ field: 'active' }), 'false')).toBe(false);
    expect(valueFrom(item({ field: 'active' }), 'Yes')).toBe(true);
    expect(() => valueFrom(item({ field: 'active' }), 'perhaps')).toThrow(/neither yes nor no/);
    expect(valueFrom(item({ field: 'purchasedAt' }), '2026-02-01')).toBe('2026-02-01');
    expect(() => valueFrom(item({ field: 'purchasedAt' }), 'soon')).toThrow(Failure);
    const emails = item({ kind: 'contact', field: 'emails', isList: true });
    expect(valueFrom(emails, ['a@x.ch', ' a@x.ch', '', 'b@x.ch'])).toEqual(['a@x.ch', 'b@x.ch']);
    expect(() => valueFrom(item({ to: 'location', label: 'Location' }), 'Main')).toThrow(/one of the sides/);
    expect(valueFrom(item({ to: 'location' }), 'bms:location:7')).toBe('bms:location:7');
  });
});
