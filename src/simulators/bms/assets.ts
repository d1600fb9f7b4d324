/** Hardware assets (BMS API v2: HardwareAsset): a list without total, a full record, a replacing PUT, no PATCH. */
import { bind, dto, flag, instant, int, number, requiredId, requiredText, text } from './bind';
import type { ListName } from './catalog';
import { invalid, list, notFound, nothing, one, type Reply } from './envelope';
import type { ListRow } from './query';
import type { Call, Route } from './route';
import { inScope, locationOf, ofAccount } from './scope';
import type { Asset, AssetInput, State } from './state';

const inputShape = (activeOtherwise: boolean) => ({
  name: requiredText(),
  accountId: requiredId(),
  accountLocationId: requiredId(),
  contactId: int(),
  categoryId: requiredId(),
  brandId: int(),
  serialNumber: text(),
  businessImpactId: int(),
  stateId: int(),
  locationInfo: text(),
  description: text(),
  barCode: text(),
  assetTag: text(),
  vendorId: int(),
  isActive: flag(activeOtherwise),
  modelNumber: text(),
  machineGroupId: text(),
  ipAddress: text(),
  subnetMask: text(),
  defaultGateway: text(),
  dnsServers: text(),
  dhcpEnabled: flag(false),
  dhcpServer: text(),
  winsEnabled: flag(false),
  primaryWinsServer: text(),
  secondaryWinsServer: text(),
  connectionGatewayIp: text(),
  osType: text(),
  osInfo: text(),
  majorVersion: text(),
  minorVersion: text(),
  macAddress: text(),
  loginName: text(),
  lastLoginname: text(),
  currentUser: text(),
  productName: text(),
  machineVersion: text(),
  motherboardManufacturerId: int(),
  motherboardProductCode: text(),
  motherboardSerialNumber: text(),
  motherboardVersion: text(),
  chassisAssetTag: text(),
  chassisManufacturerId: int(),
  chassisSerialNumber: text(),
  chassisType: text(),
  chassisVersion: text(),
  busSpeed: text(),
  manufacturerId: int(),
  maxMemorySize: text(),
  maxMemorySlots: text(),
  computerName: text(),
  purchaseCost: number(),
  warrantyExpirationDate: instant(),
  expirationDate: instant(),
  acquisitionDate: instant(),
  firstCheckIn: instant(),
  lastCheckIn: instant(),
  lastReboot: instant(),
});
const postInput = dto(inputShape(true));
/** What a replacing write does not name is cleared, and so is the active flag. */
const putInput = dto(inputShape(false));

function assetRow(state: State, asset: Asset): ListRow {
  const { computerName: _, isOnline: __, createdBy, modifiedBy, ...shown } = asset;
  const { catalog } = state;
  const contact = state.contacts.get(asset.contactId);
  const email = contact?.emails.find((detail) => detail.isDefault);
  const phone = contact?.phones.find((detail) => detail.isDefault);
  return {
    ...shown,
    accountName: state.accounts.get(asset.accountId)?.accountName ?? null,
    accountLocation: state.locations.get(asset.accountLocationId)?.locationName ?? null,
    contactFirstName: contact?.firstName ?? null,
    contactLastName: contact?.lastName ?? null,
    contactEmailAddress: email?.value ?? null,
    contactPhoneNumber: phone?.value ?? null,
    category: catalog.name('assetHardwareCategory', asset.categoryId),
    brand: catalog.name('assetBrand', asset.brandId),
    businessImpact: catalog.name('businessImpact', asset.businessImpactId),
    state: catalog.name('assetState', asset.stateId),
    vendor: catalog.name('vendor', asset.vendorId),
    manufacturer: catalog.name('manufacturer', asset.manufacturerId),
    motherboardManufacturer: catalog.name('manufacturer', asset.motherboardManufacturerId),
    chassisManufacturer: catalog.name('manufacturer', asset.chassisManufacturerId),
    webRemoteUrl: null,
    // Here `createdBy` is a name, unlike in CRM.
    createdById: createdBy,
    createdBy: state.employeeName(createdBy),
    modifiedById: modifiedBy,
    modifiedBy: state.employeeName(modifiedBy),
    diskVolumes: [],
    statuses: [],
  };
}

/** A row of the list: no modified date, no MAC address, and 0 where there is no contact. */
function searchRow(state: State, asset: Asset): ListRow {
  const contact = state.contacts.get(asset.contactId);
  return {
    id: asset.id,
    categoryName: state.catalog.name('assetHardwareCategory', asset.categoryId),
    categoryId: asset.categoryId,
    locationName: state.locations.get(asset.accountLocationId)?.locationName ?? null,
    assetName: asset.name,
    serialNumber: asset.serialNumber,
    machineGroupId: asset.machineGroupId,
    ipAddress: asset.ipAddress,
    contactId: asset.contactId ?? 0,
    contactName: contact === undefined ? null : `${contact.firstName} ${contact.lastName}`.trim(),
    accountId: asset.accountId,
    accountName: state.accounts.get(asset.accountId)?.accountName ?? null,
    isActive: asset.isActive,
  };
}

/** The asset, if there is one within the user's scope. Throws a 404 refusal otherwise. */
function visibleAsset(call: Call, id: number): Asset {
  const asset = call.state.assets.get(id);
  if (asset === undefined || !inScope(call, asset.accountId)) throw notFound('Hardware asset');
  return asset;
}

