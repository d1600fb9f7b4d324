/**
 * The simulated Kaseya BMS: a tenant behind the vendor's REST API v2, as its OpenAPI document and the public clients of
 * the live service describe it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { switchboard } from '../control/switchboard';
import type { Fleet } from '../fleet/model';
import type { Clock, Simulator } from '../simulator';
import { accountRoutes } from './accounts';
import { assetRoutes } from './assets';
import { Authentication, type Credentials } from './auth';
import { Catalog } from './catalog';
import { contactDetailRoutes } from './contactDetails';
import { contactRoutes } from './contacts';
import { API_USER, EMPLOYEES } from './employees';
import { Refusal, type Reply, refuse, respond, respondRefusal } from './envelope';
import { integrationRoutes } from './integrations';
import { Allowance } from './limits';
import { links, type RemoteId } from './links';
import { locationRoutes } from './locations';
import { lookupRoutes } from './lookups';
import { parseInt32, Query } from './query';
import { rmmRoutes } from './rmm';
import { type Call, type Module, type Route, type Routing, router } from './route';
import { seed } from './seed';
import { type Links, type RecordKind, State } from './state';
import { type BmsSwitches, bmsSwitchesShape, defaultSwitches, type Rights } from './switches';
import { systemRoutes } from './system';

export interface BmsSimulator extends Simulator {
  readonly product: 'bms';
  readonly credentials: Credentials;
  /** May be changed while the simulator runs. */
  readonly switches: BmsSwitches;
  /** Every route there is, by verb and template as the vendor's document spells them. */
  readonly routes: readonly { readonly method: string; readonly template: string }[];
  /** The id here of a record of the fleet's BMS view; null where the view has no such key. */
  recordId(kind: RecordKind, key: string): string | null;
  /** Somebody closes a location in the portal: its API has no such call. */
  closeLocation(id: string): void;
}

export interface BmsOptions {
  readonly fleet: Fleet;
  readonly clock: Clock;
  /** Which company of many this is; each has a number of its own. */
  readonly seed?: number;
  /** What differs from `defaultSwitches()`. */
  readonly switches?: Partial<BmsSwitches>;
  /** Ids of the other products' records. Without it the IT Glue integration is not connected. Asked on request only. */
  readonly remoteId?: RemoteId;
}

const AUTHENTICATE = '/v2/security/authenticate';
const REFRESH = '/v2/security/refreshtoken';
/** Routes that need no token. */
const ANONYMOUS = [AUTHENTICATE, REFRESH, '/v2/security/ssostatus'];

const RESOURCES: readonly Route[] = [
  ...systemRoutes,
  ...accountRoutes,
  ...locationRoutes,
  ...contactRoutes,
  ...contactDetailRoutes,
  ...assetRoutes,
  ...lookupRoutes,
  ...integrationRoutes,
  ...rmmRoutes,
];
const ROUTES = [
  { method: 'POST', template: AUTHENTICATE },
  { method: 'POST', template: REFRESH },
  ...RESOURCES,
] as const;
const find = router(ROUTES);

const CREDENTIALS: Credentials = {
  tenant: 'Northwind Managed IT',
  username: 'mspsync',
  password: 'Sim-Bms-4711!',
};

/** What one simulator's requests share. */
interface Tenant {
  readonly state: State;
  readonly links: Links;
  readonly switches: BmsSwitches;
  readonly authentication: Authentication;
}

