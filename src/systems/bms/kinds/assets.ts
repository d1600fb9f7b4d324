/**
 * Hardware assets: a listing without totals whose rows lack most fields, one call for each asset's details, and a PUT
 * that replaces the whole.
 */

import type { Fields, RecordId, SourceRecord } from '../../../engine/model';
import type { Clock, ScanContext } from '../../../engine/ports';
import { afterWrite } from '../../after-write';
import { expectOwn } from '../../own';
import { readSeveral } from '../../several';
import type { Accounts } from '../accounts';
import { assetInput } from '../asset-input';
import type { Client } from '../client';
import { assetLens } from '../lens/asset';
import { idIn, idText, realChanges, requiredId, requiredText, textIn, textOf } from '../lens/values';
import type { Lookups } from '../names';
import { ASSET_LISTS } from '../objection';
import { assetRowShape, assetShape, type WireAsset, type WireAssetRow } from '../wire';
import { asDetail, asRow, glimpseFields, signatureOf } from './asset-glimpse';
import { ASSET_LIST as LIST } from './asset-listing';
import { ASSET as ONE, scanAssets } from './asset-scan';
import { type KindHandler, recordOf, type UrlOf, vanished } from './model';

const ALL = '/v2/servicedesk/hardwareasset';

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
    return client.find(id, { route: ONE, path: { assetId: id } }, assetShape, signal);
  }

  async function detailed(row: WireAssetRow, signal: AbortSignal): Promise<SourceRecord | null> {
    const asset = await find(String(row.id), signal);
    return asset && toRecord(asset, signatureOf(asRow(row)));
  }

  /** The answer to a write is the asset as it now stands, where it is whole. */
  async function readBack(reply: unknown, id: RecordId | null, signal: AbortSignal): Promise<SourceRecord> {
    const answer = assetShape.safeParse(reply);
    const known = answer.success ? String(answer.data.id) : id;
    if (known !== null) expectOwn('bms', id ?? known, known);
    if (answer.success && answer.data.name && answer.data.categoryId && answer.data.accountId)
      return toRecord(answer.data);
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
      await learnLists(lookups, context);
      return scanAssets(context, {
        client,
        clock,
        detailed: (row) => detailed(row, context.signal),
        glimpsed: (row, known) => glimpsed(row, known, urlOf),
      });
    },
    // A list row shows too little of an asset, and what replaces the whole of it must have been read whole.
    read: (ids, signal) =>
      readSeveral(ids, [], async (id) => {
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

/** Where changes alone are asked for, lists that are known need not be read again. */
async function learnLists(lookups: Lookups, { since, signal }: ScanContext): Promise<void> {
  const lists = [...new Set(ASSET_LISTS.map(([, list]) => list))];
  if (since === undefined) await lookups.refresh(lists, signal);
  else await Promise.all(lists.map((list) => lookups.load(list, signal)));
}

/** What the list alone tells of an asset: the rest is as it was last read, or not known. */
function glimpsed(row: WireAssetRow, known: SourceRecord | undefined, urlOf: UrlOf): SourceRecord {
  const fields = glimpseFields(row);
  const organization = idText(row.accountId);
  const name = row.assetName?.trim() || known?.name || null;
  if (known)
    return { ...known, name: name ?? known.name, organization, fields: { ...known.fields, ...fields } };
  return recordOf(
    { kind: 'asset', id: row.id, name, organization, fields, revision: null, changed: { at: null } },
    urlOf,
  );
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
