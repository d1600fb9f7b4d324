/**
 * What the public documents leave open about Kaseya BMS, or leave to the tenant, as switches. All may be changed while
 * the simulator runs; the next request sees the change.
 */

import * as z from 'zod';

/** How the service words a refusal of its application (400, 403, 404 and failed sign-ins). */
export type FailureStyle =
  /** HTTP 4xx, with the envelope. */
  | 'envelope'
  /** HTTP 200, with the envelope and `success: false`. */
  | 'ok-envelope'
  /** HTTP 4xx, with ASP.NET's problem details and `errors` by field. */
  | 'model-state'
  /** HTTP 502, with a gateway's HTML page. */
  | 'html';

export type Rights = 'none' | 'view' | 'modify' | 'delete';

export interface BmsSwitches {
  /** Failure style of routes that `failureStyleOf` does not name. Default `envelope`. */
  failureStyle: FailureStyle;
  /** By verb and template, `PUT /v2/crm/accounts/{id}`. Default: none. */
  failureStyleOf: Record<string, FailureStyle>;

  /** Lifetime of an access token, in seconds. Default 1200. */
  accessTokenSeconds: number;
  /** Lifetime of a refresh token, in seconds. Default 86400. */
  refreshTokenSeconds: number;
  /** Whether a refresh token dies with its first use. Default true. */
  refreshTokenRotates: boolean;
  /** The code that the user has to send as `MFACode`; null for an API Employee, who is exempt. Default null. */
  mfaCode: string | null;
  /** Whether the role has Admin > Special Features > Has API Access. Default true. */
  apiAccess: boolean;
  /** What the role may do, by module. Default: all of it. */
  rights: { accounts: Rights; contacts: Rights; assets: Rights };
  /** Ids of the accounts outside the role's security scope, with all that belongs to them. Default: none. */
  hiddenAccounts: number[];
  /** Whether the account look-up keeps to the scope even without `Filter.WithSecurityScope=true`. Default false. */
  lookupKeepsScope: boolean;

  /** Calls in an hour, per verb and route template. Default 1500. */
  callsPerHour: number;
  /** Whether a 429 says `Retry-After`. Default false. */
  retryAfter: boolean;

  /** Page size where the request names none. Default 50. */
  defaultPageSize: number;
  /** Largest page. Default 100. */
  largestPageSize: number;
  /** What becomes of a larger one. Default `clamp`. */
  overLargestPageSize: 'clamp' | 'refuse';
  /** Look-ups take no notice of paging and always answer whole. Default false: they are whole only where no page is asked for. */
  lookupsIgnorePaging: boolean;
  /** Records that arrived before the first page while it was read: later pages begin that many rows earlier. Default 0. */
  pageOverlap: number;
  /** How far `totalRecords` moves from one page to the next. Default 0. */
  totalDrift: number;
  /** Whether lists leave out inactive rows unless `Filter.IsActive` is given. Default false; look-ups always do. */
  inactiveOnlyOnRequest: boolean;
  /** Whether text filters ask for a part or for the whole; letter case never counts. Default `contains`. */
  textFilters: 'contains' | 'equals';

  /** `summary/{id}` as the document declares it, without envelope. Default false: wrapped. */
  bareSummary: boolean;
  /** Nullable fields without a value. Default `null`. */
  nulls: 'null' | 'omitted';
  /** An empty list as `null`. Default false. */
  emptyListsAreNull: boolean;
  /** Date-times: without zone, or ending in `Z`. Default `none`. */
  zone: 'none' | 'Z';
  /** Whether an asset's contact must work at the asset's location. Default false. */
  contactSharesLocation: boolean;
  /** IT Glue look-up of a record without counterpart: a refusal, or an empty result. Default `refusal`. */
  unlinked: 'refusal' | 'null';
  /** How often an asynchronous RMM job answers that it still runs before it is done. Default 1. */
  pollsUntilJobIsDone: number;
  /** Added to each answer, in milliseconds of real time. Default 0. */
  latency: number;
}

const count = z.int().min(0);
const failureStyle = z.enum(['envelope', 'ok-envelope', 'model-state', 'html']);
const rights = z.enum(['none', 'view', 'modify', 'delete']);

/** What a change of switches may hold. */
export const bmsSwitchesShape = z
  .strictObject({
    failureStyle,
    failureStyleOf: z.record(z.string(), failureStyle),
    accessTokenSeconds: count,
    refreshTokenSeconds: count,
    refreshTokenRotates: z.boolean(),
    mfaCode: z.string().nullable(),
    apiAccess: z.boolean(),
    rights: z.strictObject({ accounts: rights, contacts: rights, assets: rights }),
    hiddenAccounts: z.array(z.int()),
    lookupKeepsScope: z.boolean(),
    callsPerHour: count,
    retryAfter: z.boolean(),
    defaultPageSize: z.int().min(1),
    largestPageSize: z.int().min(1),
    overLargestPageSize: z.enum(['clamp', 'refuse']),
    lookupsIgnorePaging: z.boolean(),
    pageOverlap: count,
    totalDrift: z.int(),
    inactiveOnlyOnRequest: z.boolean(),
    textFilters: z.enum(['contains', 'equals']),
    bareSummary: z.boolean(),
    nulls: z.enum(['null', 'omitted']),
    emptyListsAreNull: z.boolean(),
    zone: z.enum(['none', 'Z']),
    contactSharesLocation: z.boolean(),
    unlinked: z.enum(['refusal', 'null']),
    pollsUntilJobIsDone: count,
    latency: count,
  } satisfies Record<keyof BmsSwitches, z.ZodType>)
  .partial();

export function defaultSwitches(): BmsSwitches {
  return {
    failureStyle: 'envelope',
    failureStyleOf: {},
    accessTokenSeconds: 20 * 60,
    refreshTokenSeconds: 24 * 60 * 60,
    refreshTokenRotates: true,
    mfaCode: null,
    apiAccess: true,
    rights: { accounts: 'delete', contacts: 'delete', assets: 'delete' },
    hiddenAccounts: [],
    lookupKeepsScope: false,
    callsPerHour: 1500,
    retryAfter: false,
    defaultPageSize: 50,
    largestPageSize: 100,
    overLargestPageSize: 'clamp',
    lookupsIgnorePaging: false,
    pageOverlap: 0,
    totalDrift: 0,
    inactiveOnlyOnRequest: false,
    textFilters: 'contains',
    bareSummary: false,
    nulls: 'null',
    emptyListsAreNull: false,
    zone: 'none',
    contactSharesLocation: false,
    unlinked: 'refusal',
    pollsUntilJobIsDone: 1,
    latency: 0,
  };
}
