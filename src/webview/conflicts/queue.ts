/** The list of open conflicts. */
import type { ShownConflicts } from '../../ui/conflicts/protocol';
import { queueOf as listOf } from '../queue';
import { say } from '../words';

export function queueOf(
  { conflicts, total, texts }: ShownConflicts,
  selected: string | null,
  select: (key: string, place: number) => void,
): HTMLElement {
  const more = total - conflicts.length;
  return listOf({
    label: say(texts, 'queue'),
    items: conflicts.map(({ key, name, field, what }) => ({ key, name, more: `${field} · ${what}` })),
    selected,
    rest: more > 0 ? say(texts, 'more', more) : '',
    select,
  });
}
