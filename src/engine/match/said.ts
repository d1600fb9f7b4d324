/** Decisions, read once: what is joined, what is kept apart, what is left alone. */
import { byTime, type Decision } from '../decisions';
import type { RecordKey, SystemName } from '../model';
import { secondsOf } from '../normalize/instant';
import { pairKey } from './clusters';

export interface Said {
  /** Newest first: a later word replaces an earlier one. */
  readonly same: readonly (Decision & { readonly type: 'same' })[];
  readonly different: ReadonlySet<string>;
  readonly ignored: ReadonlyMap<RecordKey, string>;
  readonly toCreate: ReadonlyMap<RecordKey, ReadonlySet<SystemName>>;
}

export function readDecisions(decisions: readonly Decision[], now: string): Said {
  const newest = [...decisions].sort(byTime).reverse();
  const pairs = new Map<string, Decision & { readonly type: 'same' | 'different' }>();
  const ignored = new Map<RecordKey, string>();
  const toCreate = new Map<RecordKey, Set<SystemName>>();
  const left = lastSaid(decisions, 'ignore');
  const spoken = lastSaid(decisions, 'ignore', 'create', 'same');
  for (const decision of newest) {
    if (decision.type === 'same' || decision.type === 'different') {
      const key = pairKey(...decision.records);
      if (!pairs.has(key)) pairs.set(key, decision);
      continue;
    }
    // The lists of two people may come together in one file, with what one of them overruled.
    if (decision.type !== 'ignore' && decision.type !== 'create') continue;
    const since = (decision.type === 'ignore' ? spoken : left).get(decision.record) ?? 0;
    if (since > (secondsOf(decision.at) ?? 0)) continue;
    if (decision.type === 'ignore') {
      if (!hasRunOut(decision.until, now) && !ignored.has(decision.record))
        ignored.set(decision.record, decision.reason);
    } else {
      const systems = toCreate.get(decision.record) ?? new Set();
      for (const system of decision.in) systems.add(system);
      toCreate.set(decision.record, systems);
    }
  }
  const settled = [...pairs];
  return {
    same: settled.flatMap(([, decision]) => (decision.type === 'same' ? [decision] : [])),
    different: new Set(settled.flatMap(([key, decision]) => (decision.type === 'different' ? [key] : []))),
    ignored,
    toCreate,
  };
}

type Word = Decision['type'];

/** When each record was last spoken of in such words. */
export function lastSaid(
  decisions: readonly Decision[],
  ...words: readonly Word[]
): ReadonlyMap<RecordKey, number> {
  const last = new Map<RecordKey, number>();
  for (const decision of decisions) {
    if (!words.includes(decision.type) || decision.type === 'authority') continue;
    const at = secondsOf(decision.at) ?? 0;
    for (const record of 'records' in decision ? decision.records : [decision.record])
      last.set(record, Math.max(at, last.get(record) ?? at));
  }
  return last;
}

/** Records of which a person said what they are, or that they are to be made elsewhere. */
export const recordsSettled = ({ same, toCreate }: Said): ReadonlySet<RecordKey> =>
  new Set([...same.flatMap(({ records }) => records), ...toCreate.keys()]);

function hasRunOut(until: string | undefined, now: string): boolean {
  if (until === undefined) return false;
  const [end, current] = [secondsOf(until), secondsOf(now)];
  return end !== undefined && current !== undefined && end <= current;
}
