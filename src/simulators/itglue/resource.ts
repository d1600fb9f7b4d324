/** How a resource is described: what it shows, what may be written, and how it is found. One table per resource. */

import type { Collection } from './collections';
import type { Problem } from './errors';
import type { Row, State } from './state';
import type { Json, Values } from './values';

/** A resource object as it stands under `included`; attribute names in underscore spelling. */
export interface IncludedItem {
  readonly id: string;
  readonly type: string;
  readonly attributes: Values;
  readonly relationships?: Readonly<Record<string, Json>>;
}

/** Thrown by a column's `accept` for a value that it cannot take; the message is the error's `detail`. */
export class BadValue extends Error {}

export interface Column {
  /** Underscore spelling: `address_1`. */
  readonly name: string;
  /** The value as it will be stored. Throws `BadValue`. */
  accept(value: Json): Json;
  readonly required?: boolean;
  /** The value must be the id of a row there; the error points at the name without its `_id`. */
  readonly refersTo?: Collection;
  /** Taken at creation only. */
  readonly fixed?: boolean;
}

export type FilterKind = 'number' | 'text' | 'boolean' | 'date';

export type Includer = (row: Row, state: State) => readonly IncludedItem[];

export interface Includes {
  readonly anywhere: Readonly<Record<string, Includer>>;
  readonly showOnly: Readonly<Record<string, Includer>>;
}

export interface Resource {
  readonly collection: Collection;
  /** Names on read, in their order. */
  readonly attributes: readonly string[];
  /** Values that are worked out rather than stored. */
  readonly derived: Readonly<Record<string, (row: Row, state: State) => Json>>;
  readonly columns: readonly Column[];
  readonly defaults: Values;
  readonly sorts: readonly string[];
  readonly filters: Readonly<Record<string, FilterKind>>;
  readonly excludes?: Readonly<Record<string, FilterKind>>;
  readonly ranges?: readonly string[];
  /** Found by `psa_id` and `rmm_id`. */
  readonly foundBy?: readonly ('bms' | 'vsa')[];
  readonly includes?: Includes;
  /** Characters that a listing shows of an attribute. */
  readonly truncated?: Readonly<Record<string, number>>;
  /** Attributes among `changes` that may not be written now, because the record is synced. */
  locked?(row: Row, changes: Values, state: State): readonly string[];
  /** Rules over several attributes, on the values as they would be. `row` is null at creation. */
  check?(values: Values, changes: Values, row: Row | null, state: State): readonly Problem[];
  /** What else changes after a write: mirrored and exclusive values. */
  settle?(row: Row, changes: Values, state: State): void;
  readonly creatable: boolean;
  readonly updatable: boolean;
  /** PATCH of the collection. */
  readonly bulkUpdatable?: boolean;
  /** DELETE of the collection. */
  readonly destroyable?: boolean;
  /** No GET of the collection itself: listed below its parent only. */
  readonly nestedOnly?: boolean;
  /** The id stands inside `attributes`. */
  readonly idInAttributes?: boolean;
  /** No `relationships` key in its documents. */
  readonly bare?: boolean;
}

/** An attribute's value by its underscore name, stored or worked out; what nobody set is null. */
export function read(resource: Resource, row: Row, name: string, state: State): Json {
  const derive = resource.derived[name];
  return derive === undefined ? (row.values[name] ?? null) : derive(row, state);
}
