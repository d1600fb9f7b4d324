/** The request handler: key, rate limit, routes, and errors in the product's own shapes. */
import { type Context, Hono } from 'hono';
import { type Item, readBody, readList, readOne } from './body';
import { answer, listing, several, single } from './document';
import {
  badRequest,
  GatewayRefusal,
  gatewayResponse,
  problemResponse,
  Refusal,
  TIMED_OUT,
  unauthorized,
  unknownRoute,
} from './errors';
import { matching, page } from './listing';
import { hasFilter, parseFilterPart, parseInclude, parseListQuery, refuseDuplicates } from './query';
import type { RateLimit } from './rate';
import type { Resource } from './resource';
import { resourceOf } from './resources/all';
import { destroyInterface } from './resources/interfaces';
import { ROUTES, type Route, routePattern } from './routes';
import type { Row, State } from './state';
import type { Values } from './values';
import { changeRows, createRows, destroyRows, existing } from './write';

interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly route: Route;
  readonly resource: Resource;
  /** The `{id}` of the path, as a number. */
  readonly id: number | null;
  /** The foreign key that the path fixes, for routes below another record. */
  readonly scope: Values;
  readonly state: State;
}

type Action = (call: Call) => Response | Promise<Response>;

function inScope(call: Call): Row[] {
  const rows = call.state.rows(call.resource.collection).filter((row) => call.state.sees(row));
  const wanted = Object.entries(call.scope);
  return wanted.length === 0
    ? rows
    : rows.filter((row) => wanted.every(([name, value]) => row.values[name] === value));
}

function list(call: Call): Response {
  const { resource, state, url } = call;
  const query = parseListQuery(url.searchParams, resource, call.route.nesting !== null, state.switches);
  const limit = state.switches.timeoutAbovePageSize;
  if (limit !== null && query.size > limit) throw new Refusal([TIMED_OUT]);
  const found = page(resource, inScope(call), query, state);
  return answer(200, listing(resource, found, query, parseInclude(url.searchParams), url, state));
}

function show(call: Call): Response {
  const row = existing(call.resource, call.id, call.scope, call.state);
  return answer(200, single(call.resource, row, parseInclude(call.url.searchParams), call.state));
}

/** Below a parent a list may be created at once; the collection itself takes one record. */
async function create(call: Call): Promise<Response> {
  const { resource, state } = call;
  const body = await readBody(call.request, resource);
  if (body === null || ('list' in body && call.route.nesting === null)) {
    throw badRequest('data must be an object');
  }
  const items = 'list' in body ? body.list : [body.one];
  const rows = createRows(resource, items, call.scope, state);
  const [row] = rows;
  if ('list' in body || row === undefined) return answer(201, several(resource, rows, state));
  return answer(201, single(resource, row, [], state));
}

async function change(call: Call): Promise<Response> {
  const { resource, state } = call;
  const row = existing(resource, call.id, call.scope, state);
  const item = await readOne(call.request, resource);
  changeRows(resource, [{ row, item }], state);
  return answer(200, single(resource, row, [], state));
}

function refuseFilter(): never {
  throw new Refusal([{ status: 422, detail: 'filter and data cannot be combined', pointer: 'data' }]);
}

/** Whether the records to write are chosen by a filter. Throws where that is not allowed at all. */
function isByFilter(call: Call): boolean {
  const byFilter = hasFilter(call.url.searchParams);
  return byFilter && call.state.switches.writesByFilter === 'refuse' ? refuseFilter() : byFilter;
}

function filteredRows(call: Call): Row[] {
  const query = parseFilterPart(call.url.searchParams, call.resource, call.state.switches);
  return matching(call.resource, inScope(call), query, call.state);
}

function listed(items: readonly Item[], call: Call): { row: Row; item: Item }[] {
  return items.map((item) => ({ row: existing(call.resource, item.id, call.scope, call.state), item }));
}

async function changesAsked(call: Call): Promise<{ row: Row; item: Item }[]> {
  const body = await readBody(call.request, call.resource);
  const byFilter = isByFilter(call);
  if (body === null) throw badRequest('data must be a list');
  if ('list' in body) return byFilter ? refuseFilter() : listed(body.list, call);
  if (!byFilter) throw badRequest('data must be a list');
  return filteredRows(call).map((row) => ({ row, item: body.one }));
}

