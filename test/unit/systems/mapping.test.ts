/**
 * The vendors' own field mappings, row by row: which canonical field carries the row, that each system shows it, and that
 * it is written there, or why not. Source: the mapping tables of BMS with IT Glue and of VSA with BMS and IT Glue.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FieldName, fieldSpec } from '../../../src/engine/fields';
import { isBlank, type Kind, type SourceRecord, type SystemName } from '../../../src/engine/model';
import type { FieldAbility } from '../../../src/engine/ports';
import { BMS_ABILITIES } from '../../../src/systems/bms/abilities';
import { itGlueAbilities } from '../../../src/systems/itglue/abilities';
import { vsaAbilities } from '../../../src/systems/vsa/abilities';
import { type Connected, connected } from './support/connected';
import { scanAll } from './support/tampered';

const ABILITIES = { bms: BMS_ABILITIES, vsa: vsaAbilities, itglue: itGlueAbilities };

interface Row {
  /** As the vendor's table has it, one side then the other. */
  readonly row: string;
  readonly kind: Kind;
  readonly field: FieldName;
  readonly between: readonly [SystemName, SystemName];
  /** Systems that cannot take it, each with a part of the reason that is told. */
  readonly never?: Partial<Record<SystemName, RegExp>>;
  /** The simulated tenants hold none. */
  readonly empty?: readonly SystemName[];
}

const PSA = ['bms', 'itglue'] as const;
const AUDIT = ['vsa', 'bms'] as const;
const OVERLAY = ['vsa', 'itglue'] as const;
const psa = (kind: Kind, row: string, field: FieldName, more: Partial<Row> = {}): Row => ({
  ...{ row, kind, field, between: PSA },
  ...more,
});
const FOUND = { vsa: /agent/i };
const audit = (row: string, field: FieldName, more: Partial<Row> = {}): Row => ({
  ...{ row, kind: 'asset', field, between: AUDIT, never: FOUND },
  ...more,
});
const overlay = (row: string, field: FieldName, more: Partial<Row> = {}): Row => ({
  ...{ row, kind: 'asset', field, between: OVERLAY, never: FOUND },
  ...more,
});
const PORTAL = { bms: /portal/ };

const ROWS: readonly Row[] = [
  psa('asset', 'Name ↔ Name', 'name'),
  psa('asset', 'Asset Tag ↔ Asset Tag', 'assetTag'),
  psa('asset', 'Contact ↔ Contact', 'contact'),
  psa('asset', 'Default Gateway ↔ Default Gateway', 'defaultGateway'),
  psa('asset', 'Status ↔ Configuration Status', 'status'),
  psa('asset', 'Category ↔ Configuration Type', 'type'),
  psa('asset', 'IP Address ↔ Primary IP Address', 'ipAddresses'),
  psa('asset', 'Client Location ↔ Location', 'location'),
  psa('asset', 'Manufacturer ↔ Manufacturer', 'manufacturer'),
  psa('asset', 'Model Number ↔ Model', 'model'),
  psa('asset', 'Description ↔ Notes', 'notes'),
  psa('asset', 'OS Info ↔ Operating System', 'operatingSystem'),
  psa('asset', 'Physical Location Info ↔ Physical Position', 'position'),
  psa('asset', 'OS Type ↔ Platform', 'platform', { never: { itglue: /operating system/ } }),
  psa('asset', 'Acquisition Date ↔ Purchased Date', 'purchasedAt'),
  psa('asset', 'Serial ↔ Serial Number', 'serialNumber'),
  psa('asset', 'MAC Address ↔ Primary MAC Address', 'macAddresses'),
  psa('asset', 'Warranty Expiration Date ↔ Expiration Date', 'warrantyExpiresAt'),
  psa('organization', 'Name ↔ Name', 'name'),
  psa('organization', 'Type ↔ Type', 'type'),
  psa('organization', 'Status ↔ Status', 'active'),
  psa('organization', 'Parent Account ↔ Parent Organization', 'parent', { never: { itglue: /parent/ } }),
  psa('location', 'Main Location ↔ Primary Location', 'primary', { never: PORTAL }),
  psa('organization', 'Account Code ↔ Short Name', 'shortName'),
  psa('contact', 'First ↔ First', 'firstName'),
  psa('contact', 'Last ↔ Last', 'lastName'),
  psa('contact', 'Job Title ↔ Title', 'title'),
  psa('contact', 'Emails ↔ Emails', 'emails'),
  psa('contact', 'Contact Phone Numbers ↔ Phones', 'phones'),
  psa('contact', 'Location ↔ Location', 'location'),
  psa('contact', 'Point of Contact ↔ Important Contact', 'important'),
  psa('location', 'Location Name ↔ Name', 'name', { never: PORTAL }),
  psa('location', 'Address 1 ↔ Address 1', 'address1', { never: PORTAL }),
  psa('location', 'Address 2 ↔ Address 2', 'address2', { never: PORTAL }),
  psa('location', 'City ↔ City', 'city', { never: PORTAL }),
  psa('location', 'State/Province ↔ State/Province', 'region', { never: PORTAL }),
  psa('location', 'Zip/Postal ↔ Zip/Postal', 'postalCode', { never: PORTAL }),
  psa('location', 'Country ↔ Country', 'country', { never: PORTAL }),
  psa('location', 'Phone ↔ Phone', 'phone', { never: PORTAL }),
  psa('location', 'Fax ↔ Fax', 'fax', { never: PORTAL }),

  audit('Organization name → Account', 'organization', { never: { vsa: /machine group/ } }),
  audit('Asset name → Name', 'name'),
  audit('Machine group id → Machine Group ID', 'machineGroup', { never: { vsa: /machine group/ } }),
  audit('Serial number → Serial', 'serialNumber'),
  audit('OS type → OS Type', 'platform'),
  audit('Max memory size → Max memory size', 'memorySize', { empty: ['vsa'] }),
  audit('Max memory slots → Max memory slots', 'memorySlots', { empty: ['vsa', 'bms'] }),
  audit('IP → IP Address', 'ipAddresses'),
  audit('Subnet mask → Subnet Mask', 'subnetMask'),
  audit('Gateway → Default Gateway', 'defaultGateway'),
  audit('MAC address → MAC Address', 'macAddresses'),
  audit('DNS servers → DNS Server(s)', 'dnsServers'),
  audit('DHCP server → DHCP', 'dhcpServer'),
  audit('Motherboard manufacturer → same', 'motherboardManufacturer'),
  audit('Motherboard product → same', 'motherboardModel'),
  audit('Motherboard version → same', 'motherboardVersion', { empty: ['vsa', 'bms'] }),
  audit('Motherboard serial → same', 'motherboardSerialNumber'),
  audit('Bus speed → Bus Speed', 'busSpeed', { empty: ['vsa', 'bms'] }),
  audit('Chassis serial → same', 'chassisSerialNumber'),
  audit('Chassis version → same', 'chassisVersion', { empty: ['vsa', 'bms'] }),
  audit('Chassis asset tag → same', 'chassisAssetTag', { empty: ['vsa', 'bms'] }),
  audit('Chassis type → same', 'chassisType', { empty: ['bms'] }),
  audit('Chassis manufacturer → same', 'chassisManufacturer', { empty: ['bms'] }),
  audit('Current user → Current User', 'lastUser', { never: { ...FOUND, bms: /agent/ } }),
  audit('First check-in → First Check In', 'firstSeen', { never: { ...FOUND, bms: /agent/ } }),
  audit('Last check-in → Last Check In', 'lastSeen', { never: { ...FOUND, bms: /agent/ } }),
  audit('Last reboot → Last Reboot', 'lastReboot', { never: { ...FOUND, bms: /agent/ } }),

  overlay('Name → Name', 'name'),
  overlay('Host name → Host name', 'hostname'),
  overlay('Manufacturer → Manufacturer', 'manufacturer'),
  overlay('Model → Model', 'model'),
  overlay('Gateway → Default Gateway', 'defaultGateway'),
  overlay('IP addresses → IP addresses', 'ipAddresses'),
  overlay('MAC addresses → MAC addresses', 'macAddresses'),
  overlay('Serial → Serial Number', 'serialNumber'),
  overlay('Operating system → Operating System', 'operatingSystem'),
];

