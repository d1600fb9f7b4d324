import type { Fields, SourceRecord } from '../../../engine/model';
import type { FieldAbility, KindAbility } from '../../../engine/ports';
import { type Attributes, type Entry, understood } from '../document';
import { keyOf, textOf } from '../values';
import { organizationShape, type WireOrganization } from '../wire';
import { type About, changeOf, linksOf, locksOf, plainAttributes } from './shared';

const ALWAYS: FieldAbility = { write: 'always' };

export const organizationAbility: KindAbility = {
  read: true,
  create: true,
  archive: true,
  fields: {
    name: { write: 'always', required: true },
    shortName: ALWAYS,
    parent: { write: 'never', reason: 'The IT Glue API does not assign parent organizations.' },
    type: ALWAYS,
    active: ALWAYS,
    notes: ALWAYS,
  },
};

/** An organization without a status is in use. */
export function isActiveStatus(status: string | null, activeStatuses: readonly string[]): boolean {
  return status === null || activeStatuses.some((one) => one.toLowerCase() === status.toLowerCase());
}

export function organizationFields(wire: WireOrganization, about: Pick<About, 'activeStatuses'>): Fields {
  return {
    name: textOf(wire.name),
    shortName: textOf(wire['short-name']),
    parent: keyOf(wire['parent-id']),
    type: textOf(wire['organization-type-name']),
    active: isActiveStatus(textOf(wire['organization-status-name']), about.activeStatuses),
    notes: textOf(wire.description),
  };
}

/** `main` is the organization's primary location, which holds its address and phone in IT Glue. */
export function organizationRecord(entry: Entry, about: About, main?: Fields): SourceRecord {
  const wire = understood(organizationShape, entry.attributes, 'an organization');
  return {
    system: 'itglue',
    kind: 'organization',
    id: entry.id,
    name: textOf(wire.name) ?? `Organization ${entry.id}`,
    organization: null,
    fields: organizationFields(wire, about),
    ...(main === undefined ? {} : { hints: hintsOf(main) }),
    links: linksOf(entry, about.adapterNames),
    ...locksOf(entry, about, organizationAbility, ['notes']),
    revision: textOf(wire['updated-at']),
    ...changeOf(wire['updated-at']),
    url: `${about.portal}/${entry.id}`,
  };
}

/** The record with what its primary location says now; undefined where it has none. */
export function withMain(record: SourceRecord, main: Fields | undefined): SourceRecord {
  const { hints: _former, ...rest } = record;
  return main === undefined ? rest : { ...rest, hints: hintsOf(main) };
}

const HINTED = ['phone', 'address1', 'address2', 'city', 'region', 'postalCode', 'country'] as const;

function hintsOf(main: Fields): Fields {
  return Object.fromEntries(HINTED.flatMap((field) => (main[field] ? [[field, main[field]]] : [])));
}

/** Type and status are look-ups, and resolved elsewhere. */
export function organizationAttributes(changes: Fields): Attributes {
  return plainAttributes({ name: 'name', shortName: 'short-name', notes: 'description' }, changes);
}
