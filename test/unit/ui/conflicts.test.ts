import { describe, expect, test } from 'vitest';
import type { ConflictItem, ConflictSide } from '../../../src/engine/conflicts';
import { Failure } from '../../../src/engine/failure';
import { type FieldValue, keyOf, type SystemName } from '../../../src/engine/model';
import {
  chosen,
  edited,
  othersLike,
  placeOf,
  queueOf,
  shownConflict,
  wordsOf,
} from '../../../src/ui/conflicts/model';
import type { Records } from '../../../src/ui/differences/values';
import { record } from './an-overview';

const side = (system: SystemName, value: FieldValue, more: Partial<ConflictSide> = {}): ConflictSide => ({
  record: `${system}:asset:1`,
  name: 'pc',
  url: null,
  value,
  text: String(value ?? ''),
  agreed: null,
  changed: true,
  lastChange: null,
  refusal: null,
  ...more,
});
const item = (more: Partial<ConflictItem> = {}): ConflictItem => ({
  key: 'asset/bms/1|model',
  kind: 'asset',
  identity: 'asset/bms/1',
  name: 'pc',
  organization: 'Acme',
  organizationIdentity: 'acme',
  field: 'model',
  label: 'Model',
  isList: false,
  to: null,
  sides: { bms: side('bms', 'ThinkPad T14 G3'), itglue: side('itglue', 'ThinkPad T14 G4') },
  agreed: null,
  authority: null,
  suggestion: null,
  reason: 'the sides differ',
  ...more,
});
const none: Records = new Map();
const shown = (one: ConflictItem, queue = [one], records: Records = none) =>
  shownConflict(one, queue, { records, at: (iso) => `<${iso}>` });

describe('what is shown of a conflict', () => {
  test('each side, with only what differs marked, and the agreed value before them', () => {
    const agreed = { value: 'ThinkPad T14 G2', text: 'ThinkPad T14 G2' };
    const one = item({
      agreed,
      sides: {
        bms: side('bms', 'ThinkPad T14 G3', { agreed }),
        itglue: side('itglue', 'ThinkPad T14 G2', { agreed, changed: false }),
      },
    });
    const { cells } = shown(one);
    expect(cells.map(({ title, state }) => [title, state])).toEqual([
      ['Last agreed', ''],
      ['Kaseya BMS', 'changed'],
      ['IT Glue', 'as agreed'],
    ]);
    const marks = cells.map(({ lines }) => lines.flat().filter(({ mark }) => mark !== 'same'));
    expect(marks).toEqual([[{ text: 'G2', mark: 'gone' }], [{ text: 'G3', mark: 'new' }], []]);
  });

  test('who changed it when, and why it cannot be written, as far as it is known', () => {
    const one = item({
      sides: {
        bms: side('bms', 'a', { lastChange: { at: '2026-01-01T00:00:00Z', by: 'kim' } }),
        itglue: side('itglue', 'b', { refusal: 'locked by the PSA' }),
      },
    });
    expect(shown(one).cells.map(({ notes }) => notes)).toEqual([
      ['Record last changed <2026-01-01T00:00:00Z> by kim'],
      ['Cannot be written there: locked by the PSA'],
    ]);
  });

  test('a reference by the name of what it leads to', () => {
    const records = new Map(
      [
        record('bms', 'location', '7', { name: 'Main' }),
        record('itglue', 'location', '9', { name: 'Branch' }),
      ].map((one) => [keyOf(one), one] as const),
    );
    const one = item({
      ...{ field: 'location', label: 'Location', to: 'location' },
      sides: { bms: side('bms', '7'), itglue: side('itglue', '9') },
    });
    const { cells, edit } = shown(one, [one], records);
    expect(
      cells.map(({ lines }) =>
        lines
          .flat()
          .map(({ text }) => text)
          .join(''),
      ),
    ).toEqual(['Main', 'Branch']);
    expect(edit.type).toBe('none');
  });

  test('items of a list with who holds them; at first contact nothing looks removed', () => {
    const one = item({
      ...{ kind: 'contact', field: 'emails', label: 'E-mails', isList: true },
      sides: { bms: side('bms', ['a@x.ch']), itglue: side('itglue', []) },
    });
    const { cells, edit } = shown(one);
    expect(cells.map(({ lines }) => lines)).toEqual([[[{ text: 'a@x.ch', mark: 'new' }]], []]);
    expect(edit).toEqual({ type: 'list', items: [{ text: 'a@x.ch', where: 'Kaseya BMS', chosen: true }] });
  });

  test('how many others pose the same question', () => {
    const [a, b] = [item(), item({ key: 'other', identity: 'other' })];
    const c = item({ key: 'c', field: 'notes', label: 'Notes' });
    expect(shown(a, [a, b, c]).alike).toBe(1);
    expect(othersLike(c, [a, b, c])).toEqual([]);
  });
});

test('organizations come first, then by client, name and field; a place is a key or an identity', () => {
  const asset = item({ identity: 'x', key: 'x' });
  const organization = item({ kind: 'organization', field: 'name', key: 'o', identity: 'o' });
  const later = item({ organization: 'Zeta', key: 'z', identity: 'z' });
  const queue = queueOf([later, asset, organization]);
  expect(queue.map(({ key }) => key)).toEqual(['o', 'x', 'z']);
  expect(placeOf(queue, 'z')?.key).toBe('z');
  expect(placeOf(queue, 'unknown')).toBeUndefined();
});

test('the same conflict with other words is another question', () => {
  const moved = item({ sides: { ...item().sides, bms: side('bms', 'something else') } });
  expect(wordsOf(moved)).not.toBe(wordsOf(item()));
  expect(wordsOf(item())).toBe(wordsOf(item()));
});

describe('what a choice says', () => {
  test('a side is right, for all that are alike and have such a side', () => {
    const lacking = item({ key: 'k2', sides: { vsa: side('vsa', 'x'), itglue: side('itglue', 'y') } });
    expect(chosen([item(), lacking], 'bms').choices).toEqual([
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
    expect(chosen([one], 'agreed').choices.map(({ value }) => value)).toEqual(['itglue:location:7']);
    expect(chosen([item()], 'agreed').choices).toEqual([]);
  });

  test('another value: trimmed, blank as blank, items once each', () => {
    const value = (one: ConflictItem, given: string | string[]) => edited(one, given).choices[0]?.value;
    expect(value(item(), ' X1 ')).toBe('X1');
    expect(value(item(), '  ')).toBeNull();
    expect(value(item({ field: 'active' }), 'false')).toBe(false);
    expect(value(item({ field: 'purchasedAt' }), '2026-02-01')).toBe('2026-02-01');
    expect(() => value(item({ field: 'purchasedAt' }), 'soon')).toThrow(Failure);
    const emails = item({ kind: 'contact', field: 'emails', isList: true });
    expect(value(emails, ['a@x.ch', ' a@x.ch', '', 'b@x.ch'])).toEqual(['a@x.ch', 'b@x.ch']);
    expect(() => value(item({ to: 'location', label: 'Location' }), 'Main')).toThrow(/one of the sides/);
  });
});
