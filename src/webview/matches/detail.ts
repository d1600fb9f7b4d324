/** One question: the record and its candidates in columns, the evidence in rows, the answers below. */
import type { MatchRow, ShownQuestion, Side } from '../../ui/matches/protocol';
import { h } from '../dom';
import { say, type Texts } from '../words';

export interface DetailActs {
  accept(candidate: string): void;
  never(candidate: string | null): void;
  another(): void;
  skip(): void;
  reveal(record: string): void;
}

export function detailOf(question: ShownQuestion, texts: Texts, acts: DetailActs): HTMLElement {
  const { name, what, reason, candidates } = question;
  return h(
    'article',
    { class: 'detail', 'aria-labelledby': 'subject' },
    h('h2', { id: 'subject' }, name),
    h('p', { class: 'quiet' }, what),
    h('p', {}, sentence(reason)),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': say(texts, 'table', name) },
      tableOf(question, texts, acts),
    ),
    h(
      'div',
      { class: 'row answers', role: 'group', 'aria-label': say(texts, 'acts') },
      candidates.length === 1 && candidates[0] ? acceptButton(candidates[0], 0, question, texts, acts) : null,
      h(
        'vscode-button',
        {
          secondary: true,
          'data-focus': 'never',
          'aria-keyshortcuts': 'n',
          on: { click: () => acts.never(null) },
        },
        say(texts, candidates.length > 1 ? 'neverAll' : 'never'),
        key('n'),
      ),
      h(
        'vscode-button',
        {
          secondary: true,
          'data-focus': 'another',
          'aria-keyshortcuts': 'o',
          on: { click: () => acts.another() },
        },
        say(texts, 'another'),
        key('o'),
      ),
      h(
        'vscode-button',
        { secondary: true, 'data-focus': 'skip', 'aria-keyshortcuts': 's', on: { click: () => acts.skip() } },
        say(texts, 'skip'),
        key('s'),
      ),
    ),
    h('p', { class: 'quiet' }, say(texts, 'about')),
  );
}

function tableOf(question: ShownQuestion, texts: Texts, acts: DetailActs): HTMLElement {
  const { own, candidates, rows } = question;
  const several = candidates.length > 1;
  return h(
    'table',
    { class: 'match' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, say(texts, 'field')),
        columnHead(own, say(texts, 'inQuestion'), texts, acts, null),
        candidates.map((side, place) =>
          columnHead(
            side,
            say(texts, 'candidate', several ? place + 1 : '').trim(),
            texts,
            acts,
            several ? buttonsOf(side, place, question, texts, acts) : null,
          ),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) => rowOf(row, texts)),
    ),
  );
}

function columnHead(
  side: Side,
  role: string,
  texts: Texts,
  acts: DetailActs,
  buttons: HTMLElement | null,
): HTMLElement {
  return h(
    'th',
    { scope: 'col' },
    h('span', { class: 'state' }, [role, side.system, side.confidence].filter(Boolean).join(' · ')),
    h('span', { class: 'name' }, side.name),
    [side.owner, ...side.notes].filter(Boolean).map((note) => h('span', { class: 'quiet' }, note)),
    h(
      'button',
      {
        type: 'button',
        class: 'link',
        'aria-label': `${say(texts, 'show')}: ${side.name}, ${side.system}`,
        on: { click: () => acts.reveal(side.id) },
      },
      say(texts, 'show'),
    ),
    buttons,
  );
}

function buttonsOf(
  side: Side,
  place: number,
  question: ShownQuestion,
  texts: Texts,
  acts: DetailActs,
): HTMLElement {
  return h(
    'span',
    { class: 'row' },
    acceptButton(side, place, question, texts, acts),
    h(
      'vscode-button',
      {
        secondary: true,
        'data-focus': `not ${side.id}`,
        'aria-label': say(texts, 'notOf', side.name, side.system, question.own.name),
        on: { click: () => acts.never(side.id) },
      },
      say(texts, 'not'),
    ),
  );
}

function acceptButton(
  side: Side,
  place: number,
  question: ShownQuestion,
  texts: Texts,
  acts: DetailActs,
): HTMLElement {
  const shortcut = question.candidates.length > 1 ? String(place + 1) : 'a';
  return h(
    'vscode-button',
    {
      'data-focus': `accept ${side.id}`,
      // One alone says with its question what it is about.
      'aria-label':
        question.candidates.length > 1
          ? say(texts, 'acceptOf', side.name, side.system, question.own.name)
          : null,
      'aria-keyshortcuts': shortcut,
      on: { click: () => acts.accept(side.id) },
    },
    say(texts, 'accept'),
    key(shortcut),
  );
}

function rowOf(row: MatchRow, texts: Texts): HTMLElement {
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, row.field),
    h('td', {}, held(row.own, texts)),
    row.others.map(({ value, verdict, weight, normalized, note }) =>
      h(
        'td',
        { class: verdict },
        held(value, texts),
        verdict === 'none'
          ? null
          : h(
              'span',
              { class: 'verdict' },
              h('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[verdict]),
              `${say(texts, verdict)}, ${say(texts, 'bits', weight)}`,
            ),
        normalized ? h('span', { class: 'quiet' }, say(texts, 'comparedAs', normalized)) : null,
        note ? h('span', { class: 'quiet' }, note) : null,
      ),
    ),
  );
}

const MARKS = { agrees: '✓', contradicts: '✗', neutral: '·' } as const;

const held = (value: string, texts: Texts): HTMLElement =>
  value === '' ? h('span', { class: 'blank' }, say(texts, 'blank')) : h('span', { class: 'held' }, value);

const key = (text: string): HTMLElement => h('kbd', { 'aria-hidden': 'true' }, text);

const sentence = (text: string): string => {
  const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
};
