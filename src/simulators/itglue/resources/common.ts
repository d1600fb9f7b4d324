/** Pieces that several resources share. */

import type { Collection } from '../collections';
import { invalid, type Problem } from '../errors';
import type { Includer } from '../resource';
import type { Row, State } from '../state';
import { nothing } from '../sync';
import { blankAsNull, type Json, type Values } from '../values';

export const TIMESTAMPS = ['created_at', 'updated_at'] as const;
export const LOOKUP_SORTS = ['name', 'id', 'created_at', 'updated_at'] as const;

/** The name of the row that a foreign key points to. */
export function nameBehind(column: string, collection: Collection, attribute = 'name') {
  return (row: Row, state: State): Json =>
    state.find(collection, row.values[column])?.values[attribute] ?? null;
}

/** First plus last name of a contact. */
export function personName(contact: Row | undefined): Json {
  const parts = [contact?.values.first_name, contact?.values.last_name];
  return blankAsNull(parts.filter((part) => typeof part === 'string').join(' '));
}

/** Includes that are known but hold nothing here. */
export function empty(...names: readonly string[]): Record<string, Includer> {
  return Object.fromEntries(names.map((name) => [name, nothing]));
}

/** Rules over several attributes are asked only when one of them is written. */
export function writesAny(changes: Values, ...names: readonly string[]): boolean {
  return names.some((name) => changes[name] !== undefined);
}

/** The row behind a foreign key must belong to the record's own organization. */
export function sameOrganization(
  values: Values,
  changes: Values,
  column: string,
  collection: Collection,
  state: State,
): readonly Problem[] {
  if (!writesAny(changes, column, 'organization_id')) return [];
  const other = state.find(collection, values[column]);
  if (other === undefined || other.values.organization_id === values.organization_id) return [];
  return [invalid(column.replace(/_id$/, ''), 'must belong to the same organization')];
}

/** `resource-url`: the record's page in the portal. */
export function portalPage(collection: Collection) {
  return (row: Row, state: State): Json => {
    if (collection === 'organizations') return `${state.portal}/${row.id}`;
    return `${state.portal}/${String(row.values.organization_id)}/${collection}/${row.id}`;
  };
}
