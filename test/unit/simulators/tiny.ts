/** A simulated product of three routes, to test what all simulators have in common. */
import { Hono } from 'hono';
import type { Product } from '../../../src/simulators/fleet/model';
import type { Simulator } from '../../../src/simulators/simulator';
import type { SimulatorSetup } from '../../../src/simulators/start';

export interface TinySimulator extends Simulator {
  /** Names of the organizations it holds now. */
  names(): readonly string[];
}

export function tiny(product: Product, { fleet }: Pick<SimulatorSetup, 'fleet'>): TinySimulator {
  const names = fleet.views[product].organizations.map(({ name }) => name);
  const app = new Hono();
  app.get('/things', (context) => context.json({ names }));
  app.get('/things/:id', (context) => context.json({ name: names[Number(context.req.param('id'))] ?? null }));
  app.post('/things', async (context) => {
    names.push(await context.req.text());
    return context.json({ id: names.length - 1 }, 201);
  });
  return {
    product,
    names: () => names,
    fetch: (request) => app.fetch(request),
    template: (_method, path) => path.replace(/^\/things\/\d+$/, '/things/{id}'),
    refuse: (status, headers) =>
      Response.json({ product, refused: status }, { status, headers: headers ?? {} }),
  };
}

export function tinyCreators() {
  return {
    bms: (setup: SimulatorSetup) => ({
      ...tiny('bms', setup),
      credentials: { tenant: 'acme', username: 'sync', password: 'secret' },
    }),
    vsa: (setup: SimulatorSetup) => ({
      ...tiny('vsa', setup),
      credentials: { username: 'sync', password: 'secret', token: 'T0' },
    }),
    itglue: (setup: SimulatorSetup) => ({
      ...tiny('itglue', setup),
      credentials: { subdomain: 'acme', apiKey: 'ITG.0' },
    }),
  };
}
