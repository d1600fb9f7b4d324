/** What the server says of itself: tenant, environment, installed functions, probes. */
import { Hono } from 'hono';
import { notFound, type WireRecord } from './envelope';
import { idIn } from './input';
import { type FieldRules, filterable, sortable } from './odata';
import type { VsaEnv, VsaServer } from './server';

const MODULES: ReadonlyMap<bigint, string> = new Map([
  [3n, 'Agent Procedures'],
  [6n, 'Patch Management'],
  [9n, 'Agent'],
  [18n, 'Service Desk'],
  [42n, 'Service Billing'],
  [57n, 'Web Service API'],
  [70n, 'Discovery'],
]);
const FIELDS: FieldRules = { ModuleId: filterable('int'), ModuleName: sortable('string') };
const moduleRow = (id: bigint, name: string): WireRecord => ({ ModuleId: Number(id), ModuleName: name });

/** Those that answer without a session. */
export function openRoutes(server: VsaServer): Hono<VsaEnv> {
  const routes = new Hono<VsaEnv>();
  routes.get('/echo', () => server.answers.value(true));
  routes.get('/echossl', () => server.answers.value(true));
  return routes;
}

export function aboutRoutes(server: VsaServer): Hono<VsaEnv> {
  const { answers } = server;
  const routes = new Hono<VsaEnv>();
  routes.get('/echoauth', () => answers.value(true));
  routes.get('/tenant', () =>
    answers.one({ Id: 1n, Ref: 'provider', Type: 'MSP', TimeZoneOffset: 0, Attributes: null }),
  );
  routes.get('/environment', () =>
    answers.one({
      SystemVersion: '9.5.0.0',
      PatchLevel: '9.5.22.15720',
      CustomerID: server.state.customerId,
      TimeZoneOffset: 0,
      AgentVersion: '9.5.0.30',
    }),
  );
  routes.get('/functions', (c) =>
    server.list(
      c,
      [...MODULES].map(([id, name]) => moduleRow(id, name)),
      FIELDS,
    ),
  );
  routes.get('/functions/:moduleId', (c) => {
    const id = idIn(c, 'moduleId');
    const name = MODULES.get(id);
    if (name === undefined) throw notFound('Module');
    return answers.one(moduleRow(id, name));
  });
  routes.get('/ismoduleinstalled/:moduleId', (c) => answers.value(MODULES.has(idIn(c, 'moduleId'))));
  routes.get('/ismoduleactivated/:moduleId', (c) => answers.value(MODULES.has(idIn(c, 'moduleId'))));
  return routes;
}
