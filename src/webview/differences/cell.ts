/** A value with its marks. What is marked stands in words too, for those who do not see the colours. */
import type { Cell, Part } from '../../ui/differences/protocol';
import { h } from '../dom';
import { say, type Texts } from '../words';

export function valueView(cell: Cell, texts: Texts): HTMLElement {
  if (cell.lines.length === 0) return h('p', { class: 'value blank' }, say(texts, 'blank'));
  if (!cell.list) return h('p', { class: 'value' }, cell.lines.flat().map(partOf));
  return h(
    'ul',
    { class: 'value' },
    cell.lines.map((line) => h('li', {}, line.map(partOf), wordFor(line, texts))),
  );
}

/** Whether the line is one marked piece: an item of a list that came or went. */
const wholly = (line: readonly Part[]): boolean => line.length === 1 && line[0]?.mark !== 'same';

function wordFor(line: readonly Part[], texts: Texts): HTMLElement | null {
  const mark = wholly(line) ? line[0]?.mark : undefined;
  if (mark === undefined) return null;
  return h('span', { class: 'sr' }, ` (${say(texts, mark === 'new' ? 'added' : 'gone')})`);
}

function partOf({ text, mark }: Part): Node {
  if (mark === 'new') return h('ins', {}, text);
  if (mark === 'gone') return h('del', {}, text);
  return document.createTextNode(text);
}
