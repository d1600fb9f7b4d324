/** Which side of a conflict is likely right, and why. A suggestion only: a person decides. Pure. */
import type { FieldValue, SystemName } from '../../engine/model';
import { isBlank, SYSTEM_TITLES, SYSTEMS } from '../../engine/model';
import type { Conflict } from '../../engine/plan/model';
import { isSame } from '../differences/values';

export interface Suggestion {
  readonly system: SystemName;
  readonly reason: string;
}

/** `changedAt` gives when a side's record was last changed, in milliseconds; undefined where its API does not tell. */
export function suggest(
  conflict: Conflict,
  changedAt: (system: SystemName) => number | undefined,
): Suggestion | null {
  const sides = SYSTEMS.flatMap((system) => {
    const value = conflict.values[system];
    return value === undefined ? [] : [{ system, value }];
  });
  const own = conflict.suggestion;
  if (own !== null) return { system: own, reason: reasonFor(own, conflict, sides) };
  const filled = sides.filter(({ value }) => !isBlank(value));
  const [only, ...others] = filled;
  if (only && others.length === 0) {
    return { system: only.system, reason: `only ${SYSTEM_TITLES[only.system]} has a value` };
  }
  return lastChanged(filled, changedAt);
}

interface Side {
  readonly system: SystemName;
  readonly value: FieldValue;
}

function reasonFor(system: SystemName, conflict: Conflict, sides: readonly Side[]): string {
  const value = conflict.values[system];
  const alike = sides.filter((side) => isSame(conflict.kind, conflict.field, side.value, value ?? null));
  if (alike.length > 1) return `${alike.length} of ${sides.length} systems say so`;
  return `${SYSTEM_TITLES[system]} is the authority for this field`;
}

/** Every side must tell when: the silent one may have been changed later still. */
function lastChanged(
  sides: readonly Side[],
  changedAt: (system: SystemName) => number | undefined,
): Suggestion | null {
  const timed = sides.flatMap(({ system }) => {
    const at = changedAt(system);
    return at === undefined ? [] : [{ system, at }];
  });
  if (timed.length < sides.length) return null;
  const [newest, before] = timed.sort((a, b) => b.at - a.at);
  if (!newest || !before || newest.at === before.at) return null;
  return { system: newest.system, reason: `its record in ${SYSTEM_TITLES[newest.system]} was changed last` };
}
