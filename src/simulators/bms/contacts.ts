/** CRM contacts (BMS API v2: Contacts). */
import * as z from 'zod';
import { bind, dto, flag, instant, requiredId, requiredText, text } from './bind';
import { emailInput, newDetails, phoneInput } from './contactDetails';
import { createdRow, names, outputRow, preferred, searchRow, summaryRow } from './contactRows';
import { invalid, notFound, nothing, one, type Reply, summary } from './envelope';
import { patched } from './patch';
import type { ListRow } from './query';
import type { Call, Route } from './route';
import { inScope, locationOf, ofAccount, visibleAccount } from './scope';
import type { Contact, ContactInput, Detail } from './state';

const postInput = dto({
  accountId: requiredId(),
  locationId: requiredId(),
  firstName: requiredText(),
  lastName: requiredText(),
  phones: z.array(phoneInput).nullish(),
  emails: z.array(emailInput).nullish(),
});
/** The document requires no name, and the tenant's people have left some blank. */
const name = () =>
  z
    .string()
    .nullish()
    .transform((value) => value ?? '');
const putShape = {
  accountId: requiredId(),
  locationId: requiredId(),
  firstName: name(),
  middleName: text(),
  lastName: name(),
  jobTitle: text(),
  poc: flag(false),
  isActive: flag(false),
  receiveInvoices: flag(false),
  billByContact: flag(false),
  effectiveDate: instant(),
};
const putInput = dto(putShape);

/** The contact, if there is one within the user's scope. Throws a 404 refusal otherwise. */
export function visibleContact(call: Call, id: number): Contact {
  const contact = call.state.contacts.get(id);
  if (contact === undefined || !inScope(call, contact.accountId)) throw notFound('Contact');
  return contact;
}

function checkReferences(
  call: Call,
  input: { readonly accountId: number; readonly locationId: number },
): void {
  if (call.state.accounts.get(input.accountId) === undefined || !inScope(call, input.accountId)) {
    throw invalid('AccountId', 'The account does not exist.');
  }
  if (locationOf(call, input.accountId, input.locationId) === undefined) {
    throw invalid('LocationId', 'The location does not belong to the account.');
  }
}

async function create(call: Call): Promise<ListRow> {
  const input = bind(postInput, await call.json());
  checkReferences(call, input);
  const { state, user } = call;
  const stamp = state.created(user);
  const contact: Contact = {
    ...stamp,
    id: state.ids.contact.next(),
    accountId: input.accountId,
    locationId: input.locationId,
    firstName: input.firstName,
    middleName: null,
    lastName: input.lastName,
    jobTitle: null,
    poc: false,
    isActive: true,
    receiveInvoices: false,
    billByContact: false,
    effectiveDate: null,
    emails: newDetails(
      state,
      'email',
      (input.emails ?? []).map((email) => ({
        ...email,
        value: email.emailAddress,
        typeId: email.emailTypeId,
      })),
      stamp,
    ),
    phones: newDetails(
      state,
      'phone',
      (input.phones ?? []).map((phone) => ({
        ...phone,
        value: phone.phoneNumber,
        typeId: phone.phoneTypeId,
      })),
      stamp,
    ),
  };
  return createdRow(state, state.contacts.put(contact));
}

function replace(call: Call, contact: Contact, input: ContactInput): ListRow {
  checkReferences(call, input);
  const { state, user } = call;
  return outputRow(state, state.contacts.put({ ...contact, ...input, ...state.modified(contact, user) }));
}

const anyMatches = (call: Call, filter: string, all: readonly Detail[]): boolean =>
  call.query.text(filter) === undefined || all.some((detail) => call.query.matches(filter, detail.value));

function listed(call: Call, contact: Contact): boolean {
  const { query, state } = call;
  return (
    inScope(call, contact.accountId) &&
    query.activity(contact.isActive) &&
    query.matches('Filter.AccountName', names(state, contact).accountName) &&
    query.matches('Filter.FirstName', contact.firstName) &&
    query.matches('Filter.LastName', contact.lastName) &&
    anyMatches(call, 'Filter.Phone', contact.phones) &&
    anyMatches(call, 'Filter.Email', contact.emails) &&
    query.within('Filter.CreatedOn', contact.createdOn) &&
    query.within('Filter.ModifiedOn', contact.modifiedOn)
  );
}

function found(call: Call, contact: Contact): boolean {
  const { query, state } = call;
  const { accountName, locationName } = names(state, contact);
  return (
    inScope(call, contact.accountId) &&
    query.activity(contact.isActive) &&
    query.oneOf('Filter.Ids', contact.id) &&
    query.oneOf('Filter.AccountIds', contact.accountId) &&
    query.matches('Filter.AccountName', accountName) &&
    query.equals('Filter.LocationId', contact.locationId) &&
    query.matches('Filter.LocationName', locationName) &&
    query.matches('Filter.FirstName', contact.firstName) &&
    query.matches('Filter.LastName', contact.lastName) &&
    anyMatches(call, 'Filter.EmailAddress', contact.emails) &&
    query.matches('Filter.JobTitle', contact.jobTitle) &&
    query.flagEquals('Filter.IsPoc', contact.poc) &&
    query.flagEquals('Filter.HasClientPortalAccess', false)
  );
}

