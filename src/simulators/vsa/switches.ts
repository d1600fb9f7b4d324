import * as z from 'zod';

/**
 * Where servers differ, or where the VSA documents are silent. All are read at each request, so that a test may turn
 * one while the server runs.
 */
export interface VsaSwitches {
  /** Life of a session in minutes: System > Logon Policy, 30 unless changed. */
  sessionMinutes: number;
  /** Whether each request starts the session's life anew. Not stated for the REST API: fixed by default. */
  slidingSessions: boolean;
  /** A session dies after so many listed records, whatever its stated end (seen on SaaS at 25,000); null: never. */
  recordsPerSession: number | null;
  /** Which credentials open a session: the access token only, the covered password hashes too, the plain password too. */
  authentication: 'token' | 'hashes' | 'plain';
  /** Which session tokens the answer to `GET /auth` shows. */
  tokenMembers: 'both' | 'Token' | 'ApiToken';
  /** Refuses every log-on, as the access token's IP allow-list does. */
  refuseAddress: boolean;
  /** Refuses every log-on with a demand for the second factor. */
  twoFactorRequired: boolean;
  /** The access token carries "Data Warehouse API" too: it opens a session in which every call is refused. Which way is not documented. */
  warehouseToken: boolean;
  /** A missing word Bearer is answered with HTTP 200 and `ResponseCode: 401`, as builds of the 9.3 era did. */
  bearerFailureInside200: boolean;
  /** .NET decimals (all ids, money) as quoted strings, or as bare numbers of up to 26 digits. */
  decimals: 'string' | 'number';
  /** What `Error` holds in a success; `missing` leaves the member out. */
  noError: 'None' | 'null' | 'missing';
  /** A record read by its id as an object, or as an array of one. */
  singleRecord: 'object' | 'array';
  /** A DELETE answers the envelope, or 204 and nothing. */
  deleteAnswer: 'envelope' | 'empty';
  /** Every API failure but 401 comes as HTTP 200 with the failure in the envelope. */
  failuresInside200: boolean;
  /** A 401 comes as the server's HTML error page. */
  htmlErrors: boolean;
  /** OrgRefs that the user's scope holds; an empty list is a scope without organizations; null: the System scope. */
  scope: readonly string[] | null;
  /** Machine groups that the user's scope leaves out although it holds their organizations, by full name: `acme.root`. */
  hiddenGroups: readonly string[];
  /** Functions that the user's role lacks; none missing: the System role. */
  roleLacks: readonly ('Audit' | 'System')[];
  /** How long a new organization is invisible after its POST, in milliseconds; about 2000 was observed. */
  organizationLag: number;
  /** Whether the `M` suffix makes a long id a valid filter literal, or no long id is ever accepted. */
  longIdsInFilters: 'suffixed' | 'never';
  /** The most records of one page, whatever `$top` asks for; also the page without `$top`. */
  pageCeiling: number;
  /** Rows move between the pages of a listing that names no order. */
  shiftingRows: boolean;
  /** A ContactInfo sent on PUT replaces the whole, or only the members it names. Not documented. */
  contactInfoOnPut: 'replace' | 'merge';
  /** Requests in a minute before the answer is 429; null: no limit, as none is published. */
  requestsPerMinute: number | null;
  /** Whether a 429 says `Retry-After`. */
  retryAfter: boolean;
  /** Writes of users, and adding users to roles and scopes: done, or the connection is cut, as hardened builds do. */
  userWrites: 'accept' | 'reset';
}

const count = z.int().min(0);

/** What a change of switches may hold. */
export const vsaSwitchesShape = z
  .strictObject({
    sessionMinutes: z.number().min(0),
    slidingSessions: z.boolean(),
    recordsPerSession: count.nullable(),
    authentication: z.enum(['token', 'hashes', 'plain']),
    tokenMembers: z.enum(['both', 'Token', 'ApiToken']),
    refuseAddress: z.boolean(),
    twoFactorRequired: z.boolean(),
    bearerFailureInside200: z.boolean(),
    decimals: z.enum(['string', 'number']),
    noError: z.enum(['None', 'null', 'missing']),
    singleRecord: z.enum(['object', 'array']),
    deleteAnswer: z.enum(['envelope', 'empty']),
    failuresInside200: z.boolean(),
    htmlErrors: z.boolean(),
    scope: z.array(z.string()).nullable(),
    hiddenGroups: z.array(z.string()),
    warehouseToken: z.boolean(),
    roleLacks: z.array(z.enum(['Audit', 'System'])),
    organizationLag: count,
    longIdsInFilters: z.enum(['suffixed', 'never']),
    pageCeiling: z.int().min(1),
    shiftingRows: z.boolean(),
    contactInfoOnPut: z.enum(['replace', 'merge']),
    requestsPerMinute: count.nullable(),
    retryAfter: z.boolean(),
    userWrites: z.enum(['accept', 'reset']),
  } satisfies Record<keyof VsaSwitches, z.ZodType>)
  .partial();

export const DEFAULT_SWITCHES: Readonly<VsaSwitches> = {
  sessionMinutes: 30,
  slidingSessions: false,
  recordsPerSession: null,
  authentication: 'hashes',
  tokenMembers: 'both',
  refuseAddress: false,
  twoFactorRequired: false,
  bearerFailureInside200: false,
  decimals: 'string',
  noError: 'None',
  singleRecord: 'object',
  deleteAnswer: 'envelope',
  failuresInside200: false,
  htmlErrors: false,
  scope: null,
  hiddenGroups: [],
  warehouseToken: false,
  roleLacks: [],
  organizationLag: 0,
  longIdsInFilters: 'suffixed',
  pageCeiling: 100,
  shiftingRows: false,
  contactInfoOnPut: 'replace',
  requestsPerMinute: null,
  retryAfter: true,
  userWrites: 'accept',
};
