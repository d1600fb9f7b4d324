/** What a user may see: the role's security scope hides accounts, and all that belongs to them. */
import { notFound } from './envelope';
import type { Call } from './route';
import type { Account, Location } from './state';

/** Whether the account, and all that belongs to it, lies within the user's scope. */
export const inScope = (call: Call, accountId: number): boolean =>
  !call.switches.hiddenAccounts.includes(accountId);

/** The account, if there is one within the user's scope. Throws a 404 refusal otherwise. */
export function visibleAccount(call: Call, id: number): Account {
  const account = call.state.accounts.get(id);
  if (account === undefined || !inScope(call, id)) throw notFound('Account');
  return account;
}

/** The account's location with this id; undefined also where it is another account's. */
export function locationOf(call: Call, accountId: number, locationId: number): Location | undefined {
  const location = call.state.locations.get(locationId);
  return location?.accountId === accountId ? location : undefined;
}

/** The rows that `Filter.AccountId` leaves, before any costlier filter. */
export function ofAccount<T extends { readonly accountId: number }>(
  call: Call,
  rows: readonly T[],
): readonly T[] {
  const wanted = call.query.int('Filter.AccountId');
  return wanted === undefined ? rows : rows.filter(({ accountId }) => accountId === wanted);
}
