/** The page "Conflicts": what stands in it, and what its keys and buttons do. */
import type { SaidOfConflicts, ShownConflict, ShownConflicts } from '../../ui/conflicts/protocol';
import { h } from '../dom';
import { focusOn } from '../focus';
import { QueueView } from '../queue-view';
import { say, type Texts } from '../words';
import { detailOf } from './detail';
import { draftOf, editorOf } from './editor';
import type { Kept } from './kept';
import { queueOf } from './queue';

export class ConflictView extends QueueView<ShownConflict, ShownConflicts, SaidOfConflicts, Kept> {
  protected itemsOf({ conflicts }: ShownConflicts): readonly ShownConflict[] {
    return conflicts;
  }

  protected keptAt(selected: string, place: number): Kept {
    return { selected, place, draft: null, alike: false };
  }

  protected firstOf({ suggestion, cells }: ShownConflict): string | undefined {
    const id = suggestion?.cell ?? cells[0]?.id;
    return id === undefined ? undefined : `use ${id}`;
  }

  protected content(conflict: ShownConflict, shown: ShownConflicts): HTMLElement {
    return h(
      'div',
      { class: 'columns' },
      queueOf(shown, conflict.key, (key, place) => this.select(key, place)),
      this.detail(conflict, shown.texts),
    );
  }

  protected head(shown: ShownConflicts): HTMLElement {
    const { texts, total, decided } = shown;
    const waiting = total === 1 ? say(texts, 'waitingOne') : say(texts, 'waiting', total);
    const planned = () => [
      h(
        'vscode-button',
        { 'data-focus': 'plan', on: { click: () => this.page.say({ type: 'plan' }) } },
        say(texts, 'plan'),
      ),
      h('span', { class: 'quiet' }, say(texts, decided === 1 ? 'planWhyOne' : 'planWhy', decided)),
    ];
    return h(
      'header',
      {},
      h('h1', {}, waiting),
      h(
        'div',
        { class: 'row' },
        this.undoButton(shown, () => this.page.say({ type: 'undo' })),
        decided > 0 ? planned() : null,
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

  protected actOf(key: string): (() => void) | undefined {
    const conflict = this.current;
    const cell = /^[1-9]$/.test(key) ? conflict?.cells[Number(key) - 1]?.id : undefined;
    if (cell !== undefined) return () => this.use(cell);
    const acts: Readonly<Record<string, () => void>> = {
      s: () => conflict?.suggestion && this.use(conflict.suggestion.cell),
      e: () => this.edit(),
      n: () => this.step(1),
      p: () => this.step(-1),
      u: () => this.page.say({ type: 'undo' }),
    };
    return acts[key];
  }
}
