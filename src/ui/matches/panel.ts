/** The panel "Matches": every open question with its candidates side by side. Answers go the way of the Review view. */
import { EventEmitter, l10n } from 'vscode';
import { Failure } from '../../engine/failure';
import type { RecordKey } from '../../engine/model';
import { Owner } from '../../host/disposal';
import type { PanelSpec } from '../panel/host';
import { type Answer, accept, actText, another, never } from '../review/answers';
import { chooseAnother } from '../review/choose';
import type { ReviewTree } from '../review/model';
import type { ReviewView } from '../review/register';
import { candidatesOf, nodesOf, ownOf, type Question, shownQuestion } from './model';
import { type SaidOfMatches, type ShownMatches, saidShape } from './protocol';
import { matchTexts } from './texts';

export interface MatchPorts {
  readonly review: ReviewView;
  /** Shows the record's row in the Systems view. */
  readonly reveal: (key: RecordKey) => Promise<unknown>;
}

/** More are not sent at once: they come up as others are decided. */
const MOST = 100;

export class MatchesPanel extends Owner implements PanelSpec<ShownMatches, SaidOfMatches> {
  readonly name = 'matches';
  readonly said = saidShape;
  readonly icon = 'media/matches.svg';
  private readonly moved = this.own(new EventEmitter<void>());
  readonly changed = this.moved.event;
  private lastWord = '';
  private back: string | null = null;
  /** The question that was asked for: it must be among those that are sent. */
  private first: string | undefined;

  constructor(private readonly ports: MatchPorts) {
    super();
    this.own(ports.review.onDidChangeTreeData(() => this.moved.fire()));
    void ports.review.state.load();
  }

  title(): string {
    return l10n.t('Matches');
  }

  wanted(to: string): string | undefined {
    this.first = this.questions().find(({ key }) => key === to)?.key;
    return this.first;
  }

  shown(): ShownMatches {
    const tree = this.ports.review.current;
    const { overview, loadFailure } = this.ports.review.state.snapshot;
    const questions = this.questions();
    const ahead = questions.filter(({ key }) => key === this.first);
    const sent = questions.length > MOST ? [...new Set([...ahead, ...questions])].slice(0, MOST) : questions;
    const last = this.ports.review.lastAct;
    return {
      empty: questions.length > 0 ? '' : emptyText(overview !== null, isNarrowed(tree), loadFailure),
      questions: tree ? sent.map((question) => shownQuestion(tree, question)) : [],
      total: questions.length,
      narrowed: isNarrowed(tree) ? l10n.t('Only what the Review view is narrowed to is shown.') : '',
      said: this.lastWord,
      // Thinking again may take a while: it comes up as soon as it is open again.
      back: this.back === null ? null : this.questionOf(this.back),
      undo: last ? actText(last.act) : null,
      texts: matchTexts(),
    };
  }

  async heard(said: SaidOfMatches): Promise<void> {
    switch (said.type) {
      case 'accept':
        return this.answer(said.key, said.candidate, accept);
      case 'never':
        return this.answer(said.key, said.candidate, never);
      case 'another':
        return this.another(this.find(said.key));
      case 'undo':
        return this.takeBack();
      case 'reveal': {
        const tree = this.ports.review.current;
        const key = [...(tree?.input.overview.records.keys() ?? [])].find((known) => known === said.record);
        if (key) await this.ports.reveal(key);
      }
    }
  }

  private async answer(key: string, candidate: string | null, say: typeof accept): Promise<void> {
    const question = this.find(key);
    const tree = this.ports.review.current;
    const nodes = tree ? nodesOf(tree, question, candidate) : [];
    const answer = say(nodes);
    if (!answer) throw moved();
    await this.keep(answer);
  }

  private async another(question: Question): Promise<void> {
    const overview = this.ports.review.current?.input.overview;
    if (!overview) return;
    const own = ownOf(question);
    const candidates = candidatesOf(question).map(({ record }) => record);
    const other = await chooseAnother(own, overview, candidates);
    if (other) await this.keep(another(own, other, [question.key]));
  }

  private async keep(answer: Answer): Promise<void> {
    this.back = null;
    const act = await this.ports.review.give(answer, 'elsewhere');
    this.say(l10n.t('{0}. {1} left.', actText(act), String(this.questions().length)));
  }

  private async takeBack(): Promise<void> {
    const [first] = this.ports.review.lastAct?.ids ?? [];
    const act = await this.ports.review.takeBack('elsewhere');
    this.back = first ?? null;
    this.say(act ? l10n.t('Taken back: {0}.', actText(act)) : l10n.t('Nothing was decided yet.'));
  }

  /** A candidate's row belongs to its record's question. */
  private questionOf(id: string): string | null {
    return this.questions().find(({ key }) => id.startsWith(key))?.key ?? null;
  }

  private say(text: string): void {
    this.lastWord = text;
    this.moved.fire();
  }

  private questions(): readonly Question[] {
    return this.ports.review.current?.questions ?? [];
  }

  private find(key: string): Question {
    const open = this.questions().find((one) => one.key === key);
    if (open) return open;
    throw moved();
  }
}

const isNarrowed = (tree: ReviewTree | null): boolean =>
  tree !== null && (tree.input.kinds !== null || (tree.input.text ?? '') !== '');

function emptyText(known: boolean, narrowed: boolean, failure: Failure | null): string {
  if (failure) return l10n.t('What is known could not be read: {0}', failure.message);
  if (!known) return l10n.t('Reading what is known…');
  return narrowed
    ? l10n.t(
        'No question is left among those that the Review view is narrowed to. Clear its filter to see the others.',
      )
    : l10n.t(
        'No match waits for a decision: whatever could be the same is linked, or you have said that it is not.',
      );
}

const moved = (): Failure =>
  new Failure('stale', 'This question is not open any more: it is decided, or the records have moved.', {
    remedy: 'Go on with the next one.',
  });
