import * as z from 'zod';
import { COLLECTIONS, type Collection } from './collections';

/**
 * What the vendor does not document, or what public clients report in more than one way.
 *
 * Each switch may be changed while the simulator runs; the defaults are the strictest plausible reading.
 */
export interface Switches {
  /** `status` inside application errors: a number, its Ruby symbol (`unprocessable_entity`) or the number as text. */
  errorStatus: 'number' | 'symbol' | 'text';
  /** `source.pointer` with or without the leading slash. */
  errorPointer: 'slash' | 'bare';
  /** Unknown routes answer an application error, or the web framework's HTML page. */
  unknownRoute: 'json' | 'html';
  /** `Retry-After` seconds on a 429; null sends no such header (none is documented). */
  retryAfterSeconds: number | null;
  /** Requests allowed in five minutes. Documented: 3000. */
  requestsPerWindow: number;
  /** Whether the five minutes slide with each request or start anew as blocks of the clock. */
  rateWindow: 'sliding' | 'fixed';
  /** A show answers its `included` beside `data`, or inside it as the vendor's examples print it. */
  showIncluded: 'top' | 'inside-data';
  /** `page[size]` above this is cut down to it. Documented maximum: 1000. */
  maximumPageSize: number;
  /** The same for lists that no account can change: countries, regions, operating systems, platforms. */
  maximumFixedPageSize: number;
  /** Listings with a larger `page[size]` time out with a 504; null never does. */
  timeoutAbovePageSize: number | null;
  /**
   * Rows that appear (positive) or vanish (negative) ahead of the reader before each further page, so that rows are seen
   * twice or never.
   */
  rowsShiftedPerPage: number;
  /** Order of a listing without `sort`. */
  defaultOrder: 'id' | 'scrambled';
  /** Whether listings carry `links`. */
  listLinks: boolean;
  /** `filter[...]` on routes below another record: the API page lists them, a help article denies them. */
  nestedFilters: boolean;
  /** `psa_id` or `rmm_id` without its integration type. */
  missingIntegrationType: 'refuse' | 'ignore';
  /** Longest range of a date filter; null for no limit. The vendor says that ranges over a week may be disallowed. */
  dateRangeDays: number | null;
  /** `filter` on PATCH and DELETE of a collection: documented, and dangerous enough to be refused with 422 by default. */
  writesByFilter: 'refuse' | 'accept';
  /** A locked attribute sent with the value that it already has. */
  lockedUnchanged: 'refuse' | 'accept';
  /** Two-way sync may or may not lift the locks on records that are synced with the PSA. */
  twoWaySyncLiftsLocks: boolean;
  /** One client reports that synced contacts take `important` and `notes`; the vendor's page says nothing passes. */
  syncedContactsTakeNotes: boolean;
  /** One client reports that every change of a contact's e-mail addresses is refused, synced or not. */
  contactEmails: 'open' | 'locked';
  /** Destroying a record that is synced with the PSA. */
  syncedDestroy: 'refuse' | 'accept';
  /** PATCH with `contact-emails` or `contact-phones` replaces the list or adds to it. */
  contactLists: 'replace' | 'append';
  /** Making a location primary while another one is. */
  secondPrimaryLocation: 'clear-first' | 'refuse';
  /** Whether a change of an interface that is not mirrored moves its configuration's `updated-at`. */
  interfaceMovesConfiguration: boolean;
  /** Interfaces carry their id inside `attributes`; whether beside `type` as well. */
  interfaceResourceId: boolean;
  /** `resource-url` also on organizations, contacts and locations. */
  resourceUrlEverywhere: boolean;
  /** Destroyed organizations stay listed for this long. Documented as asynchronous. */
  organizationRemovalMilliseconds: number;
  /** Spelling of `adapter-type-name` for links to Kaseya BMS. */
  psaAdapterName: string;
  /** Spelling of `adapter-type-name` for links to VSA. */
  rmmAdapterName: string;
  /** Filter names with hyphens besides those with underscores: some clients send them. */
  hyphenatedFilters: 'accept' | 'ignore';
  /** Ids of the organizations that the key's user was given, as a Manager's are; null is an Administrator: all. */
  visibleOrganizations: readonly string[] | null;
  /** Collections that the key may not even read: 401. */
  deniedCollections: readonly Collection[];
  /** Whether the key may create and change, also destroy (an Editor's right), or only read: 401 otherwise. */
  rights: 'destroy' | 'write' | 'read';
  /** `psa_integration_type` that finds the links to Kaseya BMS. */
  psaIntegrationType: 'kaseya-bms' | 'vorex' | 'pulseway-psa';
  /** `rmm_integration_type` that finds the links to VSA. */
  rmmIntegrationType: 'kaseya-vsa' | 'vsa-x' | 'pulseway-rmm';
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
  errorStatus: 'number',
  errorPointer: 'slash',
  unknownRoute: 'json',
  retryAfterSeconds: null,
  requestsPerWindow: 3000,
  rateWindow: 'sliding',
  showIncluded: 'top',
  maximumPageSize: 1000,
  maximumFixedPageSize: 1000,
  timeoutAbovePageSize: null,
  rowsShiftedPerPage: 0,
  defaultOrder: 'id',
  listLinks: true,
  nestedFilters: true,
  missingIntegrationType: 'refuse',
  dateRangeDays: null,
  writesByFilter: 'refuse',
  lockedUnchanged: 'refuse',
  twoWaySyncLiftsLocks: false,
  syncedContactsTakeNotes: false,
  contactEmails: 'open',
  syncedDestroy: 'refuse',
  contactLists: 'replace',
  secondPrimaryLocation: 'clear-first',
  interfaceMovesConfiguration: false,
  interfaceResourceId: false,
  resourceUrlEverywhere: false,
  organizationRemovalMilliseconds: 60_000,
  psaAdapterName: 'Kaseya BMS',
  rmmAdapterName: 'Kaseya VSA',
  hyphenatedFilters: 'accept',
  visibleOrganizations: null,
  deniedCollections: [],
  rights: 'destroy',
  psaIntegrationType: 'kaseya-bms',
  rmmIntegrationType: 'kaseya-vsa',
};

