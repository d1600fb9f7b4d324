/** What a record that somebody adds in a portal holds: what one of its kind there holds, under a name of its own. */
import { type FieldName, fieldNames } from '../../src/engine/fields';
import type { Fields, FieldValue, SourceRecord } from '../../src/engine/model';
import type { Tenants } from './tenants';

/** Where people add records. */
export const ADDED = [
  ['bms', 'organization'],
  ['bms', 'contact'],
  ['bms', 'asset'],
  ['vsa', 'contact'],
  ['itglue', 'contact'],
  ['itglue', 'asset'],
  ['itglue', 'organization'],
] as const;

export function newcomer(model: SourceRecord, n: number, tenants: Tenants): Fields {
  const { kind, system } = model;
  const abilities = tenants.eyes[system].abilities[kind].fields;
  const kept: Partial<Record<FieldName, FieldValue>> = {};
  for (const [field, value] of Object.entries(model.fields)) {
    const name = fieldNames(kind).find((one) => one === field);
    const ability = name && abilities[name];
    if (!name || !ability || ability.write === 'never' || value === undefined) continue;
    kept[name] = value;
  }
  if (kind === 'organization')
    return {
      ...kept,
      name: `Newcomer ${n} Works`,
      shortName: `NEW${n}`,
      website: `https://newcomer${n}.example`,
      parent: null,
    };
  if (kind === 'contact') {
    const person = {
      firstName: `Nova${n}`,
      lastName: `Quist${n}`,
      emails: [`nova${n}@newcomer.example`],
      phones: [`+1 415 555 ${String(2000 + n)}`],
    };
    return { ...kept, ...person };
  }
  return {
    ...kept,
    name: `NEWBOX-${n}`,
    hostname: `NEWBOX-${n}`,
    serialNumber: `NB${n}X77Q${n}`,
    macAddresses: [],
    ipAddresses: [],
    contact: null,
  };
}
