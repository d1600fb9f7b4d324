/** What a list row shows of an asset: enough to tell that it is there, and whether its details are worth a call. */
import { createHash } from 'node:crypto';
import type { Fields } from '../../../engine/model';
import { idText, listOf, textOf } from '../lens/values';
import type { WireAsset, WireAssetRow } from '../wire';

/** What both a list row and a record show of an asset. */
export type Glimpse = readonly (string | number | boolean | null | undefined)[];

export function asRow(row: WireAssetRow): Glimpse {
  const { assetName, serialNumber, ipAddress, accountId, contactId, categoryId, locationName, isActive } =
    row;
  return [
    assetName,
    serialNumber,
    ipAddress,
    accountId,
    contactId,
    categoryId,
    locationName,
    isActive !== false,
  ];
}

export function asDetail(asset: WireAsset): Glimpse {
  const { name, serialNumber, ipAddress, accountId, contactId, categoryId, accountLocation, isActive } =
    asset;
  return [
    name,
    serialNumber,
    ipAddress,
    accountId,
    contactId,
    categoryId,
    accountLocation,
    isActive !== false,
  ];
}

export function signatureOf(glimpse: Glimpse): string {
  const plain = glimpse.map((part) => (part === undefined || part === 0 || part === '' ? null : part));
  return createHash('sha256').update(JSON.stringify(plain)).digest('base64url').slice(0, 22);
}

/** The fields that a list row tells in the same form as the record. */
export function glimpseFields(row: WireAssetRow): Fields {
  return {
    organization: idText(row.accountId),
    contact: idText(row.contactId),
    name: textOf(row.assetName),
    active: row.isActive !== false,
    serialNumber: textOf(row.serialNumber),
    ipAddresses: listOf(row.ipAddress),
  };
}
