import { serve } from '@hono/node-server';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Caller, errorsOf } from './itglue-fleet';

const FORBIDDEN = { message: 'Forbidden' };

describe('IT Glue keys and gateway errors', () => {
  it('answers a missing or wrong key, and an unknown method, with a flat 403', async () => {
    const caller = new Caller();
    for (const key of ['', 'ITG.0.wrong']) {
      const sent = await caller.send('GET', '/regions?page[size]=1', undefined, { 'x-api-key': key });
      expect([sent.status, sent.body]).toEqual([403, FORBIDDEN]);
    }
    expect((await caller.send('PUT', '/contacts', { data: {} })).status).toBe(403);
    expect(caller.simulator.credentials.apiKey).toMatch(/^ITG\.[0-9a-f]{32}\.[\w-]+$/);
  });

  it('wants the JSON:API media type on a body', async () => {
    const caller = new Caller();
    const body = { data: { type: 'manufacturers', attributes: { name: 'HP' } } };
    const sent = await caller.send('POST', '/manufacturers', body, { 'content-type': 'application/json' });
    expect([sent.status, sent.body]).toEqual([415, { message: 'Unsupported Media Type' }]);
  });

  it('answers a broken body, a missing one and a strange type with 400', async () => {
    const caller = new Caller();
    expect((await caller.send('POST', '/manufacturers', '{"data":')).status).toBe(400);
    expect((await caller.send('POST', '/manufacturers', { name: 'HP' })).status).toBe(400);
    expect((await caller.send('POST', '/manufacturers')).status).toBe(400);
    expect((await caller.post('/manufacturers', 'models', { name: 'HP' })).status).toBe(400);
    expect((await caller.send('DELETE', '/contacts')).status).toBe(400);
  });

  it('answers an unknown record with 404, and an unknown route with 404 or a page', async () => {
    const caller = new Caller();
    expect(errorsOf(await caller.send('GET', '/contacts/1'))).toEqual([
      { status: 404, title: 'Not Found', detail: 'Record not found', source: { pointer: 'id' } },
    ]);
    expect(errorsOf(await caller.send('GET', '/adapters_resources'))).toEqual([
      { status: 404, title: 'Not Found' },
    ]);
    caller.simulator.switches.unknownRoute = 'html';
    const page = await caller.send('GET', '/adapters_resources');
    expect(page.status).toBe(404);
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  it('writes status and pointer in the way that is switched', async () => {
    const caller = new Caller({ errorStatus: 'symbol', errorPointer: 'bare' });
    const sent = await caller.post('/manufacturers', 'manufacturers', {});
    expect(errorsOf(sent)[0]).toMatchObject({
      status: 'unprocessable_entity',
      source: { pointer: 'data/attributes/name' },
    });
    caller.simulator.switches.errorStatus = 'text';
    expect(errorsOf(await caller.send('GET', '/contacts/1'))[0]?.status).toBe('404');
  });

  it('refuses with any status in its own words', async () => {
    const { simulator } = new Caller();
    expect(await simulator.refuse(403).json()).toEqual(FORBIDDEN);
    const limited = simulator.refuse(429, { 'retry-after': '7' });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await simulator.refuse(401).json()).toEqual({
      errors: [
        {
          status: 401,
          title: 'Unauthorized',
          detail: 'Unauthorized resource access',
          source: { pointer: 'id' },
        },
      ],
    });
    expect((await simulator.refuse(504).text()).includes('took too long')).toBe(true);
    expect(simulator.refuse(503).status).toBe(503);
  });
});

describe('IT Glue rate limit', () => {
  const MINUTE = 60_000;

  it('admits 3000 requests in five minutes, then answers 429 until the oldest are forgotten', async () => {
    const caller = new Caller();
    const ask = async () => (await caller.send('GET', '/contacts/1')).status;
    for (let count = 0; count < 2999; count += 1) await ask();
    caller.time += 4 * MINUTE;
    expect(await ask()).toBe(404);
    const refused = await caller.send('GET', '/contacts/1');
    expect([refused.status, refused.body]).toEqual([429, { message: 'Too Many Requests' }]);
    expect(refused.headers.get('retry-after')).toBeNull();
    caller.time += MINUTE;
    expect(await ask()).toBe(404);
  });

  it('can count in blocks of the clock, and say when to come back', async () => {
    const caller = new Caller({ requestsPerWindow: 2, rateWindow: 'fixed', retryAfterSeconds: 9 });
    caller.time += 4 * MINUTE;
    await caller.list('/contacts');
    await caller.list('/contacts');
    const refused = await caller.send('GET', '/contacts');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '9']);
    caller.time += MINUTE;
    expect((await caller.send('GET', '/contacts')).status).toBe(200);
  });
});

describe('IT Glue route templates', () => {
  it('replace ids by names and leave unknown paths as they are', () => {
    const { simulator } = new Caller();
    expect(simulator.template('GET', '/organizations')).toBe('/organizations');
    expect(simulator.template('PATCH', '/configurations/42/')).toBe('/configurations/{id}');
    expect(simulator.template('GET', '/organizations/4/relationships/contacts/9')).toBe(
      '/organizations/{organization_id}/relationships/contacts/{id}',
    );
    expect(simulator.template('GET', '/nothing/4')).toBe('/nothing/4');
  });
});

describe('IT Glue over HTTP', () => {
  let close: (() => Promise<void>) | undefined;
  afterEach(() => close?.());

  it('serves absolute links of the address it was asked at', async () => {
    const { simulator } = new Caller();
    const port = await new Promise<number>((resolve) => {
      const options = { fetch: simulator.fetch, port: 0, hostname: '127.0.0.1' };
      const server = serve(options, (info) => resolve(info.port));
      close = () => new Promise((done) => server.close(() => done()));
    });
    const url = `http://127.0.0.1:${port}/configurations?page%5Bsize%5D=2&sort=id`;
    const answer = await fetch(url, { headers: { 'x-api-key': simulator.credentials.apiKey } });
    const { data, links } = z
      .object({ data: z.array(z.unknown()), links: z.object({ next: z.string() }) })
      .parse(await answer.json());
    expect(data).toHaveLength(2);
    expect(links.next).toBe(
      `http://127.0.0.1:${port}/configurations?page%5Bsize%5D=2&sort=id&page%5Bnumber%5D=2`,
    );
    const created = await fetch(`http://127.0.0.1:${port}/manufacturers`, {
      method: 'POST',
      headers: { 'x-api-key': simulator.credentials.apiKey, 'content-type': 'application/vnd.api+json' },
      body: JSON.stringify({ data: { type: 'manufacturers', attributes: { name: 'Zürich AG' } } }),
    });
    expect(created.status).toBe(201);
    expect(await created.text()).toContain('Zürich AG');
  });
});
