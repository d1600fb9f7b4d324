/** Kaseya BMS as a system: API v2 alone. */
import type { Kind } from '../../engine/model';
import type { Clock, Ledger, Log, System } from '../../engine/ports';
import { connectionOf, explained, withConnection } from '../connection';
import { createHttp } from '../http';
import { escaped } from '../http/address';
import type { Spent } from '../http/budget';
import type { Carrier, Http } from '../http/model';
import { tenantAt } from '../tenant';
import { BMS_ABILITIES } from './abilities';
import { createAccounts } from './accounts';
import { createClient } from './client';
import { statusOf, wordsOf } from './envelope';
import { bmsHosts } from './host';
import { createAssets } from './kinds/assets';
import { createContacts } from './kinds/contacts';
import { createLocations } from './kinds/locations';
import type { KindHandler, UrlOf } from './kinds/model';
import { createOrganizations } from './kinds/organizations';
import { CALLS_PER_HOUR, HOUR_MS, writingTakes } from './limits';
import { createLookups, type ListName, type ListTables } from './names';
import { objectionOf } from './objection';
import { briefPreflight, companyNumber, preflight } from './preflight';
import { createSession } from './session';

export interface BmsOptions {
  /** The portal (`https://bms.kaseya.com`) or the API's own address. */
  readonly serverUrl: string;
  /** The company, as printed under My Settings > My Profile. */
  readonly tenant: string;
  readonly username: string;
  /** Asked for at each sign-in, kept nowhere but for telling a refused one. */
  readonly password: () => Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 up to 1. */
  readonly random: () => number;
  /** PEM of a private authority to trust instead of the public ones. */
  readonly ca?: () => Promise<string>;
  readonly timeoutMs?: number;
  /** Names of BMS's lists where the tenant's differ. */
  readonly tables?: ListTables;
  /** Lists that a category, status or manufacturer that BMS lacks may be added to. Default: none. */
  readonly mayGrow?: readonly ListName[];
  /** Addresses of records in the portal with `{portal}` and `{id}`; BMS publishes none, so there is no default. */
  readonly links?: Readonly<Partial<Record<Kind, string>>>;
  /** Calls of the last hour, kept from an earlier process. */
  readonly spent?: Spent;
  /** Keeps the count of the calls across restarts. */
  readonly ledger?: Ledger | undefined;
  /** The network, when absent. */
  readonly carrier?: Carrier;
}

export interface BmsSystem extends System {
  /** Calls of the last hour, to keep across restarts. */
  spent(): Spent;
}

const CONCURRENCY = 4;
const TIMEOUT_MS = 60_000;
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
/** Without a `Retry-After` the hourly limit is not over soon. */
const RATE_LIMITED_FIRST_MS = 30_000;

export function createBms(options: BmsOptions): BmsSystem {
  const { clock, log, tenant, username } = options;
  const { api, portal } = bmsHosts(options.serverUrl);
  const session = createSession({
    tenant,
    username,
    password: options.password,
    host: new URL(api).host,
    clock,
    log,
    request: (call) => http.request(call),
  });
  const http: Http = createHttp({
    system: 'bms',
    baseUrl: api,
    clock,
    log,
    random: options.random,
    concurrency: CONCURRENCY,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    budget: { per: HOUR_MS, calls: CALLS_PER_HOUR, scope: 'route' },
    backoff: { rateLimitedFirstMs: RATE_LIMITED_FIRST_MS },
    statusOf,
    wordsOf,
    ledger: options.ledger,
    authorize: session,
    ...(options.ca ? { ca: options.ca } : {}),
    ...(options.carrier ? { carrier: options.carrier } : {}),
  });
  if (options.spent) http.restore(options.spent);
  const urlOf: UrlOf = (kind, id) =>
    options.links?.[kind]?.replaceAll('{portal}', portal).replaceAll('{id}', escaped(id)) ?? null;
  const { kinds, lookups } = createKinds(options, http, urlOf);
  const asked = { http, clock, tenant, username, api, portal };
  const connection = connectionOf('bms', api, options);

  return {
    name: 'bms',
    abilities: BMS_ABILITIES,
    async check(signal) {
      session.forget();
      return withConnection(connection, (own) => preflight(asked, own), signal);
    },
    briefCheck: (signal) => explained(connection, () => briefPreflight(asked, signal), signal),
    tenant: tenantAt(api, tenant, (signal) => companyNumber(http, signal)),
    scan: (kind, context) => kinds[kind].scan(context),
    read: (kind, ids, signal, look) => kinds[kind].read(ids, signal, look),
    create: (kind, values, signal) => kinds[kind].create(values, signal),
    update: (before, changes, signal) => kinds[before.kind].update(before, changes, signal),
    objection: (kind, field, value) => objectionOf(kind, field, value, lookups),
    findCreated: (kind, values, signal) => kinds[kind].findCreated(values, signal),
    atLeast: (writes) => writingTakes(writes, http, clock.now()),
    skew: () => http.skew(),
    spent: () => http.spent(),
    dispose: () => http.dispose(),
  };
}

function createKinds(options: BmsOptions, http: Http, urlOf: UrlOf) {
  const { clock, log, tables = {}, mayGrow = [] } = options;
  const client = createClient(http, clock);
  const lookups = createLookups({ client, log, tables, mayGrow });
  const accounts = createAccounts(client, lookups);
  const parts = { client, accounts, lookups, clock, urlOf };
  const kinds: Readonly<Record<Kind, KindHandler>> = {
    organization: createOrganizations(parts),
    location: createLocations(parts),
    contact: createContacts(parts),
    asset: createAssets(parts),
  };
  return { kinds, lookups };
}
