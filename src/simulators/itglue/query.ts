/** Reads a request's query: page, sort, include and filters. What it does not know it ignores, as the product does. */
import { badRequest, Refusal } from './errors';
import type { FilterKind, Resource } from './resource';
import type { Switches } from './switches';

export interface Filter {
  /** Underscore name of the attribute. */
  readonly name: string;
  readonly kind: FilterKind;
  readonly mode: 'any' | 'none' | 'range';
  readonly values: readonly string[];
}

export interface IntegrationFilter {
  readonly product: 'bms' | 'vsa';
  /** The integration type asked for, of this product's or of another; null where none was given. */
  readonly type: string | null;
  readonly ids: readonly string[] | null;
}

export interface Order {
  readonly name: string;
  readonly descending: boolean;
}

export interface ListQuery {
  readonly page: number;
  readonly size: number;
  readonly order: readonly Order[];
  readonly filters: readonly Filter[];
  readonly integrations: readonly IntegrationFilter[];
}

const DEFAULT_SIZE = 50;

const PSA_TYPES: ReadonlySet<string> = new Set([
  'manage',
  'autotask',
  'tigerpaw',
  'kaseya-bms',
  'pulseway-psa',
  'vorex',
]);

const RMM_TYPES: ReadonlySet<string> = new Set(
  (
    'addigy aem atera auvik managed-workplace continuum jamf-pro kaseya-vsa automate log-me-in msp-rmm meraki ' +
    'msp-n-central ninja-rmm panorama9 pulseway-rmm syncro watchman-monitoring office365 vsa-x'
  ).split(' '),
);

/** A parameter given twice is refused, whatever it is. Throws `Refusal`. */
export function refuseDuplicates(parameters: URLSearchParams): void {
  const keys = [...parameters.keys()].filter((key) => !key.endsWith('[]'));
  if (new Set(keys).size === keys.length) return;
  throw new Refusal([{ status: 422, title: 'Duplicate Parameters Specified', pointer: 'data' }]);
}

/** Comma separated values; a backslash before a comma makes it part of the value. */
export function splitValues(written: string): string[] {
  return written
    .split(/(?<!\\),/)
    .map((value) => value.replaceAll('\\,', ',').trim())
    .filter((value) => value !== '');
}

function positive(parameters: URLSearchParams, key: string, fallback: number): number {
  const written = parameters.get(key);
  if (written === null || written === '') return fallback;
  if (!/^\d+$/.test(written) || Number(written) === 0) throw badRequest(`${key} is invalid`, key);
  return Number(written);
}

function parseOrder(parameters: URLSearchParams, resource: Resource): Order[] {
  return splitValues(parameters.get('sort') ?? '').map((field) => {
    const descending = field.startsWith('-');
    const name = (descending ? field.slice(1) : field).replaceAll('-', '_');
    if (!resource.sorts.includes(name)) throw badRequest(`${name} is not a valid sort criteria`, 'sort');
    return { name, descending };
  });
}

