/** Contacts: JSON Patch for the record, entry-by-entry edits for e-mails and telephones, a second call for title and flags. */
import type { Coverage, Fields, RecordId, SourceRecord } from '../../../engine/model';
import type { Clock, Look, ScanContext } from '../../../engine/ports';
import { halfDone } from '../../after-write';
import { groupedBy, readSeveral, type Together } from '../../several';
import type { Accounts } from '../accounts';
import { listBoth } from '../both';
import type { Client } from '../client';
import { editEntries, SORTS } from '../contact-edits';
import { expectShape } from '../envelope';
import { contactLens } from '../lens/contact';
import { idIn, refuse, requiredId, requiredText, textIn } from '../lens/values';
import { PAGE_SIZE } from '../listing';
import type { Lookups } from '../names';
import { patchOf } from '../patch';
import { contactShape, createdShape, type WireContact } from '../wire';
import { createGlimpses, type Light } from './glimpses';
import { changesOf, type KindHandler, pageOut, recordOf, tellBadRow, type UrlOf, vanished } from './model';

const LIST = '/v2/crm/contacts/summary';

const PATCHABLE = {
  accountId: 'AccountId',
  locationId: 'LocationId',
  firstName: 'FirstName',
  lastName: 'LastName',
  jobTitle: 'JobTitle',
  isPoc: 'Poc',
  isActive: 'IsActive',
} as const satisfies Partial<Record<keyof WireContact, string>>;
/** What a creation does not take. */
const LATER = { jobTitle: PATCHABLE.jobTitle, isPoc: PATCHABLE.isPoc, isActive: PATCHABLE.isActive } as const;

/** The search that takes ids shows neither telephones nor all e-mails. */
const SEARCH: Light<WireContact> = {
  target: { route: '/v2/crm/contacts/search' },
  shape: contactShape,
  fields: ['organization', 'location', 'firstName', 'lastName', 'title', 'important', 'active'],
  fieldsOf: contactLens.get,
};

export interface ContactParts {
  readonly client: Client;
  readonly accounts: Accounts;
  readonly lookups: Lookups;
  readonly clock: Clock;
  readonly urlOf: UrlOf;
}

export function createContacts({ client, accounts, lookups, clock, urlOf }: ContactParts): KindHandler {
  const raws = new WeakMap<SourceRecord, WireContact>();
  const glimpses = createGlimpses(client, SEARCH);

  function toRecord(contact: WireContact): SourceRecord {
    lookups.seenContact(contact);
    const fields = contactLens.get(contact);
    const organization = typeof fields.organization === 'string' ? fields.organization : null;
    const name = [contact.firstName, contact.lastName].filter((part) => part?.trim()).join(' ');
    const revision = contact.modifiedOn ?? null;
    const changed = { at: contact.modifiedOn, by: contact.modifiedByName };
    const parts = { kind: 'contact', id: contact.id, name, organization, fields, revision, changed } as const;
    const record = recordOf(parts, urlOf);
    raws.set(record, contact);
    return record;
  }

  async function find(id: RecordId, signal: AbortSignal): Promise<WireContact | null> {
    return client.find(id, { route: `${LIST}/{id}`, path: { id } }, contactShape, signal);
  }

  async function readBack(id: RecordId, signal: AbortSignal): Promise<SourceRecord> {
    const contact = await find(id, signal);
    if (!contact) throw vanished('contact', id);
    return toRecord(contact);
  }

  async function patch(
    id: RecordId,
    operations: readonly unknown[],
    signal: AbortSignal,
    goesOn = false,
  ): Promise<boolean> {
    if (operations.length === 0) return false;
    const target = { route: '/v2/crm/contacts/{id}', path: { id }, goesOn };
    await client.write('PATCH', target, operations, signal);
    return true;
  }

  return {
    scan: (context) => scanContacts(context, client, clock, toRecord),
    read: (ids, signal, look) =>
      readSeveral(
        ids,
        [glimpses.together(look, signal), ofAccounts(client, look, toRecord, signal)],
        async (id) => {
          const contact = await find(id, signal);
          return contact && toRecord(contact);
        },
      ),
    async update(before, changes, signal) {
      const held = raws.get(before) ?? glimpses.rowOf(before, changes);
      const contact = held ?? (await find(before.id, signal));
      if (!contact) throw vanished('contact', before.id);
      const next = contactLens.put(contact, await placed(contact, changes, accounts, signal), lookups);
      let acted = false;
      try {
        acted = await patch(before.id, patchOf(contact, next, PATCHABLE), signal);
        for (const sort of SORTS)
          acted = (await editEntries(sort, contact, next, client, signal, acted)) || acted;
        return await readBack(before.id, signal);
      } catch (error) {
        throw acted ? halfDone('bms', error) : error;
      }
    },
    async create(values, signal) {
      await lookups.load('emailType', signal);
      await lookups.load('phoneType', signal);
      const blank: WireContact = { id: 0, isActive: true, isPoc: false };
      const next = contactLens.put(blank, await placed(blank, values, accounts, signal), lookups);
      const reply = await client.write('POST', { route: LIST }, newContact(next), signal);
      try {
        const id = String(expectShape(createdShape, reply, 'the new contact').id);
        await patch(id, patchOf(blank, next, LATER), signal, true);
        return await readBack(id, signal);
      } catch (error) {
        throw halfDone('bms', error);
      }
    },
    findCreated: async (values, signal) => (await namesakes(client, values, signal)).map(toRecord),
  };
}

