/** A connection that ends without an answer. */
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

/** Over HTTP the socket is destroyed; in process the caller gets the error that `fetch` gives for it. */
export function cut(env: unknown): Response {
  if (!isServed(env)) throw new TypeError('fetch failed: the connection was cut');
  env.outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Whether `env` is that of an HTTP server. */
export function isServed(env: unknown): env is HttpBindings {
  return typeof env === 'object' && env !== null && 'outgoing' in env && 'incoming' in env;
}
