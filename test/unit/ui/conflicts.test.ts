import { describe, expect, test } from 'vitest';
import type { ConflictItem } from '../../../src/engine/conflicts';
import { keyOf } from '../../../src/engine/model';
import { answerOf, othersLike, placeOf, shownConflict } from '../../../src/ui/conflicts/model';
import type { Records } from '../../../src/ui/differences/values';
import { conflictItem as item, conflictSide as side } from '../engine/a-conflict';
import { record } from './an-overview';

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

test('a place is a key or an identity', () => {
  const queue = [item(), item({ key: 'z', identity: 'y' })];
  expect(placeOf(queue, 'z')?.key).toBe('z');
  expect(placeOf(queue, 'y')?.key).toBe('z');
  expect(placeOf(queue, 'unknown')).toBeUndefined();
});

test('choosing a cell takes its side, or what was agreed', () => {
  expect(answerOf('vsa')).toEqual({ type: 'side', system: 'vsa' });
  expect(answerOf('agreed')).toEqual({ type: 'agreed' });
});
