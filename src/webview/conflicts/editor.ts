/** Another value than any side's: a text, one of a few choices, or the items of a list that shall stay. */
import type { ShownConflict } from '../../ui/conflicts/protocol';
import { h } from '../dom';
import { say, type Texts } from '../words';
import type { Kept } from './kept';

type Draft = NonNullable<Kept['draft']>;

export interface EditorActs {
  /** Keeps what is under way, without drawing anew. */
  drafted(draft: Draft): void;
  save(value: string | readonly string[]): void;
  cancel(): void;
}

/** A draft to begin with: the suggested value, or the items that are likely right. */
export function draftOf({ key, edit }: ShownConflict): Draft {
  if (edit.type === 'text') return { key, text: edit.value, items: [] };
  if (edit.type === 'list') {
    return { key, text: '', items: edit.items.flatMap(({ text, chosen }) => (chosen ? [text] : [])) };
  }
  return { key, text: '', items: [] };
}

export function editorOf(conflict: ShownConflict, draft: Draft, texts: Texts, acts: EditorActs): HTMLElement {
  const { edit } = conflict;
  const title = say(texts, 'editLabel', conflict.field);
  const cancel = h(
    'vscode-button',
    { secondary: true, 'data-focus': 'cancel', on: { click: () => acts.cancel() } },
    say(texts, 'cancel'),
  );
  const form = (fields: readonly HTMLElement[], save?: () => void) =>
    h(
      'section',
      { class: 'editor', 'aria-label': title, on: { keydown: (event) => onEscape(event, acts) } },
      h('h3', {}, title),
      fields,
      h('div', { class: 'row' }, save ? saveButton(texts, save) : null, cancel),
    );
  if (edit.type === 'choice') {
    const buttons = edit.values.map(({ value, label }, place) =>
      h(
        'vscode-button',
        { 'data-focus': place === 0 ? 'field' : `value ${place}`, on: { click: () => acts.save(value) } },
        label,
      ),
    );
    return form([h('div', { class: 'row' }, buttons)]);
  }
  if (edit.type === 'list') return listForm(edit.items, draft, texts, acts, form);
  let text = draft.text;
  const rows = edit.type === 'text' ? edit.rows : 1;
  const field = textField(title, text, rows, (now) => {
    text = now;
    acts.drafted({ ...draft, text });
  });
  return form([field], () => acts.save(text));
}

type Form = (fields: readonly HTMLElement[], save: () => void) => HTMLElement;

function listForm(
  items: Extract<ShownConflict['edit'], { type: 'list' }>['items'],
  draft: Draft,
  texts: Texts,
  acts: EditorActs,
  form: Form,
): HTMLElement {
  let chosen = new Set(draft.items);
  let more = draft.text;
  const drafted = () => acts.drafted({ ...draft, text: more, items: [...chosen] });
  const boxes = items.map(({ text, where }, place) => {
    const box = h('vscode-checkbox', {
      label: say(texts, 'held', text, where),
      checked: chosen.has(text),
      'data-focus': place === 0 ? 'field' : `item ${place}`,
    });
    box.addEventListener('change', () => {
      chosen = new Set(
        items.map((item) => item.text).filter((item) => (item === text ? box.checked : chosen.has(item))),
      );
      drafted();
    });
    return h('div', {}, box);
  });
  const label = say(texts, 'itemsMore');
  const field = textField(label, more, 2, (now) => {
    more = now;
    drafted();
  });
  const group = h('div', { role: 'group', 'aria-label': say(texts, 'items') }, boxes);
  const extra = h('div', {}, h('span', { class: 'quiet', 'aria-hidden': 'true' }, label), field);
  return form([group, extra], () => acts.save([...chosen, ...more.split('\n')]));
}

function textField(
  label: string,
  value: string,
  rows: number,
  changed: (value: string) => void,
): HTMLElement {
  const field = h('vscode-textarea', { label, rows, 'data-focus': 'field' });
  field.value = value;
  field.addEventListener('input', () => changed(field.value));
  return field;
}

const saveButton = (texts: Texts, save: () => void) =>
  h('vscode-button', { 'data-focus': 'save', on: { click: save } }, say(texts, 'save'));

function onEscape(event: Event, acts: EditorActs): void {
  if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return;
  event.stopPropagation();
  acts.cancel();
}
