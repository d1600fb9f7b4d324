import type { Fields, SourceRecord } from '../../../engine/model';
import type { FieldAbility, KindAbility } from '../../../engine/ports';
import { idOf, maybeIdOf, textOf } from '../values';
import type { WireContactInfo, WireStaff } from '../wire';
import { withMembers, written } from './contact-info';
import { joinName, splitName } from './person-name';

const ALWAYS: FieldAbility = { write: 'always' };

export const contactAbility: KindAbility = {
  read: true,
  create: true,
  archive: { reason: 'VSA staff have no inactive state.' },
  fields: {
    organization: {
      write: 'create',
      required: true,
      reason: 'VSA staff belong to a department of their organization, and are not moved by the API.',
    },
    firstName: ALWAYS,
    lastName: ALWAYS,
    title: ALWAYS,
    emails: { write: 'always', capacity: 1 },
    phones: { write: 'always', capacity: 1 },
  },
};

const asList = (value: string | null): readonly string[] => (value === null ? [] : [value]);

export function contactFields(staff: WireStaff): Fields {
  return {
    organization: maybeIdOf(staff.OrgId),
    ...splitName(textOf(staff.StaffFullName)),
    title: textOf(staff.Title),
    emails: asList(textOf(staff.ContactInfo?.PrimaryEmail)),
    phones: asList(textOf(staff.ContactInfo?.PrimaryPhone)),
  };
}

export function contactRecord(staff: WireStaff, url: string): SourceRecord {
  const id = idOf(staff.OrgStaffId);
  return {
    system: 'vsa',
    kind: 'contact',
    id,
    name: textOf(staff.StaffFullName) ?? textOf(staff.ContactInfo?.PrimaryEmail) ?? `Staff ${id}`,
    organization: maybeIdOf(staff.OrgId),
    fields: contactFields(staff),
    links: [],
    revision: null,
    url,
  };
}

function contactMembers(values: Fields): Partial<Record<keyof WireContactInfo, string>> {
  return {
    ...(values.emails === undefined ? {} : { PrimaryEmail: written(values.emails) }),
    ...(values.phones === undefined ? {} : { PrimaryPhone: written(values.phones) }),
  };
}

/**
 * Body of `PUT /system/staff/{id}`. The server fails without `Function`, so it goes back as read. The name stays letter
 * by letter as it is unless one of its parts changes.
 */
export function contactChanges(before: WireStaff, changes: Fields): Partial<WireStaff> {
  const was = splitName(textOf(before.StaffFullName));
  const parts = {
    firstName: changes.firstName === undefined ? was.firstName : textOf(written(changes.firstName)),
    lastName: changes.lastName === undefined ? was.lastName : textOf(written(changes.lastName)),
  };
  const renamed = parts.firstName !== was.firstName || parts.lastName !== was.lastName;
  const members = contactMembers(changes);
  return {
    StaffFullName: renamed ? joinName(parts) : before.StaffFullName,
    ...(changes.title === undefined ? {} : { Title: written(changes.title) }),
    Function: before.Function ?? '',
    ...(Object.keys(members).length === 0 ? {} : { ContactInfo: withMembers(before.ContactInfo, members) }),
  };
}

/** Body of `POST /system/departments/{id}/staff`. */
export function newContact(values: Fields): object {
  return {
    StaffFullName: fullNameOf(values),
    Title: written(values.title),
    Function: '',
    ContactInfo: contactMembers(values),
  };
}

/** How VSA will call the person. */
export function fullNameOf(values: Fields): string {
  const parts = { firstName: textOf(written(values.firstName)), lastName: textOf(written(values.lastName)) };
  return joinName(parts) || written(values.emails);
}
