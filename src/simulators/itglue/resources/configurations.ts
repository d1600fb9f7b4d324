/** Configurations: the assets of organizations. */
import { date, flag, ipAddress, macAddress, reference, text } from '../columns';
import { invalid, type Problem } from '../errors';
import type { IncludedItem, Resource } from '../resource';
import type { Row, State } from '../state';
import { adaptersResources, lockedChanges, psaIntegration, remoteItems, rmmAdaptersResources } from '../sync';
import type { Values } from '../values';
import { empty, nameBehind, personName, portalPage, sameOrganization, TIMESTAMPS, writesAny } from './common';
import { configurationInterfaces, mirrorFromConfiguration } from './interfaces';
import { shown } from './shown';

const ALLOWED_WHILE_SYNCED = new Set([
  'archived',
  'asset_tag',
  'notes',
  'purchased_at',
  'restricted',
  'serial_number',
  'warranty_expires_at',
  'mitp_device_expiration_date',
  'mitp_end_of_life_date',
]);

const ATTRIBUTES = [
  'organization_id',
  'organization_name',
  'organization_short_name',
  'resource_url',
  'restricted',
  'my_glue',
  'psa_integration',
  'name',
  'hostname',
  'primary_ip',
  'mac_address',
  'default_gateway',
  'serial_number',
  'asset_tag',
  'position',
  'installed_by',
  'purchased_by',
  'notes',
  'operating_system_notes',
  'warranty_expires_at',
  'mitp_device_expiration_date',
  'mitp_end_of_life_date',
  'installed_at',
  'purchased_at',
  'configuration_type_id',
  'configuration_type_name',
  'configuration_type_kind',
  'configuration_status_id',
  'configuration_status_name',
  'manufacturer_id',
  'manufacturer_name',
  'model_id',
  'model_name',
  'operating_system_id',
  'operating_system_name',
  'location_id',
  'location_name',
  'contact_id',
  'contact_name',
  'archived',
  ...TIMESTAMPS,
];

function interfaceItems(row: Row, state: State): IncludedItem[] {
  return state.interfacesOf(row).map((inner) => ({
    id: String(inner.id),
    type: 'configuration-interfaces',
    attributes: shown(configurationInterfaces, inner, state),
  }));
}

function check(values: Values, changes: Values, _row: Row | null, state: State): readonly Problem[] {
  const model = state.find('models', values.model_id);
  const strangeModel =
    writesAny(changes, 'model_id', 'manufacturer_id') &&
    model !== undefined &&
    model.values.manufacturer_id !== values.manufacturer_id;
  return [
    ...sameOrganization(values, changes, 'location_id', 'locations', state),
    ...sameOrganization(values, changes, 'contact_id', 'contacts', state),
    ...(strangeModel ? [invalid('model', 'must belong to the manufacturer')] : []),
  ];
}

function settle(row: Row, changes: Values, state: State): void {
  if (changes.primary_ip === undefined && changes.mac_address === undefined) return;
  mirrorFromConfiguration(row, state);
}

export const configurations: Resource = {
  collection: 'configurations',
  attributes: ATTRIBUTES,
  derived: {
    organization_name: nameBehind('organization_id', 'organizations'),
    organization_short_name: nameBehind('organization_id', 'organizations', 'short_name'),
    resource_url: portalPage('configurations'),
    psa_integration: psaIntegration,
    configuration_type_name: nameBehind('configuration_type_id', 'configuration_types'),
    configuration_type_kind: nameBehind('configuration_type_id', 'configuration_types', 'kind'),
    configuration_status_name: nameBehind('configuration_status_id', 'configuration_statuses'),
    manufacturer_name: nameBehind('manufacturer_id', 'manufacturers'),
    model_name: nameBehind('model_id', 'models'),
    operating_system_name: nameBehind('operating_system_id', 'operating_systems'),
    location_name: nameBehind('location_id', 'locations'),
    contact_name: (row, state) => personName(state.find('contacts', row.values.contact_id)),
  },
  columns: [
    reference('organization_id', 'organizations', { required: true }),
    text('name', { required: true }),
    text('hostname'),
    reference('configuration_type_id', 'configuration_types', { required: true }),
    reference('configuration_status_id', 'configuration_statuses'),
    reference('location_id', 'locations'),
    reference('contact_id', 'contacts'),
    reference('manufacturer_id', 'manufacturers'),
    reference('model_id', 'models'),
    reference('operating_system_id', 'operating_systems'),
    text('operating_system_notes'),
    text('notes'),
    ipAddress('primary_ip'),
    macAddress('mac_address'),
    text('default_gateway'),
    text('serial_number'),
    text('asset_tag'),
    text('position'),
    text('installed_by'),
    text('purchased_by'),
    date('purchased_at'),
    date('installed_at'),
    date('warranty_expires_at'),
    date('mitp_device_expiration_date'),
    date('mitp_end_of_life_date'),
    flag('restricted'),
    flag('archived'),
  ],
  defaults: { restricted: false, archived: false, my_glue: false },
  sorts: ['name', 'id', 'created_at', 'updated_at'],
  filters: {
    id: 'number',
    name: 'text',
    organization_id: 'number',
    configuration_type_id: 'number',
    configuration_status_id: 'number',
    contact_id: 'number',
    serial_number: 'text',
    mac_address: 'text',
    asset_tag: 'text',
    archived: 'boolean',
  },
  foundBy: ['bms', 'vsa'],
  includes: {
    anywhere: {
      adapters_resources: adaptersResources,
      configuration_interfaces: interfaceItems,
      rmm_records: remoteItems('rmm-records'),
      ...empty('passwords', 'attachments', 'tickets', 'dnet_fa_remote_assets'),
      ...empty('user_resource_accesses', 'group_resource_accesses'),
    },
    showOnly: {
      rmm_adapters_resources: rmmAdaptersResources,
      ...empty('adapters_resources_errors', 'rmm_adapters_resources_errors'),
      ...empty('active_network_glue_network_devices', 'to_configuration_connections'),
      ...empty('from_configuration_connections', 'recent_versions', 'related_items', 'authorized_users'),
    },
  },
  locked: (row, changes, state) => lockedChanges(row, changes, ALLOWED_WHILE_SYNCED, state),
  check,
  settle,
  creatable: true,
  updatable: true,
  bulkUpdatable: true,
  destroyable: true,
};
