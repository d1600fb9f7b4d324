/** The page "Matches" as it stands: what is shown, what is selected, and where the focus goes. */
import type { SaidOfMatches, ShownMatches, ShownQuestion } from '../../ui/matches/protocol';
import { h } from '../dom';
import { focusOn, redraw } from '../focus';
import type { Page } from '../page';
import { queueOf } from '../queue';
import { say } from '../words';
import { detailOf } from './detail';
import type { Kept } from './kept';

export class MatchView {
  private shown: ShownMatches | null = null;
  private readonly status = h('p', { role: 'status', class: 'status' });
  private readonly body = h('div', { class: 'body' });
  private told = '';

  constructor(private readonly page: Page<SaidOfMatches, Kept>) {
    page.root.replaceChildren(this.body, this.status);
    document.addEventListener('keydown', (event) => this.key(event));
  }

  /** What the extension sent. Once the question on show is decided, the next one comes up and takes the focus. */
  show(shown: ShownMatches): void {
    const { kept } = this.page;
    const before = this.shown;
    this.shown = shown;
    const back = shown.back !== null && shown.back !== before?.back ? shown.back : null;
    const at = shown.questions.findIndex(({ key }) => key === (back ?? kept.selected));
    const place = at >= 0 ? at : Math.max(0, Math.min(kept.place, shown.questions.length - 1));
    const selected = shown.questions[place]?.key ?? null;
    const moved = selected !== kept.selected;
    if (moved || place !== kept.place) this.page.keep({ selected, place });
    this.draw();
    if (before && moved) this.toDetail();
    if (shown.said !== this.told) this.status.textContent = shown.said;
    this.told = shown.said;
  }

  go(key: string): void {
    const place = this.shown?.questions.findIndex((question) => question.key === key) ?? -1;
    if (place < 0) return;
    this.select(key, place);
    this.toDetail();
  }

  private get current(): ShownQuestion | undefined {
    return this.shown?.questions.find(({ key }) => key === this.page.kept.selected);
  }

  private select(selected: string, place: number): void {
    this.page.keep({ selected, place });
    this.draw();
  }

  private step(by: number): void {
    const { questions } = this.shown ?? { questions: [] };
    const place = Math.max(0, Math.min(this.page.kept.place + by, questions.length - 1));
    const next = questions[place];
    if (!next) return;
    this.select(next.key, place);
    this.toDetail();
  }

  private toDetail(): void {
    const [first] = this.current?.candidates ?? [];
    if (!first || !focusOn(this.body, `accept ${first.id}`)) focusOn(this.body, 'undo');
  }

  private draw(): void {
    const { shown, current } = this;
    if (!shown) return;
    const { texts } = shown;
    const more = shown.total - shown.questions.length;
    const content = current
      ? h(
          'div',
          { class: 'columns' },
          queueOf({
            label: say(texts, 'queue'),
            items: shown.questions.map(({ key, name, what, candidates }) => ({
              key,
              name,
              more: `${what} · ${candidates.length === 1 ? candidates[0]?.confidence : say(texts, 'candidates', candidates.length)}`,
            })),
            selected: current.key,
            rest: more > 0 ? say(texts, 'more', more) : '',
            select: (key, place) => this.select(key, place),
          }),
          this.detail(current, shown),
        )
      : h('p', { class: 'empty' }, shown.empty);
    redraw(this.body, [
      this.head(shown),
      shown.narrowed ? h('p', { class: 'quiet' }, shown.narrowed) : null,
      content,
      current ? h('p', { class: 'quiet' }, say(texts, 'keys')) : null,
    ]);
  }

  private head({ texts, total, undo }: ShownMatches): HTMLElement {
    const undoing = () => this.page.say({ type: 'undo' });
    return h(
      'header',
      {},
      h('h1', {}, total === 1 ? say(texts, 'waitingOne') : say(texts, 'waiting', total)),
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
              on: { click: undoing },
            },
            say(texts, 'undo'),
            h('kbd', { 'aria-hidden': 'true' }, 'u'),
          ),
    );
  }

  private detail(question: ShownQuestion, { texts }: ShownMatches): HTMLElement {
    const { page } = this;
    const { key } = question;
    return detailOf(question, texts, {
      accept: (candidate) => page.say({ type: 'accept', key, candidate }),
      never: (candidate) => page.say({ type: 'never', key, candidate }),
      another: () => page.say({ type: 'another', key }),
      skip: () => this.step(1),
      reveal: (record) => page.say({ type: 'reveal', record }),
    });
  }

  /** Single keys. */
  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const question = this.current;
    const { page } = this;
    const place = event.key === 'a' && question?.candidates.length === 1 ? 0 : Number(event.key) - 1;
    const candidate = question?.candidates[place];
    const acts: Readonly<Record<string, () => void>> = {
      n: () => question && page.say({ type: 'never', key: question.key, candidate: null }),
      o: () => question && page.say({ type: 'another', key: question.key }),
      s: () => this.step(1),
      j: () => this.step(1),
      k: () => this.step(-1),
      u: () => page.say({ type: 'undo' }),
    };
    const act =
      question && candidate
        ? () => page.say({ type: 'accept', key: question.key, candidate: candidate.id })
        : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}