const count = z.int().min(0);
const acceptance = z.enum(['refuse', 'accept']);

/** What a change of switches may hold. */
export const switchesShape = z
  .strictObject({
    errorStatus: z.enum(['number', 'symbol', 'text']),
    errorPointer: z.enum(['slash', 'bare']),
    unknownRoute: z.enum(['json', 'html']),
    retryAfterSeconds: count.nullable(),
    requestsPerWindow: count,
    rateWindow: z.enum(['sliding', 'fixed']),
    showIncluded: z.enum(['top', 'inside-data']),
    maximumPageSize: z.int().min(1),
    maximumFixedPageSize: z.int().min(1),
    timeoutAbovePageSize: count.nullable(),
    rowsShiftedPerPage: z.int(),
    defaultOrder: z.enum(['id', 'scrambled']),
    listLinks: z.boolean(),
    nestedFilters: z.boolean(),
    missingIntegrationType: z.enum(['refuse', 'ignore']),
    dateRangeDays: count.nullable(),
    writesByFilter: acceptance,
    lockedUnchanged: acceptance,
    twoWaySyncLiftsLocks: z.boolean(),
    syncedContactsTakeNotes: z.boolean(),
    contactEmails: z.enum(['open', 'locked']),
    syncedDestroy: acceptance,
    contactLists: z.enum(['replace', 'append']),
    secondPrimaryLocation: z.enum(['clear-first', 'refuse']),
    interfaceMovesConfiguration: z.boolean(),
    interfaceResourceId: z.boolean(),
    resourceUrlEverywhere: z.boolean(),
    organizationRemovalMilliseconds: count,
    psaAdapterName: z.string(),
    rmmAdapterName: z.string(),
    hyphenatedFilters: z.enum(['accept', 'ignore']),
    visibleOrganizations: z.array(z.string()).nullable(),
    deniedCollections: z.array(z.enum(COLLECTIONS)),
    rights: z.enum(['destroy', 'write', 'read']),
    psaIntegrationType: z.enum(['kaseya-bms', 'vorex', 'pulseway-psa']),
    rmmIntegrationType: z.enum(['kaseya-vsa', 'vsa-x', 'pulseway-rmm']),
  } satisfies Record<keyof Switches, z.ZodType>)
  .partial();
