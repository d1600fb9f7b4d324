// @vitest-environment happy-dom
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Part, Row, Section, ShownDashboard } from '../../../src/ui/dashboard/protocol';
import { barOf, columnOf, groundOf, lengths, pointsOf } from '../../../src/webview/dashboard/shapes';
import { type APage, aPage } from './a-page';

const part = (value: number | null, more: Partial<Part> = {}): Part => ({
  ...{ look: 'good', value, text: `${value}`, spoken: `spoken ${value}`, target: null, ...more },
});
const row = (key: string, parts: readonly Part[]): Row => ({
  ...{
    key,
    label: `<b>${key}</b>`,
    note: `note ${key}`,
    parts: [...parts],
    target: { type: 'client', identity: key },
    trend: null,
  },
});
const section = (chart: Section['chart'], rows: readonly Row[], more: Partial<Section> = {}): Section => ({
  ...{ id: chart, title: `Title ${chart}`, about: '', chart, head: 'Name', noteHead: 'Note', trendHead: '' },
  ...{ legend: [{ look: 'good', label: 'Good' }], rows: [...rows], empty: '', more: '', ...more },
});
const shown = (sections: readonly Section[], more: Partial<ShownDashboard> = {}): ShownDashboard => ({
  ...{ state: 'known', title: 'Health', lead: 'All is well.', act: null, sections: [...sections] },
  ...{ kind: null, kinds: [], ...more },
});

let page: APage;
const buttons = () => [...document.querySelectorAll<HTMLButtonElement>('td button, th button')];
const click = (element: Element | null | undefined) =>
  element?.dispatchEvent(new MouseEvent('click', { bubbles: true }));

