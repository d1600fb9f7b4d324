import { createAdaptorServer } from '@hono/node-server';

type Handler = (request: Request, env?: unknown) => Response | Promise<Response>;

export interface ServedSimulator {
  readonly url: string;
  /** `GET /v2/crm/accounts/summary` and so on, in the order of their arrival. */
  readonly calls: string[];
  /** Answers instead of the simulator where it gives something. */
  intercept: ((request: Request) => Promise<Response | undefined> | Response | undefined) | undefined;
  close(): Promise<void>;
}

export interface Servable {
  fetch: Handler;
  template(method: string, path: string): string;
}

/** A simulator on a loopback port that the system chooses. */
export async function serveSimulator(simulator: Servable): Promise<ServedSimulator> {
  const calls: string[] = [];
  const served: { intercept: ServedSimulator['intercept'] } = { intercept: undefined };
  const server = createAdaptorServer({
    fetch: async (request, env) => {
      const path = new URL(request.url).pathname;
      calls.push(`${request.method} ${simulator.template(request.method, path)}`);
      return (await served.intercept?.(request)) ?? simulator.fetch(request, env);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return Object.assign(served, {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  });
}
