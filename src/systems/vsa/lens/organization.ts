import type { Fields, SourceRecord } from '../../../engine/model';
import type { FieldAbility, KindAbility } from '../../../engine/ports';
import { idOf, maybeIdOf, textOf } from '../values';
import type { WireContactInfo, WireOrg } from '../wire';
import { ADDRESS_MEMBERS, addressOf, withMembers, written } from './contact-info';

const ALWAYS: FieldAbility = { write: 'always' };

export const organizationAbility: KindAbility = {
  read: true,
  create: true,
  archive: { reason: 'VSA organizations have no inactive state.' },
  fields: {
    name: { write: 'always', required: true },
    shortName: {
      write: 'create',
      reason: 'VSA builds every agent’s name on the organization’s reference, so it is only set at creation.',
    },
    parent: {
      write: 'create',
      reason: 'An organization’s place in the tree is part of its reference in VSA and only set at creation.',
    },
    website: ALWAYS,
    phone: ALWAYS,
    address1: ALWAYS,
    city: ALWAYS,
    region: ALWAYS,
    postalCode: ALWAYS,
    country: ALWAYS,
  },
};

export function organizationFields(org: WireOrg): Fields {
  return {
    name: textOf(org.OrgName),
    shortName: textOf(org.OrgRef),
    parent: maybeIdOf(org.ParentOrgId),
    website: textOf(org.Website),
    phone: textOf(org.ContactInfo?.PrimaryPhone),
    ...addressOf(org.ContactInfo),
  };
}

/** `url` is the server's own page: VSA 9 has no stable address for one organization. */
export function organizationRecord(org: WireOrg, url: string): SourceRecord {
  const id = idOf(org.OrgId);
  return {
    system: 'vsa',
    kind: 'organization',
    id,
    name: textOf(org.OrgName) ?? textOf(org.OrgRef) ?? `Organization ${id}`,
    organization: null,
    fields: organizationFields(org),
    links: [],
    revision: null,
    url,
  };
}

/** A reference that VSA takes: no space, no dot (dots part the levels of the tree). */
export function orgRefOf(values: Fields): string {
  return (written(values.shortName) || written(values.name))
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .trim()
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
}

function contactMembers(changes: Fields): Partial<Record<keyof WireContactInfo, string>> {
  const members: Partial<Record<keyof WireContactInfo, string>> = {};
  if (changes.phone !== undefined) members.PrimaryPhone = written(changes.phone);
  for (const field of ['address1', 'city', 'region', 'postalCode', 'country'] as const) {
    if (changes[field] !== undefined) members[ADDRESS_MEMBERS[field]] = written(changes[field]);
  }
  return members;
}

/** Body of a partial `PUT /system/orgs/{id}`: only members that change, and the whole contact info if one of its does. */
export function organizationChanges(before: WireOrg, changes: Fields): Partial<WireOrg> {
  const members = contactMembers(changes);
  return {
    ...(changes.name === undefined ? {} : { OrgName: written(changes.name) }),
    ...(changes.website === undefined ? {} : { Website: written(changes.website) }),
    ...(Object.keys(members).length === 0 ? {} : { ContactInfo: withMembers(before.ContactInfo, members) }),
  };
}

/**
 * Body of `POST /system/orgs`. A child's reference starts with its parent's: `parent.child`. The server assigns the id
 * and ignores the one that clients of this call send.
 */
export function newOrganization(values: Fields, parentRef: string | null): object {
  const ref = orgRefOf(values);
  const parent = written(values.parent);
  return {
    OrgName: written(values.name),
    OrgRef: parentRef === null || parentRef === '' ? ref : `${parentRef}.${ref}`,
    DefaultDepartmentName: 'root',
    DefaultMachineGroupName: 'root',
    ...(parent === '' ? {} : { ParentOrgId: parent }),
    Website: written(values.website),
    ContactInfo: contactMembers(values),
    CustomFields: [],
  };
}