function checkReferences(call: Call, input: AssetInput): void {
  const { accounts, catalog, contacts } = call.state;
  if (accounts.get(input.accountId) === undefined || !inScope(call, input.accountId)) {
    throw invalid('AccountId', 'The account does not exist.');
  }
  if (locationOf(call, input.accountId, input.accountLocationId) === undefined) {
    throw invalid('AccountLocationId', 'The location does not belong to the account.');
  }
  if (input.contactId !== null) {
    const contact = contacts.get(input.contactId);
    if (contact?.accountId !== input.accountId) {
      throw invalid('ContactId', 'The contact does not belong to the account.');
    }
    if (call.switches.contactSharesLocation && contact.locationId !== input.accountLocationId) {
      throw invalid('ContactId', 'The contact does not belong to the location.');
    }
  }
  const lists: readonly (readonly [ListName, number | null, string])[] = [
    ['assetHardwareCategory', input.categoryId, 'CategoryId'],
    ['assetBrand', input.brandId, 'BrandId'],
    ['businessImpact', input.businessImpactId, 'BusinessImpactId'],
    ['assetState', input.stateId, 'StateId'],
    ['vendor', input.vendorId, 'VendorId'],
    ['manufacturer', input.manufacturerId, 'ManufacturerId'],
    ['manufacturer', input.motherboardManufacturerId, 'MotherboardManufacturerId'],
    ['manufacturer', input.chassisManufacturerId, 'ChassisManufacturerId'],
  ];
  for (const [name, id, field] of lists) {
    if (id !== null && !catalog.has(name, id)) throw invalid(field, `${field} ${id} does not exist.`);
  }
}

/** What the body says; a contact id of 0 is none. */
async function input(call: Call, schema: typeof postInput): Promise<AssetInput> {
  const bound = bind(schema, await call.json());
  const asset = { ...bound, contactId: bound.contactId === 0 ? null : bound.contactId };
  checkReferences(call, asset);
  return asset;
}

async function create(call: Call): Promise<Reply> {
  const { state, user } = call;
  const asset = await input(call, postInput);
  const row: Asset = {
    ...asset,
    ...state.created(user),
    id: state.ids.asset.next(),
    agentId: null,
    integrationTypeId: null,
    isOnline: false,
  };
  return one(assetRow(state, state.assets.put(row)));
}

async function replace(call: Call): Promise<Reply> {
  const { state, user } = call;
  const current = visibleAsset(call, call.id('assetId'));
  const asset = await input(call, putInput);
  return one(assetRow(state, state.assets.put({ ...current, ...asset, ...state.modified(current, user) })));
}

function listed(call: Call, asset: Asset): boolean {
  const { query, state } = call;
  const categories = query.commaSeparated('Filter.CategoryIds');
  const row = searchRow(state, asset);
  const textual = (filter: string, value: unknown): boolean =>
    query.matches(`Filter.${filter}`, typeof value === 'string' ? value : null);
  return (
    inScope(call, asset.accountId) &&
    query.activity(asset.isActive) &&
    (categories.length === 0 || categories.includes(String(asset.categoryId))) &&
    textual('AssetName', asset.name) &&
    textual('MachineGroupId', asset.machineGroupId) &&
    textual('LocationName', row.locationName) &&
    textual('SerialNumber', asset.serialNumber) &&
    textual('Description', asset.description) &&
    textual('IPAddress', asset.ipAddress) &&
    query.equals('Filter.ContactId', asset.contactId) &&
    textual('ContactName', row.contactName) &&
    query.int('Filter.ExcludedId') !== asset.id
  );
}

const module = 'assets';
export const assetRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/v2/servicedesk/hardwareasset/searchselect',
    module,
    handle: (call) => {
      const rows = ofAccount(call, call.state.assets.all()).filter((asset) => listed(call, asset));
      return call.query.pageWithoutTotal(rows, (asset) => searchRow(call.state, asset));
    },
  },
  {
    method: 'GET',
    template: '/v2/servicedesk/hardwareasset/{assetId}',
    module,
    handle: (call) => one(assetRow(call.state, visibleAsset(call, call.id('assetId')))),
  },
  { method: 'POST', template: '/v2/servicedesk/hardwareasset', module, handle: create },
  { method: 'PUT', template: '/v2/servicedesk/hardwareasset/{assetId}', module, handle: replace },
  {
    method: 'DELETE',
    template: '/v2/servicedesk/hardwareasset/{Id}',
    module,
    handle: (call) => {
      call.state.assets.delete(visibleAsset(call, call.id('Id')).id);
      return nothing();
    },
  },
  {
    method: 'GET',
    template: '/v2/servicedesk/hardwareasset/{assetId}/tickets',
    module,
    handle: (call) => {
      visibleAsset(call, call.id('assetId'));
      return list([]);
    },
  },
  {
    method: 'GET',
    template: '/v2/servicedesk/hardwareasset/{deviceId}/status',
    module,
    handle: (call) => {
      const device = call.param('deviceId');
      const asset = call.state.assets.all().find((candidate) => candidate.agentId === device);
      if (asset === undefined || !inScope(call, asset.accountId)) throw notFound('Device');
      return one({ isOnline: asset.isOnline });
    },
  },
  { method: 'GET', template: '/v2/servicedesk/vsaasset/{agentId}/tickets', module, handle: () => list([]) },
  { method: 'GET', template: '/v2/servicedesk/softwareAssets/searchselect', module, handle: () => list([]) },
];