/** Rows that nothing can carry out of VSA, with the field that has no side there and the reason. */
const IMPOSSIBLE: readonly (readonly [row: string, field: FieldName, why: string])[] = [
  ['Asset type → Category', 'type', 'VSA keeps none: what the audit suggests serves new records only'],
  ['Description → Description', 'notes', 'an agent has a tool tip for technicians and no description'],
  [
    'Acquisition date → Acquisition Date',
    'purchasedAt',
    'shown per agent, in a shape that is not documented',
  ],
  ['Warranty expiry → Warranty Expiration Date', 'warrantyExpiresAt', 'as the acquisition date'],
  ['Site → Location', 'location', 'VSA 9 keeps one address per organization'],
];

let all: Connected;
const held = new Map<string, readonly SourceRecord[]>();
beforeAll(async () => {
  all = await connected({ seed: 5, organizations: 8, assetsPerOrganization: 12 });
  for (const { kind, between } of ROWS)
    for (const system of between) {
      const key = `${system} ${kind}`;
      if (!held.has(key)) held.set(key, (await scanAll(all.systems[system], kind)).records);
    }
});
afterAll(() => all.stop());

const abilityIn = (system: SystemName, { kind, field }: Row): FieldAbility | undefined =>
  ABILITIES[system][kind].fields[field];

describe.each(ROWS)('$between $kind: $row', (row) => {
  it.each(row.between)('is shown by %s', (system) => {
    const records = held.get(`${system} ${row.kind}`) ?? [];
    expect(fieldSpec(row.kind, row.field)).toBeDefined();
    expect(abilityIn(system, row)).toBeDefined();
    const shown = records.some((record) => !isBlank(record.fields[row.field]));
    expect(shown).toBe(row.empty?.includes(system) !== true);
  });

  it.each(row.between)('is written by %s, or it is told why not', (system) => {
    const ability = abilityIn(system, row);
    const why = row.never?.[system];
    if (why) {
      expect(ability?.write).not.toBe('always');
      expect(ability?.reason).toMatch(why);
    } else expect(ability?.write).toBe('always');
  });
});

describe('rows that VSA has no side of', () => {
  it.each(IMPOSSIBLE)('%s', (_, field) => {
    expect(vsaAbilities.asset.fields[field]).toBeUndefined();
    const records = held.get('vsa asset') ?? [];
    expect(records.length).toBeGreaterThan(0);
    if (field !== 'type') expect(records.some((record) => record.fields[field] !== undefined)).toBe(false);
  });
});
