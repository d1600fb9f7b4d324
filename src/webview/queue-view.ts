/** A page with a queue of which one item is on show: what is selected, and where the focus goes. Pages say what stands in it. */
import { visible } from '../text/shown';
import { type Child, h } from './dom';
import { focusOn, redraw } from './focus';
import type { Page } from './page';
import { say, type Texts } from './words';

/** What every such page is sent. */
export interface QueueShown {
  /** Why there is nothing to decide; blank when there is something. */
  readonly empty: string;
  /** What the last choice did, to be read aloud. */
  readonly said: string;
  /** The item that was just opened again by taking its decision back. */
  readonly back: string | null;
  /** What could be taken back. */
  readonly undo: string | null;
  readonly texts: Texts;
}

/** What every such page keeps: the key of what is on show, and its place, where to go on when it is decided. */
export interface QueueKept {
  readonly selected: string | null;
  readonly place: number;
}

export abstract class QueueView<
  Item extends { readonly key: string },
  Shown extends QueueShown,
  Said,
  Kept extends QueueKept,
> {
  protected shown: Shown | null = null;
  protected readonly body = h('div', { class: 'body' });
  private readonly status = h('p', { role: 'status', class: 'status' });
  private told = '';
  private broughtBack: string | null = null;

  constructor(protected readonly page: Page<Said, Kept>) {
    page.root.replaceChildren(this.body, this.status);
    document.addEventListener('keydown', (event) => this.key(event));
  }

  protected abstract itemsOf(shown: Shown): readonly Item[];
  /** What is kept once another item is on show. */
  protected abstract keptAt(selected: string, place: number): Kept;
  protected abstract head(shown: Shown): Child;
  protected abstract content(item: Item, shown: Shown): Child;
  /** The element of the item that takes the focus, by its name. */
  protected abstract firstOf(item: Item): string | undefined;
  /** What a single key does; undefined where it does nothing. */
  protected abstract actOf(key: string): (() => void) | undefined;

  /** What the extension sent. Once the item on show is decided, the next one comes up and takes the focus. */
  show(shown: Shown): void {
    const { kept } = this.page;
    const before = this.shown;
    this.shown = shown;
    const items = this.itemsOf(shown);
    const back = this.broughtNow(shown.back, items);
    const wanted = back ?? kept.selected;
    const at = items.findIndex(({ key }) => key === wanted);
    const place = at >= 0 ? at : Math.max(0, Math.min(kept.place, items.length - 1));
    const selected = items[place]?.key ?? null;
    // Nothing to select: it is being read still, or all is decided, and some of it may come back.
    const moved = selected !== null && selected !== kept.selected;
    if (moved) this.page.keep(this.keptAt(selected, place));
    else if (place !== kept.place) this.page.keep({ ...kept, place });
    this.draw();
    const emptied = selected === null && before !== null && this.itemsOf(before).length > 0;
    if (before && (moved || emptied || back !== null)) this.toDetail();
    if (shown.said !== this.told) this.status.textContent = visible(shown.said);
    this.told = shown.said;
  }

  /** It may be told before the item itself is known to be open again. */
  private broughtNow(back: string | null, items: readonly Item[]): string | null {
    const isOpen = items.some(({ key }) => key === back);
    const now = isOpen && back !== this.broughtBack ? back : null;
    if (isOpen || back === null) this.broughtBack = back;
    return now;
  }

  go(key: string): void {
    const place = this.items.findIndex((item) => item.key === key);
    if (place < 0) return;
    this.select(key, place);
    this.toDetail();
  }

  private get items(): readonly Item[] {
    return this.shown ? this.itemsOf(this.shown) : [];
  }

  protected get current(): Item | undefined {
    return this.items.find(({ key }) => key === this.page.kept.selected);
  }

  protected select(key: string, place: number): void {
    this.page.keep(this.keptAt(key, place));
    this.draw();
  }

  protected step(by: number): void {
    const place = Math.max(0, Math.min(this.page.kept.place + by, this.items.length - 1));
    const next = this.items[place];
    if (!next) return;
    this.select(next.key, place);
    this.toDetail();
  }

  private toDetail(): void {
    const name = this.current && this.firstOf(this.current);
    if (name === undefined || !focusOn(this.body, name)) focusOn(this.body, 'undo');
  }

  protected draw(): void {
    const { shown, current } = this;
    if (!shown) return;
    redraw(this.body, [
      this.head(shown),
      current ? this.content(current, shown) : h('p', { class: 'empty' }, shown.empty),
      current ? h('p', { class: 'quiet' }, say(shown.texts, 'keys')) : null,
    ]);
  }

  /** Null while there is nothing to take back. */
  protected undoButton({ undo, texts }: Shown, click: () => void): Child {
    if (undo === null) return null;
    return h(
      'vscode-button',
      {
        secondary: true,
        'data-focus': 'undo',
        'aria-label': say(texts, 'undoOf', undo),
        title: undo,
        'aria-keyshortcuts': 'u',
        on: { click },
      },
      say(texts, 'undo'),
      h('kbd', { 'aria-hidden': 'true' }, 'u'),
    );
  }

  /** Single keys, but not while a person writes. */
  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isWriting(event)) return;
    const act = this.actOf(event.key);
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
