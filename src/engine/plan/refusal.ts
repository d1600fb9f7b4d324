/** Why a record cannot take a field, or null where it can: said on the record, not tried again and again. Pure. */
import type { FieldName } from '../fields';
import type { Abilities } from '../merge/model';
import type { Kind, SourceRecord, SystemName } from '../model';
import { SYSTEM_TITLES } from '../model';

/** What the systems can take. */
export type Takers = Abilities;

/** Of the system as such and of this very record; a value may be objected to besides. */
export function refusalOf(record: SourceRecord, field: FieldName, takers: Takers): string | null {
  return refusedAlways(record.system, record.kind, field, takers) ?? record.locked?.[field] ?? null;
}

function refusedAlways(system: SystemName, kind: Kind, field: FieldName, takers: Takers): string | null {
  const title = SYSTEM_TITLES[system];
  const ability = takers[system]?.[kind];
  const can = ability?.fields[field];
  if (field === 'active' && ability && ability.archive !== true) return ability.archive.reason;
  if (!ability || !can) return `${title} has no such field`;
  if (field === 'active') return null;
  return can.write === 'always' ? null : (can.reason ?? `${title} does not let this field be changed`);
}
