/** What a run of matching gives, as it grows, and in the order in which it is given. */
import type { Slices } from '../slices';
import type { Alarm, Ambiguity, MatchedGroup, MatchGroup } from './model';
import { inOrder } from './order';

export interface Output {
  readonly groups: MatchedGroup[];
  readonly suggestions: MatchGroup[];
  readonly ambiguous: Ambiguity[];
  readonly alarms: Alarm[];
}

/** In the order of keys: two runs over the same records say the same, word for word. */
export function* inKeyOrder(output: Output): Slices<Output> {
  const groupKey = ({ kind, members }: MatchGroup) =>
    `${kind} ${members.bms ?? ''} ${members.vsa ?? ''} ${members.itglue ?? ''}`;
  return {
    groups: yield* inOrder(output.groups, groupKey),
    suggestions: yield* inOrder(output.suggestions, groupKey),
    ambiguous: yield* inOrder(output.ambiguous, (it) => `${it.record} ${it.candidates[0]?.record}`),
    alarms: yield* inOrder(output.alarms, (it) => `${it.type} ${it.records.join()} ${it.reason}`),
  };
}

/** Lists may be too long to be passed as arguments. */
export function addAll<T>(to: T[], from: readonly T[]): void {
  for (const item of from) to.push(item);
}
