/** One conflict: every side in a column of its own, and what a person can say about it. */
import type { ShownConflict } from '../../ui/conflicts/protocol';
import type { Cell } from '../../ui/differences/protocol';
import { valueView } from '../differences/cell';
import { h } from '../dom';
import { say, type Texts } from '../words';

export interface DetailActs {
  use(cell: string): void;
  edit(): void;
  show(cell: string): void;
  compare(): void;
  alike(chosen: boolean): void;
}

export interface DetailInput {
  readonly conflict: ShownConflict;
  readonly texts: Texts;
  readonly alike: boolean;
  /** The editor of another value, where one is open. */
  readonly editor: HTMLElement | null;
  readonly acts: DetailActs;
}

export function detailOf({ conflict, texts, alike, editor, acts }: DetailInput): HTMLElement {
  const { suggestion, cells, edit } = conflict;
  const suggested = suggestion?.cell;
  const first = suggested ?? cells[0]?.id;
  const columns = cells.map((cell, place) =>
    columnOf(cell, {
      place,
      conflict,
      texts,
      acts,
      suggested: cell.id === suggested,
      stop: cell.id === first,
    }),
  );
  return h(
    'article',
    { class: 'detail', 'aria-labelledby': 'subject' },
    h('h2', { id: 'subject' }, `${conflict.name}: ${conflict.field}`),
    h('p', { class: 'quiet' }, conflict.what),
    h('p', {}, sentence(conflict.reason)),
    suggestion
      ? h('p', { class: 'suggestion' }, say(texts, 'suggestion', suggestion.title, suggestion.reason))
      : null,
    h(
      'div',
      { class: 'cells', role: 'group', 'aria-label': say(texts, 'choices'), on: { keydown: alongRow } },
      columns,
    ),
    conflict.alike > 0 ? alikeBox(conflict.alike, alike, texts, acts) : null,
    editor ?? editRow(edit, texts, acts),
  );
}

interface Column {
  readonly place: number;
  readonly conflict: ShownConflict;
  readonly texts: Texts;
  readonly acts: DetailActs;
  readonly suggested: boolean;
  /** The one button of the row that Tab stops at; arrow keys lead to the others. */
  readonly stop: boolean;
}

function columnOf(cell: Cell, { place, conflict, texts, acts, suggested, stop }: Column): HTMLElement {
  const title = `cell-${cell.id}`;
  const key = String(place + 1);
  const use = h(
    'vscode-button',
    {
      secondary: !suggested,
      class: 'use',
      'data-focus': `use ${cell.id}`,
      // Begins with what stands on it, for those who call it by that.
      'aria-label': `${say(texts, 'use')}: ${cell.title}, ${spoken(cell, texts)}`,
      'aria-keyshortcuts': key,
      on: { click: () => acts.use(cell.id) },
    },
    say(texts, 'use'),
    h('kbd', { 'aria-hidden': 'true' }, key),
  );
  use.tabIndex = stop ? 0 : -1;
  return h(
    'div',
    { role: 'group', class: ['cell', cell.tone, suggested && 'suggested'], 'aria-labelledby': title },
    h('h3', { id: title }, cell.title),
    h(
      'p',
      { class: 'state' },
      [cell.state, suggested ? say(texts, 'suggested') : ''].filter(Boolean).join(' · '),
    ),
    valueView(cell, texts),
    cell.notes.map((note) => h('p', { class: 'quiet' }, note)),
    h('div', { class: 'row' }, use, cell.id === 'agreed' ? null : showLink(cell, conflict, texts, acts)),
  );
}

function showLink(cell: Cell, conflict: ShownConflict, texts: Texts, acts: DetailActs): HTMLElement {
  const label = say(texts, 'show');
  return h(
    'button',
    {
      type: 'button',
      class: 'link',
      'aria-label': `${label}: ${conflict.name}, ${cell.title}`,
      on: { click: () => acts.show(cell.id) },
    },
    label,
  );
}

const spoken = (cell: Cell, texts: Texts): string => {
  const lines = cell.lines
    .map((line) => line.flatMap(({ text, mark }) => (mark === 'gone' ? [] : [text])).join(''))
    .filter(Boolean);
  return lines.join(', ') || say(texts, 'blank');
};

function alikeBox(count: number, alike: boolean, texts: Texts, acts: DetailActs): HTMLElement {
  const box = h('vscode-checkbox', {
    label: say(texts, count === 1 ? 'alikeOne' : 'alike', count),
    checked: alike,
    'data-focus': 'alike',
  });
  box.addEventListener('change', () => acts.alike(box.checked));
  return h('p', {}, box);
}

function editRow(edit: ShownConflict['edit'], texts: Texts, acts: DetailActs): HTMLElement {
  if (edit.type === 'none') return h('p', { class: 'quiet' }, edit.reason);
  const compare = edit.type === 'text' && edit.rows > 1;
  return h(
    'div',
    { class: 'row' },
    h(
      'vscode-button',
      {
        secondary: true,
        'data-focus': 'edit',
        'aria-keyshortcuts': 'e',
        on: { click: () => acts.edit() },
      },
      say(texts, edit.type === 'list' ? 'merge' : 'edit'),
      h('kbd', { 'aria-hidden': 'true' }, 'e'),
    ),
    compare
      ? h(
          'vscode-button',
          { secondary: true, 'data-focus': 'compare', on: { click: () => acts.compare() } },
          say(texts, 'compare'),
        )
      : null,
  );
}

/** Left and right lead from one side's button to the next. */
function alongRow(event: Event): void {
  if (!(event instanceof KeyboardEvent) || !(event.currentTarget instanceof HTMLElement)) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.use')];
  const at = event.target instanceof HTMLElement ? buttons.indexOf(event.target) : -1;
  const next = at < 0 ? undefined : buttons[(at + step + buttons.length) % buttons.length];
  if (!next) return;
  event.preventDefault();
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
