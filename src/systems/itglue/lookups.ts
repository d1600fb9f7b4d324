/** From names to the ids of IT Glue's look-up tables. Source: IT Glue API reference, Lookup tables. */
import { Failure } from '../../engine/failure';
import type { FieldName } from '../../engine/fields';
import type { Fields, FieldValue, Kind } from '../../engine/model';
import { entryNamed, modelsForm } from '../names';
import {
  bestSystem,
  COUNTRIES,
  type CreateMissing,
  countryIn,
  modelsOf,
  NAMED_TABLES,
  type NamedTable,
  REGIONS,
  regionIn,
  SYSTEMS_TABLE,
  same,
  tableOf,
} from './entries';
import { createObjections } from './objections';
import type { LookupItem, Tables } from './tables';
import { foreignKey } from './values';

/** Each fails with `rejected` for a name that is not there and may not be made. */
export interface Lookups {
  /** Reads the tables that values of this kind are looked up in, so that objections can be told without a call. */
  load(kind: Kind, signal: AbortSignal): Promise<void>;
  /** The same, but only those that were never read. */
  loadUnknown(kind: Kind, signal: AbortSignal): Promise<void>;
  /** Why IT Glue would not take the value beside the others, as far as its tables tell. */
  objection(kind: Kind, field: FieldName, value: FieldValue, beside?: Fields): string | null;
  named(table: NamedTable, name: string, signal: AbortSignal): Promise<string>;
  model(manufacturer: string, name: string, signal: AbortSignal): Promise<string>;
  country(country: string, signal: AbortSignal): Promise<LookupItem>;
  region(country: LookupItem, region: string, signal: AbortSignal): Promise<string>;
  /** The list's best entry: the same name, else the longest that the text contains. Null where none fits. */
  operatingSystem(text: string, signal: AbortSignal): Promise<LookupItem | null>;
  /** Reads the list that the platform of such records is told from, where it was never read. */
  loadPlatforms(kind: Kind, signal: AbortSignal): Promise<void>;
  /** The platform that the list has the operating system under, as last read. */
  platformOf(operatingSystem: string | null): string | null;
}

function rejected(message: string, remedy: string): Failure {
  return new Failure('rejected', message, { system: 'itglue', remedy });
}

export function createLookups(tables: Tables, createMissing: CreateMissing): Lookups {
  const { load, loadUnknown, objection } = createObjections(tables, createMissing);
  return {
    load,
    loadUnknown,
    objection,
    async named(table, name, signal) {
      const address = tableOf(table);
      const { label, group, form } = NAMED_TABLES[table];
      const found = entryNamed(await tables.items(address, signal), name, form);
      if (found) return found.id;
      if (createMissing[group])
        return tables.add(address, table.replace(/_/g, '-'), { name: name.trim() }, signal);
      throw rejected(
        `IT Glue has no ${label} "${name}".`,
        `Add it in IT Glue (Account > Settings), or use one of the ${label} names that IT Glue has.`,
      );
    },
    async model(manufacturer, name, signal) {
      const address = modelsOf(manufacturer);
      const found = entryNamed(await tables.items(address, signal), name, modelsForm);
      if (found) return found.id;
      if (!createMissing.models)
        throw rejected(`IT Glue has no model "${name}" of this manufacturer.`, 'Add the model in IT Glue.');
      const attributes = { name: name.trim(), 'manufacturer-id': foreignKey(manufacturer) };
      return tables.add(address, 'models', attributes, signal);
    },
    async country(country, signal) {
      const found = countryIn(await tables.items(COUNTRIES, signal), country);
      if (found) return found;
      throw rejected(
        `IT Glue has no country "${country}".`,
        'Write the country as its English name or ISO code.',
      );
    },
    async region(country, region, signal) {
      const found = regionIn(await tables.items(REGIONS, signal), country, region);
      if (found) return found.id;
      throw rejected(
        `IT Glue has no state or region "${region}" in ${country.name}.`,
        'Write it as IT Glue’s list has it, or as its short code.',
      );
    },
    operatingSystem: async (text, signal) => bestSystem(await tables.items(SYSTEMS_TABLE, signal), text),
    async loadPlatforms(kind, signal) {
      if (kind === 'asset' && tables.known(SYSTEMS_TABLE) === null) await tables.items(SYSTEMS_TABLE, signal);
    },
    platformOf: (name) =>
      (name === null ? null : tables.known(SYSTEMS_TABLE)?.find((item) => same(item.name, name))?.of) ?? null,
  };
}
