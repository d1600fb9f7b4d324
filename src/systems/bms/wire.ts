/**
 * What API v2 sends, as far as we read it. The vendor's document spells names in PascalCase, the service in camelCase:
 * names are recognised whatever their case, and unknown ones are kept as they came.
 */
import * as z from 'zod';

const id = z.int();
const text = z.string().nullish();
const num = z.number().nullish();
const flag = z.boolean().nullish();

export const addressShape = z.looseObject({
  address1: text,
  address2: text,
  city: text,
  state: text,
  zipCode: text,
  country: text,
  phone: text,
  fax: text,
  isMain: flag,
});

export const locationShape = z.looseObject({
  id,
  locationName: text,
  isMain: flag,
  isActive: flag,
  modifiedOn: text,
  addresses: z.array(addressShape).nullish(),
});

export const accountShape = z.looseObject({
  id,
  accountName: text,
  accountCode: text,
  parentId: num,
  accountTypeId: num,
  accountType: text,
  businessTypeId: num,
  businessType: text,
  accountManagerId: num,
  accountManagerUserName: text,
  website: text,
  description: text,
  isActive: flag,
  modifiedOn: text,
  locations: z.array(locationShape).nullish(),
});

/** A row of the account look-up. */
export const accountNameShape = z.looseObject({ id: z.number(), name: text, isActive: flag });

export const emailShape = z.looseObject({
  emailAddress: text,
  emailTypeId: num,
  emailType: text,
  isDefault: flag,
});
export const phoneShape = z.looseObject({ phone: text, phoneTypeId: num, phoneType: text, isDefault: flag });

export const contactShape = z.looseObject({
  id,
  accountId: num,
  accountName: text,
  locationId: num,
  firstName: text,
  lastName: text,
  jobTitle: text,
  isPoc: flag,
  isActive: flag,
  modifiedOn: text,
  modifiedByName: text,
  emails: z.array(emailShape).nullish(),
  phones: z.array(phoneShape).nullish(),
});

export const assetRowShape = z.looseObject({
  id,
  assetName: text,
  serialNumber: text,
  ipAddress: text,
  accountId: num,
  contactId: num,
  categoryId: num,
  categoryName: text,
  locationName: text,
  isActive: flag,
});

export const assetShape = z.looseObject({
  id,
  name: text,
  accountId: num,
  accountLocationId: num,
  accountLocation: text,
  contactId: num,
  categoryId: num,
  category: text,
  stateId: num,
  state: text,
  manufacturerId: num,
  manufacturer: text,
  serialNumber: text,
  assetTag: text,
  modelNumber: text,
  macAddress: text,
  ipAddress: text,
  defaultGateway: text,
  osInfo: text,
  osType: text,
  description: text,
  locationInfo: text,
  isActive: flag,
  acquisitionDate: text,
  warrantyExpirationDate: text,
  agentId: text,
  currentUser: text,
  lastLoginname: text,
  firstCheckIn: text,
  lastCheckIn: text,
  lastReboot: text,
  machineGroupId: text,
  subnetMask: text,
  dnsServers: text,
  dhcpServer: text,
  maxMemorySize: text,
  maxMemorySlots: text,
  busSpeed: text,
  motherboardManufacturerId: num,
  motherboardManufacturer: text,
  motherboardProductCode: text,
  motherboardVersion: text,
  motherboardSerialNumber: text,
  chassisManufacturerId: num,
  chassisManufacturer: text,
  chassisType: text,
  chassisVersion: text,
  chassisSerialNumber: text,
  chassisAssetTag: text,
  computerName: text,
  modifiedOn: text,
  /** A name here, and a number in the other kinds. */
  modifiedBy: z.union([z.string(), z.number()]).nullish(),
});

export const namedShape = z.looseObject({ id, name: text, isDefault: flag, isActive: flag });
export const accountTypeShape = z.looseObject({ id, name: text, isActive: flag, isClient: flag });
export const createdShape = z.looseObject({ id });
export const tokenShape = z.looseObject({
  accessToken: z.string(),
  refreshToken: text,
  accessTokenExpireOn: text,
});
export const userShape = z.looseObject({
  fullName: text,
  emailAddress: text,
  tenantId: num,
  businessName: text,
  isUserSystemAdmin: flag,
  contactId: num,
  userAccessRights: z.array(z.looseObject({ canView: flag, canModify: flag })).nullish(),
});
export const editedShape = z.looseObject({ added: num, updated: num, deleted: num });

export type WireAddress = z.infer<typeof addressShape>;
export type WireLocation = z.infer<typeof locationShape>;
export type WireAccount = z.infer<typeof accountShape>;
export type WireEmail = z.infer<typeof emailShape>;
export type WirePhone = z.infer<typeof phoneShape>;
export type WireContact = z.infer<typeof contactShape>;
export type WireAssetRow = z.infer<typeof assetRowShape>;
export type WireAsset = z.infer<typeof assetShape>;

/** What a write needs of an asset beyond what the lens reads; the document's spelling of output names, in camelCase. */
const ASSET_EXTRAS = [
  'brandId brand businessImpactId businessImpact vendorId vendor barCode',
  'dhcpEnabled winsEnabled primaryWinsServer secondaryWinsServer connectionGatewayIp majorVersion',
  'minorVersion loginName productName machineVersion',
  'purchaseCost expirationDate accountName contactFirstName contactLastName',
  'contactEmailAddress contactPhoneNumber createdById createdBy modifiedById createdOn',
  'integrationTypeId webRemoteUrl diskVolumes statuses',
].flatMap((line) => line.split(' '));

const ENVELOPE = ['success', 'result', 'error', 'totalRecords', 'code', 'message', 'details', 'subErrors'];

const SPELLING: ReadonlyMap<string, string> = new Map(
  [
    addressShape,
    locationShape,
    accountShape,
    emailShape,
    phoneShape,
    contactShape,
    assetRowShape,
    assetShape,
    namedShape,
    accountTypeShape,
    tokenShape,
    userShape,
    editedShape,
  ]
    .flatMap((shape) => Object.keys(shape.shape))
    .concat(ASSET_EXTRAS, ENVELOPE)
    .map((name) => [name.toLowerCase(), name]),
);

/** The same value with every known name in our spelling, at any depth. */
export function respell(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(respell);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [SPELLING.get(name.toLowerCase()) ?? name, respell(inner)]),
  );
}
