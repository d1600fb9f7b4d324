/**
 * The canonical fields of each kind: one table that lenses, matching, merging and texts share.
 * Source of the set: the vendors' own field mappings between BMS, VSA and IT Glue.
 */
import type { Kind } from './model';

export type FieldType =
  | 'text' // compared after trimming and joining white space
  | 'choice' // from a list: compared without case
  | 'note' // long text: markup and line ends do not count
  | 'maker' // a company: legal forms and short names do not count
  | 'host'
  | 'serial'
  | 'url'
  | 'phone'
  | 'country'
  | 'region'
  | 'date'
  | 'instant'
  | 'flag'
  | 'ip'
  | 'emails'
  | 'phones'
  | 'macs'
  | 'ips'
  | 'reference';

export interface FieldSpec {
  readonly type: FieldType;
  readonly label: string;
  /** For a reference: the kind of the record it names. */
  readonly to?: Kind;
  /** Moves by itself, without anyone editing: shown and matched with, never merged. */
  readonly volatile?: true;
}

const ADDRESS = {
  address1: { type: 'text', label: 'Address 1' },
  address2: { type: 'text', label: 'Address 2' },
  city: { type: 'text', label: 'City' },
  region: { type: 'region', label: 'State or region' },
  postalCode: { type: 'text', label: 'Postal code' },
  country: { type: 'country', label: 'Country' },
} as const satisfies Record<string, FieldSpec>;

export const FIELDS = {
  organization: {
    name: { type: 'text', label: 'Name' },
    shortName: { type: 'text', label: 'Short name' },
    parent: { type: 'reference', to: 'organization', label: 'Parent' },
    type: { type: 'choice', label: 'Type' },
    active: { type: 'flag', label: 'Active' },
    website: { type: 'url', label: 'Website' },
    phone: { type: 'phone', label: 'Phone' },
    ...ADDRESS,
    notes: { type: 'note', label: 'Notes' },
  },
  location: {
    organization: { type: 'reference', to: 'organization', label: 'Organization' },
    name: { type: 'text', label: 'Name' },
    ...ADDRESS,
    phone: { type: 'phone', label: 'Phone' },
    fax: { type: 'phone', label: 'Fax' },
    primary: { type: 'flag', label: 'Main location' },
    active: { type: 'flag', label: 'Active' },
  },
  contact: {
    organization: { type: 'reference', to: 'organization', label: 'Organization' },
    location: { type: 'reference', to: 'location', label: 'Location' },
    firstName: { type: 'text', label: 'First name' },
    lastName: { type: 'text', label: 'Last name' },
    title: { type: 'text', label: 'Job title' },
    emails: { type: 'emails', label: 'E-mails' },
    phones: { type: 'phones', label: 'Phones' },
    important: { type: 'flag', label: 'Point of contact' },
    active: { type: 'flag', label: 'Active' },
    notes: { type: 'note', label: 'Notes' },
    ...ADDRESS,
  },
  asset: {
    organization: { type: 'reference', to: 'organization', label: 'Organization' },
    location: { type: 'reference', to: 'location', label: 'Location' },
    contact: { type: 'reference', to: 'contact', label: 'Contact' },
    name: { type: 'host', label: 'Name' },
    hostname: { type: 'host', label: 'Host name' },
    type: { type: 'choice', label: 'Type' },
    status: { type: 'choice', label: 'Status' },
    active: { type: 'flag', label: 'Active' },
    serialNumber: { type: 'serial', label: 'Serial number' },
    assetTag: { type: 'text', label: 'Asset tag' },
    manufacturer: { type: 'maker', label: 'Manufacturer' },
    model: { type: 'text', label: 'Model' },
    macAddresses: { type: 'macs', label: 'MAC addresses' },
    ipAddresses: { type: 'ips', label: 'IP addresses' },
    defaultGateway: { type: 'ip', label: 'Default gateway' },
    operatingSystem: { type: 'text', label: 'Operating system' },
    platform: { type: 'choice', label: 'Platform' },
    notes: { type: 'note', label: 'Notes' },
    position: { type: 'text', label: 'Physical position' },
    purchasedAt: { type: 'date', label: 'Purchased' },
    warrantyExpiresAt: { type: 'date', label: 'Warranty expires' },
    machineGroup: { type: 'host', label: 'Machine group' },
    subnetMask: { type: 'ip', label: 'Subnet mask' },
    dnsServers: { type: 'ips', label: 'DNS servers' },
    dhcpServer: { type: 'ip', label: 'DHCP server' },
    memorySize: { type: 'text', label: 'Largest memory' },
    memorySlots: { type: 'text', label: 'Memory slots' },
    busSpeed: { type: 'text', label: 'Bus speed' },
    motherboardManufacturer: { type: 'maker', label: 'Motherboard manufacturer' },
    motherboardModel: { type: 'text', label: 'Motherboard product' },
    motherboardVersion: { type: 'text', label: 'Motherboard version' },
    motherboardSerialNumber: { type: 'serial', label: 'Motherboard serial number' },
    chassisManufacturer: { type: 'maker', label: 'Chassis manufacturer' },
    chassisType: { type: 'text', label: 'Chassis type' },
    chassisVersion: { type: 'text', label: 'Chassis version' },
    chassisSerialNumber: { type: 'serial', label: 'Chassis serial number' },
    chassisAssetTag: { type: 'text', label: 'Chassis asset tag' },
    agentId: { type: 'text', label: 'VSA agent', volatile: true },
    uuid: { type: 'text', label: 'Hardware UUID', volatile: true },
    lastUser: { type: 'text', label: 'Last user', volatile: true },
    firstSeen: { type: 'instant', label: 'First seen', volatile: true },
    lastSeen: { type: 'instant', label: 'Last seen', volatile: true },
    lastReboot: { type: 'instant', label: 'Last reboot', volatile: true },
  },
} as const satisfies Record<Kind, Record<string, FieldSpec>>;

export type FieldName = { [K in Kind]: keyof (typeof FIELDS)[K] }[Kind];

const TABLE: Readonly<Record<Kind, Readonly<Partial<Record<FieldName, FieldSpec>>>>> = FIELDS;

/** The specification of a field, or undefined when the kind has no such field. */
export function fieldSpec(kind: Kind, field: FieldName): FieldSpec | undefined {
  return TABLE[kind][field];
}

const EVERY_NAME: ReadonlySet<string> = new Set(Object.values(TABLE).flatMap((specs) => Object.keys(specs)));

export function isFieldName(name: string): name is FieldName {
  return EVERY_NAME.has(name);
}

/** The kind's fields in the order in which people read them. */
export function fieldNames(kind: Kind): readonly FieldName[] {
  return ORDER[kind];
}

const orderOf = (specs: object): readonly FieldName[] => Object.keys(specs).filter(isFieldName);

const ORDER: Readonly<Record<Kind, readonly FieldName[]>> = {
  organization: orderOf(FIELDS.organization),
  location: orderOf(FIELDS.location),
  contact: orderOf(FIELDS.contact),
  asset: orderOf(FIELDS.asset),
};
