import type { Fields, SourceRecord } from '../../../engine/model';
import type { FieldAbility, KindAbility } from '../../../engine/ports';
import { type Attributes, type Entry, understood } from '../document';
import { keyOf, textOf } from '../values';
import { locationShape, type WireLocation } from '../wire';
import { type About, changeOf, linksOf, locksOf, plainAttributes } from './shared';

const ALWAYS: FieldAbility = { write: 'always' };

export const locationAbility: KindAbility = {
  read: true,
  create: true,
  archive: { reason: 'IT Glue locations have no inactive state.' },
  fields: {
    organization: {
      write: 'create',
      required: true,
      reason: 'IT Glue does not move a location to another organization.',
    },
    name: { write: 'always', required: true },
    address1: ALWAYS,
    address2: ALWAYS,
    city: ALWAYS,
    region: ALWAYS,
    postalCode: ALWAYS,
    country: ALWAYS,
    phone: ALWAYS,
    fax: ALWAYS,
    primary: ALWAYS,
  },
};

export function locationFields(wire: WireLocation): Fields {
  return {
    organization: keyOf(wire['organization-id']),
    name: textOf(wire.name),
    address1: textOf(wire['address-1']),
    address2: textOf(wire['address-2']),
    city: textOf(wire.city),
    region: textOf(wire['region-name']),
    postalCode: textOf(wire['postal-code']),
    country: textOf(wire['country-name']),
    phone: textOf(wire.phone),
    fax: textOf(wire.fax),
    primary: wire.primary ?? null,
  };
}

export function locationRecord(entry: Entry, about: About): SourceRecord {
  const wire = understood(locationShape, entry.attributes, 'a location');
  const organization = keyOf(wire['organization-id']);
  return {
    system: 'itglue',
    kind: 'location',
    id: entry.id,
    name: textOf(wire.name) ?? `Location ${entry.id}`,
    organization,
    fields: locationFields(wire),
    links: linksOf(entry, about.adapterNames),
    ...locksOf(entry, about, locationAbility, []),
    revision: textOf(wire['updated-at']),
    ...changeOf(wire['updated-at']),
    url: organization === null ? null : `${about.portal}/${organization}/locations/${entry.id}`,
  };
}

/** Region and country are look-ups, and resolved elsewhere. */
export function locationAttributes(changes: Fields): Attributes {
  return plainAttributes(
    {
      name: 'name',
      address1: 'address-1',
      address2: 'address-2',
      city: 'city',
      postalCode: 'postal-code',
      phone: 'phone',
      fax: 'fax',
      primary: 'primary',
    },
    changes,
  );
}
