import type * as z from 'zod';
import type { Fields, FieldValue, SourceRecord, VendorLink } from '../../../engine/model';
import { systemFamily } from '../../../engine/normalize/hardware';
import type { FieldAbility, KindAbility } from '../../../engine/ports';
import { type Attributes, type Entry, understood } from '../document';
import { dateOf, distinct, foreignKey, keyOf, textOf } from '../values';
import { configurationShape, interfaceShape, rmmRecordShape, type WireConfiguration } from '../wire';
import { type About, changeOf, linksOf, locksOf, plainAttributes } from './shared';

const ALWAYS: FieldAbility = { write: 'always' };

/** IT Glue's platforms are few: `Windows` is that of `Windows 11` and of any server. */
export function platformFamily(platform: string): string {
  const plain = platform.trim().toLowerCase();
  if (plain.includes('windows')) return 'windows';
  return systemFamily(plain) || plain;
}

/** Lists are read from all interfaces; only the primary one's address is written. */
export const assetAbility: KindAbility = {
  read: true,
  create: true,
  archive: true,
  fields: {
    organization: { write: 'always', required: true },
    location: ALWAYS,
    contact: ALWAYS,
    name: { write: 'always', required: true },
    hostname: ALWAYS,
    type: { write: 'always', required: true },
    status: ALWAYS,
    active: ALWAYS,
    serialNumber: ALWAYS,
    assetTag: ALWAYS,
    manufacturer: ALWAYS,
    model: ALWAYS,
    macAddresses: { write: 'always', capacity: 1 },
    ipAddresses: { write: 'always', capacity: 1 },
    defaultGateway: ALWAYS,
    operatingSystem: { write: 'always', coarse: true },
    platform: {
      write: 'never',
      coarse: true,
      family: platformFamily,
      reason: 'IT Glue tells the platform from the operating system; it has no field of its own for it.',
    },
    notes: ALWAYS,
    position: ALWAYS,
    purchasedAt: ALWAYS,
    warrantyExpiresAt: ALWAYS,
  },
};

/** What may still change on a configuration that a PSA sync holds. */
const FREE = ['active', 'assetTag', 'notes', 'purchasedAt', 'serialNumber', 'warrantyExpiresAt'] as const;

interface Addresses {
  readonly macs: readonly unknown[];
  readonly ips: readonly unknown[];
}

function interfacesOf(entry: Entry): Addresses {
  const all = entry.included('configuration-interfaces').flatMap((attributes) => {
    const parsed = interfaceShape.safeParse(attributes);
    return parsed.success ? [parsed.data] : [];
  });
  return { macs: all.map((one) => one['mac-address']), ips: all.map((one) => one['ip-address']) };
}

export function configurationFields(
  wire: WireConfiguration,
  more: Addresses,
  platformOf: About['platformOf'] = () => null,
): Fields {
  const platform = platformOf(textOf(wire['operating-system-name']));
  return {
    // Without an operating system from the list the platform is unknown, not blank.
    ...(platform === null ? {} : { platform }),
    organization: keyOf(wire['organization-id']),
    location: keyOf(wire['location-id']),
    contact: keyOf(wire['contact-id']),
    name: textOf(wire.name),
    hostname: textOf(wire.hostname),
    type: textOf(wire['configuration-type-name']),
    status: textOf(wire['configuration-status-name']),
    active: wire.archived !== true,
    serialNumber: textOf(wire['serial-number']),
    assetTag: textOf(wire['asset-tag']),
    manufacturer: textOf(wire['manufacturer-name']),
    model: textOf(wire['model-name']),
    macAddresses: distinct([wire['mac-address'], ...more.macs]),
    ipAddresses: distinct([wire['primary-ip'], ...more.ips]),
    defaultGateway: textOf(wire['default-gateway']),
    operatingSystem: textOf(wire['operating-system-name']) ?? textOf(wire['operating-system-notes']),
    notes: textOf(wire.notes),
    position: textOf(wire.position),
    purchasedAt: dateOf(wire['purchased-at']),
    warrantyExpiresAt: dateOf(wire['warranty-expires-at']),
  };
}

type RmmRecord = z.infer<typeof rmmRecordShape>;

