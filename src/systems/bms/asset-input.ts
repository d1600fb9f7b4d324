/**
 * The body of an asset's POST and PUT. A PUT replaces the whole asset, and there is no PATCH: everything that was read
 * goes back, in the input's spelling, also what we do not know. `ComputerName` alone cannot be read, so a PUT may blank it.
 */
import type { WireAsset } from './wire';

/** What only the server sets; all else is sent back. */
const READ_ONLY = new Set([
  'id',
  'accountName',
  'accountLocation',
  'contactFirstName',
  'contactLastName',
  'contactEmailAddress',
  'contactPhoneNumber',
  'category',
  'brand',
  'businessImpact',
  'state',
  'vendor',
  'manufacturer',
  'motherboardManufacturer',
  'chassisManufacturer',
  'createdById',
  'createdBy',
  'createdOn',
  'modifiedById',
  'modifiedBy',
  'modifiedOn',
  'agentId',
  'integrationTypeId',
  'webRemoteUrl',
  'diskVolumes',
  'statuses',
]);

export function assetInput(asset: WireAsset): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(asset)
      .filter(([name]) => !READ_ONLY.has(name))
      .map(([name, value]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value ?? null]),
  );
}
