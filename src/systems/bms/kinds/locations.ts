/** Locations: they come with their account, and API v2 can only read them. */
import { Failure } from '../../../engine/failure';
import type { RecordId, SourceRecord } from '../../../engine/model';
import type { Clock } from '../../../engine/ports';
import { readSeveral } from '../../several';
import { BMS_ABILITIES } from '../abilities';
import type { Accounts } from '../accounts';
import type { Client } from '../client';
import { locationFields } from '../lens/location';
import { idIn, textIn } from '../lens/values';
import { locationShape, type WireAccount, type WireLocation } from '../wire';
import { changesOf, type KindHandler, pageOut, recordOf, type UrlOf } from './model';

export interface LocationParts {
  readonly client: Client;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly urlOf: UrlOf;
}

export function createLocations({ client, accounts, clock, urlOf }: LocationParts): KindHandler {
  /** A location is read by its account and its own id, and its id alone does not tell the account. */
  const owners = new Map<RecordId, number>();

  function toRecord(location: WireLocation, account: number): SourceRecord {
    owners.set(String(location.id), account);
    const name = location.locationName ?? null;
    const fields = locationFields(location, account);
    const revision = location.modifiedOn ?? null;
    return recordOf(
      {
        kind: 'location',
        id: location.id,
        name,
        organization: String(account),
        fields,
        revision,
        changed: { at: location.modifiedOn },
      },
      urlOf,
    );
  }

  const ofAccount = (account: WireAccount): readonly SourceRecord[] =>
    (account.locations ?? []).map((location) => toRecord(location, account.id));

  async function learnOwners(signal: AbortSignal): Promise<void> {
    const listing = await accounts.list({
      signal,
      known: () => undefined,
      stirred: new Set(),
      page: () => {},
      problem: () => {},
    });
    for (const account of listing.accounts) ofAccount(account);
  }

  async function readRecord(id: RecordId, signal: AbortSignal): Promise<SourceRecord | null> {
    const accountId = owners.get(id);
    if (accountId === undefined) return null;
    const route = '/v2/crm/accounts/{accountId}/locations/{locationId}';
    const path = { accountId, locationId: id };
    const found = await client.find(id, { route, path }, locationShape, signal);
    return found && toRecord(found, accountId);
  }

  const refused = (ability: true | { readonly reason: string }): never => {
    const reason = ability === true ? '' : ability.reason;
    throw new Failure('unsupported', reason, { system: 'bms', remedy: 'Make the change in the portal.' });
  };

  return {
    async scan(context) {
      const startedAt = clock.now();
      const listing = await accounts.list(context);
      const received = await pageOut(listing.accounts, null, ofAccount, context, clock);
      const proof = `embedded in their accounts (${listing.proof})`;
      const changes = changesOf(context, client.theirTime(startedAt), proof);
      const { hidden } = listing;
      return { system: 'bms', kind: 'location', announced: null, received, hidden, ...changes };
    },
    async read(ids, signal) {
      if (ids.some((id) => !owners.has(id))) await learnOwners(signal);
      return readSeveral(ids, [], (id) => readRecord(id, signal));
    },
    create: async () => refused(BMS_ABILITIES.location.create),
    update: async () => refused(BMS_ABILITIES.location.archive),
    async findCreated(values, signal) {
      const id = idIn(values.organization);
      const account = id === null ? null : await accounts.find(id, signal);
      const wanted = textIn(values.name)?.toLowerCase();
      return account ? ofAccount(account).filter((one) => one.name.toLowerCase() === wanted) : [];
    },
  };
}
