/** IT Glue's look-up tables: where they are, and which of their entries a text means. */
import { countryCode } from '../../engine/normalize/country';
import { entryNamed, looseForm, makersForm } from '../names';
import type { LookupItem, TableAddress } from './tables';

/** Which entries may be made where a name is missing. */
export interface CreateMissing {
  readonly manufacturers: boolean;
  readonly models: boolean;
  /** Types of organizations and configurations. */
  readonly types: boolean;
  /** Statuses of organizations and configurations. */
  readonly statuses: boolean;
}

export const NAMED_TABLES = {
  organization_types: { label: 'organization type', group: 'types', form: looseForm },
  organization_statuses: { label: 'organization status', group: 'statuses', form: looseForm },
  configuration_types: { label: 'configuration type', group: 'types', form: looseForm },
  configuration_statuses: { label: 'configuration status', group: 'statuses', form: looseForm },
  manufacturers: { label: 'manufacturer', group: 'manufacturers', form: makersForm },
} as const;
export type NamedTable = keyof typeof NAMED_TABLES;

export const COUNTRIES: TableAddress = { route: '/countries' };
export const REGIONS: TableAddress = { route: '/regions' };
export const SYSTEMS_TABLE: TableAddress = { route: '/operating_systems' };
export const tableOf = (table: NamedTable): TableAddress => ({ route: `/${table}` });
export const modelsOf = (manufacturer: string): TableAddress => ({
  route: '/manufacturers/{id}/relationships/models',
  id: manufacturer,
});

export const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** `US-TX` and `TX` are one region's code. */
const bareCode = (code: string): string => code.replace(/^[A-Z]{2}-/i, '');

export function countryIn(items: readonly LookupItem[], country: string): LookupItem | null {
  const iso = countryCode(country);
  const byCode = items.find((item) => iso !== undefined && item.iso !== null && same(item.iso, iso));
  return entryNamed(items, country, looseForm) ?? byCode ?? null;
}

/** Of all regions: those of the country, by name or by code. */
export function regionIn(
  items: readonly LookupItem[],
  country: LookupItem,
  region: string,
): LookupItem | null {
  const own = items.filter((item) => item.of === country.id);
  const byCode = own.find((item) => item.iso !== null && same(bareCode(item.iso), bareCode(region)));
  return entryNamed(own, region, looseForm) ?? byCode ?? null;
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