function lookup(call: Call): Reply {
  const { query, state } = call;
  const account = visibleAccount(call, call.id('accountId'));
  const fullName = (contact: Contact): string => `${contact.firstName} ${contact.lastName}`.trim();
  const people = state.contacts
    .all()
    .filter(
      (contact) =>
        contact.accountId === account.id &&
        contact.isActive &&
        query.matches('Filter.Name', fullName(contact)) &&
        query.equals('Filter.LocationId', contact.locationId),
    );
  return query.lookup(people, (contact) => ({
    id: contact.id,
    name: fullName(contact),
    locationId: contact.locationId,
    locationName: names(state, contact).locationName,
    phone: preferred(contact.phones),
    emailAddress: preferred(contact.emails),
  }));
}

/** The display card of a contact: the person, and where they work. */
function card(call: Call): Reply {
  const { state } = call;
  const account = visibleAccount(call, call.id('accountId'));
  const contact = visibleContact(call, call.id('contactId'));
  if (contact.accountId !== account.id) throw notFound('Contact');
  const address = state.locations.get(contact.locationId)?.addresses[0];
  return one({
    id: contact.id,
    contactName: `${contact.firstName} ${contact.lastName}`.trim(),
    contactPhone: preferred(contact.phones),
    contactEmailAddress: preferred(contact.emails),
    clientName: account.accountName,
    locationName: names(state, contact).locationName,
    locationId: contact.locationId,
    accountType: state.catalog.accountTypes.find(({ id }) => id === account.accountTypeId)?.name ?? null,
    website: account.website,
    phoneNumber: address?.phone ?? null,
    faxNumber: address?.fax ?? null,
    address1: address?.address1 ?? null,
    address2: address?.address2 ?? null,
    city: address?.city ?? null,
    state: address?.state ?? null,
    zipCode: address?.zipCode ?? null,
    country: state.catalog.name('country', address?.countryId ?? null),
    latitude: address?.latitude ?? null,
    longitude: address?.longitude ?? null,
    tenantId: state.tenantId,
    isActive: contact.isActive,
    accountId: account.id,
  });
}

/** A deleted contact leaves its assets without one. */
function remove(call: Call): Reply {
  const contact = visibleContact(call, call.id('Id'));
  const { assets, contacts } = call.state;
  contacts.delete(contact.id);
  for (const asset of assets.all()) {
    if (asset.contactId === contact.id) assets.put({ ...asset, contactId: null });
  }
  return nothing();
}

const module = 'contacts';
export const contactRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/v2/crm/contacts/summary',
    module,
    handle: (call) => {
      const rows = ofAccount(call, call.state.contacts.all()).filter((contact) => listed(call, contact));
      return call.query.page(rows, (contact) => summaryRow(call.state, contact));
    },
  },
  {
    method: 'GET',
    template: '/v2/crm/contacts/summary/{id}',
    module,
    handle: (call) => summary(summaryRow(call.state, visibleContact(call, call.id('id')))),
  },
  {
    method: 'GET',
    template: '/v2/crm/contacts/search',
    module,
    handle: (call) => {
      const rows = call.state.contacts.all().filter((contact) => found(call, contact));
      return call.query.pageWithoutTotal(rows, (contact) => searchRow(call.state, contact));
    },
  },
  { method: 'GET', template: '/v2/crm/accounts/{accountId}/contacts/lookup', module, handle: lookup },
  {
    method: 'GET',
    template: '/v2/crm/accounts/{accountId}/contacts/{contactId}/summaryinfo',
    module,
    handle: card,
  },
  {
    method: 'POST',
    template: '/v2/crm/contacts/summary',
    module,
    handle: async (call) => one(await create(call)),
  },
  {
    method: 'PUT',
    template: '/v2/crm/contacts/{id}',
    module,
    handle: async (call) => {
      const contact = visibleContact(call, call.id('id'));
      return one(replace(call, contact, bind(putInput, await call.json())));
    },
  },
  {
    method: 'PATCH',
    template: '/v2/crm/contacts/{id}',
    module,
    handle: async (call) => {
      const contact = visibleContact(call, call.id('id'));
      return one(replace(call, contact, bind(putInput, patched(putShape, contact, await call.json()))));
    },
  },
  { method: 'DELETE', template: '/v2/crm/contacts/{Id}', module, handle: remove },
];
