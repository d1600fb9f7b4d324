/**
 * The body of an asset's POST and PUT. A PUT replaces the whole asset, and there is no PATCH: everything that was read
 * goes back, in the input's spelling, also what we do not know. `ComputerName` alone cannot be read: of a machine
 * with an agent it is sent again as the machine group id has it, `computer.group.organization`.
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
  const computerName = asset.computerName ?? computerNameOf(asset);
  return Object.fromEntries(
    Object.entries({ ...asset, ...(computerName === null ? {} : { computerName }) })
      .filter(([name]) => !READ_ONLY.has(name))
      .map(([name, value]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value ?? null]),
  );
}

/** As the agent calls the machine; written like the asset's own name where that is the same. */
function computerNameOf({ agentId, machineGroupId, name }: WireAsset): string | null {
  const first = machineGroupId?.split('.')[0]?.trim() ?? '';
  if (!agentId || first === '') return null;
  return name?.trim().toLowerCase() === first.toLowerCase() ? name.trim() : first;
}
