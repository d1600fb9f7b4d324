import type { Kind } from '../../engine/model';
import type { Http } from '../http/model';

/** The vendor allows 1500 calls an hour for each verb and route template; the rest is left to other integrations. */
export const CALLS_PER_HOUR = 1400;

/** Length of the window in which BMS counts, in milliseconds. */
export const HOUR_MS = 3_600_000;

/** The call that every write of a kind makes, whatever else it asks: each endpoint has an allowance of its own. */
const ONCE_A_WRITE = {
  organization: ['PATCH', '/v2/crm/accounts/{id}'],
  contact: ['GET', '/v2/crm/contacts/summary/{id}'],
  asset: ['GET', '/v2/servicedesk/hardwareasset/{assetId}'],
} as const;

/** Milliseconds that the allowances make so many writes take, at the least. */
export function writingTakes(writes: ReadonlyMap<Kind, number>, http: Http, now: number): number {
  const waits = Object.entries(ONCE_A_WRITE).map(([kind, [method, route]]) => {
    const count = [...writes].find(([name]) => name === kind)?.[1] ?? 0;
    return count > 0 ? http.lastAt(method, route, count) - now : 0;
  });
  return Math.max(0, ...waits);
}
