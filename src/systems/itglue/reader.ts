/** Direct reads and searches. */
import { Failure } from '../../engine/failure';
import type { Fields, Kind, RecordId, SourceRecord } from '../../engine/model';
import { expectOwn } from '../own';
import { inGroups, readSeveral } from '../several';
import type { ItGlueClient } from './client';
import { type Attributes, entryOf } from './document';
import type { About } from './lens/shared';
import type { Resource } from './resource';

/** Records per direct read: a filter's length is bounded by the address's. */
const BATCH = 50;

export interface Reader {
  /** As `System.read`. */
  read(
    kind: Kind,
    ids: readonly RecordId[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<RecordId, SourceRecord | null>>;
  /** Fails with `not-found`. */
  present(kind: Kind, id: RecordId, signal: AbortSignal): Promise<SourceRecord>;
  /** The resource's own attributes as they stand. */
  attributes(kind: Kind, id: RecordId, signal: AbortSignal): Promise<Attributes>;
  find(kind: Kind, values: Fields, signal: AbortSignal): Promise<readonly SourceRecord[]>;
}

export function createReader(
  client: ItGlueClient,
  resources: Readonly<Record<Kind, Resource>>,
  about: About,
  /** What a record of the kind cannot be told without is read first. */
  prepare: (kind: Kind, signal: AbortSignal) => Promise<void>,
): Reader {
  async function one(kind: Kind, id: RecordId, signal: AbortSignal): Promise<SourceRecord | null> {
    const { collection, include, record } = resources[kind];
    await prepare(kind, signal);
    try {
      const { rows } = await client.list(`${collection}/{id}`, signal, { path: { id }, query: { include } });
      const entry = entryOf(rows[0]);
      expectOwn('itglue', id, entry.id);
      return record(entry, about);
    } catch (error) {
      if (Failure.is(error, 'not-found')) return null;
      throw error;
    }
  }

  async function batch(kind: Kind, ids: readonly RecordId[], signal: AbortSignal) {
    const { collection, include, record } = resources[kind];
    await prepare(kind, signal);
    const query = { include, 'filter[id]': ids.join(','), 'page[size]': BATCH };
    const { rows, total } = await client.list(collection, signal, { query });
    await client.clock.yield();
    // Where it counts more than was asked for, the filter was not heard, or an older answer to all was given out again.
    if ((total ?? 0) > ids.length) return [];
    return rows.map((row) => record(entryOf(row), about));
  }

  return {
    read: (kind, ids, signal) =>
      readSeveral(
        ids,
        [{ groups: (some) => inGroups(some, BATCH), read: (some) => batch(kind, some, signal) }],
        (id) => one(kind, id, signal),
      ),
    async present(kind, id, signal) {
      const record = await one(kind, id, signal);
      if (record !== null) return record;
      throw new Failure('not-found', `IT Glue no longer knows the ${kind} ${id}.`, {
        system: 'itglue',
        remedy: 'Run again: the next scan will show what became of it.',
      });
    },
    async attributes(kind, id, signal) {
      const { rows } = await client.list(`${resources[kind].collection}/{id}`, signal, { path: { id } });
      const entry = entryOf(rows[0]);
      expectOwn('itglue', id, entry.id);
      return entry.attributes;
    },
    async find(kind, values, signal) {
      const { collection, include, record, traces, isTrace } = resources[kind];
      await prepare(kind, signal);
      const found = new Map<RecordId, SourceRecord>();
      for (const filter of traces(values)) {
        for await (const { rows } of client.pages(collection, signal, { query: { include, ...filter } })) {
          for (const row of rows) {
            const candidate = record(entryOf(row), about);
            if (isTrace(candidate, values)) found.set(candidate.id, candidate);
          }
        }
      }
      return [...found.values()];
    },
  };
}
