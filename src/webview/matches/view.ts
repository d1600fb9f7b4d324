/** The page "Matches": what stands in it, and what its keys and buttons do. */
import type { SaidOfMatches, ShownMatches, ShownQuestion } from '../../ui/matches/protocol';
import { type Child, h } from '../dom';
import { queueOf } from '../queue';
import { QueueView } from '../queue-view';
import { say } from '../words';
import { detailOf } from './detail';
import type { Kept } from './kept';

export class MatchView extends QueueView<ShownQuestion, ShownMatches, SaidOfMatches, Kept> {
  protected itemsOf({ questions }: ShownMatches): readonly ShownQuestion[] {
    return questions;
  }

  protected keptAt(selected: string, place: number): Kept {
    return { selected, place };
  }

  protected firstOf({ candidates: [first] }: ShownQuestion): string | undefined {
    return first && `accept ${first.id}`;
  }

  protected content(question: ShownQuestion, shown: ShownMatches): HTMLElement {
    const { texts, questions, total } = shown;
    const more = total - questions.length;
    return h(
      'div',
      { class: 'columns' },
      queueOf({
        label: say(texts, 'queue'),
        items: questions.map(({ key, name, what, candidates }) => ({
          key,
          name,
          more: `${what} · ${candidates.length === 1 ? unbroken(candidates[0]?.confidence) : say(texts, 'candidates', candidates.length)}`,
        })),
        selected: question.key,
        rest: more > 0 ? say(texts, 'more', more) : '',
        select: (key, place) => this.select(key, place),
      }),
      this.detail(question, shown),
    );
  }

  protected head(shown: ShownMatches): Child {
    const { texts, total, narrowed } = shown;
    return [
      h(
        'header',
        {},
        h('h1', {}, total === 1 ? say(texts, 'waitingOne') : say(texts, 'waiting', total)),
        this.undoButton(shown, () => this.page.say({ type: 'undo' })),
      ),
      narrowed ? h('p', { class: 'quiet' }, narrowed) : null,
    ];
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

  protected actOf(key: string): (() => void) | undefined {
    const { page, current: question } = this;
    const place = key === 'a' && question?.candidates.length === 1 ? 0 : Number(key) - 1;
    const candidate = question?.candidates[place];
    if (question && candidate)
      return () => page.say({ type: 'accept', key: question.key, candidate: candidate.id });
    const acts: Readonly<Record<string, () => void>> = {
      n: () => question && page.say({ type: 'never', key: question.key, candidate: null }),
      o: () => question && page.say({ type: 'another', key: question.key }),
      s: () => this.step(1),
      j: () => this.step(1),
      k: () => this.step(-1),
      u: () => page.say({ type: 'undo' }),
    };
    return acts[key];
  }
}

/** A number and its sign stay on one line. */
const unbroken = (text = ''): string => text.replaceAll(' ', '\u00a0');
