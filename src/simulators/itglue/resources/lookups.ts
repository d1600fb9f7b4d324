/** Look-up tables: types, statuses, makers, systems and places. Only the account's own ones can be written. */

import type { Collection } from '../collections';
import { reference, text } from '../columns';
import type { FilterKind, Resource } from '../resource';
import type { Row, State } from '../state';
import type { Json, Values } from '../values';
import { LOOKUP_SORTS, nameBehind, TIMESTAMPS } from './common';

const BY_NAME: Readonly<Record<string, FilterKind>> = { name: 'text' };

/** An entry that takes part in the PSA sync takes no change at all. */
function locked(row: Row, changes: Values): readonly string[] {
  return row.values.synced === true ? Object.keys(changes) : [];
}

function lookup(collection: Collection, overrides: Partial<Resource> = {}): Resource {
  return {
    collection,
    attributes: ['name', ...TIMESTAMPS],
    derived: {},
    columns: [text('name', { required: true })],
    defaults: { synced: false },
    sorts: LOOKUP_SORTS,
    filters: BY_NAME,
    locked,
    creatable: true,
    updatable: true,
    bare: true,
    ...overrides,
  };
}

const READ_ONLY = { columns: [], creatable: false, updatable: false };

function configurationsCount(row: Row, state: State): Json {
  const ofType = (other: Row) => other.values.configuration_type_id === row.id;
  return state.rows('configurations').filter(ofType).length;
}

export const lookups: readonly Resource[] = [
  lookup('configuration_types', {
    attributes: ['name', 'configurations_count', 'synced', ...TIMESTAMPS],
    derived: { configurations_count: configurationsCount },
  }),
  lookup('configuration_statuses', { attributes: ['name', 'synced', ...TIMESTAMPS] }),
  lookup('contact_types'),
  lookup('organization_types', { attributes: ['name', 'synced', ...TIMESTAMPS] }),
  lookup('organization_statuses', { attributes: ['name', 'synced', ...TIMESTAMPS] }),
  lookup('manufacturers'),
  lookup('models', {
    columns: [
      text('name', { required: true }),
      reference('manufacturer_id', 'manufacturers', { required: true }),
    ],
    sorts: ['id', 'name', 'manufacturer_id', 'created_at', 'updated_at'],
    filters: { id: 'number' },
  }),
  lookup('operating_systems', {
    ...READ_ONLY,
    attributes: ['name', 'platform_id', 'platform_name', ...TIMESTAMPS],
    derived: { platform_name: nameBehind('platform_id', 'platforms') },
  }),
  lookup('platforms', READ_ONLY),
  lookup('countries', {
    ...READ_ONLY,
    attributes: ['name', 'iso'],
    filters: { name: 'text', iso: 'text' },
  }),
  lookup('regions', {
    ...READ_ONLY,
    attributes: ['name', 'iso', 'country_id'],
    filters: { name: 'text', iso: 'text', country_id: 'number' },
  }),
];
