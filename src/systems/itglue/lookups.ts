/** From names to the ids of IT Glue's look-up tables. Source: IT Glue API reference, Lookup tables. */
import { Failure } from '../../engine/failure';
import type { FieldName } from '../../engine/fields';
import { type FieldValue, isBlank, type Kind } from '../../engine/model';
import { isoOf } from './countries';
import type { LookupItem, TableAddress, Tables } from './tables';
import { foreignKey } from './values';

/** Which entries may be made where a name is missing. */
export interface CreateMissing {
  readonly manufacturers: boolean;
  readonly models: boolean;
  /** Types and statuses of organizations and configurations. */
  readonly types: boolean;
}

const NAMED_TABLES = {
  organization_types: { label: 'organization type', group: 'types' },
  organization_statuses: { label: 'organization status', group: 'types' },
  configuration_types: { label: 'configuration type', group: 'types' },
  configuration_statuses: { label: 'configuration status', group: 'types' },
  manufacturers: { label: 'manufacturer', group: 'manufacturers' },
} as const;
export type NamedTable = keyof typeof NAMED_TABLES;

/** Fields whose values are names of a table's entries. */
const LISTED: Readonly<Partial<Record<Kind, Readonly<Partial<Record<FieldName, NamedTable>>>>>> = {
  organization: { type: 'organization_types' },
  asset: {
    type: 'configuration_types',
    status: 'configuration_statuses',
    manufacturer: 'manufacturers',
  },
};

/** Fields that a record cannot do without. */
const NEVER_BLANK: Readonly<Partial<Record<Kind, readonly FieldName[]>>> = { asset: ['type'] };

/** Each fails with `rejected` for a name that is not there and may not be made. */
export interface Lookups {
  /** Reads the tables that values of this kind are looked up in, so that objections can be told without a call. */
  load(kind: Kind, signal: AbortSignal): Promise<void>;
  /** The same, but only those that were never read. */
  loadUnknown(kind: Kind, signal: AbortSignal): Promise<void>;
  /** Why IT Glue would not take the value, as far as its tables tell. */
  objection(kind: Kind, field: FieldName, value: FieldValue): string | null;
  named(table: NamedTable, name: string, signal: AbortSignal): Promise<string>;
  model(manufacturer: string, name: string, signal: AbortSignal): Promise<string>;
  country(country: string, signal: AbortSignal): Promise<LookupItem>;
  region(country: LookupItem, region: string, signal: AbortSignal): Promise<string>;
  /** The list's best entry: the same name, else the longest that the text contains. Null where none fits. */
  operatingSystem(text: string, signal: AbortSignal): Promise<LookupItem | null>;
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** `US-TX` and `TX` are one region's code. */
const bareCode = (code: string): string => code.replace(/^[A-Z]{2}-/i, '');

function rejected(message: string, remedy: string): Failure {
  return new Failure('rejected', message, { system: 'itglue', remedy });
}

export function createLookups(tables: Tables, createMissing: CreateMissing): Lookups {
  async function find(table: TableAddress, fits: (item: LookupItem) => boolean, signal: AbortSignal) {
    return (await tables.items(table, signal)).find(fits) ?? null;
  }

  const tablesOf = (kind: Kind): readonly TableAddress[] => [
    ...Object.values(LISTED[kind] ?? {}).map((table) => ({ route: `/${table}` })),
    ...(kind === 'asset' ? [{ route: '/operating_systems' }] : []),
  ];

  return {
    async load(kind, signal) {
      await Promise.all(tablesOf(kind).map((table) => tables.items(table, signal)));
    },
    async loadUnknown(kind, signal) {
      const unknown = tablesOf(kind).filter((table) => tables.known(table) === null);
      await Promise.all(unknown.map((table) => tables.items(table, signal)));
    },
    objection(kind, field, value) {
      if (isBlank(value)) return NEVER_BLANK[kind]?.includes(field) ? 'IT Glue needs a value here.' : null;
      const table = LISTED[kind]?.[field];
      if (!table || typeof value !== 'string') return null;
      const { label, group } = NAMED_TABLES[table];
      const items = createMissing[group] ? null : tables.known({ route: `/${table}` });
      return items === null || items.some((item) => same(item.name, value))
        ? null
        : `IT Glue has no ${label} "${value}".`;
    },
    async named(table, name, signal) {
      const address = { route: `/${table}` };
      const found = await find(address, (item) => same(item.name, name), signal);
      if (found) return found.id;
      const { label, group } = NAMED_TABLES[table];
      if (createMissing[group])
        return tables.add(address, table.replace(/_/g, '-'), { name: name.trim() }, signal);
      throw rejected(
        `IT Glue has no ${label} "${name}".`,
        `Add it in IT Glue (Account > Settings), or use one of the ${label} names that IT Glue has.`,
      );
    },
    async model(manufacturer, name, signal) {
      const address = { route: '/manufacturers/{id}/relationships/models', id: manufacturer };
      const found = await find(address, (item) => same(item.name, name), signal);
      if (found) return found.id;
      if (!createMissing.models)
        throw rejected(`IT Glue has no model "${name}" of this manufacturer.`, 'Add the model in IT Glue.');
      const attributes = { name: name.trim(), 'manufacturer-id': foreignKey(manufacturer) };
      return tables.add(address, 'models', attributes, signal);
    },
    async country(country, signal) {
      const iso = isoOf(country);
      const fits = (item: LookupItem) =>
        same(item.name, country) || (iso !== null && item.iso !== null && same(item.iso, iso));
      const found = await find({ route: '/countries' }, fits, signal);
      if (found) return found;
      throw rejected(
        `IT Glue has no country "${country}".`,
        'Write the country as its English name or ISO code.',
      );
    },
    async region(country, region, signal) {
      const fits = (item: LookupItem) =>
        same(item.name, region) || (item.iso !== null && same(bareCode(item.iso), bareCode(region)));
      const address = { route: '/countries/{id}/relationships/regions', id: country.id };
      const found = await find(address, fits, signal);
      if (found) return found.id;
      throw rejected(
        `IT Glue has no state or region "${region}" in ${country.name}.`,
        'Write it as IT Glue’s list has it, or as its short code.',
      );
    },
    operatingSystem: async (text, signal) =>
      bestSystem(await tables.items({ route: '/operating_systems' }, signal), text),
  };
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? [];

/** Whole words in a row: "Windows 1" is not in "Windows 10". */
export function bestSystem(items: readonly LookupItem[], text: string): LookupItem | null {
  const exact = items.find((item) => same(item.name, text));
  if (exact) return exact;
  const wanted = ` ${wordsOf(text).join(' ')} `;
  const length = (item: LookupItem): number => wordsOf(item.name).length;
  return items
    .filter((item) => length(item) > 0 && wanted.includes(` ${wordsOf(item.name).join(' ')} `))
    .reduce<LookupItem | null>(
      (best, item) => (best === null || length(item) > length(best) ? item : best),
      null,
    );
}
