/** Organizations: accounts. */

import type { Fields, SourceRecord } from '../../../engine/model';
import type { Clock } from '../../../engine/ports';
import { afterWrite } from '../../after-write';
import { expectOwn } from '../../own';
import { readSeveral } from '../../several';
import type { Accounts } from '../accounts';
import type { Client } from '../client';
import { organizationHints, organizationLens } from '../lens/organization';
import { idIn, refuse, requiredText, textIn } from '../lens/values';
import { LIST_TITLES, type ListName, type Lookups } from '../names';
import { patchOf } from '../patch';
import { accountNameShape, accountShape, type WireAccount } from '../wire';
import { createGlimpses, type Light } from './glimpses';
import { changesOf, type KindHandler, pageOut, recordOf, tellBadRow, type UrlOf, vanished } from './model';

const PATCHABLE = {
  accountName: 'AccountName',
  accountCode: 'AccountCode',
  parentId: 'ParentId',
  accountTypeId: 'AccountTypeId',
  website: 'Website',
  description: 'Description',
  isActive: 'IsActive',
} as const satisfies Partial<Record<keyof WireAccount, string>>;

/** The account look-up: names, and whether they are in use. */
const LOOKUP: Light<WireAccount> = {
  target: { route: '/v2/crm/accounts/lookup', query: { 'Filter.WithInactiveAccounts': true } },
  shape: accountNameShape.transform(({ id, name, isActive }) => ({ id, accountName: name, isActive })),
  fields: ['name', 'active'],
  fieldsOf: organizationLens.get,
};

export interface OrganizationParts {
  readonly client: Client;
  readonly accounts: Accounts;
  readonly lookups: Lookups;
  readonly clock: Clock;
  readonly urlOf: UrlOf;
}

export function createOrganizations(parts: OrganizationParts): KindHandler {
  const { client, accounts, lookups, clock, urlOf } = parts;
  const raws = new WeakMap<SourceRecord, WireAccount>();
  const glimpses = createGlimpses(client, LOOKUP);

  function toRecord(account: WireAccount): SourceRecord {
    const record = recordOf(
      {
        kind: 'organization',
        id: account.id,
        name: account.accountName ?? null,
        organization: null,
        fields: organizationLens.get(account),
        hints: organizationHints(account),
        revision: account.modifiedOn ?? null,
        changed: { at: account.modifiedOn },
      },
      urlOf,
    );
    raws.set(record, account);
    return record;
  }

  async function readRecord(id: string, signal: AbortSignal): Promise<SourceRecord | null> {
    const account = await accounts.find(Number(id), signal);
    return account && toRecord(account);
  }

  return {
    async scan(context) {
      const startedAt = clock.now();
      // Where changes alone are asked for, a list that is known need not be read again.
      const [listing] = await Promise.all([
        accounts.list(context),
        context.since === undefined
          ? lookups.refresh(['accountType'], context.signal)
          : lookups.load('accountType', context.signal),
      ]);
      const { announced, hidden } = listing;
      const tell = tellBadRow(context, 'organization', 'account');
      for (const { id, message } of listing.bad) tell(id, message);
      const received = await pageOut(listing.accounts, announced, (one) => [toRecord(one)], context, clock);
      const changes = changesOf(context, client.theirTime(startedAt), listing.proof);
      return { system: 'bms', kind: 'organization', announced, received, hidden, ...changes };
    },
    read: (ids, signal, look) =>
      readSeveral(ids, [glimpses.together(look, signal)], (id) => readRecord(id, signal)),
    async update(before, changes, signal) {
      const held = raws.get(before) ?? glimpses.rowOf(before, changes);
      const account = held ?? (await accounts.find(Number(before.id), signal));
      if (!account) throw vanished('organization', before.id);
      if (typeof changes.type === 'string') await lookups.ensure('accountType', changes.type, signal);
      const operations = patchOf(account, organizationLens.put(account, changes, lookups), PATCHABLE);
      if (operations.length === 0) return before;
      const target = { route: '/v2/crm/accounts/{id}', path: { id: before.id } };
      const reply = await client.write('PATCH', target, operations, signal);
      return afterWrite('bms', () => readBack(before.id, reply, signal));
    },
    async create(values, signal) {
      const body = await newAccount(values, parts, signal);
      const reply = await client.write('POST', { route: '/v2/crm/accounts' }, body, signal);
      return afterWrite('bms', () => readBack(null, reply, signal));
    },
    async findCreated(values, signal) {
      return (await accounts.named(requiredText(values.name, 'Name'), signal)).map(toRecord);
    },
  };

  /** The write's own answer is the account as it now stands, unless it came without its locations. */
  async function readBack(id: string | null, reply: unknown, signal: AbortSignal): Promise<SourceRecord> {
    const answer = accountShape.safeParse(reply);
    const known = answer.success ? String(answer.data.id) : id;
    if (known !== null) expectOwn('bms', id ?? known, known);
    if (answer.success && answer.data.locations && answer.data.accountName) return toRecord(answer.data);
    const record = known === null ? null : await readRecord(known, signal);
    if (!record) throw vanished('organization', known ?? 'just created');
    return record;
  }
}

async function newAccount(
  values: Fields,
  { accounts, lookups }: OrganizationParts,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  await accounts.sample(signal);
  const wanted = textIn(values.type);
  if (wanted !== null) await lookups.ensure('accountType', wanted, signal);
  const blank: WireAccount = { id: 0, isActive: true };
  const account = organizationLens.put(blank, values, lookups);
  return {
    AccountName: requiredText(values.name, 'Name'),
    AccountCode: account.accountCode ?? null,
    ParentId: idIn(values.parent),
    AccountTypeId: account.accountTypeId ?? (await usual('accountType', lookups, signal)),
    BusinessTypeId: await usual('businessType', lookups, signal),
    AccountManagerId: await usual('accountManager', lookups, signal),
    Website: account.website ?? null,
    Description: account.description ?? null,
    IsActive: account.isActive ?? true,
    Locations: [mainLocationInput(values)],
  };
}

/** What an account must have and our records do not tell: the value that the tenant itself uses as its default, or most. */
async function usual(list: ListName, lookups: Lookups, signal: AbortSignal): Promise<number> {
  await lookups.load(list, signal);
  return (
    lookups.defaultOf(list)?.id ??
    refuse(
      `Kaseya BMS needs a ${LIST_TITLES[list]} for a new account, and none could be found.`,
      'Create one account in the portal first, or let this user read the lists.',
    )
  );
}

function mainLocationInput(values: Fields) {
  return {
    LocationName: 'Main',
    IsMain: true,
    IsActive: true,
    Addresses: [
      {
        Address1: textIn(values.address1),
        Address2: textIn(values.address2),
        City: textIn(values.city),
        State: textIn(values.region),
        ZipCode: textIn(values.postalCode),
        Country: textIn(values.country),
        Phone: textIn(values.phone),
        IsMain: true,
        IsBilling: true,
      },
    ],
  };
}
