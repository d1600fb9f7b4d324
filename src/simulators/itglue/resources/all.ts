/** Every resource of the account, and which of them live below another record. */

import type { Collection } from '../collections';
import type { Resource } from '../resource';
import { configurations } from './configurations';
import { contacts } from './contacts';
import { configurationInterfaces } from './interfaces';
import { locations } from './locations';
import { lookups } from './lookups';
import { organizations } from './organizations';

export const RESOURCES: readonly Resource[] = [
  organizations,
  locations,
  contacts,
  configurations,
  configurationInterfaces,
  ...lookups,
];

export interface Nesting {
  readonly parent: Collection;
  readonly child: Collection;
  /** The child's attribute that names its parent. */
  readonly column: string;
  /** DELETE with a list, DELETE with an id that answers the record, DELETE with an id that answers nothing. */
  readonly destroy: 'list' | 'one' | 'one-silently' | 'none';
}

export const NESTINGS: readonly Nesting[] = [
  { parent: 'organizations', child: 'configurations', column: 'organization_id', destroy: 'list' },
  { parent: 'organizations', child: 'contacts', column: 'organization_id', destroy: 'list' },
  { parent: 'organizations', child: 'locations', column: 'organization_id', destroy: 'one' },
  {
    parent: 'configurations',
    child: 'configuration_interfaces',
    column: 'configuration_id',
    destroy: 'one-silently',
  },
  { parent: 'manufacturers', child: 'models', column: 'manufacturer_id', destroy: 'none' },
  { parent: 'countries', child: 'regions', column: 'country_id', destroy: 'none' },
];

export function resourceOf(collection: Collection): Resource {
  const resource = RESOURCES.find((candidate) => candidate.collection === collection);
  if (resource === undefined) throw new Error(`no such resource: ${collection}`);
  return resource;
}
