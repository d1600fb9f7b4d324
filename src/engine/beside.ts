/**
 * Living beside the vendors' own integrations, pair by pair. Pure. Where a pair is adopted, a field that the vendors' sync
 * carries from one system to the other is left to it: it is not written from anywhere while the leading record is there,
 * a record that it makes by itself is not made by us, and what is still apart is told as drift.
 */
import type { FieldName } from './fields';
import { type Kind, SYSTEM_TITLES, type SystemName } from './model';
import { type PairName, pairOf } from './policy';

/** `adopt`: the vendors' own sync goes on and is left to its work; `instead`: this one writes. */
export const PAIR_MODES = ['instead', 'adopt'] as const;
export type PairMode = (typeof PAIR_MODES)[number];
export type PairModes = Readonly<Record<PairName, PairMode>>;

export const ALL_INSTEAD: PairModes = { bmsVsa: 'instead', bmsItGlue: 'instead', vsaItGlue: 'instead' };

/** What the vendors' sync carries from one system to another. */
interface Carriage {
  readonly from: SystemName;
  readonly to: SystemName;
  readonly fields: Readonly<Partial<Record<Kind, readonly FieldName[]>>>;
  /** Kinds of which it makes a missing record by itself. */
  readonly makes: readonly Kind[];
}

const ADDRESS = ['address1', 'address2', 'city', 'region', 'postalCode', 'country'] as const;

/**
 * Source: the vendors' published field mappings. Manufacturers that the BMS table names arrive empty from VSA and are left
 * out; of VSA and IT Glue only what IT Glue lays over its own values on every load counts, not what it takes once.
 */
const CARRIED: readonly Carriage[] = [
  {
    from: 'bms',
    to: 'itglue',
    fields: {
      organization: ['name', 'shortName', 'parent', 'type', 'active'],
      location: ['name', ...ADDRESS, 'phone', 'fax', 'primary'],
      contact: ['firstName', 'lastName', 'title', 'emails', 'phones', 'location', 'important'],
      asset: [
        ...(['organization', 'name', 'type', 'status', 'serialNumber', 'assetTag'] as const),
        ...(['manufacturer', 'model'] as const),
        ...(['macAddresses', 'ipAddresses', 'defaultGateway', 'operatingSystem', 'platform'] as const),
        ...(['location', 'contact', 'notes', 'position', 'purchasedAt', 'warrantyExpiresAt'] as const),
      ],
    },
    makes: ['organization', 'location', 'contact', 'asset'],
  },
  {
    from: 'vsa',
    to: 'bms',
    fields: {
      asset: [
        ...([
          'organization',
          'name',
          'type',
          'active',
          'serialNumber',
          'operatingSystem',
          'platform',
          'notes',
        ] as const),
        ...(['machineGroup', 'macAddresses', 'ipAddresses', 'subnetMask', 'defaultGateway'] as const),
        ...(['dnsServers', 'dhcpServer', 'memorySize', 'memorySlots', 'busSpeed'] as const),
        ...(['motherboardManufacturer', 'motherboardModel', 'motherboardVersion'] as const),
        ...(['motherboardSerialNumber', 'chassisType', 'chassisVersion', 'chassisSerialNumber'] as const),
        ...(['chassisAssetTag', 'purchasedAt', 'warrantyExpiresAt'] as const),
      ],
    },
    makes: ['organization', 'asset'],
  },
  { from: 'bms', to: 'vsa', fields: {}, makes: ['organization'] },
  { from: 'vsa', to: 'itglue', fields: { asset: ['macAddresses', 'ipAddresses', 'model'] }, makes: [] },
];

/**
 * Answers whether the vendors' own sync keeps this field in `to` as it is in `from`, or, for `record`, makes the record
 * there: null, or the reason for leaving it alone.
 */
export type Keeper = (
  kind: Kind,
  what: FieldName | 'record',
  from: SystemName,
  to: SystemName,
) => string | null;

export function keeperOf(modes: PairModes): Keeper {
  return (kind, what, from, to) => {
    const pair = pairOf(from, to);
    if (!pair || modes[pair.name] !== 'adopt') return null;
    const carried = CARRIED.find((one) => one.from === from && one.to === to);
    const keeps = what === 'record' ? carried?.makes.includes(kind) : carried?.fields[kind]?.includes(what);
    if (!keeps) return null;
    const does = what === 'record' ? `makes ${kind}s` : 'keeps this';
    return `the vendors' own sync ${does} in ${SYSTEM_TITLES[to]} as in ${SYSTEM_TITLES[from]}, and is left to it (mspSync.sync.vendorIntegrations, ${pair.name}: adopt)`;
  };
}

/** Of a workspace that adopts nothing. */
export const NO_KEEPER: Keeper = () => null;

/** Why this system is left to the vendors' sync, given who else is there to lead it; null when it is not. */
export function keptBy(
  keeper: Keeper,
  kind: Kind,
  what: FieldName | 'record',
  system: SystemName,
  others: readonly SystemName[],
): string | null {
  for (const other of others) {
    const reason = other === system ? null : keeper(kind, what, other, system);
    if (reason !== null) return reason;
  }
  return null;
}

/** Fit to stand behind a pair's name; null where nothing is left to the vendors. */
export const modeWords = (modes: PairModes, name: PairName): string | null =>
  modes[name] === 'adopt' ? 'beside the vendors’ own sync' : null;