/** The linked RMM devices, which IT Glue overlays and never stores in the record. */
function rmmRecordsOf(entry: Entry): readonly RmmRecord[] {
  return entry.included('rmm-records').flatMap((attributes) => {
    const parsed = rmmRecordShape.safeParse(attributes);
    return parsed.success ? [parsed.data] : [];
  });
}

/** What they say, for matching. */
function hintsOf(all: readonly RmmRecord[]): Fields | undefined {
  const first = (texts: readonly unknown[]): string | null =>
    texts.map(textOf).find((one) => one !== null) ?? null;
  const hints = {
    hostname: first(all.map((one) => one.hostname)),
    serialNumber: first(all.map((one) => one['serial-number'])),
    macAddresses: distinct(all.flatMap((one) => one['mac-addresses'] ?? [])),
    ipAddresses: distinct(all.flatMap((one) => one['ip-addresses'] ?? [])),
  };
  const told = Object.entries(hints).filter(([, value]) => value !== null && value.length > 0);
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

/** An RMM record has no id of the other side; the address of the device's page may name the agent. */
function agentLinks(all: readonly RmmRecord[]): readonly VendorLink[] {
  return all.flatMap((one) => {
    const agent = /[?&]agent(?:guid|id)=(\d{9,})/i.exec(textOf(one['external-url']) ?? '')?.[1];
    return agent === undefined ? [] : [{ system: 'vsa', id: agent, via: 'IT Glue rmm_records' } as const];
  });
}

function urlOf(wire: WireConfiguration, id: string, portal: string): string | null {
  const own = textOf(wire['resource-url']);
  if (own?.startsWith('https://') && URL.canParse(own)) return own;
  const organization = keyOf(wire['organization-id']);
  return organization === null ? null : `${portal}/${organization}/configurations/${id}`;
}

export function configurationRecord(entry: Entry, about: About): SourceRecord {
  const wire = understood(configurationShape, entry.attributes, 'a configuration');
  const remote = rmmRecordsOf(entry);
  const hints = hintsOf(remote);
  return {
    system: 'itglue',
    kind: 'asset',
    id: entry.id,
    name: textOf(wire.name) ?? textOf(wire.hostname) ?? `Configuration ${entry.id}`,
    organization: keyOf(wire['organization-id']),
    fields: configurationFields(wire, interfacesOf(entry), about.platformOf),
    ...(hints === undefined ? {} : { hints }),
    links: [...linksOf(entry, about.adapterNames), ...agentLinks(remote)],
    ...locksOf(entry, about, assetAbility, FREE),
    revision: textOf(wire['updated-at']),
    ...changeOf(wire['updated-at']),
    url: urlOf(wire, entry.id, about.portal),
  };
}

/** The address field takes 17 characters: the colon form. What is no MAC goes as it is, for IT Glue to judge. */
export function macText(mac: string): string {
  const hex = mac.replace(/[^0-9a-f]/gi, '').toUpperCase();
  return hex.length === 12 ? (hex.match(/../g) ?? []).join(':') : mac;
}

const reference = (value: FieldValue): number | string | null =>
  typeof value === 'string' && value !== '' ? foreignKey(value) : null;

/** Type, status, manufacturer, model and operating system are look-ups, and resolved elsewhere. */
export function configurationAttributes(changes: Fields): Attributes {
  const { location, contact, organization, active, macAddresses } = changes;
  const mac = Array.isArray(macAddresses) ? macAddresses[0] : undefined;
  return {
    ...plainAttributes(
      {
        name: 'name',
        hostname: 'hostname',
        serialNumber: 'serial-number',
        assetTag: 'asset-tag',
        ipAddresses: 'primary-ip',
        defaultGateway: 'default-gateway',
        notes: 'notes',
        position: 'position',
        purchasedAt: 'purchased-at',
        warrantyExpiresAt: 'warranty-expires-at',
      },
      changes,
    ),
    ...(macAddresses === undefined ? {} : { 'mac-address': mac === undefined ? null : macText(mac) }),
    ...(organization === undefined ? {} : { 'organization-id': reference(organization) }),
    ...(location === undefined ? {} : { 'location-id': reference(location) }),
    ...(contact === undefined ? {} : { 'contact-id': reference(contact) }),
    ...(typeof active === 'boolean' ? { archived: !active } : {}),
  };
}
