import { type Fields, type FieldValue, isBlank, type SourceRecord } from '../../../engine/model';
import { countryCode } from '../../../engine/normalize/country';
import type { FieldAbility, KindAbility } from '../../../engine/ports';
import { idOf, maybeIdOf, textOf } from '../../vsa/values';
import type { WireContactInformation, WireSite } from '../wire';

const ALWAYS: FieldAbility = { write: 'always' };

export const locationAbility: KindAbility = {
  read: true,
  create: true,
  archive: { reason: 'VSA 10 sites have no inactive state.' },
  fields: {
    organization: {
      write: 'create',
      required: true,
      reason: 'A site takes its machines along, so MSP Sync does not move it to another organization.',
    },
    name: { write: 'always', required: true },
    address1: ALWAYS,
    address2: ALWAYS,
    city: ALWAYS,
    postalCode: ALWAYS,
    country: ALWAYS,
    phone: ALWAYS,
    fax: ALWAYS,
  },
};

/** No state or region: VSA 10 has no place for it. */
const MEMBERS = {
  address1: 'Address1',
  address2: 'Address2',
  city: 'City',
  postalCode: 'Zip',
  country: 'CountryCode',
  phone: 'Phone',
  fax: 'Fax',
} as const satisfies Partial<Record<keyof Fields, keyof WireContactInformation>>;
const FIELDS = ['address1', 'address2', 'city', 'postalCode', 'country', 'phone', 'fax'] as const;

export function locationFields(site: WireSite): Fields {
  const held = site.ContactInformation;
  return {
    organization: maybeIdOf(site.ParentId),
    name: textOf(site.Name),
    ...Object.fromEntries(FIELDS.map((field) => [field, textOf(held?.[MEMBERS[field]])])),
  };
}

export function locationRecord(site: WireSite, url: string): SourceRecord {
  const id = idOf(site.Id);
  return {
    system: 'vsa',
    kind: 'location',
    id,
    name: textOf(site.Name) ?? `Site ${id}`,
    organization: maybeIdOf(site.ParentId),
    fields: locationFields(site),
    links: [],
    revision: null,
    url,
  };
}

const written = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '');

/** VSA 10 keeps countries as codes of two letters. */
export function countryObjection(value: FieldValue): string | null {
  if (isBlank(value) || countryCode(written(value)) !== undefined) return null;
  return `VSA 10 keeps countries as two-letter codes, and "${written(value)}" is no country that has one.`;
}

/** A code stays as it is; a name becomes one. */
function countryWritten(value: string): string {
  return /^[A-Za-z]{2}$/.test(value.trim()) ? value.trim().toUpperCase() : (countryCode(value) ?? value);
}

function membersOf(values: Fields): Partial<Record<keyof WireContactInformation, string>> {
  const members: Partial<Record<keyof WireContactInformation, string>> = {};
  for (const field of FIELDS) {
    const value = values[field];
    if (value === undefined) continue;
    members[MEMBERS[field]] = field === 'country' ? countryWritten(written(value)) : written(value);
  }
  return members;
}

/** Body of `PUT /sites/{id}`: contact information is replaced whole, so what was read goes back with the changes. */
export function siteChanges(before: WireSite, changes: Fields): object {
  return {
    Name: changes.name === undefined ? before.Name : written(changes.name),
    ParentId: before.ParentId,
    ContactInformation: { ...before.ContactInformation, ...membersOf(changes) },
  };
}

/** Body of `POST /sites`. Ids are whole numbers here. */
export function newSite(values: Fields): object {
  return {
    Name: written(values.name),
    ParentId: Number(written(values.organization)),
    ContactInformation: membersOf(values),
  };
}