function checkValue(kind: FilterKind, name: string, value: string): void {
  const fine =
    kind === 'text' ||
    (kind === 'number' && /^-?\d+$/.test(value)) ||
    (kind === 'boolean' && /^(true|false|0|1)$/.test(value)) ||
    (kind === 'date' && (value === '*' || !Number.isNaN(Date.parse(value))));
  if (!fine) throw badRequest(`${name} has an invalid value`, `filter[${name}]`);
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

function checkBounds(name: string, values: readonly string[]): void {
  if (values.length !== 2) throw badRequest(`${name} needs a start and an end`, `filter[${name}]`);
}

function checkLength(name: string, values: readonly string[], days: number | null): void {
  if (days === null) return;
  const [start, end] = values.map((value) => Date.parse(value));
  const length = (end ?? Number.NaN) - (start ?? Number.NaN);
  if (length <= days * DAY_MILLISECONDS) return;
  throw badRequest(`${name} range is too long`, `filter[${name}]`);
}

function filterOf(
  name: string,
  kind: FilterKind,
  mode: Filter['mode'],
  written: string,
  switches: Readonly<Switches>,
): Filter {
  const values = splitValues(written);
  if (mode === 'range' || kind === 'date') {
    checkBounds(name, values);
    for (const value of values) if (value !== '*') checkValue(kind, name, value);
    if (kind === 'date') checkLength(name, values, switches.dateRangeDays);
    return { name, kind, mode: 'range', values };
  }
  for (const value of values) checkValue(kind, name, value);
  return { name, kind, mode, values };
}

function parseFilters(
  parameters: URLSearchParams,
  resource: Resource,
  switches: Readonly<Switches>,
): Filter[] {
  const found: Filter[] = [];
  const add = (key: string, name: string, kind: FilterKind, mode: Filter['mode']) => {
    const written = parameters.get(key);
    if (written !== null && written !== '') found.push(filterOf(name, kind, mode, written, switches));
  };
  for (const [name, kind] of Object.entries(resource.filters)) add(`filter[${name}]`, name, kind, 'any');
  for (const [name, kind] of Object.entries(resource.excludes ?? {})) {
    add(`filter[exclude][${name}]`, name, kind, 'none');
  }
  for (const name of resource.ranges ?? []) add(`filter[range][${name}]`, name, 'number', 'range');
  return found;
}

function parseIntegration(
  parameters: URLSearchParams,
  product: 'bms' | 'vsa',
  switches: Readonly<Switches>,
): IntegrationFilter | null {
  const prefix = product === 'bms' ? 'psa' : 'rmm';
  const written = parameters.get(`filter[${prefix}_id]`);
  const type = parameters.get(`filter[${prefix}_integration_type]`);
  if (written === null && type === null) return null;
  if (type === null) {
    if (switches.missingIntegrationType === 'ignore') return null;
    throw badRequest(`${prefix}_integration_type is required`, `filter[${prefix}_integration_type]`);
  }
  if (!(product === 'bms' ? PSA_TYPES : RMM_TYPES).has(type)) {
    throw badRequest(`${prefix}_integration_type is invalid`, `filter[${prefix}_integration_type]`);
  }
  return { product, type, ids: written === null ? null : splitValues(written) };
}

/** The parameters with filter names in underscore spelling. */
function respelt(parameters: URLSearchParams, { hyphenatedFilters }: Readonly<Switches>): URLSearchParams {
  if (hyphenatedFilters === 'ignore') return parameters;
  const names = (key: string): string => (key.startsWith('filter[') ? key.replaceAll('-', '_') : key);
  return new URLSearchParams([...parameters].map(([key, value]): [string, string] => [names(key), value]));
}

/** Throws `Refusal` with 400 for a value that the product cannot read. */
export function parseFilterPart(
  given: URLSearchParams,
  resource: Resource,
  switches: Readonly<Switches>,
): Pick<ListQuery, 'filters' | 'integrations'> {
  const parameters = respelt(given, switches);
  const integrations = (resource.foundBy ?? [])
    .map((product) => parseIntegration(parameters, product, switches))
    .filter((filter) => filter !== null);
  return { filters: parseFilters(parameters, resource, switches), integrations };
}

export function parseListQuery(
  parameters: URLSearchParams,
  resource: Resource,
  nested: boolean,
  switches: Readonly<Switches>,
): ListQuery {
  const ignoresFilters = nested && !switches.nestedFilters;
  const size = positive(parameters, 'page[size]', DEFAULT_SIZE);
  const fixed = !resource.creatable && !resource.updatable;
  return {
    page: positive(parameters, 'page[number]', 1),
    size: Math.min(size, fixed ? switches.maximumFixedPageSize : switches.maximumPageSize),
    order: parseOrder(parameters, resource),
    ...(ignoresFilters ? { filters: [], integrations: [] } : parseFilterPart(parameters, resource, switches)),
  };
}

export function hasFilter(parameters: URLSearchParams): boolean {
  return [...parameters.keys()].some((key) => key.startsWith('filter'));
}

/** Names to include, in underscore spelling; hyphens are accepted. */
export function parseInclude(parameters: URLSearchParams): string[] {
  return splitValues(parameters.get('include') ?? '').map((name) => name.replaceAll('-', '_'));
}
