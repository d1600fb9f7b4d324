/**
 * Which system is believed about a field when sides differ and history does not tell. Hardware facts come from VSA,
 * commercial facts from BMS, documentation facts from IT Glue.
 */
import { byTime, type Decision } from './decisions';
import type { FieldName } from './fields';
import type { Kind, RecordKey, SourceRecord, SystemName } from './model';
import { caseless } from './normalize/text';
import type { AuthorityTable, SyncSettings } from './settings';

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

/** Who has the last word, and who said so. */
export interface Ruling {
  readonly system: SystemName | null;
  readonly by: 'decision' | 'organization setting' | 'setting' | 'default';
}

export type Rulings = (kind: Kind, field: FieldName, organizationMembers: readonly RecordKey[]) => Ruling;

export interface AuthorityInput {
  readonly settings: Pick<SyncSettings, 'authority' | 'organizationAuthority'>;
  readonly decisions: readonly Decision[];
  /** To know organizations by the names that the settings give. */
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
}

type AuthorityDecision = Extract<Decision, { type: 'authority' }>;

/** The built-in table, under the settings, under the settings for one organization, under decisions about it. */
export function rulingsFrom({ settings, decisions, records }: AuthorityInput): Rulings {
  const decided = new Map<string, AuthorityDecision>();
  for (const decision of [...decisions].sort(byTime)) {
    if (decision.type !== 'authority') continue;
    decided.set(`${decision.organization}|${decision.kind}|${decision.field}`, decision);
  }
  const own = tablesByRecord(settings.organizationAuthority, records);
  return (kind, field, members) => {
    // One client may have been decided about by way of several of its records.
    const newest = (decided.size > 0 ? members : [])
      .flatMap((key) => decided.get(`${key}|${kind}|${field}`) ?? [])
      .sort(byTime)
      .at(-1);
    if (newest) return { system: newest.system, by: 'decision' };
    for (const member of own.size > 0 ? members : []) {
      const chosen = own.get(member)?.[kind]?.[field];
      if (chosen) return { system: spoken(chosen), by: 'organization setting' };
    }
    const chosen = settings.authority[kind]?.[field];
    if (chosen) return { system: spoken(chosen), by: 'setting' };
    return { system: DEFAULTS[kind][field] ?? null, by: 'default' };
  };
}

export function authorityFrom(input: AuthorityInput): Authority {
  const rulings = rulingsFrom(input);
  return (kind, field, members) => rulings(kind, field, members).system;
}

const spoken = (chosen: SystemName | 'ask'): SystemName | null => (chosen === 'ask' ? null : chosen);

/** Settings name an organization as any of the systems calls it, or by the key of one of its records. */
function tablesByRecord(
  tables: SyncSettings['organizationAuthority'],
  records: ReadonlyMap<RecordKey, SourceRecord>,
): ReadonlyMap<RecordKey, AuthorityTable> {
  const byName = new Map(Object.entries(tables).map(([name, table]) => [caseless(name), table]));
  const found = new Map<RecordKey, AuthorityTable>();
  if (byName.size === 0) return found;
  for (const [key, record] of records) {
    if (record.kind !== 'organization') continue;
    const table = byName.get(caseless(key)) ?? byName.get(caseless(record.name));
    if (table) found.set(key, table);
  }
  return found;
}
