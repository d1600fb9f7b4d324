/** A contact: names and flags in the record, e-mails and telephones in lists with one default each. */

import type { Names } from '../names';
import type { WireContact, WireEmail, WirePhone } from '../wire';
import {
  flagIn,
  idText,
  type Lens,
  listIn,
  realChanges,
  requiredId,
  requiredText,
  textIn,
  textOf,
} from './values';

export const contactLens: Lens<WireContact> = {
  get: (contact) => ({
    organization: idText(contact.accountId),
    location: idText(contact.locationId),
    firstName: textOf(contact.firstName),
    lastName: textOf(contact.lastName),
    title: textOf(contact.jobTitle),
    emails: inOrder(contact.emails, (email) => email.emailAddress),
    phones: inOrder(contact.phones, (phone) => phone.phone),
    important: contact.isPoc === true,
    active: contact.isActive !== false,
  }),
  put(contact, wanted, names) {
    const changes = realChanges(contactLens.get(contact), wanted);
    const next = { ...contact };
    if ('organization' in changes) next.accountId = requiredId(changes.organization, 'organization');
    if ('location' in changes) next.locationId = requiredId(changes.location, 'location');
    if ('firstName' in changes) next.firstName = requiredText(changes.firstName, 'First name');
    if ('lastName' in changes) next.lastName = requiredText(changes.lastName, 'Last name');
    if ('title' in changes) next.jobTitle = textIn(changes.title);
    if ('important' in changes) next.isPoc = flagIn(changes.important);
    if ('active' in changes) next.isActive = flagIn(changes.active);
    if ('emails' in changes) next.emails = emailsIn(contact.emails ?? [], listIn(changes.emails), names);
    if ('phones' in changes) next.phones = phonesIn(contact.phones ?? [], listIn(changes.phones), names);
    return next;
  },
};

/** The default one first, each once. */
function inOrder<T extends { isDefault?: boolean | null | undefined }>(
  entries: readonly T[] | null | undefined,
  value: (entry: T) => string | null | undefined,
): readonly string[] {
  const sorted = [...(entries ?? [])].sort(
    (a, b) => Number(b.isDefault === true) - Number(a.isDefault === true),
  );
  return [...new Set(sorted.map((entry) => textOf(value(entry))).filter((one) => one !== null))];
}

/** BMS samples use type 1 where the tenant's list cannot be read. */
const FIRST_TYPE = 1;

function emailsIn(now: readonly WireEmail[], wanted: readonly string[], names: Names): WireEmail[] {
  const fallback = now[0]?.emailTypeId ?? names.defaultOf('emailType')?.id ?? FIRST_TYPE;
  return wanted.map((emailAddress, at) => {
    const known = now.find((email) => email.emailAddress === emailAddress);
    return { ...(known ?? { emailAddress, emailTypeId: fallback }), isDefault: at === 0 };
  });
}

function phonesIn(now: readonly WirePhone[], wanted: readonly string[], names: Names): WirePhone[] {
  const fallback = now[0]?.phoneTypeId ?? names.defaultOf('phoneType')?.id ?? FIRST_TYPE;
  return wanted.map((phone, at) => {
    const known = now.find((entry) => entry.phone === phone);
    return { ...(known ?? { phone, phoneTypeId: fallback }), isDefault: at === 0 };
  });
}
