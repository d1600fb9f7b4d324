/**
 * A stand-in for IT Glue's REST API: one account with one API key, holding the fleet's view of it.
 *
 * It follows the vendor's developer page; what that page leaves open is a switch.
 */
import { createHash } from 'node:crypto';
import { switchboard } from '../control/switchboard';
import type { Fleet } from '../fleet/model';
import type { Clock, Simulator } from '../simulator';
import { createApp } from './app';
import { plainError } from './errors';
import { RateLimit } from './rate';
import { ROUTES, templateOf } from './routes';
import { type Kind, type RemoteId, seed } from './seed';
import { State } from './state';
import { DEFAULT_SWITCHES, type Switches, switchesShape } from './switches';

export interface ItGlueOptions {
  readonly fleet: Fleet;
  readonly clock: Clock;
  /** Ids that the other simulated products gave to their records; asked once per vendor link, at creation. */
  readonly remoteId: RemoteId;
  readonly switches?: Partial<Switches>;
}

export interface ItGlueSimulator extends Simulator {
  readonly product: 'itglue';
  readonly credentials: { readonly subdomain: string; readonly apiKey: string };
  /** May be changed at any time. */
  readonly switches: Switches;
  /** Every route there is. */
  readonly routes: readonly { readonly method: string; readonly template: string }[];
  /** The id that a record of the fleet has here, or null where this account does not hold it. */
  recordId(kind: Kind, key: string): string | null;
}

const SUBDOMAIN = 'northwind-msp';

/** The same seed gives the same key; it opens nothing but this simulator. */
function apiKeyFor(seedNumber: number): string {
  const hash = createHash('sha256').update(`itglue ${seedNumber}`);
  const bytes = hash.digest();
  return `ITG.${bytes.subarray(0, 16).toString('hex')}.${bytes.subarray(16).toString('base64url')}`;
}

export function createItGlueSimulator(options: ItGlueOptions): ItGlueSimulator {
  const { fleet, clock } = options;
  const switches: Switches = { ...DEFAULT_SWITCHES, ...options.switches };
  const state = new State(clock, switches, `https://${SUBDOMAIN}.itglue.com`);
  const keys = seed(state, fleet, options.remoteId);
  const apiKey = apiKeyFor(fleet.seed);
  const app = createApp(state, apiKey, new RateLimit(clock, switches));
  return {
    product: 'itglue',
    credentials: { subdomain: SUBDOMAIN, apiKey },
    switches,
    routes: ROUTES.map(({ method, template }) => ({ method, template })),
    fetch: (request) => app.fetch(request),
    template: templateOf,
    refuse: (status, headers) => plainError(status, switches, headers),
    switchboard: switchboard(switches, switchesShape),
    recordId(kind, key) {
      const row = keys.find(kind, key);
      return row === null ? null : String(row.id);
    },
  };
}
