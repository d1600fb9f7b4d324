/**
 * Which system is believed about a field when sides differ and history does not tell. Hardware facts come from VSA,
 * commercial facts from BMS, documentation facts from IT Glue.
 */
import type { Decision } from './decisions';
import type { FieldName } from './fields';
import type { Kind, RecordKey, SystemName } from './model';
import type { AuthorityTable } from './settings';

const DEFAULTS: Readonly<Record<Kind, Readonly<Partial<Record<FieldName, SystemName>>>>> = {
  organization: {
    name: 'bms',
    shortName: 'bms',
    parent: 'bms',
    type: 'bms',
    active: 'bms',
    website: 'bms',
    notes: 'itglue',
  },
  location: {
    name: 'bms',
    address1: 'bms',
    address2: 'bms',
    city: 'bms',
    region: 'bms',
    postalCode: 'bms',
    country: 'bms',
    phone: 'bms',
    fax: 'bms',
    primary: 'bms',
  },
  contact: {
    location: 'bms',
    firstName: 'bms',
    lastName: 'bms',
    title: 'bms',
    emails: 'bms',
    phones: 'bms',
    important: 'bms',
    active: 'bms',
    notes: 'itglue',
  },
  asset: {
    name: 'vsa',
    hostname: 'vsa',
    type: 'bms',
    status: 'bms',
    active: 'bms',
    serialNumber: 'vsa',
    assetTag: 'bms',
    manufacturer: 'vsa',
    model: 'vsa',
    macAddresses: 'vsa',
    ipAddresses: 'vsa',
    defaultGateway: 'vsa',
    operatingSystem: 'vsa',
    platform: 'vsa',
    machineGroup: 'vsa',
    subnetMask: 'vsa',
    dnsServers: 'vsa',
    dhcpServer: 'vsa',
    memorySize: 'vsa',
    memorySlots: 'vsa',
    busSpeed: 'vsa',
    motherboardManufacturer: 'vsa',
    motherboardModel: 'vsa',
    motherboardVersion: 'vsa',
    motherboardSerialNumber: 'vsa',
    chassisManufacturer: 'vsa',
    chassisType: 'vsa',
    chassisVersion: 'vsa',
    chassisSerialNumber: 'vsa',
    chassisAssetTag: 'vsa',
    location: 'bms',
    contact: 'bms',
    notes: 'itglue',
    position: 'itglue',
    purchasedAt: 'bms',
    warrantyExpiresAt: 'bms',
  },
};

/** Answers which system has the last word on a field, or null when a person has. */
export type Authority = (
  kind: Kind,
  field: FieldName,
  organizationMembers: readonly RecordKey[],
) => SystemName | null;

/** The built-in table, under the settings' overrides, under decisions for one organization. */
export function authorityFrom(overrides: AuthorityTable, decisions: readonly Decision[]): Authority {
  const decided = new Map<string, SystemName>();
  for (const decision of decisions) {
    if (decision.type !== 'authority') continue;
    decided.set(`${decision.organization}|${decision.kind}|${decision.field}`, decision.system);
  }
  return (kind, field, organizationMembers) => {
    for (const member of decided.size > 0 ? organizationMembers : []) {
      const system = decided.get(`${member}|${kind}|${field}`);
      if (system) return system;
    }
    const chosen = overrides[kind]?.[field] ?? DEFAULTS[kind][field] ?? 'ask';
    return chosen === 'ask' ? null : chosen;
  };
}
