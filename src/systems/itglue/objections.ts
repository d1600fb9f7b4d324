/** What IT Glue would refuse, told from its look-up tables before it is planned: such a value is drift, and is not tried. */
import type { FieldName } from '../../engine/fields';
import { type Fields, type FieldValue, isBlank, type Kind } from '../../engine/model';
import { entryNamed, makersForm, modelsForm } from '../names';
import {
  COUNTRIES,
  type CreateMissing,
  countryIn,
  modelsOf,
  NAMED_TABLES,
  type NamedTable,
  REGIONS,
  regionIn,
  SYSTEMS_TABLE,
  tableOf,
} from './entries';
import type { TableAddress, Tables } from './tables';

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
const NEVER_BLANK: Readonly<Partial<Record<Kind, readonly FieldName[]>>> = {
  organization: ['name', 'type'],
  location: ['name'],
  asset: ['name', 'type'],
};

const textIn = (value: FieldValue | undefined): string => (typeof value === 'string' ? value.trim() : '');

export function createObjections(tables: Tables, createMissing: CreateMissing) {
  const unnamed = (table: NamedTable, name: string): string | null => {
    const { label, group, form } = NAMED_TABLES[table];
    const items = createMissing[group] ? null : tables.known(tableOf(table));
    return items === null || entryNamed(items, name, form) ? null : `IT Glue has no ${label} "${name}".`;
  };

  /** A region is one of its country's. */
  function noRegion(region: string, beside: Fields): string | null {
    const [regions, countries] = [tables.known(REGIONS), tables.known(COUNTRIES)];
    if (regions === null || countries === null) return null;
    const name = textIn(beside.country);
    if (name === '') return 'IT Glue keeps a state or region only together with its country.';
    const country = countryIn(countries, name);
    if (!country) return `IT Glue has no country "${name}" to look the state or region up in.`;
    return regionIn(regions, country, region)
      ? null
      : `IT Glue has no state or region "${region}" in ${country.name}.`;
  }

  /** A model is one of its manufacturer's. */
  function noModel(model: string, beside: Fields): string | null {
    const name = textIn(beside.manufacturer);
    if (name === '') return 'IT Glue keeps a model only together with its manufacturer.';
    const maker = entryNamed(tables.known(tableOf('manufacturers')) ?? [], name, makersForm);
    if (!maker) return unnamed('manufacturers', name);
    const models = createMissing.models ? null : tables.known(modelsOf(maker.id));
    return models === null || entryNamed(models, model, modelsForm)
      ? null
      : `IT Glue has no model "${model}" of ${maker.name}.`;
  }

  function noCountry(country: string): string | null {
    const countries = tables.known(COUNTRIES);
    return countries === null || countryIn(countries, country)
      ? null
      : `IT Glue has no country "${country}".`;
  }

  const tablesOf = (kind: Kind): readonly TableAddress[] => [
    ...Object.values(LISTED[kind] ?? {}).map(tableOf),
    ...(kind === 'location' ? [COUNTRIES, REGIONS] : []),
    ...(kind === 'asset' ? [SYSTEMS_TABLE] : []),
  ];

  /** Models are listed below each manufacturer, and are asked for only where none may be added. */
  async function readAll(kind: Kind, wanted: (table: TableAddress) => boolean, signal: AbortSignal) {
    await Promise.all(
      tablesOf(kind)
        .filter(wanted)
        .map((table) => tables.items(table, signal)),
    );
    if (kind !== 'asset' || createMissing.models) return;
    const models = (tables.known(tableOf('manufacturers')) ?? []).map(({ id }) => modelsOf(id));
    for (const table of models.filter(wanted)) await tables.items(table, signal);
  }

  return {
    load: (kind: Kind, signal: AbortSignal): Promise<void> => readAll(kind, () => true, signal),
    loadUnknown: (kind: Kind, signal: AbortSignal): Promise<void> =>
      readAll(kind, (table) => tables.known(table) === null, signal),
    objection(kind: Kind, field: FieldName, value: FieldValue, beside: Fields = {}): string | null {
      if (isBlank(value)) return NEVER_BLANK[kind]?.includes(field) ? 'IT Glue needs a value here.' : null;
      if (typeof value !== 'string') return null;
      const table = LISTED[kind]?.[field];
      if (table) return unnamed(table, value);
      if (kind === 'location' && field === 'country') return noCountry(value);
      if (kind === 'location' && field === 'region') return noRegion(value, beside);
      return kind === 'asset' && field === 'model' ? noModel(value, beside) : null;
    },
  };
}
