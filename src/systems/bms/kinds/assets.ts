/**
 * Hardware assets: a listing without totals whose rows lack most fields, one call for each asset's details, and a PUT
 * that replaces the whole.
 */

import { createHash } from 'node:crypto';
import type { Coverage, Fields, RecordId, SourceRecord } from '../../../engine/model';
import type { Clock, ScanContext } from '../../../engine/ports';
import { afterWrite } from '../../after-write';
import type { Accounts } from '../accounts';
import { assetInput } from '../asset-input';
import { listBoth } from '../both';
import type { Client } from '../client';
import { assetLens } from '../lens/asset';
import { idIn, idText, realChanges, requiredId, requiredText, textIn, textOf } from '../lens/values';
import type { Lookups } from '../names';
import { ASSET_LISTS } from '../objection';
import { assetRowShape, assetShape, type WireAsset, type WireAssetRow } from '../wire';
import { chooseReads } from './asset-reads';
import { type KindHandler, readEach, recordOf, stopIfAborted, type UrlOf, vanished } from './model';

const LIST = '/v2/servicedesk/hardwareasset/searchselect';
const ALL = '/v2/servicedesk/hardwareasset';
const ONE = '/v2/servicedesk/hardwareasset/{assetId}';

export interface AssetParts {
  readonly client: Client;
  readonly accounts: Accounts;
  readonly lookups: Lookups;
  readonly clock: Clock;
  readonly urlOf: UrlOf;
}

export function createAssets({ client, accounts, lookups, clock, urlOf }: AssetParts): KindHandler {
  const raws = new WeakMap<SourceRecord, WireAsset>();

  function toRecord(asset: WireAsset, revision = signatureOf(asDetail(asset))): SourceRecord {
    lookups.seenAsset(asset);
    const agent = textOf(asset.agentId);
    const record = recordOf(
      {
        kind: 'asset',
        id: asset.id,
        name: asset.name ?? null,
        organization: idText(asset.accountId),
        fields: assetLens.get(asset),
        links: agent === null ? [] : [{ system: 'vsa', id: agent, via: 'BMS AgentId' }],
        revision,
        changed: { at: asset.modifiedOn, by: typeof asset.modifiedBy === 'string' ? asset.modifiedBy : null },
      },
      urlOf,
    );
    raws.set(record, asset);
    return record;
  }

  async function find(id: RecordId, signal: AbortSignal): Promise<WireAsset | null> {
    return client.find({ route: ONE, path: { assetId: id } }, assetShape, signal);
  }

  async function detailed(row: WireAssetRow, signal: AbortSignal): Promise<SourceRecord | null> {
    const asset = await find(String(row.id), signal);
    return asset && toRecord(asset, signatureOf(asRow(row)));
  }

  /** The answer to a write is the asset as it now stands, where it is whole. */
  async function readBack(reply: unknown, id: RecordId | null, signal: AbortSignal): Promise<SourceRecord> {
    const answer = assetShape.safeParse(reply);
    if (answer.success && answer.data.name && answer.data.categoryId && answer.data.accountId)
      return toRecord(answer.data);
    const known = answer.success ? String(answer.data.id) : id;
    const asset = known === null ? null : await find(known, signal);
    if (!asset) throw vanished('asset', known ?? 'just created');
    return toRecord(asset);
  }

  async function input(asset: WireAsset, changes: Fields, signal: AbortSignal): Promise<object> {
    for (const [field, list] of ASSET_LISTS) {
      const name = textIn(changes[field]);
      if (name !== null && name !== assetLens.get(asset)[field]) await lookups.ensure(list, name, signal);
    }
    return assetInput(assetLens.put(asset, await placed(asset, changes, accounts, signal), lookups));
  }

  return {
    async scan(context) {
      await lookups.refresh(
        ASSET_LISTS.map(([, list]) => list),
        context.signal,
      );
      return scanAssets(context, client, clock, (row) => detailed(row, context.signal));
    },
    read: (ids, signal) =>
      readEach(ids, async (id) => {
        const asset = await find(id, signal);
        return asset && toRecord(asset);
      }),
    async update(before, changes, signal) {
      const asset = raws.get(before) ?? (await find(before.id, signal));
      if (!asset) throw vanished('asset', before.id);
      if (Object.keys(realChanges(assetLens.get(asset), changes)).length === 0) return toRecord(asset);
      const body = await input(asset, changes, signal);
      const reply = await client.write('PUT', { route: ONE, path: { assetId: before.id } }, body, signal);
      return afterWrite('bms', () => readBack(reply, before.id, signal));
    },
    async create(values, signal) {
      const body = await input({ id: 0, isActive: true }, values, signal);
      const reply = await client.write('POST', { route: ALL }, body, signal);
      return afterWrite('bms', () => readBack(reply, null, signal));
    },
    async findCreated(values, signal) {
      const name = requiredText(values.name, 'Name');
      const account = requiredId(values.organization, 'organization');
      const query = { 'Filter.AccountId': account, 'Filter.AssetName': name, PageSize: 100, PageNumber: 1 };
      const { rows } = await client.rows({ route: LIST, query }, assetRowShape, signal);
      const wanted = name.trim().toLowerCase();
      const alike = rows.filter(
        (row) => row.accountId === account && row.assetName?.trim().toLowerCase() === wanted,
      );
      const found = await Promise.all(alike.map((row) => detailed(row, signal)));
      return found.filter((record) => record !== null);
    },
  };
}

