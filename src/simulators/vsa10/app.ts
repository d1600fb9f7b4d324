/** Kaseya VSA 10 (VSA X) as a simulated server: its API v3 over the fleet's VSA view. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { switchboard } from '../control/switchboard';
import type { Fleet } from '../fleet/model';
import type { Clock, Simulator } from '../simulator';
import { faultOf, VsaError } from '../vsa/envelope';
import { routesOf, templatesOf } from '../vsa/template';
import { failure } from './answers';
import { groupRoutes, machineRoutes, organizationRoutes, type Parts, siteRoutes } from './routes';
import { seedState } from './seed';
import { DEFAULT_SWITCHES, type Vsa10Switches, vsa10SwitchesShape } from './switches';
import { Tree } from './tree';

const BASE = '/api/v3';
const HOUR = 3_600_000;

export interface Vsa10Credentials {
  readonly tokenId: string;
  readonly tokenSecret: string;
}

export interface Vsa10SimulatorOptions {
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly switches?: Partial<Vsa10Switches>;
  readonly credentials?: Vsa10Credentials;
}

export interface Vsa10Simulator extends Simulator {
  readonly product: 'vsa';
  readonly credentials: Vsa10Credentials;
  /** May be changed while the server runs. */
  readonly switches: Vsa10Switches;
  /** Every route there is. */
  readonly routes: ReturnType<typeof routesOf>;
}

export function createVsa10Simulator(options: Vsa10SimulatorOptions): Vsa10Simulator {
  const switches: Vsa10Switches = { ...DEFAULT_SWITCHES, ...options.switches };
  const credentials = options.credentials ?? {
    tokenId: randomBytes(16).toString('hex'),
    tokenSecret: randomBytes(32).toString('hex'),
  };
  const app = once(() => {
    const state = seedState(options.fleet);
    const parts: Parts = { state, tree: new Tree(state, switches), switches };
    return createApp(parts, credentials, options.clock);
  });
  const template = once(() => templatesOf(app().routes));
  return {
    product: 'vsa',
    credentials,
    switches,
    get routes() {
      return routesOf(app().routes);
    },
    fetch: (request, env) => app().fetch(request, env ?? {}),
    template: (method, path) => template()(method, path),
    refuse: (status, headers) => failure(faultOf(status), headers),
    switchboard: switchboard(switches, vsa10SwitchesShape),
  };
}

/** Made when it is first asked for: most who serve the products have no use for this one. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function matchedPath(request: Request): string {
  const path = new URL(request.url).pathname.toLowerCase();
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function createApp(parts: Parts, credentials: Vsa10Credentials, clock: Clock): Hono {
  const expected = Buffer.from(
    `Basic ${Buffer.from(`${credentials.tokenId}:${credentials.tokenSecret}`).toString('base64')}`,
  );
  const allow = hourlyBudget(parts.switches, clock);
  const app = new Hono({ getPath: matchedPath });
  app.use(`${BASE}/*`, async (context, next) => {
    const given = Buffer.from(context.req.header('authorization') ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new VsaError(401, 'Unauthorized');
    }
    const { tokenExpiresAt, refuseAddress, retryAfter } = parts.switches;
    if (tokenExpiresAt !== null && clock.now() >= Date.parse(tokenExpiresAt))
      throw new VsaError(401, 'Unauthorized');
    if (refuseAddress) throw new VsaError(403, 'Forbidden');
    const wait = allow();
    if (wait !== null) return failure(faultOf(429), retryAfter ? { 'retry-after': String(wait) } : {});
    const resource = context.req.path.slice(BASE.length + 1).split('/')[0] ?? '';
    if (parts.switches.lacks.includes(resource)) throw new VsaError(403, 'Forbidden');
    return next();
  });
  app.route(BASE, organizationRoutes(parts));
  app.route(BASE, siteRoutes(parts));
  app.route(BASE, groupRoutes(parts));
  app.route(BASE, machineRoutes(parts));
  app.notFound(() => failure(new VsaError(404, 'Not Found')));
  app.onError((error) => {
    if (error instanceof VsaError) return failure(error);
    throw error;
  });
  return app;
}

/** Counts the requests of each full hour; gives the seconds to the next hour where one is too many. */
function hourlyBudget(switches: Vsa10Switches, clock: Clock): () => number | null {
  let hour = 0;
  let used = 0;
  return () => {
    const now = clock.now();
    const current = Math.floor(now / HOUR);
    if (current !== hour) used = 0;
    hour = current;
    used += 1;
    const within = switches.requestsPerHour === null || used <= switches.requestsPerHour;
    return within ? null : Math.ceil(((hour + 1) * HOUR - now) / 1000);
  };
}
