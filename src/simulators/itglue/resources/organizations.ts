/** Organizations: the account's clients. They have no address; that is their primary location's. */
import { number, reference, text } from '../columns';
import type { Resource } from '../resource';
import type { Row, State } from '../state';
import { adaptersResources, lockedChanges, psaIntegration, remoteItems } from '../sync';
import type { Json } from '../values';
import { empty, nameBehind, portalPage, TIMESTAMPS } from './common';

const ALLOWED_WHILE_SYNCED = new Set(['alert', 'description', 'quick_notes', 'my_glue_account_id']);

function ancestors(row: Row, state: State): readonly number[] {
  const parent = state.find('organizations', row.values.parent_id);
  return parent === undefined || parent === row ? [] : [...ancestors(parent, state), parent.id];
}

function ancestorIds(row: Row, state: State): Json {
  return `[${ancestors(row, state).join(',')}]`;
}

export const organizations: Resource = {
  collection: 'organizations',
  attributes: [
    'name',
    'alert',
    'description',
    'organization_type_id',
    'organization_type_name',
    'organization_status_id',
    'organization_status_name',
    'my_glue_account_id',
    'my_glue_account_status',
    'primary',
    'logo',
    'quick_notes',
    'short_name',
    'parent_id',
    'ancestor_ids',
    'psa_integration',
    'resource_url',
    ...TIMESTAMPS,
  ],
  derived: {
    organization_type_name: nameBehind('organization_type_id', 'organization_types'),
    organization_status_name: nameBehind('organization_status_id', 'organization_statuses'),
    // The documented examples show a parent's id as a string, unlike every other foreign key.
    parent_id: (row) => (typeof row.values.parent_id === 'number' ? String(row.values.parent_id) : null),
    ancestor_ids: ancestorIds,
    psa_integration: psaIntegration,
    resource_url: portalPage('organizations'),
  },
  columns: [
    text('name', { required: true }),
    text('alert'),
    text('description'),
    reference('organization_type_id', 'organization_types'),
    reference('organization_status_id', 'organization_statuses'),
    number('my_glue_account_id'),
    text('quick_notes'),
    text('short_name'),
    reference('parent_id', 'organizations'),
  ],
  defaults: { primary: false, logo: '' },
  sorts: [
    'name',
    'id',
    'updated_at',
    'organization_status_name',
    'organization_type_name',
    'created_at',
    'short_name',
    'my_glue_account_id',
  ],
  filters: {
    id: 'number',
    name: 'text',
    organization_type_id: 'number',
    organization_status_id: 'number',
    created_at: 'date',
    updated_at: 'date',
    my_glue_account_id: 'number',
    group_id: 'number',
    primary: 'boolean',
  },
  excludes: { id: 'number', name: 'text', organization_type_id: 'number', organization_status_id: 'number' },
  ranges: ['my_glue_account_id'],
  foundBy: ['bms'],
  includes: {
    anywhere: {
      adapters_resources: adaptersResources,
      rmm_companies: remoteItems('rmm-companies'),
      ...empty('attachments'),
    },
    showOnly: {},
  },
  truncated: { quick_notes: 250 },
  locked: (row, changes, state) => lockedChanges(row, changes, ALLOWED_WHILE_SYNCED, state),
  creatable: true,
  updatable: true,
  bulkUpdatable: true,
  destroyable: true,
};
