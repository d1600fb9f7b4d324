// @vitest-environment happy-dom
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ShownConflict, ShownConflicts } from '../../../src/ui/conflicts/protocol';
import type { Cell } from '../../../src/ui/differences/protocol';
import { type APage, aPage } from './a-page';

const cell = (id: string, title: string, text: string): Cell => ({
  id,
  title,
  state: 'changed',
  tone: 'changed',
  list: false,
  lines: text ? [[{ text, mark: 'new' }]] : [],
  notes: [],
});
const conflict = (key: string, more: Partial<ShownConflict> = {}): ShownConflict => ({
  key,
  name: `Name ${key}`,
  what: 'asset of Northwind',
  field: 'Model',
  reason: 'the sides differ',
  cells: [cell('bms', 'Kaseya BMS', 'X1'), cell('vsa', 'Kaseya VSA', ''), cell('itglue', 'IT Glue', 'X2')],
  suggestion: { cell: 'itglue', title: 'IT Glue', reason: 'it was changed last' },
  edit: { type: 'text', value: 'X2', rows: 1 },
  alike: 0,
  ...more,
});
const shown = (conflicts: readonly ShownConflict[], more: Partial<ShownConflicts> = {}): ShownConflicts => ({
  empty: conflicts.length > 0 ? '' : 'Nothing is open.',
  conflicts: [...conflicts],
  total: conflicts.length,
  said: '',
  back: null,
  undo: null,
  decided: 0,
  texts: { alike: 'The same for {0} others', use: 'Use This', suggestion: '{0}, because {1}.' },
  ...more,
});

let page: APage;
const said = () => page.said.slice(1);
const last = () => page.said.at(-1);
const key = (name: string, target: EventTarget = document.body) =>
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }),
  );
const focused = () =>
  document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
const heading = () => document.querySelector('h2')?.textContent;
const byFocus = (name: string) => document.querySelector<HTMLElement>(`[data-focus="${name}"]`);
const [a, b, c] = [conflict('a'), conflict('b'), conflict('c')];

