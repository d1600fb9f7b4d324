/** The page "Dashboard": each section a drawing, and beside it the table that says the same. */
import type { Row, RowTrend, SaidOfDashboard, Section, ShownDashboard } from '../../ui/dashboard/protocol';
import { type Child, h } from '../dom';
import { redraw } from '../focus';
import type { Page } from '../page';
import { chartOf, sparkOf } from './chart';
import type { Kept } from './kept';
import { nextSort, sorted } from './sorting';

export class DashboardView {
  private shown: ShownDashboard | null = null;
  private readonly body = h('div', { class: 'body' });
  private readonly lead = (target: SaidOfDashboard) => this.page.say(target);

  constructor(private readonly page: Page<SaidOfDashboard, Kept>) {
    page.root.replaceChildren(this.body);
    // The extension knows what is shown no longer than its window lives.
    page.say({ type: 'kind', kind: page.kept.kind });
  }

  show(shown: ShownDashboard): void {
    this.shown = shown;
    const { state, title, lead, act, sections } = shown;
    const role = state === 'failed' ? 'alert' : 'status';
    const press = act && {
      'data-focus': 'act',
      on: { click: () => this.page.say({ type: 'act', act: act.act }) },
    };
    redraw(this.body, [
      h('header', { class: 'stacked' }, h('h1', {}, title), h('p', { role, class: `is-${state}` }, lead)),
      act && press ? h('vscode-button', press, act.label) : null,
      this.choice(shown),
      sections.map((section) => this.section(section)),
    ]);
  }

  /** Of which kind of record the charts are. */
  private choice({ kind: chosen, kinds }: ShownDashboard): Child {
    if (kinds.length === 0) return null;
    const button = ({ kind, label }: ShownDashboard['kinds'][number]) => {
      const click = () => {
        this.page.keep({ ...this.page.kept, kind });
        this.page.say({ type: 'kind', kind });
      };
      const about = { type: 'button', 'aria-pressed': `${kind === chosen}`, 'data-focus': `kind ${kind}` };
      return h('button', { ...about, on: { click } }, label);
    };
    return h('div', { class: 'choice', role: 'group', 'aria-label': 'Kind of record' }, kinds.map(button));
  }

  private section(section: Section): HTMLElement {
    const { id, title, about, empty, more } = section;
    const parts: Child = empty
      ? h('p', { class: 'quiet' }, empty)
      : [
          section.chart === 'none'
            ? this.table(section)
            : h(
                'div',
                { class: 'beside' },
                h('figure', {}, chartOf(section, section.chart, this.lead), legendOf(section)),
                this.table(section),
              ),
          more ? h('p', { class: 'quiet' }, more) : null,
        ];
    return h(
      'section',
      { class: 'health', 'aria-labelledby': `title-${id}` },
      h('h2', { id: `title-${id}` }, title),
      h('p', { class: 'quiet' }, about),
      parts,
    );
  }

  private table({ id, title, head, noteHead, trendHead, legend, rows, chart }: Section): HTMLElement {
    const sort = this.page.kept.sorts[id];
    // What is newest is read first.
    const ordered = chart === 'none' ? sorted(rows, sort) : chart === 'bars' ? rows : [...rows].reverse();
    const columns = [
      { label: head, column: -1 },
      // Far to the right it would be scrolled for.
      { label: trendHead, column: legend.length },
      ...legend.map(({ label }, column) => ({ label, column })),
      { label: noteHead, column: legend.length + 1 },
    ].filter(({ label }) => label !== '');
    const heads = columns.map(({ label, column }) => {
      if (chart !== 'none') return h('th', { scope: 'col' }, label);
      const order = sort?.column === column ? (sort.descending ? 'descending' : 'ascending') : null;
      return h('th', { scope: 'col', 'aria-sort': order }, this.sorting(id, label, column, order));
    });
    return h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': title, 'data-focus': `table ${id}` },
      h(
        'table',
        { class: 'numbers' },
        h('thead', {}, h('tr', {}, heads)),
        h(
          'tbody',
          {},
          ordered.map((row) => this.row(id, row, noteHead !== '', trendHead !== '')),
        ),
      ),
    );
  }

  /** A heading that sorts, once more the other way, and once more as it came. */
  private sorting(id: string, label: string, column: number, order: string | null): HTMLElement {
    const click = () => {
      const { [id]: before, ...others } = this.page.kept.sorts;
      const next = nextSort(column, before);
      this.page.keep({ ...this.page.kept, sorts: next ? { ...others, [id]: next } : others });
      if (this.shown) this.show(this.shown);
    };
    const mark = h(
      'span',
      { 'aria-hidden': 'true' },
      order === null ? '' : order === 'descending' ? ' ↓' : ' ↑',
    );
    return h(
      'button',
      { type: 'button', class: 'link', 'data-focus': `sort ${id} ${column}`, on: { click } },
      ...[label, mark],
    );
  }

  private row(section: string, row: Row, noted: boolean, went: boolean): HTMLElement {
    const focus = `${section} ${row.key}`;
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, this.leading(row.label, row.label, row.target, focus)),
      went ? trendCell(row.trend) : null,
      row.parts.map(({ text, spoken, target }, at) =>
        h('td', {}, this.leading(text, spoken, target, `${focus} ${at}`)),
      ),
      noted ? h('td', {}, row.note) : null,
    );
  }

  private leading(text: string, spoken: string, target: SaidOfDashboard | null, focus: string): Child {
    if (!target) return text;
    const click = () => this.lead(target);
    return h(
      'button',
      {
        type: 'button',
        class: 'link',
        'data-focus': focus,
        'aria-label': spoken,
        title: spoken,
        on: { click },
      },
      text,
    );
  }
}

/** A drawing for those who see it, and the words for all. */
function trendCell(trend: RowTrend | null): HTMLElement {
  if (!trend) return h('td', { class: 'trend quiet' }, '–');
  const { text, spoken, values, direction } = trend;
  return h(
    'td',
    { class: ['trend', `is-${direction}`], title: spoken },
    sparkOf(values),
    h('span', {}, text),
  );
}

const legendOf = ({ legend }: Section): HTMLElement =>
  h(
    'figcaption',
    { class: 'row' },
    legend.map(({ look, label }) => h('span', {}, h('span', { class: ['swatch', `look-${look}`] }), label)),
  );
