/** Chooses and orders the rows of a listing. */
import type { Filter, IntegrationFilter, ListQuery, Order } from './query';
import { type Resource, read } from './resource';
import type { Row, State } from './state';
import type { Json } from './values';

export interface Page {
  readonly rows: readonly Row[];
  readonly total: number;
}

function valueIn(resource: Resource, row: Row, name: string, state: State): Json {
  if (name === 'id') return row.id;
  if (name === 'created_at') return row.createdAt;
  if (name === 'updated_at') return row.updatedAt;
  // An organization's parent reads as a string; everything is found and sorted by what is stored.
  return name in row.values ? (row.values[name] ?? null) : read(resource, row, name, state);
}

/** Bounds are inclusive and `*` is open; timestamps have whole seconds. */
function inRange(filter: Filter, value: Json): boolean {
  if (typeof value !== 'number') return false;
  const isDate = filter.kind === 'date';
  const compared = isDate ? Math.floor(value / 1000) * 1000 : value;
  const [start, end] = filter.values.map((bound) => (isDate ? Date.parse(bound) : Number(bound)));
  const afterStart = filter.values[0] === '*' || compared >= (start ?? Number.NaN);
  return afterStart && (filter.values[1] === '*' || compared <= (end ?? Number.NaN));
}

function isAmong(filter: Filter, value: Json): boolean {
  if (value === null) return false;
  if (filter.kind === 'boolean') {
    return filter.values.some((wanted) => (wanted === 'true' || wanted === '1') === value);
  }
  return filter.values.includes(String(value));
}

function passes(filter: Filter, value: Json): boolean {
  if (filter.mode === 'range') return inRange(filter, value);
  return isAmong(filter, value) === (filter.mode === 'any');
}

function isLinked(filter: IntegrationFilter, row: Row, state: State): boolean {
  const { psaIntegrationType, rmmIntegrationType } = state.switches;
  if (filter.type !== (filter.product === 'bms' ? psaIntegrationType : rmmIntegrationType)) return false;
  const links = state.linksOf(row, filter.product);
  return links.some((link) => filter.ids === null || filter.ids.includes(link.remoteId));
}

export function matching(
  resource: Resource,
  rows: readonly Row[],
  query: Pick<ListQuery, 'filters' | 'integrations'>,
  state: State,
): Row[] {
  return rows.filter(
    (row) =>
      query.filters.every((filter) => passes(filter, valueIn(resource, row, filter.name, state))) &&
      query.integrations.every((filter) => isLinked(filter, row, state)),
  );
}

function compare(left: Json, right: Json): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}

const SCRAMBLER = 7_919;

function scrambled(row: Row): number {
  return (row.id * SCRAMBLER) % 10_007;
}

function ordered(resource: Resource, rows: Row[], order: readonly Order[], state: State): Row[] {
  if (order.length === 0 && state.switches.defaultOrder === 'scrambled') {
    return rows.sort((left, right) => scrambled(left) - scrambled(right));
  }
  return rows.sort((left, right) => {
    for (const { name, descending } of order) {
      const difference = compare(valueIn(resource, left, name, state), valueIn(resource, right, name, state));
      if (difference !== 0) return descending ? -difference : difference;
    }
    return left.id - right.id;
  });
}

/** One page of the rows that the query asks for; empty beyond the end. */
export function page(resource: Resource, rows: readonly Row[], query: ListQuery, state: State): Page {
  const found = ordered(resource, matching(resource, rows, query, state), query.order, state);
  const pagesBefore = query.page - 1;
  const start = Math.max(0, pagesBefore * (query.size - state.switches.rowsShiftedPerPage));
  return { rows: found.slice(start, start + query.size), total: found.length };
}
