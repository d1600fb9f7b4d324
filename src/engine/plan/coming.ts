/** What a record that is to be made takes of values that are on their way: what will hold, not what gives way to it. Pure. */

import { fieldSpec } from '../fields';
import type { FieldMerge } from '../merge/model';
import { LIST_TYPES } from '../merge/sides';
import type { FieldValue, Kind, PerSystem, SourceRecord, SystemName } from '../model';
import { SYSTEMS } from '../model';
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
  kind: Kind,
  found: FieldMerge | undefined,
  members: PerSystem<SourceRecord>,
  world: PlanWorld,
): Coming | 'later' | null {
  if (found?.merged.type !== 'propagate') return null;
  const { merged, field, barred = {}, decided } = found;
  const { value, source, targets } = merged;
  const coming = { value, source, reason: decided === undefined ? null : merged.reason };
  const mayPass = (from: SystemName) => world.input.barrier(kind, from, system) === null;
  const sides = SYSTEMS.filter((name) => members[name] && found.values[name] !== undefined);
  const type = fieldSpec(kind, field)?.type;
  if (type !== undefined && LIST_TYPES.has(type)) {
    // A list is put together of what all of them say.
    const isWhole = decided !== undefined || (merged.row !== 'owed' && sides.every(mayPass));
    return isWhole ? coming : null;
  }
  const holders = sides.filter((name) => !targets.includes(name));
  // A value that no side holds is a person's own.
  if (holders.length === 0 || holders.some(mayPass)) return coming;
  const isTaking = (name: SystemName) => {
    const record = members[name];
    return record && !barred[name] && refusalOf(record, field, world.input.abilities) === null;
  };
  return targets.some((name) => mayPass(name) && isTaking(name)) ? 'later' : null;
}
