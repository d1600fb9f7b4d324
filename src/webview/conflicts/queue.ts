/** The list of open conflicts: one tab stop, arrow keys inside. */
import type { ShownConflicts } from '../../ui/conflicts/protocol';
import { h } from '../dom';
import { say } from '../words';

export function queueOf(
  { conflicts, total, texts }: ShownConflicts,
  selected: string | null,
  select: (key: string, place: number) => void,
): HTMLElement {
  const at = conflicts.findIndex(({ key }) => key === selected);
  const options = conflicts.map(({ key, name, field, what }, place) =>
    h(
      'li',
      {
        role: 'option',
        id: `option-${place}`,
        class: key === selected && 'selected',
        'aria-selected': key === selected ? 'true' : 'false',
        on: { click: () => select(key, place) },
      },
      h('span', { class: 'name' }, name),
      h('span', { class: 'quiet' }, `${field} · ${what}`),
    ),
  );
  const move = (event: Event) => {
    if (!(event instanceof KeyboardEvent)) return;
    const last = conflicts.length - 1;
    const next = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[
      event.key
    ];
    const target = next === undefined ? undefined : conflicts[next];
    if (next === undefined || !target) return;
    event.preventDefault();
    select(target.key, next);
  };
  const list = h(
    'ul',
    {
      role: 'listbox',
      tabindex: 0,
      'data-focus': 'queue',
      'aria-label': say(texts, 'queue'),
      'aria-activedescendant': at < 0 ? null : `option-${at}`,
      on: { keydown: move },
    },
    options,
  );
  const more = total - conflicts.length;
  return h(
    'nav',
    { class: 'queue', 'aria-label': say(texts, 'queue') },
    list,
    more > 0 ? h('p', { class: 'quiet' }, say(texts, 'more', more)) : null,
  );
}
