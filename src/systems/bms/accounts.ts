/** Accounts as the remote resource that organizations, locations and defaults are read from. */
import { Failure } from '../../engine/failure';
import type { ScanContext } from '../../engine/ports';
import { listBoth } from './both';
import type { Client } from './client';
import { mainLocation } from './lens/location';
import { refuse } from './lens/values';
import type { Lookups } from './names';
import { accountShape, createdShape, type WireAccount } from './wire';

const LIST = '/v2/crm/accounts/summary';
const ONE = '/v2/crm/accounts/summary/{id}';

export interface BadRow {
  readonly id: string | null;
  readonly message: string;
}

export interface AccountListing {
  readonly accounts: readonly WireAccount[];
  readonly announced: number | null;
  readonly proof: string;
  readonly hidden: string | null;
  readonly bad: readonly BadRow[];
}

export interface Accounts {
  /** All of them, read once for each run (its signal), however many ask. */
  list(context: ScanContext): Promise<AccountListing>;
  find(id: number, signal: AbortSignal): Promise<WireAccount | null>;
  named(name: string, signal: AbortSignal): Promise<readonly WireAccount[]>;
  /** Id of the location that things without one of their own belong to. */
  mainLocationOf(account: number, signal: AbortSignal): Promise<number>;
  /** Sees to it that some accounts have been read: their ids and names tell the tenant's habits. */
  sample(signal: AbortSignal): Promise<void>;
}

export function createAccounts(client: Client, lookups: Lookups): Accounts {
  /** By run, and by what it asks for: all, or what changed since a mark. */
  const runs = new WeakMap<AbortSignal, Map<string, Promise<AccountListing>>>();
  let sampled = false;

  function seen<T extends WireAccount | null>(account: T): T {
    if (account) {
      lookups.seenAccount(account);
      sampled = true;
    }
    return account;
  }

  async function readAll(context: ScanContext): Promise<AccountListing> {
    const bad: BadRow[] = [];
    const listing = await listBoth(
      client,
      {
        what: 'accounts',
        route: LIST,
        shape: accountShape,
        onBadRow: (id, message) => bad.push({ id, message }),
        since: context.since,
      },
      context,
    );
    listing.rows.forEach(seen);
    const { rows: accounts, announced, proof } = listing;
    // What is hidden can be told only where all that is visible was counted.
    const hidden =
      context.since === undefined ? await hiddenOf(accounts.length + bad.length, context.signal) : null;
    return { accounts, announced, proof, hidden, bad };
  }

  /** The look-up can be asked without the security scope: what it shows beyond the list is hidden from us. */
  async function hiddenOf(visible: number, signal: AbortSignal): Promise<string | null> {
    try {
      const query = { 'Filter.WithInactiveAccounts': true, 'Filter.WithSecurityScope': false };
      const { rows } = await client.rows({ route: '/v2/crm/accounts/lookup', query }, createdShape, signal);
      const known = new Set(rows.map((row) => row.id)).size;
      return known > visible
        ? `${known - visible} of ${known} accounts lie outside the security scope of this user's role`
        : null;
    } catch (error) {
      if (!Failure.is(error, 'forbidden', 'not-found', 'rejected', 'server-error', 'protocol')) throw error;
      return 'BMS does not tell whether accounts lie outside the security scope of this user';
    }
  }

  return {
    list(context) {
      const { signal } = context;
      const asked = runs.get(signal) ?? new Map<string, Promise<AccountListing>>();
      runs.set(signal, asked);
      const what = context.since ?? '';
      const running = asked.get(what) ?? readAll(context);
      asked.set(what, running);
      running.catch(() => asked.delete(what));
      return running;
    },
    async find(id, signal) {
      return seen(await client.find(String(id), { route: ONE, path: { id } }, accountShape, signal));
    },
    async named(name, signal) {
      const query = { 'Filter.AccountName': name, PageSize: 100, PageNumber: 1 };
      const { rows } = await client.rows({ route: LIST, query }, accountShape, signal);
      const wanted = name.trim().toLowerCase();
      return rows.filter((account) => account.accountName?.trim().toLowerCase() === wanted);
    },
    async mainLocationOf(account, signal) {
      const found = await this.find(account, signal);
      const main = found && mainLocation(found);
      return (
        main?.id ??
        refuse(
          'The account has no location in Kaseya BMS.',
          'Add a main location to the account in the portal.',
        )
      );
    },
    async sample(signal) {
      if (sampled) return;
      const { rows } = await client.rows(
        { route: LIST, query: { PageSize: 100, PageNumber: 1 } },
        accountShape,
        signal,
      );
      rows.forEach(seen);
    },
  };
}
