/** IT Glue's look-up tables, read once and kept for a while. */
import type { ItGlueClient } from './client';
import { entryOf, understood } from './document';
import { keyOf, textOf } from './values';
import { lookupShape } from './wire';

export interface LookupItem {
  readonly id: string;
  readonly name: string;
  readonly iso: string | null;
  /** What the entry belongs to: a region's country, an operating system's platform by its name. */
  readonly of: string | null;
}

/** Where a table is read: `/countries/{id}/relationships/regions` with its id, or `/manufacturers` alone. */
export interface TableAddress {
  readonly route: string;
  readonly id?: string;
}

export interface Tables {
  items(table: TableAddress, signal: AbortSignal): Promise<readonly LookupItem[]>;
  /** The entries as last read, without a call; null when the table was not read yet. */
  known(table: TableAddress): readonly LookupItem[] | null;
  /** Adds an entry to a table, once for all who miss the same name at the same time; gives its id. */
  add(
    table: TableAddress,
    type: string,
    attributes: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<string>;
}

interface Held {
  readonly items: readonly LookupItem[];
  readonly readAt: number;
}

/** Tables seldom change. */
const FRESH_MS = 10 * 60_000;

const addressKey = ({ route, id }: TableAddress): string => `${route} ${id ?? ''}`;

export function createTables(client: ItGlueClient): Tables {
  const held = new Map<string, Promise<Held>>();
  const last = new Map<string, readonly LookupItem[]>();
  const adding = new Map<string, Promise<string>>();

  async function read({ route, id }: TableAddress, signal: AbortSignal): Promise<Held> {
    const items: LookupItem[] = [];
    for await (const page of client.pages(route, signal, id === undefined ? {} : { path: { id } })) {
      for (const row of page.rows) {
        const entry = entryOf(row);
        const wire = understood(lookupShape, entry.attributes, 'a look-up entry');
        const of = keyOf(wire['country-id']) ?? textOf(wire['platform-name']);
        items.push({ id: entry.id, name: textOf(wire.name) ?? '', iso: textOf(wire.iso), of });
      }
    }
    return { items, readAt: client.clock.now() };
  }

  return {
    async items(table, signal) {
      const key = addressKey(table);
      const known = await held.get(key);
      if (known && client.clock.now() - known.readAt < FRESH_MS) return known.items;
      const reading = read(table, signal);
      held.set(key, reading);
      reading.catch(() => held.delete(key));
      const { items } = await reading;
      last.set(key, items);
      return items;
    },
    known: (table) => last.get(addressKey(table)) ?? null,
    add(table, type, attributes, signal) {
      const key = addressKey(table);
      const mark = `${key} ${String(attributes.name).toLowerCase()}`;
      const running = adding.get(mark);
      if (running) return running;
      const made = client
        .write('POST', `/${type.replace(/-/g, '_')}`, {}, type, attributes, signal)
        .then(({ id }) => id)
        .finally(() => {
          adding.delete(mark);
          held.delete(key);
        });
      adding.set(mark, made);
      return made;
    },
  };
}
