/** What BMS would refuse, told before it is planned. */
import type { FieldName } from '../../engine/fields';
import { type FieldValue, isBlank, type Kind } from '../../engine/model';
import { BMS_ABILITIES } from './abilities';
import type { ListName, Lookups } from './names';

/** Fields of an asset whose values come from one of BMS's lists. */
export const ASSET_LISTS = [
  ['type', 'category'],
  ['status', 'state'],
  ['manufacturer', 'manufacturer'],
  ['motherboardManufacturer', 'manufacturer'],
  ['chassisManufacturer', 'manufacturer'],
] as const satisfies readonly (readonly [FieldName, ListName])[];

const LISTED: Readonly<Partial<Record<Kind, Readonly<Partial<Record<FieldName, ListName>>>>>> = {
  organization: { type: 'accountType' },
  asset: Object.fromEntries(ASSET_LISTS),
};

/** Cannot be emptied, though a creation finds a value of its own where none is given. */
const NEVER_BLANK: Readonly<Partial<Record<Kind, readonly FieldName[]>>> = {
  organization: ['type'],
  asset: ['location'],
};

export function objectionOf(
  kind: Kind,
  field: FieldName,
  value: FieldValue,
  lookups: Lookups,
): string | null {
  if (isBlank(value)) {
    const needed = BMS_ABILITIES[kind].fields[field]?.required || NEVER_BLANK[kind]?.includes(field);
    return needed ? 'Kaseya BMS needs a value here.' : null;
  }
  const list = LISTED[kind]?.[field];
  return list && typeof value === 'string' ? lookups.objection(list, value) : null;
}
