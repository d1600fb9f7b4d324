/** The desk over HTTP: faults, counted requests, switches, sessions and the clock of the simulated products. */
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { MovableClock } from '../clock';
import type { Simulator } from '../simulator';
import type { Desk } from './desk';
import { faultSchema } from './faults';

const HELP = {
  'POST /faults':
    '{system?, status, times?, match?, retryAfter?, delay?, afterActing?}: the next matching requests fail',
  'GET /faults': 'the faults still waiting',
  'DELETE /faults': 'withdraw them all',
  'GET /requests': 'requests counted by product and route',
  'DELETE /requests': 'start the count anew',
  'GET /switches': 'the switches of each product as they stand',
  'PATCH /switches': '{bms?, vsa?, vsa10?, itglue?}, each an object of switches: turns those that are given',
  'DELETE /switches': 'put all of them back',
  'DELETE /sessions': 'end all sessions: tokens that are out are refused from now on',
  'GET /clock': 'the instant that the products take for now',
  'POST /clock': '{advance}: puts their clock forward by so many milliseconds',
};

/** Products by the names that the printed line gives them. */
export type Simulators = Readonly<Record<string, Simulator>>;

/** `clock` is absent where the clock cannot be moved. */
export function createControl(desk: Desk, simulators: Simulators = {}, clock?: MovableClock): Hono {
  const app = new Hono();
  app.get('/', (context) => context.json(HELP));
  app.get('/requests', (context) => context.json(desk.counts()));
  app.delete('/requests', (context) => {
    desk.startCountAnew();
    return context.body(null, 204);
  });
  faultRoutes(app, desk);
  switchRoutes(app, simulators);
  app.delete('/sessions', (context) => {
    for (const simulator of Object.values(simulators)) simulator.endSessions?.();
    return context.body(null, 204);
  });
  if (clock) clockRoutes(app, clock);
  app.notFound((context) =>
    context.json({ error: `There is no ${context.req.method} ${context.req.path} here.`, routes: HELP }, 404),
  );
  return app;
}

function faultRoutes(app: Hono, desk: Desk): void {
  app.get('/faults', (context) => context.json(desk.faults()));
  app.delete('/faults', (context) => {
    desk.withdrawFaults();
    return context.body(null, 204);
  });
  app.post('/faults', async (context) => {
    const read = await bodyOf(context, faultSchema, 'fault');
    return 'refusal' in read ? read.refusal : context.json(desk.order(read.value), 201);
  });
}

function switchRoutes(app: Hono, simulators: Simulators): void {
  const boards = Object.entries(simulators).flatMap(([name, { switchboard }]) =>
    switchboard ? [[name, switchboard] as const] : [],
  );
  const standing = () => Object.fromEntries(boards.map(([name, board]) => [name, board.read()]));
  const shape = z.strictObject(Object.fromEntries(boards.map(([name]) => [name, z.unknown().optional()])));
  app.get('/switches', (context) => context.json(standing()));
  app.delete('/switches', (context) => {
    for (const [, board] of boards) board.reset();
    return context.body(null, 204);
  });
  app.patch('/switches', async (context) => {
    const read = await bodyOf(context, shape, 'change of switches');
    if ('refusal' in read) return read.refusal;
    for (const [name, board] of boards) {
      if (read.value[name] === undefined) continue;
      try {
        board.turn(read.value[name]);
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        return context.json({ error: `These are no switches of ${name}.\n${z.prettifyError(error)}` }, 400);
      }
    }
    return context.json(standing());
  });
}

const advanceSchema = z.strictObject({
  advance: z
    .int()
    .min(1)
    .max(366 * 24 * 3_600_000),
});

function clockRoutes(app: Hono, clock: MovableClock): void {
  const told = () => ({ now: new Date(clock.now()).toISOString() });
  app.get('/clock', (context) => context.json(told()));
  app.post('/clock', async (context) => {
    const read = await bodyOf(context, advanceSchema, 'way to move the clock');
    if ('refusal' in read) return read.refusal;
    clock.advance(read.value.advance);
    return context.json(told());
  });
}

/** The body in its shape, or the answer that says what is wrong with it. */
async function bodyOf<T>(
  context: Context,
  shape: z.ZodType<T>,
  what: string,
): Promise<{ readonly value: T } | { readonly refusal: Response }> {
  const body = parseJson(await context.req.text());
  if (body === undefined) return { refusal: context.json({ error: 'The body is not JSON.' }, 400) };
  const read = shape.safeParse(body);
  if (read.success) return { value: read.data };
  return { refusal: context.json({ error: `This is no ${what}.\n${z.prettifyError(read.error)}` }, 400) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
