/** What a record that is to be made takes of values that are on their way: what will hold, not what gives way to it. Pure. */

import { fieldSpec } from '../fields';
import type { FieldMerge } from '../merge/model';
import { hintFor, itemsOf, LIST_TYPES } from '../merge/sides';
import type { FieldValue, Identity, PerSystem, SourceRecord, SystemName } from '../model';
import { SYSTEMS } from '../model';
import { canonicalForm } from '../normalize/value';
import { refusalOf } from './refusal';
import type { PlanWorld } from './world';

export interface Coming {
  readonly value: FieldValue;
  /** In whose terms it is said. */
  readonly source: SystemName;
  readonly reason: string | null;
}

/**
 * The value that wins, where one of those that hold it may pass it on to the system; `later` where only those may that are
 * to hold it themselves first; null where nothing is on its way there.
 */
export function comingTo(
  system: SystemName,
  identity: Identity,
  found: FieldMerge | undefined,
  members: PerSystem<SourceRecord>,
  world: PlanWorld,
): Coming | 'later' | null {
  if (!found) return null;
  const { kind } = identity;
  const { merged, field, barred = {}, decided } = found;
  const mayPass = (from: SystemName) => world.input.barrier(kind, from, system) === null;
  const sides = SYSTEMS.filter((name) => members[name] && found.values[name] !== undefined);
  const spec = fieldSpec(kind, field);
  const isList = spec !== undefined && LIST_TYPES.has(spec.type);
  const isWhole = decided !== undefined || (merged.row !== 'owed' && sides.every(mayPass));
  if (isList && !(isWhole && merged.type === 'propagate')) {
    const owner =
      identity.organization === null ? undefined : world.input.identities.get(identity.organization);
    const hint = hintFor(members, owner, world.input);
    return stayingIn(found, sides.filter(mayPass), (item) => canonicalForm(spec, [item], hint));
  }
  if (merged.type !== 'propagate') return null;
  const { value, source, targets } = merged;
  const coming = { value, source, reason: decided === undefined ? null : merged.reason };
  // A list is put together of what all of them say.
  if (isList) return coming;
  const holders = sides.filter((name) => !targets.includes(name));
  // A value that no side holds is a person's own.
  if (holders.length === 0 || holders.some(mayPass)) return coming;
  const isTaking = (name: SystemName) => {
    const record = members[name];
    return record && !barred[name] && refusalOf(record, field, world.input.abilities) === null;
  };
  return targets.some((name) => mayPass(name) && isTaking(name)) ? 'later' : null;
}

/**
 * Of a list all that those list who may pass it on, the longest first, without what is to be taken from them. What they are
 * still to be given themselves comes later.
 */
function stayingIn(
  { values, lists = {} }: FieldMerge,
  givers: readonly SystemName[],
  formOf: (item: string) => string,
): Coming | null {
  const listed = (system: SystemName) => itemsOf(values[system] ?? null);
  const [source, ...others] = [...givers].sort((a, b) => listed(b).length - listed(a).length);
  if (source === undefined) return null;
  const staying = new Map<string, string>();
  for (const giver of [source, ...others]) {
    const goal = lists[giver]?.map(formOf);
    for (const item of listed(giver)) {
      const form = formOf(item);
      if (!staying.has(form) && (!goal || goal.includes(form))) staying.set(form, item);
    }
  }
  return { value: [...staying.values()], source, reason: null };
}
