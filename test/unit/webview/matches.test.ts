// @vitest-environment happy-dom
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ShownMatches, ShownQuestion, Side } from '../../../src/ui/matches/protocol';
import { type APage, aPage } from './a-page';

const side = (id: string, name: string): Side => ({
  id,
  system: id.startsWith('bms') ? 'Kaseya BMS' : 'Kaseya VSA',
  name,
  owner: 'of Contoso',
  notes: [`id ${id.slice(-1)}`],
  confidence: id.startsWith('bms') ? '' : '90 %',
});
const question = (key: string, candidates: readonly Side[]): ShownQuestion => ({
  key,
  name: `Name ${key}`,
  what: 'asset of Contoso',
  reason: 'same MAC address',
  own: side('bms:asset:1', `Name ${key}`),
  candidates: [...candidates],
  rows: [
    {
      field: 'Host name',
      own: '<b>FRONT</b>',
      others: candidates.map(() => ({
        value: 'DESK',
        verdict: 'contradicts' as const,
        weight: '−4.0',
        normalized: 'front',
        note: 'other host name',
      })),
    },
  ],
});
const shown = (questions: readonly ShownQuestion[], more: Partial<ShownMatches> = {}): ShownMatches => ({
  empty: questions.length > 0 ? '' : 'Nothing is open.',
  questions: [...questions],
  total: questions.length,
  narrowed: '',
  said: '',
  back: null,
  undo: null,
  texts: { comparedAs: 'compared as “{0}”', bits: '{0} bits', acceptOf: '{0} in {1} is {2}' },
  ...more,
});

const one = side('vsa:asset:2', 'DESK');
const two = side('vsa:asset:3', 'DESK-2');
const [a, b] = [question('a', [one]), question('b', [one, two])];

let page: APage;
const last = () => page.said.at(-1);
const key = (name: string) =>
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }),
  );
const heading = () => document.querySelector('h2')?.textContent;
const focused = () =>
  document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;

describe('the page of the matches', () => {
  let open: (subject: string, state?: unknown) => APage;

  beforeAll(async () => {
    aPage('queue');
    const { openPage } = await import('../../../src/webview/page');
    const { FRESH, KEPT_VERSION, keptShape } = await import('../../../src/webview/matches/kept');
    const { MatchView } = await import('../../../src/webview/matches/view');
    const { shownShape } = await import('../../../src/ui/matches/protocol');
    open = (subject, state) => {
      const made = aPage(subject, state);
      openPage({
        shown: shownShape,
        kept: keptShape,
        version: KEPT_VERSION,
        fresh: FRESH,
        open: (opened) => new MatchView(opened),
      });
      return made;
    };
  });

  beforeEach(() => {
    page = open('queue');
  });

  test('shows both sides, what was compared and how it came out; markup is text', () => {
    page.show(shown([a, b]));
    expect(heading()).toBe('Name a');
    const cells = [...document.querySelectorAll('tbody td')].map((cell) => cell.textContent);
    expect(cells[0]).toBe('<b>FRONT</b>');
    expect(cells[1]).toContain('−4.0 bits');
    expect(cells[1]).toContain('compared as “front”');
    expect(cells[1]).toContain('other host name');
  });

  test('a single key accepts the only candidate, a digit one of several', () => {
    page.show(shown([a, b]));
    key('a');
    expect(last()).toEqual({ type: 'said', message: { type: 'accept', key: 'a', candidate: 'vsa:asset:2' } });
    key('j');
    expect(heading()).toBe('Name b');
    const before = page.said.length;
    key('a');
    expect(page.said).toHaveLength(before);
    key('2');
    expect(last()).toEqual({ type: 'said', message: { type: 'accept', key: 'b', candidate: 'vsa:asset:3' } });
    key('3');
    expect(page.said).toHaveLength(before + 1);
  });

  test('never, another, undo and skip have keys too', () => {
    page.show(shown([a, b]));
    key('n');
    expect(last()).toMatchObject({ message: { type: 'never', key: 'a', candidate: null } });
    key('o');
    expect(last()).toMatchObject({ message: { type: 'another', key: 'a' } });
    key('u');
    expect(last()).toMatchObject({ message: { type: 'undo' } });
    key('s');
    expect(heading()).toBe('Name b');
    key('k');
    expect(heading()).toBe('Name a');
  });

  test('once a question is answered the next one takes its place and the focus', () => {
    page.show(shown([a, b]));
    page.show(shown([b], { said: '1 pair linked. 1 left.', undo: '1 pair linked' }));
    expect(heading()).toBe('Name b');
    expect(focused()).toBe('accept vsa:asset:2');
    expect(document.querySelector('[role=status]')?.textContent).toBe('1 pair linked. 1 left.');
    page.show(shown([], { undo: '1 pair linked' }));
    expect(document.querySelector('.empty')?.textContent).toBe('Nothing is open.');
    expect(focused()).toBe('undo');
  });

  test('a question that is taken back comes up again; a place that is asked for too', () => {
    page.show(shown([b]));
    page.show(shown([a, b], { back: 'a' }));
    expect(heading()).toBe('Name a');
    page.go('b');
    expect(heading()).toBe('Name b');
  });

  test('goes on after a restart where the person was', () => {
    page.show(shown([a, b]));
    key('j');
    const { kept } = page;
    page = open('queue', kept);
    page.show(shown([a, b]));
    expect(heading()).toBe('Name b');
  });
});
