/** Names and ids of IT Glue's look-up tables. Source: IT Glue API reference, Lookup tables. */
import { Failure } from '../../engine/failure';
import type { ItGlueClient } from './client';
import { isoOf } from './countries';
import { entryOf, understood } from './document';
import { foreignKey, textOf } from './values';
import { lookupShape } from './wire';

export interface CreateMissing {
  readonly manufacturers: boolean;
  readonly models: boolean;
  /** Types and statuses of organizations and configurations. */
  readonly types: boolean;
}

export const NAMED_TABLES = {
  organization_types: { label: 'organization type', group: 'types' },
  organization_statuses: { label: 'organization status', group: 'types' },
  configuration_types: { label: 'configuration type', group: 'types' },
  configuration_statuses: { label: 'configuration status', group: 'types' },
  manufacturers: { label: 'manufacturer', group: 'manufacturers' },
} as const;
export type NamedTable = keyof typeof NAMED_TABLES;

export interface LookupItem {
  readonly id: string;
  readonly name: string;
  readonly iso: string | null;
}

export interface Lookups {
  /** Id of the entry of that name, which is made where missing and allowed. Fails with `rejected`. */
  named(table: NamedTable, name: string, signal: AbortSignal): Promise<string>;
  model(manufacturer: string, name: string, signal: AbortSignal): Promise<string>;
  country(country: string, signal: AbortSignal): Promise<LookupItem>;
  region(country: LookupItem, region: string, signal: AbortSignal): Promise<string>;
  /** The list's best entry: the same name, else the longest whose words all occur. Null where none fits. */
  operatingSystem(text: string, signal: AbortSignal): Promise<LookupItem | null>;
}

/** Tables seldom change, and a name that is missed makes its table be read again. */
const FRESH_MS = 10 * 60_000;

interface Table {
  readonly items: readonly LookupItem[];
  readonly readAt: number;
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function rejected(message: string, remedy: string): Failure {
  return new Failure('rejected', message, { system: 'itglue', remedy });
}

export function createLookups(client: ItGlueClient, createMissing: CreateMissing): Lookups {
  const tables = new Map<string, Promise<Table>>();
  const making = new Map<string, Promise<string>>();

  async function readTable(route: string, signal: AbortSignal): Promise<Table> {
    const items: LookupItem[] = [];
    for await (const page of client.pages(route, signal)) {
      for (const row of page.rows) {
        const entry = entryOf(row);
        const wire = understood(lookupShape, entry.attributes, 'a look-up entry');
        items.push({ id: entry.id, name: textOf(wire.name) ?? '', iso: textOf(wire.iso) });
      }
    }
    return { items, readAt: client.clock.now() };
  }

  async function table(route: string, signal: AbortSignal): Promise<readonly LookupItem[]> {
    const held = await tables.get(route);
    if (held && client.clock.now() - held.readAt < FRESH_MS) return held.items;
    const reading = readTable(route, signal);
    tables.set(route, reading);
    reading.catch(() => tables.delete(route));
    return (await reading).items;
  }

  /** One creation for all who miss the same name at the same time. */
  function make(
    route: string,
    type: string,
    attributes: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    listRoute: string,
  ): Promise<string> {
    const key = `${listRoute} ${String(attributes.name).toLowerCase()}`;
    const running = making.get(key);
    if (running) return running;
    const made = client
      .write('POST', route, {}, type, attributes, signal)
      .then(({ id }) => id)
      .finally(() => {
        making.delete(key);
        tables.delete(listRoute);
      });
    making.set(key, made);
    return made;
  }

  async function find(route: string, fits: (item: LookupItem) => boolean, signal: AbortSignal) {
    return (await table(route, signal)).find(fits) ?? null;
  }

  return {
    async named(name, text, signal) {
      const route = `/${name}`;
      const found = await find(route, (item) => same(item.name, text), signal);
      if (found) return found.id;
      const { label, group } = NAMED_TABLES[name];
      if (createMissing[group]) {
        return make(route, name.replace(/_/g, '-'), { name: text.trim() }, signal, route);
      }
      throw rejected(
        `IT Glue has no ${label} "${text}".`,
        `Add it in IT Glue (Account > Settings), or give the record one of IT Glue’s own ${label} names.`,
      );
    },
    async model(manufacturer, text, signal) {
      const listRoute = `/manufacturers/${encodeURIComponent(manufacturer)}/relationships/models`;
      const found = await find(listRoute, (item) => same(item.name, text), signal);
      if (found) return found.id;
      if (!createMissing.models)
        throw rejected(`IT Glue has no model "${text}" of this manufacturer.`, 'Add the model in IT Glue.');
      const attributes = { name: text.trim(), 'manufacturer-id': foreignKey(manufacturer) };
      return make('/models', 'models', attributes, signal, listRoute);
    },
    async country(text, signal) {
      const iso = isoOf(text);
      const fits = (item: LookupItem) =>
        same(item.name, text) || (iso !== null && item.iso !== null && same(item.iso, iso));
      const found = await find('/countries', fits, signal);
      if (found) return found;
      throw rejected(
        `IT Glue has no country "${text}".`,
        'Write the country as its English name or ISO code.',
      );
    },
    async region(country, text, signal) {
      const route = `/countries/${encodeURIComponent(country.id)}/relationships/regions`;
      const fits = (item: LookupItem) =>
        same(item.name, text) ||
        (item.iso !== null && same(item.iso.replace(/^[A-Z]{2}-/i, ''), text.replace(/^[A-Z]{2}-/i, '')));
      const found = await find(route, fits, signal);
      if (found) return found.id;
      throw rejected(
        `IT Glue has no state or region "${text}" in ${country.name}.`,
        'Write it as IT Glue’s list has it, or as its short code.',
      );
    },
    async operatingSystem(text, signal) {
      return bestSystem(await table('/operating_systems', signal), text);
    },
  };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? [];

export function bestSystem(items: readonly LookupItem[], text: string): LookupItem | null {
  const exact = items.find((item) => same(item.name, text));
  if (exact) return exact;
  const words = new Set(wordsOf(text));
  const fitting = items.filter((item) => {
    const own = wordsOf(item.name);
    return own.length > 1 && own.every((word) => words.has(word));
  });
  return fitting.reduce<LookupItem | null>(
    (best, item) => (best === null || wordsOf(item.name).length > wordsOf(best.name).length ? item : best),
    null,
  );
}
