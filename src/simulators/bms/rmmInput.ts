/** What an RMM sends: names, not ids, for makers and types (BMS API v2: RMM). */
import type * as z from 'zod';
import { dto, flag, instant, int, number, text } from './bind';

const details = dto({
  assetManufacturer: text(),
  serialNumber: text(),
  modelNumber: text(),
  productName: text(),
  machineVersion: text(),
  osType: text(),
  osInfo: text(),
  majorVersion: text(),
  minorVersion: text(),
  loginName: text(),
  lastLoginName: text(),
  currentUser: text(),
  firstCheckIn: instant(),
  lastCheckIn: instant(),
  lastReboot: instant(),
  assetTag: text(),
  maxMemorySize: text(),
  maxMemorySlots: text(),
});
const network = dto({
  ipAddress: text(),
  subnetMask: text(),
  defaultGateway: text(),
  macAddress: text(),
  dnsServers: text(),
  connectionGatewayIp: text(),
  winsEnabled: flag(false),
  primaryWinsServer: text(),
  secondaryWinsServer: text(),
  dhcpEnabled: flag(false),
  dhcpServer: text(),
});
const motherboard = dto({
  motherboardManufacturer: text(),
  motherboardProductCode: text(),
  motherboardVersion: text(),
  motherboardSerialNumber: text(),
  busSpeed: text(),
});
const chassis = dto({
  chassisManufacturer: text(),
  chassisSerialNumber: text(),
  chassisVersion: text(),
  chassisAssetTag: text(),
  chassisType: text(),
});
const additional = dto({
  acquisitionDate: instant(),
  warrantyExpDate: instant(),
  expiryDate: instant(),
  barcode: text(),
  purchaseCost: number(),
});
export const assetInput = dto({
  transactionId: text(),
  assetId: text(),
  agentId: text(),
  organization: dto({ id: text(), name: text() }).nullish(),
  name: text(),
  description: text(),
  machineGroupId: text(),
  type: text(),
  additionalInfo: additional.nullish(),
  assetDetails: details.nullish(),
  assetNetworkDetails: network.nullish(),
  assetMotherboardInfo: motherboard.nullish(),
  assetChassisInfo: chassis.nullish(),
});
export type AssetSent = z.infer<typeof assetInput>;

export const deactivation = dto({ transactionId: text(), assetId: text() });
export const mapping = dto({ externalId: text(), psaId: int() });
export const ticket = dto({ transactionId: text(), alertRefId: text() });