describe('the page of the conflicts', () => {
  let open: (subject: string, state?: unknown) => APage;

  beforeAll(async () => {
    aPage('queue');
    const { openPage } = await import('../../../src/webview/page');
    const { FRESH, KEPT_VERSION, keptShape } = await import('../../../src/webview/conflicts/kept');
    const { ConflictView } = await import('../../../src/webview/conflicts/view');
    const { shownShape } = await import('../../../src/ui/conflicts/protocol');
    // The components themselves.
    await import('../../../src/webview/conflicts/main');
    open = (subject, state) => {
      const opened = aPage(subject, state);
      openPage({
        shown: shownShape,
        kept: keptShape,
        version: KEPT_VERSION,
        fresh: FRESH,
        open: (it) => new ConflictView(it),
      });
      return opened;
    };
  });

  beforeEach(() => {
    page = open('queue');
  });

  test('shows the first, with every side and the suggestion', () => {
    page.show(shown([a, b]));
    expect(heading()).toBe('Name a: Model');
    expect([...document.querySelectorAll('.cell h3')].map((title) => title.textContent)).toEqual([
      'Kaseya BMS',
      'Kaseya VSA',
      'IT Glue',
    ]);
    expect(document.querySelector('.suggestion')?.textContent).toBe('IT Glue, because it was changed last.');
    expect(document.querySelector('.cell ins')?.textContent).toBe('X1');
    expect(byFocus('use itglue')?.getAttribute('aria-label')).toBe('Use This: IT Glue, X2');
    // One tab stop in the row.
    expect([...document.querySelectorAll<HTMLElement>('.use')].map(({ tabIndex }) => tabIndex)).toEqual([
      -1, -1, 0,
    ]);
  });

  test('text of records is text', () => {
    const evil = '<img src=x onerror="alert(1)">';
    page.show(shown([conflict('x', { name: evil, cells: [cell('bms', 'Kaseya BMS', evil)] })]));
    expect(document.querySelector('img')).toBeNull();
    expect(document.querySelector('.cell ins')?.textContent).toBe(evil);
  });

  test('keys choose a side, the suggestion, and go on and back', () => {
    page.show(shown([a, b, c]));
    key('1');
    expect(last()).toEqual({
      type: 'said',
      message: { type: 'choose', key: 'a', cell: 'bms', alike: false },
    });
    key('s');
    expect(last()).toEqual({
      type: 'said',
      message: { type: 'choose', key: 'a', cell: 'itglue', alike: false },
    });
    key('9');
    expect(said()).toHaveLength(2);
    key('n');
    expect(heading()).toBe('Name b: Model');
    expect(focused()).toBe('use itglue');
    key('p');
    expect(heading()).toBe('Name a: Model');
    key('u');
    expect(last()).toEqual({ type: 'said', message: { type: 'undo' } });
  });

  test('once decided, the next one comes up and has the focus; what was done is read aloud', () => {
    page.show(shown([a, b, c]));
    key('n');
    page.show(shown([a, c], { said: 'Decided.', undo: 'Model of b', decided: 1 }));
    expect(heading()).toBe('Name c: Model');
    expect(focused()).toBe('use itglue');
    expect(document.querySelector('[role=status]')?.textContent).toBe('Decided.');
    // The last of the list: what is before it.
    page.show(shown([a], { said: 'Decided again.', undo: 'Model of c', decided: 2 }));
    expect(heading()).toBe('Name a: Model');
    page.show(shown([], { undo: 'Model of a', decided: 3 }));
    expect(document.querySelector('.empty')?.textContent).toBe('Nothing is open.');
    expect(focused()).toBe('undo');
    page.show(shown([a], { back: 'a', undo: 'Model of c', decided: 2 }));
    expect(heading()).toBe('Name a: Model');
    expect(focused()).toBe('use itglue');
  });

  test('taking back opens that conflict again, wherever one is by now', () => {
    page.show(shown([a, b, c]));
    page.show(shown([b, c], { undo: 'a', decided: 1 }));
    key('n');
    expect(heading()).toBe('Name c: Model');
    page.show(shown([a, b, c], { back: 'a' }));
    expect(heading()).toBe('Name a: Model');
  });

  test('a redraw leaves the focus and the selection where they are', () => {
    page.show(shown([a, b]));
    byFocus('use bms')?.focus();
    page.show(shown([a, b], { said: 'Something else.' }));
    expect(focused()).toBe('use bms');
    expect(heading()).toBe('Name a: Model');
  });

  test('arrow keys move in the list, and between the sides', () => {
    page.show(shown([a, b]));
    byFocus('queue')?.focus();
    key('ArrowDown', byFocus('queue') ?? document.body);
    expect(heading()).toBe('Name b: Model');
    expect(focused()).toBe('queue');
    expect(byFocus('queue')?.getAttribute('aria-activedescendant')).toBe('option-1');
    byFocus('use itglue')?.focus();
    key('ArrowRight', byFocus('use itglue') ?? document.body);
    expect(focused()).toBe('use bms');
  });

  test('the same choice for all alike', () => {
    page.show(shown([conflict('a', { alike: 2 }), b]));
    const box = document.querySelector('vscode-checkbox');
    expect(box?.getAttribute('label')).toBe('The same for 2 others');
    if (box) box.checked = true;
    box?.dispatchEvent(new Event('change'));
    key('1');
    expect(last()).toEqual({ type: 'said', message: { type: 'choose', key: 'a', cell: 'bms', alike: true } });
    // It is about this conflict: the next one starts without it.
    page.show(shown([conflict('b', { alike: 1 })], { decided: 3 }));
    key('1');
    expect(last()).toEqual({
      type: 'said',
      message: { type: 'choose', key: 'b', cell: 'bms', alike: false },
    });
  });

  test('another value: begun with the suggestion, kept while it is written, given with the button', () => {
    page.show(shown([a, b]));
    key('e');
    const field = document.querySelector('vscode-textarea');
    expect(field?.value).toBe('X2');
    expect(focused()).toBe('field');
    if (field) field.value = 'X3';
    field?.dispatchEvent(new Event('input'));
    // Single keys are letters there.
    key('1', field ?? document.body);
    expect(said()).toEqual([]);
    expect(page.kept?.kept).toMatchObject({ selected: 'a', draft: { key: 'a', text: 'X3' } });
    page.show(shown([a, b], { said: 'Read again.' }));
    expect(document.querySelector('vscode-textarea')?.value).toBe('X3');
    byFocus('save')?.click();
    expect(last()).toEqual({ type: 'said', message: { type: 'edit', key: 'a', value: 'X3' } });
  });

  test('Escape leaves the editor and harms nothing', () => {
    page.show(shown([a]));
    key('e');
    key('Escape', document.querySelector('vscode-textarea') ?? document.body);
    expect(document.querySelector('vscode-textarea')).toBeNull();
    expect(focused()).toBe('edit');
    expect(said()).toEqual([]);
  });

  test('items of a list are merged by ticking them, and further ones written', () => {
    const items = [
      { text: 'a@x.ch', where: 'Kaseya BMS', chosen: true },
      { text: 'b@x.ch', where: 'IT Glue', chosen: false },
    ];
    page.show(shown([conflict('a', { edit: { type: 'list', items } })]));
    key('e');
    const [, second] = document.querySelectorAll('vscode-checkbox');
    if (second) second.checked = true;
    second?.dispatchEvent(new Event('change'));
    const field = document.querySelector('vscode-textarea');
    if (field) field.value = 'c@x.ch';
    field?.dispatchEvent(new Event('input'));
    byFocus('save')?.click();
    expect(last()).toEqual({
      type: 'said',
      message: { type: 'edit', key: 'a', value: ['a@x.ch', 'b@x.ch', 'c@x.ch'] },
    });
  });

  test('comes back to where it was, with what was being written', () => {
    page.show(shown([a, b]));
    key('n');
    key('e');
    const state = page.kept;
    page = open('queue', state);
    page.show(shown([a, b]));
    expect(heading()).toBe('Name b: Model');
    expect(document.querySelector('vscode-textarea')?.value).toBe('X2');
  });

  test('goes to the conflict that was asked for', () => {
    page.show(shown([a, b, c]));
    page.go('c');
    expect(heading()).toBe('Name c: Model');
    expect(focused()).toBe('use itglue');
    page.go('unknown');
    expect(heading()).toBe('Name c: Model');
  });
});
