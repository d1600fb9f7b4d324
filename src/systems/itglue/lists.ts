/** One kind's listing: changes where they were asked for and can be told, else all that is visible. */
import { Failure } from '../../engine/failure';
import type { Coverage, Kind, SourceRecord } from '../../engine/model';
import type { ScanContext } from '../../engine/ports';
import { readWhole, type Understood } from '../listing';
import { listChanges, markAt } from './changes';
import type { ItGlueClient } from './client';
import { type Entry, entryOf } from './document';
import type { Resource } from './resource';

export type Listening = Pick<ScanContext, 'signal' | 'page' | 'problem' | 'since' | 'recall'>;
type Convert = (entry: Entry) => SourceRecord;

function understand(convert: (entry: Entry) => SourceRecord) {
  return (row: unknown): Understood<SourceRecord> => {
    try {
      const value = convert(entryOf(row));
      return { id: value.id, value };
    } catch (error) {
      if (!Failure.is(error, 'protocol')) throw error;
      const { message, detail } = error;
      return { id: null, problem: detail === undefined ? message : `${message} ${detail}` };
    }
  };
}

export type Lists = (kind: Kind, convert: Convert, context: Listening) => Promise<Coverage>;

export function createLists(client: ItGlueClient, resources: Readonly<Record<Kind, Resource>>): Lists {
  async function whole(kind: Kind, convert: Convert, context: Listening): Promise<Coverage> {
    const { collection, include, what } = resources[kind];
    const startedAt = client.clock.now();
    const read = await readWhole<SourceRecord>({
      system: 'itglue',
      what,
      totalName: 'total-count',
      clock: client.clock,
      pages: () => client.pages(collection, context.signal, { query: { include } }),
      understand: understand(convert),
      take: context.page,
      problem: (id, message) => context.problem({ system: 'itglue', kind, id, message }),
    });
    return { system: 'itglue', kind, ...read, hidden: null, mark: markAt(client, startedAt) };
  }

  return async (kind, convert, context) => {
    const resource = resources[kind];
    const changes = await listChanges({ client, kind, resource, context, understand: understand(convert) });
    return changes ?? (await whole(kind, convert, context));
  };
}