/** Details are read a few at a time, so that they are handed on while the rest is still being read. */
const BATCH = 40;

async function scanAssets(
  context: ScanContext,
  client: Client,
  clock: Clock,
  detailed: (row: WireAssetRow) => Promise<SourceRecord | null>,
): Promise<Coverage> {
  const listing = await listBoth(
    client,
    {
      what: 'assets',
      route: LIST,
      shape: assetRowShape,
      onBadRow: (id, message) =>
        context.problem({
          system: 'bms',
          kind: 'asset',
          id,
          message: `The asset cannot be read: ${message}`,
        }),
    },
    context,
  );
  const rows = [...listing.rows];
  const reads = chooseReads(rows, {
    known: context.known,
    stirred: context.stirred,
    signature: (row) => signatureOf(asRow(row)),
    allowance: client.remaining(ONE),
    now: clock.now(),
  });
  let received = 0;
  let gone = 0;
  for (let at = 0; at < rows.length; at += BATCH) {
    stopIfAborted(context.signal);
    const batch = await Promise.all(
      rows.slice(at, at + BATCH).map((row) => {
        const known = reads.has(row.id) ? undefined : context.known(String(row.id));
        return known ?? detailed(row);
      }),
    );
    const records = batch.filter((record) => record !== null);
    gone += batch.length - records.length;
    received += records.length;
    context.page(records, { done: at + batch.length, total: rows.length });
    await clock.yield();
  }
  const details = `details of ${reads.size} of ${rows.length} read, the others' list rows unchanged`;
  const lost = gone > 0 ? `; ${gone} deleted while the listing was read` : '';
  const proof = `${listing.proof}; ${details}${lost}`;
  return { system: 'bms', kind: 'asset', announced: listing.announced, received, proof, hidden: null };
}

/** An asset belongs to a location of its account: without one of its own, the main one; a contact stays behind in a move. */
async function placed(
  asset: WireAsset,
  changes: Fields,
  accounts: Accounts,
  signal: AbortSignal,
): Promise<Fields> {
  const account = idIn(changes.organization);
  if (account === null || account === asset.accountId) return changes;
  const location = textIn(changes.location) ?? String(await accounts.mainLocationOf(account, signal));
  return { contact: null, ...changes, location };
}

/** What both a list row and a record show of an asset. */
type Glimpse = readonly (string | number | boolean | null | undefined)[];

function asRow(row: WireAssetRow): Glimpse {
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

function asDetail(asset: WireAsset): Glimpse {
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

function signatureOf(glimpse: Glimpse): string {
  const plain = glimpse.map((part) => (part === undefined || part === 0 || part === '' ? null : part));
  return createHash('sha256').update(JSON.stringify(plain)).digest('base64url').slice(0, 22);
}
