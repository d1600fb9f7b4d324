/** IT Glue as one of the engine's systems. Source of all facts: IT Glue API reference. */
import { Failure } from '../../engine/failure';
import type { Fields, Kind, RecordId, SourceRecord } from '../../engine/model';
import type { System } from '../../engine/ports';
import { assertWritable } from '../writable';
import { itGlueAbilities } from './abilities';
import { type ClientOptions, createClient } from './client';
import { configurations } from './configurations';
import { contacts } from './contacts';
import { type Attributes, entryOf } from './document';
import { portalOf } from './hosts';
import { type About, ADAPTER_NAMES, type AdapterNames } from './lens/shared';
import { locations } from './locations';
import { type CreateMissing, createLookups } from './lookups';
import { organizations } from './organizations';
import { checkItGlue } from './preflight';
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
}

const RESOURCES: Readonly<Record<Kind, Resource>> = {
  organization: organizations,
  location: locations,
  contact: contacts,
  asset: configurations,
};
const CREATE_MISSING: CreateMissing = { manufacturers: true, models: true, types: false };
const ACTIVE_STATUSES = ['Active'] as const;
/** Records per direct read: a filter's length is bounded by the address's. */
const BATCH = 50;

function gone(kind: Kind, id: RecordId): Failure {
  return new Failure('not-found', `IT Glue no longer knows the ${kind} ${id}.`, {
    system: 'itglue',
    remedy: 'Run again: the next scan will show what became of it.',
  });
}

export function createItGlue(options: ItGlueOptions): System {
  const client = createClient(options);
  const lookups = createLookups(createTables(client), { ...CREATE_MISSING, ...options.createMissing });
  const activeStatuses = options.activeStatuses ?? ACTIVE_STATUSES;
  const about: About = {
    portal: portalOf(options.subdomain, options.region),
    adapterNames: options.adapterNames ?? ADAPTER_NAMES,
    activeStatuses,
  };
  const scanner = createScanner(client, RESOURCES, about);

  async function readOne(kind: Kind, id: RecordId, signal: AbortSignal): Promise<SourceRecord | null> {
    const { collection, include, record } = RESOURCES[kind];
    try {
      const { rows } = await client.list(`${collection}/{id}`, signal, { path: { id }, query: { include } });
      return record(entryOf(rows[0]), about);
    } catch (error) {
      if (Failure.is(error, 'not-found')) return null;
      throw error;
    }
  }

  /** Rows that nobody asked for mean that the filter was ignored; ids that did not come are asked for one by one. */
  async function readBatch(kind: Kind, ids: readonly RecordId[], signal: AbortSignal) {
    const { collection, include, record } = RESOURCES[kind];
    const query = { include, 'filter[id]': ids.join(','), 'page[size]': BATCH };
    const { rows } = await client.list(collection, signal, { query });
    const wanted = new Set(ids);
    const found = new Map<RecordId, SourceRecord | null>();
    for (const row of rows) {
      const one = record(entryOf(row), about);
      if (wanted.has(one.id)) found.set(one.id, one);
    }
    for (const id of ids) if (!found.has(id)) found.set(id, await readOne(kind, id, signal));
    return found;
  }

  async function present(kind: Kind, id: RecordId, signal: AbortSignal): Promise<SourceRecord> {
    const record = await readOne(kind, id, signal);
    if (record === null) throw gone(kind, id);
    return record;
  }

  function attributesFor(kind: Kind, values: Fields, before: SourceRecord | null, signal: AbortSignal) {
    const { collection, attributes } = RESOURCES[kind];
    const current = async (): Promise<Attributes> => {
      const path = { id: before?.id ?? '' };
      return entryOf((await client.list(`${collection}/{id}`, signal, { path })).rows[0]).attributes;
    };
    return attributes(values, {
      lookups,
      activeStatus: activeStatuses[0] ?? ACTIVE_STATUSES[0],
      inactiveStatus: options.inactiveStatus ?? 'Inactive',
      current: before === null ? null : current,
      ...(before === null ? {} : { before }),
      signal,
    });
  }

  return {
    name: 'itglue',
    abilities: itGlueAbilities,
    check: (signal) => checkItGlue(client, options.region, RESOURCES, signal),
    scan: scanner.scan,
    async read(kind, ids, signal) {
      const distinct = [...new Set(ids)];
      const found = new Map<RecordId, SourceRecord | null>();
      for (let at = 0; at < distinct.length; at += BATCH) {
        const batch = await readBatch(kind, distinct.slice(at, at + BATCH), signal);
        for (const [id, record] of batch) found.set(id, record);
        await client.clock.yield();
      }
      return found;
    },
    async create(kind, values, signal) {
      assertWritable('itglue', kind, itGlueAbilities[kind], values, 'create');
      const { collection, type } = RESOURCES[kind];
      const attributes = withoutBlanks(await attributesFor(kind, values, null, signal));
      if (kind === 'location') scanner.forgetLocations();
      const { id } = await client.write('POST', collection, {}, type, attributes, signal);
      return present(kind, id, signal);
    },
    async update(before, changes, signal) {
      const { kind, id } = before;
      assertWritable('itglue', kind, itGlueAbilities[kind], changes, 'update');
      const { collection, type } = RESOURCES[kind];
      const attributes = await attributesFor(kind, changes, before, signal);
      if (kind === 'location') scanner.forgetLocations();
      if (Object.keys(attributes).length > 0)
        await client.write('PATCH', `${collection}/{id}`, { id }, type, attributes, signal);
      return present(kind, id, signal);
    },
    async findCreated(kind, values, signal) {
      const { collection, include, record, traces, isTrace } = RESOURCES[kind];
      const found = new Map<RecordId, SourceRecord>();
      for (const filter of traces(values)) {
        const { rows } = await client.list(collection, signal, { query: { include, ...filter } });
        for (const row of rows) {
          const one = record(entryOf(row), about);
          if (isTrace(one, values)) found.set(one.id, one);
        }
      }
      return [...found.values()];
    },
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
