/** Complete listings of the three kinds that VSA 10 has. */
import type * as z from 'zod';
import { Failure } from '../../engine/failure';
import type { Coverage, Kind, SourceRecord } from '../../engine/model';
import type { ScanContext } from '../../engine/ports';
import { readWhole, understand } from '../listing';
import type { Vsa10Client } from './client';
import { assetRecord } from './lens/asset';
import { locationRecord } from './lens/location';
import { organizationRecord } from './lens/organization';
import { assetShape, deviceShape, organizationShape, siteShape, type WireAsset } from './wire';

const REACH = 'Only the organizations that the API token is authorised for are visible.';
const NO_INVENTORY =
  'The API token may not read assets: serial numbers, MAC addresses, manufacturers and models are unknown.';

interface Listing<W> {
  readonly kind: Kind;
  readonly what: string;
  readonly route: string;
  readonly orderBy: string;
  readonly shape: z.ZodType<W>;
  readonly record: (wire: W) => SourceRecord;
}

async function list<W>(
  client: Vsa10Client,
  listing: Listing<W>,
  context: ScanContext,
  hidden: string,
): Promise<Coverage> {
  const { kind, what, route, orderBy, shape, record } = listing;
  const whole = await readWhole<SourceRecord>({
    system: 'vsa',
    what,
    totalName: 'TotalCount',
    clock: client.clock,
    pages: () => client.pages(route, orderBy, context.signal),
    understand: understand(shape, (wire) => {
      const value = record(wire);
      return { id: value.id, value };
    }),
    take: context.page,
    problem: (id, message) => context.problem({ system: 'vsa', kind, id, message }),
  });
  return { system: 'vsa', kind, ...whole, hidden };
}

/** By device. Null where the token lacks the permission: its machines are then known by name and place alone. */
async function inventory(
  client: Vsa10Client,
  context: ScanContext,
): Promise<ReadonlyMap<string, WireAsset> | null> {
  const found = new Map<string, WireAsset>();
  try {
    await readWhole<WireAsset>({
      system: 'vsa',
      what: 'assets',
      totalName: 'TotalCount',
      clock: client.clock,
      pages: () => client.pages('/assets', 'Identifier', context.signal),
      understand: understand(assetShape, (asset) => ({ id: asset.Identifier, value: slim(asset) })),
      take: (assets) => {
        for (const asset of assets) found.set(asset.Identifier, asset);
      },
      problem: (id, message) => context.problem({ system: 'vsa', kind: 'asset', id, message }),
    });
    return found;
  } catch (error) {
    if (Failure.is(error, 'forbidden')) return null;
    throw error;
  }
}

/** Only what the lens reads: the whole asset, its software included, would be many times as much to hold. */
function slim(asset: WireAsset): WireAsset {
  const { Identifier, Description, Type, ExternalUrl, LastSeenOnline } = asset;
  const { IpAddresses, LocalIpAddresses, AssetInfo } = asset;
  return {
    Identifier,
    Description,
    Type,
    ExternalUrl,
    LastSeenOnline,
    IpAddresses,
    LocalIpAddresses,
    AssetInfo,
  };
}

async function scanAssets(client: Vsa10Client, url: string, context: ScanContext): Promise<Coverage> {
  const assets = await inventory(client, context);
  const listing = {
    kind: 'asset',
    what: 'devices',
    route: '/devices',
    orderBy: 'Identifier',
    shape: deviceShape,
    record: (device: z.infer<typeof deviceShape>) => assetRecord(device, assets?.get(device.Identifier), url),
  } as const;
  if (assets !== null) return list(client, listing, context, REACH);
  context.problem({ system: 'vsa', kind: 'asset', id: null, message: NO_INVENTORY });
  return list(client, listing, context, `${NO_INVENTORY} ${REACH}`);
}

export function scanVsa10(
  client: Vsa10Client,
  url: string,
  kind: Kind,
  context: ScanContext,
): Promise<Coverage> | null {
  if (kind === 'asset') return scanAssets(client, url, context);
  if (kind === 'contact') return null;
  const common = { kind, orderBy: 'Id' };
  if (kind === 'organization') {
    const record = (wire: z.infer<typeof organizationShape>) => organizationRecord(wire, url);
    const listing = { ...common, what: 'organizations', route: '/organizations', shape: organizationShape };
    return list(client, { ...listing, record }, context, REACH);
  }
  const record = (wire: z.infer<typeof siteShape>) => locationRecord(wire, url);
  const listing = { ...common, what: 'sites', route: '/sites', shape: siteShape };
  return list(client, { ...listing, record }, context, REACH);
}