describe('the page of the dashboard', () => {
  let open: (state?: unknown) => APage;

  beforeAll(async () => {
    aPage('health');
    const { openPage } = await import('../../../src/webview/page');
    const { FRESH, KEPT_VERSION, keptShape } = await import('../../../src/webview/dashboard/kept');
    const { DashboardView } = await import('../../../src/webview/dashboard/view');
    const { shownShape } = await import('../../../src/ui/dashboard/protocol');
    open = (state) => {
      const made = aPage('health', state);
      const spec = { shown: shownShape, kept: keptShape, version: KEPT_VERSION, fresh: FRESH };
      openPage({ ...spec, open: (opened) => new DashboardView(opened) });
      return made;
    };
  });

  beforeEach(() => {
    page = open();
  });

  test('draws each section beside a table that says the same; markup is text', () => {
    const target = { type: 'records', system: 'bms', kind: 'asset', group: 'good' } as const;
    page.show(shown([section('bars', [row('a', [part(3, { target })]), row('b', [part(0)])])]));
    expect(document.querySelector('svg')?.getAttribute('aria-label')).toBe('Title bars');
    expect(document.querySelectorAll('rect')).toHaveLength(1);
    expect([...document.querySelectorAll('tbody td')].map((cell) => cell.textContent)).toEqual([
      '3',
      'note a',
      '0',
      'note b',
    ]);
    expect(document.querySelector('tbody th')?.textContent).toBe('<b>a</b>');
    expect(document.querySelector('b')).toBeNull();
  });

  test('a part leads to its records, from the drawing and from the table', () => {
    const target = { type: 'records', system: 'bms', kind: 'asset', group: 'good' } as const;
    page.show(shown([section('bars', [row('a', [part(3, { target })])])]));
    click(document.querySelector('rect'));
    expect(page.said.at(-1)).toEqual({ type: 'said', message: target });
    click(buttons().find(({ ariaLabel, title }) => (ariaLabel ?? title) === 'spoken 3'));
    expect(page.said.at(-1)).toEqual({ type: 'said', message: target });
    expect(page.said).toHaveLength(4);
    click(document.querySelector('svg text'));
    expect(page.said.at(-1)).toEqual({ type: 'said', message: { type: 'client', identity: 'a' } });
  });

  test('the kind that a person chooses is asked for, shown as chosen, and asked for again after a reload', () => {
    const kinds = [
      { kind: null, label: 'All kinds' },
      { kind: 'asset', label: 'Assets' },
    ] as const;
    const press = (label: string) =>
      [...document.querySelectorAll<HTMLButtonElement>('.choice button')].find(
        ({ textContent }) => textContent === label,
      );
    page.show(shown([], { kinds: [...kinds] }));
    expect(page.said.at(-1)).toEqual({ type: 'said', message: { type: 'kind', kind: null } });
    expect(press('All kinds')?.getAttribute('aria-pressed')).toBe('true');
    click(press('Assets'));
    expect(page.said.at(-1)).toEqual({ type: 'said', message: { type: 'kind', kind: 'asset' } });
    page.show(shown([], { kinds: [...kinds], kind: 'asset' }));
    expect(press('Assets')?.getAttribute('aria-pressed')).toBe('true');
    page = open(page.kept);
    page.show(shown([], { kinds: [...kinds] }));
    expect(page.said.at(-1)).toEqual({ type: 'said', message: { type: 'kind', kind: 'asset' } });
  });

  test('lines have points where something was measured; the table has the newest on top', () => {
    page.show(
      shown([section('lines', [row('a', [part(0.5)]), row('b', [part(null)]), row('c', [part(1)])])]),
    );
    expect(document.querySelectorAll('circle')).toHaveLength(2);
    expect([...document.querySelectorAll('tbody th')].map((cell) => cell.textContent?.[3])).toEqual([
      ...['c', 'b', 'a'],
    ]);
  });

  test('a table alone is sorted by its headings, and stays so when the numbers change and after a reload', () => {
    const trend = (change: number) => ({
      ...({
        direction: change < 0 ? 'better' : 'worse',
        change,
        text: `${change}`,
        spoken: `by ${change}`,
      } as const),
      values: [1, null, 2],
    });
    const rows = [row('b', [part(2)]), { ...row('a', [part(null)]), trend: trend(5) }, row('c', [part(9)])];
    const table = (more: readonly Row[] = rows) =>
      shown([section('none', more, { trendHead: 'Trend', noteHead: '' })]);
    const order = () =>
      [...document.querySelectorAll('tbody th')].map((cell) => cell.textContent?.[3]).join('');
    const head = (at: number) => document.querySelectorAll<HTMLButtonElement>('thead button')[at];
    page.show(table());
    expect(document.querySelector('svg.chart')).toBeNull();
    expect(order()).toBe('bac');
    click(head(2));
    expect(order()).toBe('cba');
    expect(head(2)?.closest('th')?.getAttribute('aria-sort')).toBe('descending');
    click(head(2));
    expect(order()).toBe('bca');
    page.show(table([...rows, row('d', [part(1)])]));
    expect(order()).toBe('dbca');
    page = open(page.kept);
    page.show(table());
    expect(order()).toBe('bca');
    click(head(2));
    expect(order()).toBe('bac');
    click(head(0));
    expect(order()).toBe('abc');
    click(head(1));
    expect(order()).toBe('abc');
    expect(document.querySelector('td.trend')?.textContent).toBe('5');
    expect(document.querySelector('td.trend')?.getAttribute('title')).toBe('by 5');
    expect(document.querySelector('td.trend svg')?.getAttribute('aria-hidden')).toBe('true');
  });

  test('the focus stays where it was when the numbers change', () => {
    page.show(shown([section('columns', [row('a', [part(1)]), row('b', [part(2)])])]));
    buttons().at(-1)?.focus();
    const before = document.activeElement?.textContent;
    page.show(shown([section('columns', [row('a', [part(5)]), row('b', [part(2)])])]));
    expect(document.activeElement?.textContent).toBe(before);
    expect(before).toBe('<b>a</b>');
  });

  test.each([
    ['never', 'status'],
    ['loading', 'status'],
    ['failed', 'alert'],
  ] as const)('%s is a state of its own, with what to do', (state, role) => {
    page.show(shown([], { state, lead: 'So it is.', act: { act: 'sync', label: 'Sync Now' } }));
    expect(document.querySelector(`[role=${role}]`)?.textContent).toBe('So it is.');
    click(document.querySelector('[data-focus=act]'));
    expect(page.said.at(-1)).toEqual({ type: 'said', message: { type: 'act', act: 'sync' } });
    expect(document.querySelector('svg')).toBeNull();
  });

  test('a section without rows says why', () => {
    page.show(shown([section('columns', [], { empty: 'Reading the history…' })]));
    expect(document.querySelector('section')?.textContent).toContain('Reading the history…');
    expect(document.querySelector('table')).toBeNull();
  });
});

describe('shapes', () => {
  const place = { x: 10, y: 5, width: 0, height: 20 };

  test('are in proportion, fill the longest row, and what is not zero can be seen', () => {
    expect(lengths([1, 3], 4, 100)).toEqual([25, 75]);
    expect(lengths([1, 1], 4, 100)).toEqual([25, 25]);
    expect(lengths([1, 999, 0], 1000, 100)).toEqual([3, 97, 0]);
    expect(lengths([1, 0], 100_000, 100)).toEqual([3, 0]);
    expect(lengths([0, 0], 0, 100)).toEqual([0, 0]);
  });

  test('lie beside and on top of each other', () => {
    expect(barOf([5, 7], place).map(({ x, width }) => [x, width])).toEqual([
      [10, 5],
      [15, 7],
    ]);
    expect(columnOf([5, 7], place).map(({ y, height }) => [y, height])).toEqual([
      [20, 5],
      [13, 7],
    ]);
  });

  test('lines start from the lowest tenth, and a lone point is no line', () => {
    expect(groundOf([0.87, null, 0.93])).toBe(0.8);
    expect(groundOf([1, 1])).toBe(0.9);
    expect(groundOf([])).toBe(0.9);
    const box = { x: 0, y: 0, width: 100, height: 50 };
    expect(pointsOf([1, null, 0.8], box, 0.8)).toEqual([
      { at: 0, x: 0, y: 0 },
      { at: 2, x: 100, y: 50 },
    ]);
    expect(pointsOf([0.9], box, 0.9)).toHaveLength(1);
  });
});
