/** The doors: log-on, the check of every other request, renewal and log-off. */
import { Hono, type MiddlewareHandler } from 'hono';
import { accessDenied, notAuthenticated } from './envelope';
import type { VsaEnv, VsaServer } from './server';
import { reachOf } from './users';

export function logOnRoutes({ sessions, switches, answers }: VsaServer): Hono<VsaEnv> {
  const routes = new Hono<VsaEnv>();
  routes.get('/auth', (c) => {
    const session = sessions.logOn(c.req.header('authorization'), reachOf(switches));
    return answers.value(sessions.describe(session));
  });
  return routes;
}

/** Reading the session renews it; `DELETE /system/users/session` ends it. */
export function sessionRoutes({ sessions, answers }: VsaServer): Hono<VsaEnv> {
  const routes = new Hono<VsaEnv>();
  routes.get('/authx', (c) => {
    const session = c.get('session');
    sessions.renew(session);
    return answers.value(sessions.describe(session));
  });
  routes.delete('/system/users/session', (c) => {
    sessions.end(c.get('session'));
    return answers.deleted();
  });
  return routes;
}

/** A session is needed, under the literal word Bearer; then the role has to hold the function that is asked for. */
export function guard({ sessions, switches, answers }: VsaServer, base: string): MiddlewareHandler<VsaEnv> {
  return async (context, next) => {
    const header = context.req.header('authorization') ?? '';
    const token = /^Bearer +(\d+)$/i.exec(header)?.[1];
    if (token === undefined) {
      if (switches.bearerFailureInside200 && /^\d+$/.test(header)) return answers.bearerMissing();
      throw notAuthenticated();
    }
    context.set('session', sessions.find(token));
    if (switches.warehouseToken) throw accessDenied();
    const path = context.req.path.slice(base.length);
    const needs = functionFor(path);
    if (needs !== null && switches.roleLacks.includes(needs)) throw accessDenied();
    return next();
  };
}

function functionFor(path: string): 'Audit' | 'System' | null {
  if (path === '/system/users/session') return null;
  if (path.startsWith('/system/')) return 'System';
  return /^\/assetmgmt\/audit(\/|$)/.test(path) ? 'Audit' : null;
}
