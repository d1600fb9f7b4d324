/**
 * The list of assets. It tells no total, so a row that slides to a page that was read before, because another one was
 * deleted or archived, is missed unseen. It shows in what is not there: what was known before, or the details of what was
 * deleted; and in what is there twice.
 */
import type { ScanContext } from '../../../engine/ports';
import { type BothListing, listBoth } from '../both';
import type { Client } from '../client';
import { assetRowShape, type WireAssetRow } from '../wire';
import { tellBadRow } from './model';

export const ASSET_LIST = '/v2/servicedesk/hardwareasset/searchselect';

export type AssetRows = BothListing<WireAssetRow>;

const listOnce = (client: Client, context: ScanContext): Promise<AssetRows> =>
  listBoth(
    client,
    {
      what: 'assets',
      route: ASSET_LIST,
      shape: assetRowShape,
      onBadRow: tellBadRow(context, 'asset', 'asset'),
    },
    context,
  );

/**
 * All of them; read once more where one of them moved, or something known is not among them, and at first, when nothing is
 * known that a wrong answer could be held against.
 */
export async function listAssets(client: Client, context: ScanContext): Promise<AssetRows> {
  const first = await listOnce(client, context);
  const moved = first.moved || lacksKnown(first, context);
  if (!moved && !isFirst(context)) return first;
  const second = await listOnce(client, context);
  const rows = new Map([...first.rows, ...second.rows].map((row) => [row.id, row]));
  return {
    ...second,
    rows: [...rows.values()],
    proof: `${second.proof}, read twice${moved ? ' because it moved' : ''}`,
  };
}

const isFirst = ({ recall }: ScanContext): boolean =>
  recall !== undefined && recall('asset')[Symbol.iterator]().next().done === true;

function lacksKnown({ rows }: AssetRows, { recall }: ScanContext): boolean {
  const ids = new Set(rows.map(({ id }) => String(id)));
  for (const { id } of recall?.('asset') ?? []) if (!ids.has(id)) return true;
  return false;
}

/** After the details have shown that something was deleted meanwhile: rows that the listing missed for it. */
export async function lateRows(
  listing: AssetRows,
  client: Client,
  context: ScanContext,
): Promise<readonly WireAssetRow[]> {
  const before = new Set(listing.rows.map(({ id }) => id));
  return (await listOnce(client, context)).rows.filter(({ id }) => !before.has(id));
}
