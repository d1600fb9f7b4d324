import type { Fields, FieldValue, SourceRecord } from '../../../engine/model';
import type { FieldAbility, KindAbility } from '../../../engine/ports';
import { type Attributes, type Entry, understood } from '../document';
import { foreignKey, keyOf, textOf } from '../values';
import { contactShape, type WireContact } from '../wire';
import { emailItems, emailsOf, phoneItems, phonesOf } from './contact-points';
import { type About, changeOf, linksOf, locksOf, plainAttributes } from './shared';

const ALWAYS: FieldAbility = { write: 'always' };

export const contactAbility: KindAbility = {
  read: true,
  create: true,
  archive: { reason: 'IT Glue contacts cannot be archived; a leaver can only be retyped or noted.' },
  fields: {
    organization: {
      write: 'create',
      required: true,
      reason: 'IT Glue does not move a contact to another organization.',
    },
    location: ALWAYS,
    firstName: ALWAYS,
    lastName: ALWAYS,
    title: ALWAYS,
    emails: ALWAYS,
    phones: ALWAYS,
    important: ALWAYS,
    notes: ALWAYS,
  },
};

export function contactFields(wire: WireContact): Fields {
  return {
    organization: keyOf(wire['organization-id']),
    location: keyOf(wire['location-id']),
    firstName: textOf(wire['first-name']),
    lastName: textOf(wire['last-name']),
    title: textOf(wire.title),
    emails: emailsOf(wire['contact-emails']),
    phones: phonesOf(wire['contact-phones']),
    important: wire.important ?? null,
    notes: textOf(wire.notes),
  };
}

export function contactRecord(entry: Entry, about: About): SourceRecord {
  const wire = understood(contactShape, entry.attributes, 'a contact');
  const organization = keyOf(wire['organization-id']);
  const full = [textOf(wire['first-name']), textOf(wire['last-name'])].filter((part) => part).join(' ');
  return {
    system: 'itglue',
    kind: 'contact',
    id: entry.id,
    name: textOf(wire.name) ?? (full || `Contact ${entry.id}`),
    organization,
    fields: contactFields(wire),
    links: linksOf(entry, about.adapterNames),
    ...locksOf(entry, about, contactAbility, []),
    revision: textOf(wire['updated-at']),
    ...changeOf(wire['updated-at']),
    url: organization === null ? null : `${about.portal}/${organization}/contacts/${entry.id}`,
  };
}

const asList = (value: FieldValue): readonly string[] => (Array.isArray(value) ? value : []);

/** `before` is the contact as it stands, for the labels of its e-mails and phones; absent for a new one. */
export function contactAttributes(changes: Fields, before?: WireContact): Attributes {
  const { emails, phones, location } = changes;
  return {
    ...plainAttributes(
      {
        firstName: 'first-name',
        lastName: 'last-name',
        title: 'title',
        important: 'important',
        notes: 'notes',
      },
      changes,
    ),
    ...(location === undefined
      ? {}
      : { 'location-id': typeof location === 'string' ? foreignKey(location) : null }),
    ...(emails === undefined
      ? {}
      : { 'contact-emails': emailItems(before?.['contact-emails'], asList(emails)) }),
    ...(phones === undefined
      ? {}
      : { 'contact-phones': phoneItems(before?.['contact-phones'], asList(phones)) }),
  };
}
