/** The page "Conflicts" as it stands: what is shown, what is selected, and where the focus goes. */
import type { SaidOfConflicts, ShownConflict, ShownConflicts } from '../../ui/conflicts/protocol';
import { h } from '../dom';
import { focusOn, redraw } from '../focus';
import type { Page } from '../page';
import { say, type Texts } from '../words';
import { detailOf } from './detail';
import { draftOf, editorOf } from './editor';
import type { Kept } from './kept';
import { queueOf } from './queue';

type ConflictPage = Page<SaidOfConflicts, Kept>;

export class ConflictView {
  private shown: ShownConflicts | null = null;
  private readonly status = h('p', { role: 'status', class: 'status' });
  private readonly body = h('div', { class: 'body' });
  private told = '';

  constructor(private readonly page: ConflictPage) {
    page.root.replaceChildren(this.body, this.status);
    document.addEventListener('keydown', (event) => this.key(event));
  }

  /** What the extension sent. Once the conflict on show is decided, the next one comes up and takes the focus. */
  show(shown: ShownConflicts): void {
    const { kept } = this.page;
    const before = this.shown;
    this.shown = shown;
    const back = shown.back !== null && shown.back !== before?.back ? shown.back : null;
    const wanted = back ?? kept.selected;
    const at = shown.conflicts.findIndex(({ key }) => key === wanted);
    const place = at >= 0 ? at : Math.max(0, Math.min(kept.place, shown.conflicts.length - 1));
    const selected = shown.conflicts[place]?.key ?? null;
    // Nothing to select: it is being read still, or all is decided, and some of it may come back.
    const moved = selected !== null && selected !== kept.selected;
    if (moved) this.page.keep({ ...kept, selected, place, draft: null, alike: false });
    else if (place !== kept.place) this.page.keep({ ...kept, place });
    this.draw();
    const emptied = selected === null && (before?.conflicts.length ?? 0) > 0;
    if (before && (moved || emptied || back !== null)) this.toDetail();
    if (shown.said !== this.told) this.status.textContent = shown.said;
    this.told = shown.said;
  }

  go(key: string): void {
    const place = this.shown?.conflicts.findIndex((conflict) => conflict.key === key) ?? -1;
    if (place < 0) return;
    this.select(key, place);
    this.toDetail();
  }

  private get current(): ShownConflict | undefined {
    return this.shown?.conflicts.find(({ key }) => key === this.page.kept.selected);
  }

  private select(key: string, place: number): void {
    this.page.keep({ ...this.page.kept, selected: key, place, draft: null, alike: false });
    this.draw();
  }

  private step(by: number): void {
    const { conflicts } = this.shown ?? { conflicts: [] };
    const place = Math.max(0, Math.min(this.page.kept.place + by, conflicts.length - 1));
    const next = conflicts[place];
    if (!next) return;
    this.select(next.key, place);
    this.toDetail();
  }

  private toDetail(): void {
    const id = this.current?.suggestion?.cell ?? this.current?.cells[0]?.id;
    if (id !== undefined) focusOn(this.body, `use ${id}`);
    else focusOn(this.body, 'undo');
  }

  private draw(): void {
    const { shown } = this;
    if (!shown) return;
    const { texts } = shown;
    const conflict = this.current;
    const content = conflict
      ? h(
          'div',
          { class: 'columns' },
          queueOf(shown, conflict.key, (key, place) => this.select(key, place)),
          this.detail(conflict, texts),
        )
      : h('p', { class: 'empty' }, shown.empty);
    redraw(this.body, [
      this.head(shown),
      content,
      conflict ? h('p', { class: 'quiet' }, say(texts, 'keys')) : null,
    ]);
  }

  private head({ texts, total, undo, decided }: ShownConflicts): HTMLElement {
    const waiting = total === 1 ? say(texts, 'waitingOne') : say(texts, 'waiting', total);
    return h(
      'header',
      {},
      h('h1', {}, waiting),
      h(
        'div',
        { class: 'row' },
        undo === null
          ? null
          : h(
              'vscode-button',
              {
                secondary: true,
                'data-focus': 'undo',
                'aria-label': say(texts, 'undoOf', undo),
                title: undo,
                'aria-keyshortcuts': 'u',
                on: { click: () => this.page.say({ type: 'undo' }) },
              },
              say(texts, 'undo'),
              h('kbd', { 'aria-hidden': 'true' }, 'u'),
            ),
        decided > 0
          ? h(
              'vscode-button',
              { 'data-focus': 'plan', on: { click: () => this.page.say({ type: 'plan' }) } },
              say(texts, 'plan'),
            )
          : null,
        decided > 0
          ? h('span', { class: 'quiet' }, say(texts, decided === 1 ? 'planWhyOne' : 'planWhy', decided))
          : null,
      ),
    );
  }

  private detail(conflict: ShownConflict, texts: Texts): HTMLElement {
    const { page } = this;
    const { key } = conflict;
    const { draft, alike } = page.kept;
    const editor =
      draft?.key === key
        ? editorOf(conflict, draft, texts, {
            drafted: (next) => page.keep({ ...page.kept, draft: next }),
            save: (value) =>
              page.say({ type: 'edit', key, value: typeof value === 'string' ? value : [...value] }),
            cancel: () => this.endEdit(),
          })
        : null;
    return detailOf({
      conflict,
      texts,
      alike,
      editor,
      acts: {
        use: (cell) => this.use(cell),
        edit: () => this.edit(),
        show: (cell) => page.say({ type: 'show', key, cell }),
        compare: () => page.say({ type: 'compare', key }),
        alike: (chosen) => page.keep({ ...page.kept, alike: chosen }),
      },
    });
  }

  private use(cell: string): void {
    const conflict = this.current;
    if (!conflict) return;
    const alike = this.page.kept.alike && conflict.alike > 0;
    this.page.say({ type: 'choose', key: conflict.key, cell, alike });
  }

  private edit(): void {
    const conflict = this.current;
    if (!conflict || conflict.edit.type === 'none') return;
    this.page.keep({ ...this.page.kept, draft: draftOf(conflict) });
    this.draw();
    focusOn(this.body, 'field');
  }

  private endEdit(): void {
    this.page.keep({ ...this.page.kept, draft: null });
    this.draw();
    focusOn(this.body, 'edit');
  }

  /** Single keys, but not while a person writes. */
  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isWriting(event)) return;
    const conflict = this.current;
    const cell = /^[1-9]$/.test(event.key) ? conflict?.cells[Number(event.key) - 1]?.id : undefined;
    const acts: Readonly<Record<string, () => void>> = {
      s: () => conflict?.suggestion && this.use(conflict.suggestion.cell),
      e: () => this.edit(),
      n: () => this.step(1),
      p: () => this.step(-1),
      u: () => this.page.say({ type: 'undo' }),
    };
    const act = cell === undefined ? acts[event.key] : () => this.use(cell);
    if (!act) return;
    event.preventDefault();
    act();
  }
}

const isWriting = (event: KeyboardEvent): boolean =>
  event
    .composedPath()
    .some(
      (target) => target instanceof HTMLElement && /^(textarea|input|vscode-textarea)$/i.test(target.tagName),
    );
