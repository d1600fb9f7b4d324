/** VSA 10 (VSA X) as one of the engine's systems. Source of all facts: VSA 10 API v3 reference. */
import { Failure } from '../../engine/failure';
import type { Fields, Kind, RecordId, SourceRecord } from '../../engine/model';
import type { System } from '../../engine/ports';
import { afterWrite } from '../after-write';
import { connectionOf, explained, withConnection } from '../connection';
import type { Wanted } from '../own';
import { tenantAt } from '../tenant';
import { idOf, textOf } from '../vsa/values';
import { assertWritable } from '../writable';
import { vsa10Abilities } from './abilities';
import { createClient, type Vsa10Client, type Vsa10Options } from './client';
import { assetRecord } from './lens/asset';
import { countryObjection, locationRecord, newSite, siteChanges } from './lens/location';
import { organizationRecord } from './lens/organization';
import { briefCheckVsa10, checkVsa10 } from './preflight';
import { scanVsa10 } from './scan';
import {
  assetShape,
  deviceShape,
  organizationShape,
  siteShape,
  type WireAsset,
  type WireDevice,
  type WireOrganization,
  type WireSite,
} from './wire';

function noContacts(): Failure {
  return new Failure('unsupported', 'VSA 10 has no contacts.', { system: 'vsa' });
}

function gone(kind: Kind, id: RecordId): Failure {
  return new Failure('not-found', `VSA no longer knows the ${kind} ${id}.`, {
    system: 'vsa',
    remedy: 'Run again: the next scan will show what became of it.',
  });
}

const organization = (id: RecordId): Wanted<WireOrganization> => ({
  shape: organizationShape,
  id,
  idOf: ({ Id }) => idOf(Id),
});
const site = (id: RecordId): Wanted<WireSite> => ({ shape: siteShape, id, idOf: ({ Id }) => idOf(Id) });
const device = (id: RecordId): Wanted<WireDevice> => ({
  shape: deviceShape,
  id,
  idOf: ({ Identifier }) => Identifier,
});
const asset = (id: RecordId): Wanted<WireAsset> => ({
  shape: assetShape,
  id,
  idOf: ({ Identifier }) => Identifier,
});

type Read = (id: RecordId, signal: AbortSignal) => Promise<SourceRecord | null>;

function createReaders(client: Vsa10Client, url: string): Readonly<Record<Kind, Read>> {
  return {
    async organization(id, signal) {
      const found = await client.one(organization(id), '/organizations/{id}', { id }, signal);
      return found && organizationRecord(found, url);
    },
    async location(id, signal) {
      const found = await client.one(site(id), '/sites/{id}', { id }, signal);
      return found && locationRecord(found, url);
    },
    async contact() {
      throw noContacts();
    },
    async asset(id, signal) {
      const path = { identifier: id };
      const found = await client.one(device(id), '/devices/{identifier}', path, signal);
      if (found === null) return null;
      try {
        const inventory = await client.one(asset(id), '/assets/{identifier}', path, signal);
        return assetRecord(found, inventory ?? undefined, url);
      } catch (error) {
        if (Failure.is(error, 'forbidden')) return assetRecord(found, undefined, url);
        throw error;
      }
    },
  };
}

async function make(client: Vsa10Client, kind: Kind, values: Fields, url: string, signal: AbortSignal) {
  if (kind === 'organization') {
    const body = { Name: textOf(typeof values.name === 'string' ? values.name : null) };
    const made = await client.write(organizationShape, 'POST', '/organizations', {}, body, signal);
    return organizationRecord(made, url);
  }
  return locationRecord(await client.write(siteShape, 'POST', '/sites', {}, newSite(values), signal), url);
}

/** `before` is read again here: a `PUT` sends back members that the canonical fields do not hold. */
async function change(client: Vsa10Client, before: SourceRecord, changes: Fields, signal: AbortSignal) {
  const { kind, id } = before;
  if (kind === 'organization') {
    const body = { Name: changes.name };
    await client.write(organizationShape, 'PUT', '/organizations/{id}', { id }, body, signal);
    return;
  }
  const found = await client.one(site(id), '/sites/{id}', { id }, signal);
  if (found === null) throw gone(kind, id);
  await client.write(siteShape, 'PUT', '/sites/{id}', { id }, siteChanges(found, changes), signal);
}

/** The look before, the write, and the look at what became of it. */
const CALLS_A_WRITE = 3;

const sameText = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && a.trim().toLowerCase() === b.trim().toLowerCase();

export function createVsa10(options: Vsa10Options): System {
  const client = createClient(options);
  const url = `${options.serverUrl.replace(/\/+$/, '')}/`;
  const readers = createReaders(client, url);
  const connection = connectionOf('vsa', url, options);

  return {
    name: 'vsa',
    abilities: vsa10Abilities,
    check: (signal) => withConnection(connection, (own) => checkVsa10(client, url, own), signal),
    briefCheck: (signal) => explained(connection, () => briefCheckVsa10(client, url, signal), signal),
    // Each tenant has a host name of its own, and the server tells no more.
    tenant: tenantAt(url, 'VSA 10', async () => null),
    async scan(kind, context) {
      const coverage = scanVsa10(client, url, kind, context);
      if (coverage === null) throw noContacts();
      return coverage;
    },
    async read(kind, ids, signal) {
      const distinct = [...new Set(ids)];
      const records = await Promise.all(distinct.map((id) => readers[kind](id, signal)));
      return new Map(distinct.map((id, at) => [id, records[at] ?? null]));
    },
    async create(kind, values, signal) {
      assertWritable('vsa', kind, vsa10Abilities[kind], values, 'create');
      return make(client, kind, values, url, signal);
    },
    async update(before, changes, signal) {
      const { kind, id } = before;
      assertWritable('vsa', kind, vsa10Abilities[kind], changes, 'update');
      await change(client, before, changes, signal);
      const after = await afterWrite('vsa', () => readers[kind](id, signal));
      if (after === null) throw gone(kind, id);
      return after;
    },
    objection: (kind, field, value) =>
      kind === 'location' && field === 'country' ? countryObjection(value) : null,
    async findCreated(kind, values, signal) {
      if (kind !== 'organization' && kind !== 'location') return [];
      const found: SourceRecord[] = [];
      await scanVsa10(client, url, kind, {
        signal,
        known: () => undefined,
        stirred: new Set(),
        page: (records) => found.push(...records),
        problem: () => undefined,
      });
      return found.filter(
        ({ name, organization }) =>
          sameText(name, values.name) && (kind === 'organization' || organization === values.organization),
      );
    },
    atLeast: (writes) =>
      client.takes(CALLS_A_WRITE * [...writes.values()].reduce((sum, count) => sum + count, 0)),
    dispose: () => client.dispose(),
  };
}
