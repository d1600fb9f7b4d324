/** VSA 9 as one of the engine's systems. Source of all facts: VSA REST API reference. */

import { Failure } from '../../engine/failure';
import type { Fields, Kind, RecordId, SourceRecord } from '../../engine/model';
import type { System } from '../../engine/ports';
import { afterWrite } from '../after-write';
import { connectionOf, explained, withConnection } from '../connection';
import { tenantAt } from '../tenant';
import { assertWritable } from '../writable';
import { vsaAbilities } from './abilities';
import { customerNumber } from './agents';
import { createClient, type VsaClient, type VsaOptions } from './client';
import { hiddenAgents } from './groups';
import { contactChanges, contactRecord } from './lens/contact';
import { organizationChanges, organizationRecord } from './lens/organization';
import { changeOrg, createOrg, findOrgs } from './orgs';
import { briefCheckVsa, checkVsa } from './preflight';
import { createReaders, NO_LOCATIONS, type Readers } from './readers';
import { scanVsa } from './scan';
import { changeStaff, createStaff, findStaff } from './staff';

function unsupported(message: string): Failure {
  return new Failure('unsupported', message, { system: 'vsa' });
}

function gone(kind: Kind, id: RecordId): Failure {
  return new Failure('not-found', `VSA no longer knows the ${kind} ${id}.`, {
    system: 'vsa',
    remedy: 'Run again: the next scan will show what became of it.',
  });
}

/** A `PUT` sends back members that the canonical fields do not hold. */
async function change(
  client: VsaClient,
  readers: Readers,
  before: SourceRecord,
  changes: Fields,
  signal: AbortSignal,
) {
  if (before.kind === 'organization') {
    const org = await readers.orgOf(before, signal);
    if (org === null) throw gone('organization', before.id);
    await changeOrg(client, before.id, organizationChanges(org, changes), signal);
  } else {
    const staff = await readers.staffOf(before, signal);
    if (staff === null) throw gone('contact', before.id);
    await changeStaff(client, before.id, contactChanges(staff, changes), signal);
  }
}

export function createVsa(options: VsaOptions): System {
  const client = createClient(options);
  const url = `${options.serverUrl.replace(/\/+$/, '')}/`;
  const readers = createReaders(client, url);
  const connection = connectionOf('vsa', url, options);

  return {
    name: 'vsa',
    abilities: vsaAbilities,
    check: (signal) => withConnection(connection, (own) => checkVsa(client, url, own), signal),
    briefCheck: (signal) => explained(connection, () => briefCheckVsa(client, url, signal), signal),
    tenant: tenantAt(url, 'VSA 9', (signal) => customerNumber(client, signal)),
    async scan(kind, context) {
      const coverage = scanVsa(client, url, kind, context);
      if (coverage === null) throw unsupported(NO_LOCATIONS);
      return coverage;
    },
    read: readers.read,
    outOfSight: async (kind, records, signal) =>
      kind === 'asset' ? hiddenAgents(client, records, signal) : new Set(),
    async create(kind, values, signal) {
      assertWritable('vsa', kind, vsaAbilities[kind], values, 'create');
      if (kind === 'organization') return organizationRecord(await createOrg(client, values, signal), url);
      return contactRecord(await createStaff(client, values, signal), url);
    },
    async update(before, changes, signal) {
      const { kind, id } = before;
      assertWritable('vsa', kind, vsaAbilities[kind], changes, 'update');
      await change(client, readers, before, changes, signal);
      const after = await afterWrite('vsa', () => readers.one(kind, id, signal));
      if (after === null) throw gone(kind, id);
      return after;
    },
    skew: () => client.skew(),
    objection: () => null,
    async findCreated(kind, values, signal) {
      if (kind === 'organization')
        return (await findOrgs(client, values, signal)).map((org) => organizationRecord(org, url));
      if (kind === 'contact')
        return (await findStaff(client, values, signal)).map((staff) => contactRecord(staff, url));
      return [];
    },
    dispose: () => client.dispose(),
  };
}
