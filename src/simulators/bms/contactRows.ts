/** The shapes in which BMS shows a contact; each route has its own. */
import { detailRow } from './contactDetails';
import type { ListRow } from './query';
import type { Contact, Detail, State } from './state';

/** The default e-mail address or phone number. */
export const preferred = (details: readonly Detail[]): string | null =>
  (details.find((detail) => detail.isDefault) ?? details[0])?.value ?? null;

export const names = (state: State, contact: Contact) => ({
  accountName: state.accounts.get(contact.accountId)?.accountName ?? null,
  locationName: state.locations.get(contact.locationId)?.locationName ?? null,
});

const details = (state: State, contact: Contact) => ({
  emails: contact.emails.map((email) => detailRow(state, 'email', email)),
  phones: contact.phones.map((phone) => detailRow(state, 'phone', phone)),
});

/** A row of the summary list, and the record of `summary/{id}`. */
export function summaryRow(state: State, contact: Contact): ListRow {
  const { middleName: _, poc, billByContact, receiveInvoices, ...shown } = contact;
  return {
    ...shown,
    ...names(state, contact),
    ...details(state, contact),
    isPoc: poc,
    isBillable: billByContact,
    canRecieveInvoices: receiveInvoices,
  };
}

/** What PUT and PATCH answer. */
export function outputRow(state: State, contact: Contact): ListRow {
  const { receiveInvoices, ...shown } = contact;
  return {
    ...shown,
    ...names(state, contact),
    ...details(state, contact),
    recieveInvoices: receiveInvoices,
    createdByName: state.employeeName(contact.createdBy),
    modifiedByName: state.employeeName(contact.modifiedBy),
  };
}

/** What POST answers. */
export function createdRow(state: State, contact: Contact): ListRow {
  const { id, firstName, lastName, accountId, locationId } = contact;
  return {
    id,
    firstName,
    lastName,
    accountId,
    locationId,
    ...names(state, contact),
    phoneNumber: preferred(contact.phones),
    emailAddress: preferred(contact.emails),
    customFieldsData: [],
  };
}

export function searchRow(state: State, contact: Contact): ListRow {
  const { id, accountId, locationId, firstName, lastName, jobTitle, poc, isActive } = contact;
  return {
    id,
    accountId,
    locationId,
    ...names(state, contact),
    firstName,
    lastName,
    jobTitle,
    emailAddress: preferred(contact.emails),
    isPoc: poc,
    isActive,
    hasClientPortalAccess: false,
  };
}
