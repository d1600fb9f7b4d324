/** Locations: the addresses of organizations, one of them primary. */
import { flag, phone, reference, text } from '../columns';
import { invalid, type Problem } from '../errors';
import type { Resource } from '../resource';
import type { Row, State } from '../state';
import { adaptersResources, lockedChanges, psaIntegration } from '../sync';
import { formattedPhone, type Json, type Values } from '../values';
import { empty, nameBehind, portalPage, TIMESTAMPS, writesAny } from './common';

const NOTHING_ALLOWED: ReadonlySet<string> = new Set();

function formatted(attribute: string) {
  return (row: Row, state: State): Json => {
    const number = row.values[attribute];
    if (typeof number !== 'string') return null;
    const iso = state.find('countries', row.values.country_id)?.values.iso;
    return formattedPhone(number, typeof iso === 'string' ? iso : 'US');
  };
}

function otherPrimaries(organization: Json | undefined, self: Row | null, state: State): Row[] {
  return state
    .rows('locations')
    .filter(
      (row) => row !== self && row.values.primary === true && row.values.organization_id === organization,
    );
}

function check(values: Values, changes: Values, row: Row | null, state: State): readonly Problem[] {
  const problems: Problem[] = [];
  const region = state.find('regions', values.region_id);
  const places = writesAny(changes, 'region_id', 'country_id');
  if (places && region !== undefined && region.values.country_id !== values.country_id) {
    problems.push(invalid('region', 'must belong to the country'));
  }
  const refused = state.switches.secondPrimaryLocation === 'refuse' && changes.primary === true;
  if (refused && otherPrimaries(values.organization_id, row, state).length > 0) {
    problems.push(invalid('primary', 'has already been taken'));
  }
  return problems;
}

function settle(row: Row, changes: Values, state: State): void {
  if (changes.primary !== true) return;
  for (const other of otherPrimaries(row.values.organization_id, row, state)) {
    state.change(other, { primary: false });
  }
}

export const locations: Resource = {
  collection: 'locations',
  attributes: [
    'organization_id',
    'organization_name',
    'name',
    'primary',
    'address_1',
    'address_2',
    'city',
    'postal_code',
    'region_id',
    'region_name',
    'country_id',
    'country_name',
    'phone',
    'fax',
    'formatted_phone',
    'formatted_fax',
    'notes',
    'restricted',
    'psa_integration',
    'resource_url',
    ...TIMESTAMPS,
  ],
  derived: {
    organization_name: nameBehind('organization_id', 'organizations'),
    region_name: nameBehind('region_id', 'regions'),
    country_name: nameBehind('country_id', 'countries'),
    formatted_phone: formatted('phone'),
    formatted_fax: formatted('fax'),
    psa_integration: psaIntegration,
    resource_url: portalPage('locations'),
  },
  columns: [
    reference('organization_id', 'organizations', { required: true, fixed: true }),
    text('name', { required: true }),
    flag('primary'),
    text('address_1'),
    text('address_2'),
    text('city'),
    text('postal_code'),
    reference('region_id', 'regions'),
    reference('country_id', 'countries'),
    phone('phone'),
    phone('fax'),
    text('notes'),
    flag('restricted'),
  ],
  defaults: { primary: false, restricted: false },
  sorts: ['name', 'id', 'primary', 'created_at', 'updated_at'],
  filters: {
    id: 'number',
    name: 'text',
    city: 'text',
    region_id: 'number',
    country_id: 'number',
    organization_id: 'number',
  },
  foundBy: ['bms'],
  includes: {
    anywhere: {
      adapters_resources: adaptersResources,
      ...empty('attachments', 'passwords', 'user_resource_accesses', 'group_resource_accesses'),
    },
    showOnly: empty('recent_versions', 'related_items', 'authorized_users'),
  },
  locked: (row, changes, state) => lockedChanges(row, changes, NOTHING_ALLOWED, state),
  check,
  settle,
  creatable: true,
  updatable: true,
  bulkUpdatable: true,
  destroyable: true,
};
