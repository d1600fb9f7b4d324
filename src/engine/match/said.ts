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
  for (const decision of newest) {
    if (decision.type === 'same' || decision.type === 'different') {
      const key = pairKey(...decision.records);
      if (!pairs.has(key)) pairs.set(key, decision);
    } else if (decision.type === 'ignore') {
      if (!hasRunOut(decision.until, now) && !ignored.has(decision.record))
        ignored.set(decision.record, decision.reason);
    } else if (decision.type === 'create') {
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

/** Records of which a person said what they are, or that they are to be made elsewhere. */
export const recordsSettled = ({ same, toCreate }: Said): ReadonlySet<RecordKey> =>
  new Set([...same.flatMap(({ records }) => records), ...toCreate.keys()]);

function hasRunOut(until: string | undefined, now: string): boolean {
  if (until === undefined) return false;
  const [end, current] = [secondsOf(until), secondsOf(now)];
  return end !== undefined && current !== undefined && end <= current;
}
