/** What a run of matching gives, as it grows, and in the order in which it is given. */
import type { Slices } from '../slices';
import type { Alarm, Ambiguity, MatchGroup } from './model';
import { inOrder } from './order';
import type { PlacedGroup } from './report';

export interface Output {
  readonly groups: PlacedGroup[];
  readonly suggestions: MatchGroup[];
  readonly ambiguous: Ambiguity[];
  readonly alarms: Alarm[];
}

/** In the order of keys: two runs over the same records say the same, word for word. */
export function* inKeyOrder(output: Output): Slices<Output> {
  const groupKey = ({ kind, members }: MatchGroup) =>
    `${kind} ${members.bms ?? ''} ${members.vsa ?? ''} ${members.itglue ?? ''}`;
  return {
    groups: yield* inOrder(output.groups, ({ place }) => place),
    suggestions: yield* inOrder(output.suggestions, groupKey),
    ambiguous: yield* inOrder(output.ambiguous, (it) => `${it.record} ${it.candidates[0]?.record}`),
    alarms: yield* inOrder(output.alarms, (it) => `${it.type} ${it.records.join()} ${it.reason}`),
  };
}

/** Lists may be too long to be passed as arguments. */
export function addAll<T>(to: T[], from: readonly T[]): void {
  for (const item of from) to.push(item);
}
