import type { FieldName } from '../../../engine/fields';
import type { Fields, FieldValue, SourceRecord } from '../../../engine/model';
import type { FieldAbility, KindAbility } from '../../../engine/ports';
import { instantOf, maybeIdOf, textOf } from '../../vsa/values';
import type { WireAsset, WireDevice } from '../wire';

const FOUND: FieldAbility = { write: 'never', reason: 'VSA shows what its agent finds on the machine.' };
const PLACE: FieldAbility = {
  write: 'never',
  reason: 'A machine is moved in VSA 10 by moving its device to another group.',
};

export const assetAbility: KindAbility = {
  read: true,
  create: { reason: 'A machine appears in VSA when its agent is installed; the API cannot make one.' },
  archive: { reason: 'A VSA agent is retired by removing it, which MSP Sync never does.' },
  fields: {
    organization: PLACE,
    location: PLACE,
    name: FOUND,
    hostname: FOUND,
    // No `type`: what is worked out from the system's name serves new records elsewhere and disputes nothing.
    active: { write: 'never', reason: 'Every device that VSA lists is active.' },
    serialNumber: FOUND,
    manufacturer: FOUND,
    model: FOUND,
    macAddresses: FOUND,
    ipAddresses: FOUND,
    defaultGateway: FOUND,
    operatingSystem: FOUND,
    platform: FOUND,
    agentId: FOUND,
    lastSeen: FOUND,
  },
};

type Inventory = (category: string, member: string) => string | null;

/** What the agent found, by category and member; both are read without regard to case and blanks. */
function inventoryOf(asset: WireAsset | undefined): Inventory {
  const plain = (name: string): string => name.toLowerCase().replace(/\s+/g, '');
  const found = new Map<string, string>();
  for (const { CategoryName, CategoryData } of asset?.AssetInfo ?? []) {
    for (const [member, value] of Object.entries(CategoryData ?? {})) {
      const text = typeof value === 'string' || typeof value === 'number' ? textOf(value) : null;
      const key = `${plain(String(CategoryName ?? ''))}/${plain(member)}`;
      if (text !== null && !found.has(key)) found.set(key, text);
    }
  }
  return (category, member) => found.get(`${plain(category)}/${plain(member)}`) ?? null;
}

/** `Windows 11`, `Windows Server 2022`, `macOS`, `Linux`: the family that a system's full name belongs to. */
export function platformOf(operatingSystem: string | null, type: string | null): string | null {
  const text = operatingSystem ?? '';
  const windows = /\bWindows (Server )?(\d{4}(?: R2)?|\d{1,2}(?:\.\d)?|XP|Vista)\b/i.exec(text);
  if (windows) return `Windows ${windows[1] ? 'Server ' : ''}${windows[2]}`;
  if (/\b(?:mac ?os|os x)\b/i.test(text) || /^mac/i.test(type ?? '')) return 'macOS';
  return /linux|ubuntu|debian|red hat|centos|suse/i.test(`${text} ${type ?? ''}`) ? 'Linux' : null;
}

const distinct = (values: readonly (string | null)[]): readonly string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

function networkOf(asset: WireAsset | undefined) {
  const cards = asset?.LocalIpAddresses ?? [];
  const others = (asset?.IpAddresses ?? []).flatMap((one) => (typeof one === 'string' ? [] : [one.MAC]));
  return {
    macAddresses: distinct([...cards.map((card) => card.PhysicalAddress), ...others].map(textOf)),
    ipAddresses: distinct(cards.flatMap((card) => [card.IpV4, card.IpV6]).map(textOf)),
    defaultGateway: textOf(cards.flatMap((card) => card.Gateways ?? []).find((one) => one !== '')),
  };
}

/** Without blanks: an agent that could not read a fact does not say that the machine has none. */
function known(fields: Partial<Record<FieldName, FieldValue>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** `asset` is absent where the token may not read assets, and for a device without an agent. */
export function assetFields(device: WireDevice, asset: WireAsset | undefined): Fields {
  const found = inventoryOf(asset);
  const version = found('Operating System', 'Version');
  const named = found('Operating System', 'Name') ?? textOf(asset?.Description);
  const operatingSystem =
    named !== null && version !== null && !named.includes(version) ? `${named} ${version}` : named;
  const platform = platformOf(operatingSystem, textOf(asset?.Type));
  return known({
    agentId: device.Identifier,
    organization: maybeIdOf(device.OrganizationId),
    location: maybeIdOf(device.SiteId),
    name: textOf(device.Name),
    hostname: found('System', 'Name'),
    type: platform === null ? null : /server/i.test(platform) ? 'Server' : 'Workstation',
    active: true,
    serialNumber: found('BIOS', 'Serial Number'),
    manufacturer: found('System', 'Manufacturer'),
    model: found('System', 'Model'),
    ...networkOf(asset),
    operatingSystem,
    platform,
    lastSeen: instantOf(asset?.LastSeenOnline, 0),
  });
}

/** The device's own page where the asset tells one at this very server; else the server's. */
function urlOf(asset: WireAsset | undefined, server: string): string {
  const told = textOf(asset?.ExternalUrl) ?? '';
  return URL.canParse(told) && new URL(told).origin === new URL(server).origin ? told : server;
}

export function assetRecord(device: WireDevice, asset: WireAsset | undefined, server: string): SourceRecord {
  return {
    system: 'vsa',
    kind: 'asset',
    id: device.Identifier,
    name: textOf(device.Name) ?? `Device ${device.Identifier}`,
    organization: maybeIdOf(device.OrganizationId),
    fields: assetFields(device, asset),
    links: [],
    revision: null,
    url: urlOf(asset, server),
  };
}
