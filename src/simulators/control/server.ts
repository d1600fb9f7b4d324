/** The desk over HTTP: `/faults` and `/requests`. */
import { Hono } from 'hono';
import * as z from 'zod';
import type { Desk } from './desk';
import { faultSchema } from './faults';

const HELP = {
  'POST /faults':
    '{system?, status, times?, match?, retryAfter?, delay?, afterActing?}: the next matching requests fail',
  'GET /faults': 'the faults still waiting',
  'DELETE /faults': 'withdraw them all',
  'GET /requests': 'requests counted by product and route',
  'DELETE /requests': 'start the count anew',
};

export function createControl(desk: Desk): Hono {
  const app = new Hono();
  app.get('/', (context) => context.json(HELP));
  app.get('/requests', (context) => context.json(desk.counts()));
  app.delete('/requests', (context) => {
    desk.startCountAnew();
    return context.body(null, 204);
  });
  app.get('/faults', (context) => context.json(desk.faults()));
  app.delete('/faults', (context) => {
    desk.withdrawFaults();
    return context.body(null, 204);
  });
  app.post('/faults', async (context) => {
    const body = parseJson(await context.req.text());
    if (body === undefined) return context.json({ error: 'The body is not JSON.' }, 400);
    const fault = faultSchema.safeParse(body);
    if (!fault.success)
      return context.json({ error: `This is no fault.\n${z.prettifyError(fault.error)}` }, 400);
    return context.json(desk.order(fault.data), 201);
  });
  app.notFound((context) =>
    context.json({ error: `There is no ${context.req.method} ${context.req.path} here.`, routes: HELP }, 404),
  );
  return app;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