/** Contacts of the account with the name that a create with these values gives. */
async function namesakes(
  client: Client,
  values: Fields,
  signal: AbortSignal,
): Promise<readonly WireContact[]> {
  const first = requiredText(values.firstName, 'First name');
  const last = requiredText(values.lastName, 'Last name');
  const account = requiredId(values.organization, 'organization');
  const query = {
    'Filter.AccountId': account,
    'Filter.FirstName': first,
    'Filter.LastName': last,
    PageSize: PAGE_SIZE,
    PageNumber: 1,
  };
  const { rows } = await client.rows({ route: LIST, query }, contactShape, signal);
  const same = (a: string | null | undefined, b: string): boolean =>
    a?.trim().toLowerCase() === b.trim().toLowerCase();
  return rows.filter(
    (one) => one.accountId === account && same(one.firstName, first) && same(one.lastName, last),
  );
}

/** Whole contacts, those of one account together. */
function ofAccounts(
  client: Client,
  look: Look | undefined,
  toRecord: (contact: WireContact) => SourceRecord,
  signal: AbortSignal,
): Together {
  return {
    groups: (ids) => groupedBy(ids, (id) => look?.known(id)?.organization),
    read: async ([one = '']) => {
      const account = look?.known(one)?.organization ?? undefined;
      const query = { 'Filter.AccountId': account, PageSize: PAGE_SIZE, PageNumber: 1 };
      return (await client.rows({ route: LIST, query }, contactShape, signal)).rows.map(toRecord);
    },
  };
}

async function scanContacts(
  context: ScanContext,
  client: Client,
  clock: Clock,
  toRecord: (contact: WireContact) => SourceRecord,
): Promise<Coverage> {
  const startedAt = clock.now();
  const listing = await listBoth(
    client,
    {
      what: 'contacts',
      route: LIST,
      shape: contactShape,
      onBadRow: tellBadRow(context, 'contact', 'contact'),
      since: context.since,
    },
    context,
  );
  const { rows, announced, proof } = listing;
  const received = await pageOut(rows, announced, (one) => [toRecord(one)], context, clock);
  const changes = changesOf(context, client.theirTime(startedAt), proof);
  return { system: 'bms', kind: 'contact', announced, received, hidden: null, ...changes };
}

/** A contact belongs to a location of its account: where a new account comes without one, its main location. */
async function placed(
  contact: WireContact,
  changes: Fields,
  accounts: Accounts,
  signal: AbortSignal,
): Promise<Fields> {
  const account = idIn(changes.organization);
  if (account === null || account === contact.accountId || textIn(changes.location) !== null) return changes;
  return { ...changes, location: String(await accounts.mainLocationOf(account, signal)) };
}

function newContact(contact: WireContact): Readonly<Record<string, unknown>> {
  const { accountId, locationId, firstName, lastName, emails, phones } = contact;
  if (!firstName || !lastName)
    refuse('Kaseya BMS needs the first and the last name of a contact.', 'Complete the name.');
  return {
    AccountId: accountId,
    LocationId: locationId,
    FirstName: firstName,
    LastName: lastName,
    Emails: (emails ?? []).map(({ emailAddress, emailTypeId, isDefault }) => ({
      EmailAddress: emailAddress,
      EmailTypeId: emailTypeId,
      IsDefault: isDefault,
    })),
    Phones: (phones ?? []).map(({ phone, phoneTypeId, isDefault }) => ({
      PhoneNumber: phone,
      PhoneTypeId: phoneTypeId,
      IsDefault: isDefault,
    })),
  };
}