async function changeMany(call: Call): Promise<Response> {
  const rows = changeRows(call.resource, await changesAsked(call), call.state);
  return answer(200, several(call.resource, rows, call.state));
}

async function rowsAsked(call: Call): Promise<Row[]> {
  const items = await readList(call.request, call.resource);
  const byFilter = isByFilter(call);
  if (items === null && !byFilter) throw badRequest('data must be a list');
  if (items === null) return filteredRows(call);
  return byFilter ? refuseFilter() : listed(items, call).map(({ row }) => row);
}

async function destroyMany(call: Call): Promise<Response> {
  return destroyed(call, await rowsAsked(call));
}

function destroyed(call: Call, rows: readonly Row[]): Response {
  const document = several(call.resource, rows, call.state);
  destroyRows(rows, call.state);
  return answer(200, document);
}

function destroy(call: Call): Response {
  return destroyed(call, [existing(call.resource, call.id, call.scope, call.state)]);
}

function discard(call: Call): Response {
  const row = existing(call.resource, call.id, call.scope, call.state);
  const locked = call.resource.locked?.(row, { primary: false }, call.state) ?? [];
  if (locked.length > 0) {
    throw new Refusal([{ status: 422, detail: 'Cannot delete a synced resource', pointer: 'id' }]);
  }
  destroyInterface(row, call.state);
  return new Response(null, { status: 204 });
}

const ACTIONS: Readonly<Record<Route['action'], Action>> = {
  list,
  show,
  create,
  change,
  'change-many': changeMany,
  'destroy-many': destroyMany,
  destroy,
  discard,
};

function numeric(parameter: string | undefined): number | null {
  return parameter !== undefined && /^\d{1,16}$/.test(parameter) ? Number(parameter) : null;
}

/** The parent in the path must exist; then its id is a fixed value of the records below it. */
function scopeOf(route: Route, context: Context, state: State): Values {
  if (route.nesting === null) return {};
  const parent = resourceOf(route.nesting.parent);
  const row = existing(parent, numeric(context.req.param(route.nesting.column)), {}, state);
  return { [route.nesting.column]: row.id };
}

/** Throws a 401 for what the key's user may not do. */
function demandRight(route: Route, { switches }: State): void {
  const writes = route.method !== 'GET';
  const allowed = route.method === 'DELETE' ? switches.rights === 'destroy' : switches.rights !== 'read';
  const denied = switches.deniedCollections.includes(route.collection);
  if (denied || (writes && !allowed)) throw unauthorized();
}

function handle(context: Context, route: Route, state: State): Response | Promise<Response> {
  demandRight(route, state);
  const url = new URL(context.req.url);
  refuseDuplicates(url.searchParams);
  return ACTIONS[route.action]({
    request: context.req.raw,
    url,
    route,
    resource: resourceOf(route.collection),
    id: numeric(context.req.param('id')),
    scope: scopeOf(route, context, state),
    state,
  });
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PATCH', 'DELETE']);

export function createApp(state: State, apiKey: string, rate: RateLimit): Hono {
  const app = new Hono({ strict: false });
  app.use('*', async (context, next) => {
    const known = context.req.header('x-api-key') === apiKey && METHODS.has(context.req.method);
    if (!known) return gatewayResponse(403);
    if (!rate.admits()) return gatewayResponse(429, retryAfter(state));
    await next();
  });
  for (const route of ROUTES) {
    app.on(route.method, routePattern(route.template), (context) => handle(context, route, state));
  }
  app.notFound(() => unknownRoute(state.switches));
  app.onError((error) => {
    if (error instanceof Refusal) return problemResponse(error.problems, state.switches);
    if (error instanceof GatewayRefusal) return gatewayResponse(error.status, error.headers);
    throw error;
  });
  return app;
}

function retryAfter(state: State): Record<string, string> {
  const seconds = state.switches.retryAfterSeconds;
  return seconds === null ? {} : { 'retry-after': String(seconds) };
}
