/** What all simulated servers have in common, and how faults and switches reach them from outside. */
import type { Switchboard } from './control/switchboard';
import type { Product } from './fleet/model';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** One simulated product: a pure request handler, to be served over HTTP or called in process. */
export interface Simulator {
  readonly product: Product;
  /** Answers a request as the product would. `env` is the HTTP server's, where there is one. */
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
  /** Route template a path belongs to, ids replaced by names: `/v2/crm/accounts/{id}`; the path itself when unknown. */
  template(method: string, path: string): string;
  /** An error with this status in the product's own words and shape. */
  refuse(status: number, headers?: Record<string, string>): Response;
  /** Its switches, where it has any. */
  readonly switchboard?: Switchboard;
  /** Ends all sessions at once, where the product has sessions: the tokens that are out are refused from now on. */
  endSessions?(): void;
}
