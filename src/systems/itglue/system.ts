/** IT Glue as one of the engine's systems. Source of all facts: IT Glue API reference. */

import type { Fields, Kind, SourceRecord } from '../../engine/model';
import type { System } from '../../engine/ports';
import { afterWrite } from '../after-write';
import { connectionOf, explained, withConnection } from '../connection';
import { tenantAt } from '../tenant';
import { assertWritable } from '../writable';
import { itGlueAbilities } from './abilities';
import { type ClientOptions, createClient } from './client';
import { configurations } from './configurations';
import { contacts } from './contacts';
import type { Attributes } from './document';
import type { CreateMissing } from './entries';
import { apiHost, portalOf } from './hosts';
import { type About, ADAPTER_NAMES, type AdapterNames } from './lens/shared';
import { locations } from './locations';
import { createLookups } from './lookups';
import { organizations } from './organizations';
import { patchWhatGoes, stillRefused, withRefusals } from './patch';
import { briefCheckItGlue, checkItGlue, portalHost } from './preflight';
import { createReader } from './reader';
import type { Resource } from './resource';
import { createScanner } from './scan';
import { createTables } from './tables';

export interface ItGlueOptions extends ClientOptions {
  /** First label of the portal's address; used for links alone. */
  readonly subdomain: string;
  readonly adapterNames?: AdapterNames;
  /** Organization statuses that mean "active"; the first is set on reactivation. */
  readonly activeStatuses?: readonly string[];
  /** Organization status that is set on archiving. */
  readonly inactiveStatus?: string;
  readonly createMissing?: Partial<CreateMissing>;
  /** IT Glue's own sync with the PSA is two-way, which may lift its locks: writes are then tried. Default: no. */
  readonly twoWaySync?: boolean;
}

const RESOURCES: Readonly<Record<Kind, Resource>> = {
  organization: organizations,
  location: locations,
  contact: contacts,
  asset: configurations,
};
const CREATE_MISSING: CreateMissing = {
  manufacturers: true,
  models: true,
  types: false,
  statuses: false,
};
/** The write, and the look at what became of it. */
const CALLS_A_WRITE = 2;
const ACTIVE_STATUSES = ['Active'] as const;

export function createItGlue(options: ItGlueOptions): System {
  const client = createClient(options);
  const lookups = createLookups(createTables(client), { ...CREATE_MISSING, ...options.createMissing });
  const activeStatuses = options.activeStatuses ?? ACTIVE_STATUSES;
  const about: About = {
    portal: portalOf(options.subdomain, options.region),
    adapterNames: options.adapterNames ?? ADAPTER_NAMES,
    activeStatuses,
    platformOf: lookups.platformOf,
    twoWaySync: options.twoWaySync === true,
  };
  const { region, apiUrl } = options;
  const asked = { region, portal: about.portal, resources: RESOURCES, ...(apiUrl ? { apiUrl } : {}) };
  const connection = connectionOf('itglue', apiUrl ?? apiHost(region), options);
  const scanner = createScanner(client, RESOURCES, about);
  const reader = createReader(client, RESOURCES, about, lookups.loadPlatforms);

  function attributesFor(kind: Kind, values: Fields, before: SourceRecord | null, signal: AbortSignal) {
    return RESOURCES[kind].attributes(values, {
      lookups,
      activeStatus: activeStatuses[0] ?? ACTIVE_STATUSES[0],
      inactiveStatus: options.inactiveStatus ?? 'Inactive',
      current: before === null ? null : () => reader.attributes(kind, before.id, signal),
      ...(before === null ? {} : { before }),
      signal,
    });
  }

  return {
    name: 'itglue',
    abilities: itGlueAbilities,
    check: (signal) => withConnection(connection, (own) => checkItGlue(client, asked, own), signal),
    briefCheck: (signal) => explained(connection, () => briefCheckItGlue(client, asked, signal), signal),
    tenant: tenantAt(apiUrl ?? apiHost(region), options.subdomain, (signal) => portalHost(client, signal)),
    async scan(kind, context) {
      if (context.since === undefined) await lookups.load(kind, context.signal);
      else await lookups.loadUnknown(kind, context.signal);
      return scanner.scan(kind, {
        ...context,
        page: (records, progress) =>
          context.page(
            records.map((record) => stillRefused(record, context.known(record.id))),
            progress,
          ),
      });
    },
    read: reader.read,
    async create(kind, values, signal) {
      assertWritable('itglue', kind, itGlueAbilities[kind], values, 'create');
      const { collection, type } = RESOURCES[kind];
      const attributes = withoutBlanks(await attributesFor(kind, values, null, signal));
      if (kind === 'location') scanner.forgetLocations();
      const { id } = await client.write('POST', collection, {}, type, attributes, signal);
      return afterWrite('itglue', () => reader.present(kind, id, signal));
    },
    async update(before, changes, signal) {
      const { kind, id } = before;
      assertWritable('itglue', kind, itGlueAbilities[kind], changes, 'update');
      const { collection, type } = RESOURCES[kind];
      const attributes = await attributesFor(kind, changes, before, signal);
      if (kind === 'location') scanner.forgetLocations();
      const refused = await patchWhatGoes(attributes, (some) =>
        client.write('PATCH', `${collection}/{id}`, { id }, type, some, signal),
      );
      const after = await afterWrite('itglue', () => reader.present(kind, id, signal));
      return refused === null ? after : withRefusals(after, before, changes);
    },
    atLeast: (writes) =>
      client.takes(CALLS_A_WRITE * [...writes.values()].reduce((sum, count) => sum + count, 0)),
    skew: () => client.skew(),
    objection: lookups.objection,
    findCreated: reader.find,
    dispose: () => client.dispose(),
  };
}

/** A new record needs no nulls. */
function withoutBlanks(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
