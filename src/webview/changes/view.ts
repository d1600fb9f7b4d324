/** The page of differences: field by field, values side by side, read only. */
import type { SaidOfChanges, ShownChanges, ShownField } from '../../ui/changes/protocol';
import type { Cell } from '../../ui/differences/protocol';
import { valueView } from '../differences/cell';
import { h } from '../dom';
import { redraw } from '../focus';
import type { Page } from '../page';
import { say, type Texts } from '../words';
import type { Kept } from './kept';

export class ChangesView {
  private shown: ShownChanges | null = null;
  private drawn = false;

  constructor(private readonly page: Page<SaidOfChanges, Kept>) {
    page.root.replaceChildren();
    document.addEventListener('scroll', () => {
      const { scrollY: scroll } = window;
      if (scroll !== page.kept.scroll) page.keep({ ...page.kept, scroll });
    });
  }

  show(shown: ShownChanges): void {
    this.shown = shown;
    this.draw();
    if (!this.drawn) window.scrollTo(0, this.page.kept.scroll);
    this.drawn = true;
  }

  private draw(): void {
    const { shown, page } = this;
    if (!shown) return;
    const { fields, foldable, texts, empty } = shown;
    const folded = foldable && page.kept.folded;
    const open = folded ? fields.filter(({ differs }) => differs) : fields;
    redraw(page.root, [
      this.head(shown),
      foldable ? this.fold(folded, texts) : null,
      empty ? h('p', { class: 'empty' }, empty) : null,
      open.map((field, place) => fieldView(field, place, texts)),
      empty === '' && open.length === 0 ? h('p', { class: 'empty' }, say(texts, 'allAgree')) : null,
    ]);
  }

  private head({ title, lines, acts }: ShownChanges): HTMLElement {
    const { page } = this;
    return h(
      'header',
      { class: 'stacked' },
      h('h1', {}, title),
      lines.map((line) => h('p', { class: 'quiet' }, line)),
      acts.length > 0
        ? h(
            'div',
            { class: 'row' },
            acts.map(({ id, label }) =>
              h(
                'vscode-button',
                {
                  secondary: true,
                  'data-focus': `act ${id}`,
                  on: { click: () => page.say({ type: 'act', id }) },
                },
                label,
              ),
            ),
          )
        : null,
    );
  }

  private fold(folded: boolean, texts: Texts): HTMLElement {
    const box = h('vscode-checkbox', { label: say(texts, 'fold'), checked: folded, 'data-focus': 'fold' });
    box.addEventListener('change', () => {
      this.page.keep({ ...this.page.kept, folded: box.checked });
      this.draw();
    });
    return h('p', {}, box);
  }
}

function fieldView({ label, reason, cells, notes }: ShownField, place: number, texts: Texts): HTMLElement {
  const id = `field-${place}`;
  return h(
    'section',
    { class: 'field', 'aria-labelledby': id },
    h('h2', { id }, label),
    reason ? h('p', {}, reason) : null,
    h(
      'div',
      { class: 'cells' },
      cells.map((cell) => cellView(cell, `${id}-${cell.id}`, texts)),
    ),
    notes.map((note) => h('p', { class: 'quiet' }, note)),
  );
}

const cellView = (cell: Cell, id: string, texts: Texts): HTMLElement =>
  h(
    'div',
    { role: 'group', class: ['cell', cell.tone], 'aria-labelledby': id },
    h('h3', { id }, cell.title),
    cell.state ? h('p', { class: 'state' }, cell.state) : null,
    valueView(cell, texts),
    cell.notes.map((note) => h('p', { class: 'quiet' }, note)),
  );
