/** Contacts: the people of organizations. There is no active flag. */
import { emails, flag, phones, reference, text } from '../columns';
import type { IncludedItem, Resource } from '../resource';
import type { Row, State } from '../state';
import { adaptersResources, lockedChanges, psaIntegration } from '../sync';
import { formattedPhone, isList, isObject, type Json, type Values } from '../values';
import { empty, nameBehind, personName, portalPage, sameOrganization, TIMESTAMPS } from './common';
import { locations } from './locations';
import { shown } from './shown';

const NOTHING_ALLOWED: ReadonlySet<string> = new Set();
const NOTES_ALLOWED: ReadonlySet<string> = new Set(['important', 'notes']);

function withFormattedValues(row: Row, state: State): Json {
  const phonesHeld = row.values.contact_phones;
  if (!isList(phonesHeld)) return [];
  const location = state.find('locations', row.values.location_id);
  const iso = state.find('countries', location?.values.country_id)?.values.iso;
  return phonesHeld.map((item) => {
    if (!isObject(item) || typeof item.value !== 'string') return item;
    return { ...item, formatted_value: formattedPhone(item.value, typeof iso === 'string' ? iso : 'US') };
  });
}

function primaryEmail(row: Row): Json {
  const held = row.values.contact_emails;
  if (!isList(held)) return null;
  const primary = held.find((item) => isObject(item) && item.primary === true);
  return isObject(primary) ? (primary.value ?? null) : null;
}

function locationItem(row: Row, state: State): IncludedItem[] {
  const location = state.find('locations', row.values.location_id);
  if (location === undefined) return [];
  return [{ id: String(location.id), type: 'locations', attributes: shown(locations, location, state) }];
}

function locked(row: Row, changes: Values, state: State): readonly string[] {
  const allowed = state.switches.syncedContactsTakeNotes ? NOTES_ALLOWED : NOTHING_ALLOWED;
  const names = lockedChanges(row, changes, allowed, state);
  if (names.length > 0) return names;
  const mail = state.switches.contactEmails === 'locked' && changes.contact_emails !== undefined;
  return mail ? ['contact_emails.base'] : [];
}

export const contacts: Resource = {
  collection: 'contacts',
  attributes: [
    'organization_id',
    'organization_name',
    'name',
    'first_name',
    'last_name',
    'title',
    'contact_type_id',
    'contact_type_name',
    'location_id',
    'location_name',
    'important',
    'notes',
    'restricted',
    'contact_emails',
    'contact_phones',
    'psa_integration',
    'resource_url',
    ...TIMESTAMPS,
  ],
  derived: {
    organization_name: nameBehind('organization_id', 'organizations'),
    name: personName,
    contact_type_name: nameBehind('contact_type_id', 'contact_types'),
    location_name: nameBehind('location_id', 'locations'),
    contact_phones: withFormattedValues,
    psa_integration: psaIntegration,
    primary_email: primaryEmail,
    resource_url: portalPage('contacts'),
  },
  columns: [
    reference('organization_id', 'organizations', { required: true, fixed: true }),
    text('first_name'),
    text('last_name'),
    text('title'),
    reference('contact_type_id', 'contact_types'),
    reference('location_id', 'locations'),
    flag('important'),
    text('notes'),
    flag('restricted'),
    emails('contact_emails'),
    phones('contact_phones'),
  ],
  defaults: { restricted: false, contact_emails: [], contact_phones: [] },
  sorts: ['first_name', 'last_name', 'id', 'created_at', 'updated_at'],
  filters: {
    id: 'number',
    first_name: 'text',
    last_name: 'text',
    title: 'text',
    contact_type_id: 'number',
    important: 'boolean',
    primary_email: 'text',
    organization_id: 'number',
  },
  foundBy: ['bms'],
  includes: {
    anywhere: {
      adapters_resources: adaptersResources,
      location: locationItem,
      ...empty('passwords', 'attachments', 'tickets', 'distinct_remote_contacts', 'resource_fields'),
      ...empty('user_resource_accesses', 'group_resource_accesses'),
    },
    showOnly: empty('recent_versions', 'related_items', 'authorized_users'),
  },
  locked,
  check: (values, changes, _row, state) =>
    sameOrganization(values, changes, 'location_id', 'locations', state),
  creatable: true,
  updatable: true,
  bulkUpdatable: true,
  destroyable: true,
};
