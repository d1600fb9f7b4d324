/** A list of what waits: one tab stop, arrow keys inside. */
import { h } from './dom';

export interface QueueItem {
  readonly key: string;
  readonly name: string;
  /** What else tells it apart, in fewer words. */
  readonly more: string;
}

export interface QueueInput {
  /** What the list is, for those who hear it. */
  readonly label: string;
  readonly items: readonly QueueItem[];
  readonly selected: string | null;
  /** Said below the list; blank where all is sent. */
  readonly rest: string;
  select(key: string, place: number): void;
}

export function queueOf({ label, items, selected, rest, select }: QueueInput): HTMLElement {
  const at = items.findIndex(({ key }) => key === selected);
  const options = items.map(({ key, name, more }, place) =>
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
      h('span', { class: 'quiet' }, more),
    ),
  );
  const move = (event: Event) => {
    if (!(event instanceof KeyboardEvent)) return;
    const last = items.length - 1;
    const next = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[
      event.key
    ];
    const target = next === undefined ? undefined : items[next];
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
      'aria-label': label,
      'aria-activedescendant': at < 0 ? null : `option-${at}`,
      on: { keydown: move },
    },
    options,
  );
  return h(
    'nav',
    { class: 'queue', 'aria-label': label },
    list,
    rest ? h('p', { class: 'quiet' }, rest) : null,
  );
}
