/** A hardware asset. One MAC and one IP address fit in; list values travel as ids. */
import type { FieldName } from '../../../engine/fields';
import type { Fields, FieldValue } from '../../../engine/model';
import type { ListName, Names } from '../names';
import type { WireAsset } from '../wire';
import {
  choiceIn,
  dayIn,
  dayOf,
  flagIn,
  idIn,
  idText,
  instantOf,
  type Lens,
  listIn,
  listOf,
  realChanges,
  refuse,
  requiredId,
  requiredText,
  textIn,
  textOf,
} from './values';

/** Fields that are one text on both sides. */
const TEXTS = {
  serialNumber: 'serialNumber',
  assetTag: 'assetTag',
  model: 'modelNumber',
  defaultGateway: 'defaultGateway',
  operatingSystem: 'osInfo',
  platform: 'osType',
  notes: 'description',
  position: 'locationInfo',
  machineGroup: 'machineGroupId',
  subnetMask: 'subnetMask',
  dhcpServer: 'dhcpServer',
  memorySize: 'maxMemorySize',
  memorySlots: 'maxMemorySlots',
  busSpeed: 'busSpeed',
  motherboardModel: 'motherboardProductCode',
  motherboardVersion: 'motherboardVersion',
  motherboardSerialNumber: 'motherboardSerialNumber',
  chassisType: 'chassisType',
  chassisVersion: 'chassisVersion',
  chassisSerialNumber: 'chassisSerialNumber',
  chassisAssetTag: 'chassisAssetTag',
} as const satisfies Partial<Record<FieldName, keyof WireAsset>>;

type TextField = keyof typeof TEXTS;
const isText = (field: string): field is TextField => field in TEXTS;

function get(asset: WireAsset): Fields {
  const hostname = textOf(asset.computerName);
  return {
    organization: idText(asset.accountId),
    location: idText(asset.accountLocationId),
    contact: idText(asset.contactId),
    name: textOf(asset.name),
    ...(hostname === null ? {} : { hostname }),
    type: textOf(asset.category),
    status: textOf(asset.state),
    active: asset.isActive !== false,
    manufacturer: textOf(asset.manufacturer),
    motherboardManufacturer: textOf(asset.motherboardManufacturer),
    chassisManufacturer: textOf(asset.chassisManufacturer),
    dnsServers: listOf(asset.dnsServers),
    ...Object.fromEntries(
      Object.keys(TEXTS)
        .filter(isText)
        .map((field) => [field, textOf(asset[TEXTS[field]])]),
    ),
    macAddresses: listOf(asset.macAddress),
    ipAddresses: listOf(asset.ipAddress),
    purchasedAt: dayOf(asset.acquisitionDate),
    warrantyExpiresAt: dayOf(asset.warrantyExpirationDate),
    agentId: textOf(asset.agentId),
    lastUser: textOf(asset.currentUser) ?? textOf(asset.lastLoginname),
    firstSeen: instantOf(asset.firstCheckIn),
    lastSeen: instantOf(asset.lastCheckIn),
    lastReboot: instantOf(asset.lastReboot),
  };
}

type Change = (value: FieldValue | undefined, names: Names) => Partial<WireAsset>;

const choice =
  (list: ListName, to: (id: number | null, name: string | null) => Partial<WireAsset>): Change =>
  (value, names) => {
    const { id, name } = choiceIn(list, value, names);
    return to(id, name);
  };

/** Fields that need more than a text. */
const CHANGES: Readonly<Partial<Record<FieldName, Change>>> = {
  name: (value) => ({ name: requiredText(value, 'Name') }),
  organization: (value) => ({ accountId: requiredId(value, 'organization') }),
  location: (value) => ({ accountLocationId: requiredId(value, 'location') }),
  contact: (value) => ({ contactId: idIn(value) }),
  hostname: (value) => ({ computerName: textIn(value) }),
  active: (value) => ({ isActive: flagIn(value) }),
  type: choice('category', (categoryId, category) =>
    categoryId === null
      ? refuse('A hardware asset in Kaseya BMS cannot be without a category.', 'Choose a type.')
      : { categoryId, category },
  ),
  status: choice('state', (stateId, state) => ({ stateId, state })),
  manufacturer: choice('manufacturer', (manufacturerId, manufacturer) => ({ manufacturerId, manufacturer })),
  motherboardManufacturer: choice('manufacturer', (motherboardManufacturerId, motherboardManufacturer) => ({
    motherboardManufacturerId,
    motherboardManufacturer,
  })),
  chassisManufacturer: choice('manufacturer', (chassisManufacturerId, chassisManufacturer) => ({
    chassisManufacturerId,
    chassisManufacturer,
  })),
  dnsServers: (value) => ({ dnsServers: listIn(value).join(', ') || null }),
  macAddresses: (value) => ({ macAddress: listIn(value)[0] ?? null }),
  ipAddresses: (value) => ({ ipAddress: listIn(value)[0] ?? null }),
  purchasedAt: (value) => ({ acquisitionDate: dayIn(value) }),
  warrantyExpiresAt: (value) => ({ warrantyExpirationDate: dayIn(value) }),
};

function changeOf(field: string, value: FieldValue | undefined, names: Names): Partial<WireAsset> {
  if (isText(field)) return { [TEXTS[field]]: textIn(value) };
  const known = Object.entries(CHANGES).find(([name]) => name === field)?.[1];
  return known
    ? known(value, names)
    : refuse(`Kaseya BMS cannot take "${field}" of an asset.`, 'Change it at its source.');
}

export const assetLens: Lens<WireAsset> = {
  get,
  put(asset, wanted, names) {
    const next = { ...asset };
    for (const [field, value] of Object.entries(realChanges(get(asset), wanted)))
      Object.assign(next, changeOf(field, value, names));
    return next;
  },
};
