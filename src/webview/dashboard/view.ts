/** The page "Dashboard": each section a drawing, and beside it the table that says the same. */
import type { Row, SaidOfDashboard, Section, ShownDashboard } from '../../ui/dashboard/protocol';
import { type Child, h } from '../dom';
import { redraw } from '../focus';
import type { Page } from '../page';
import { chartOf } from './chart';
import type { Kept } from './kept';

export class DashboardView {
  private readonly body = h('div', { class: 'body' });
  private readonly lead = (target: SaidOfDashboard) => this.page.say(target);

  constructor(private readonly page: Page<SaidOfDashboard, Kept>) {
    page.root.replaceChildren(this.body);
  }

  show({ state, title, lead, act, sections }: ShownDashboard): void {
    const role = state === 'failed' ? 'alert' : 'status';
    const press = act && {
      'data-focus': 'act',
      on: { click: () => this.page.say({ type: 'act', act: act.act }) },
    };
    redraw(this.body, [
      h('header', { class: 'stacked' }, h('h1', {}, title), h('p', { role, class: `is-${state}` }, lead)),
      act && press ? h('vscode-button', press, act.label) : null,
      sections.map((section) => this.section(section)),
    ]);
  }

  private section(section: Section): HTMLElement {
    const { id, title, about, empty, more } = section;
    const parts: Child = empty
      ? h('p', { class: 'quiet' }, empty)
      : [
          h(
            'div',
            { class: 'beside' },
            h('figure', {}, chartOf(section, this.lead), legendOf(section)),
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

  private table({ id, title, head, noteHead, legend, rows, chart }: Section): HTMLElement {
    const column = (text: string) => h('th', { scope: 'col' }, text);
    // What is newest is read first.
    const ordered = chart === 'bars' ? rows : [...rows].reverse();
    const heads = [
      column(head),
      ...legend.map(({ label }) => column(label)),
      noteHead ? column(noteHead) : null,
    ];
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
          ordered.map((row) => this.row(id, row, noteHead !== '')),
        ),
      ),
    );
  }

  private row(section: string, row: Row, noted: boolean): HTMLElement {
    const focus = `${section} ${row.key}`;
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, this.leading(row.label, row.label, row.target, focus)),
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

const legendOf = ({ legend }: Section): HTMLElement =>
  h(
    'figcaption',
    { class: 'row' },
    legend.map(({ look, label }) => h('span', {}, h('span', { class: ['swatch', `look-${look}`] }), label)),
  );