export function createBmsSimulator({
  fleet,
  clock,
  seed: place = 1,
  switches: given,
  remoteId,
}: BmsOptions): BmsSimulator {
  const switches: BmsSwitches = { ...defaultSwitches(), ...given };
  const state = new State(CREDENTIALS.tenant, 10_481 + place, new Catalog(), EMPLOYEES, clock);
  const keys = seed(state, fleet);
  const authentication = new Authentication(CREDENTIALS, API_USER, state, switches);
  const tenant: Tenant = { state, links: links(fleet, keys, remoteId), switches, authentication };
  const app = routes(tenant);
  const allowance = new Allowance(clock, switches);

  const answer = async (request: Request, env: unknown): Promise<Response> => {
    if (switches.latency > 0) await sleep(switches.latency);
    const routing = find(request.method, new URL(request.url).pathname);
    if (routing === undefined) return new Response(null, { status: 404 });
    if (!routing.allowed) return new Response(null, { status: 405 });
    const endpoint = `${request.method} ${routing.template}`;
    const wait = allowance.take(endpoint);
    if (wait !== undefined) {
      return refuse(429, null, [], switches.retryAfter ? { 'retry-after': String(wait) } : {});
    }
    return app.fetch(request, { routing, http: env });
  };
  return {
    product: 'bms',
    credentials: CREDENTIALS,
    switches,
    routes: ROUTES.map(({ method, template }) => ({ method, template })),
    recordId: (kind, key) => keys.get(kind, key)?.toString() ?? null,
    closeLocation: (id) => state.closeLocation(Number(id)),
    fetch: answer,
    template: (method, path) => find(method, path)?.template ?? path,
    refuse: (status, headers) => refuse(status, null, [], headers),
    switchboard: switchboard(switches, bmsSwitchesShape),
    endSessions: () => authentication.endAll(),
  };
}

interface Environment {
  Bindings: { routing: Routing };
}

/** The Hono application. It sees paths in the template's spelling, as ASP.NET's routes know no letter case. */
function routes(tenant: Tenant): Hono<Environment> {
  const { authentication, switches } = tenant;
  const app = new Hono<Environment>({
    getPath: (request) => {
      const path = new URL(request.url).pathname;
      return find(request.method, path)?.path ?? path;
    },
  });
  app.onError((error, context) => {
    if (!(error instanceof Refusal)) throw error;
    const { template } = context.env.routing;
    const style = switches.failureStyleOf[`${context.req.method} ${template}`] ?? switches.failureStyle;
    return respondRefusal(error, style);
  });
  app.post(AUTHENTICATE, async ({ req }) => respond(await authentication.authenticate(req.raw), switches));
  app.post(REFRESH, async ({ req }) => respond(await authentication.renew(req.raw), switches));
  const ordered = RESOURCES.toSorted((a, b) => a.template.split('{').length - b.template.split('{').length);
  for (const route of ordered) {
    const pattern = route.template.replaceAll(/\{(\w+)\}/g, ':$1');
    app.on(route.method, pattern, (context) => serve(tenant, route, context));
  }
  return app;
}

async function serve(tenant: Tenant, route: Route, context: Context<Environment>): Promise<Response> {
  const { authentication, switches } = tenant;
  const standing = ANONYMOUS.includes(route.template)
    ? { user: API_USER }
    : authentication.standing(context.req.header('authorization'));
  if (standing === 'unknown') return refuse(401);
  if (standing === 'expired') return refuse(401, 'The token has expired', [], { 'token-expired': 'true' });
  if (route.module !== undefined) demand(switches, route.module, route.method);
  const reply: Reply = await route.handle(call(tenant, standing.user, context));
  return respond(reply, switches);
}

/** Throws a 403 refusal where the role lacks the right that the verb needs. */
function demand(switches: BmsSwitches, module: Module, method: Route['method']): void {
  const order: readonly Rights[] = ['none', 'view', 'modify', 'delete'];
  const needed: Rights = method === 'GET' ? 'view' : method === 'DELETE' ? 'delete' : 'modify';
  if (order.indexOf(switches.rights[module]) < order.indexOf(needed)) {
    throw new Refusal(403, `The role may not ${needed} ${module}`);
  }
}

function call({ state, links, switches }: Tenant, user: number, { req }: Context<Environment>): Call {
  const param = (name: string): string => req.param(name) ?? '';
  return {
    state,
    links,
    switches,
    user,
    query: new Query(new URL(req.url).searchParams, switches),
    param,
    id: (name) => parseInt32(name, param(name)),
    json: async () => {
      const type = req.header('content-type')?.toLowerCase() ?? '';
      if (!/^(application|text)\/([\w.-]+\+)?(json|json-patch\+json)\b/.test(type)) {
        throw new Refusal(415, 'The request is not JSON');
      }
      const text = await req.text();
      try {
        return JSON.parse(text);
      } catch {
        throw new Refusal(400, 'The body is not JSON', { '': ['The body is not JSON.'] });
      }
    },
  };
}
