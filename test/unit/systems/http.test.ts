import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { parse as parseLossless } from 'lossless-json';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { createHttp } from '../../../src/systems/http';
import type { Http, HttpCall, HttpOptions } from '../../../src/systems/http/model';
import { fakeClock } from './support/clock';
import { recordingLog } from './support/log';
import { type Answer, hangUp, json, serve, silence, type TestServer, text } from './support/server';

const open: (TestServer | Http)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await ('close' in one ? one.close() : one.dispose());
});

const pem = (name: string): string => readFileSync(join(__dirname, 'fixtures/tls', name), 'utf8');
const keyPair = (name: string) => ({ key: pem(`${name}.key`), cert: pem(`${name}.crt`) });

function client(baseUrl: string, more: Partial<HttpOptions> = {}) {
  const clock = fakeClock();
  const log = recordingLog();
  const http = createHttp({
    system: 'itglue',
    baseUrl,
    clock,
    log,
    random: () => 0.5,
    concurrency: 4,
    timeoutMs: 2_000,
    maxResponseBytes: 100_000,
    authorize: { headers: async () => ({}) },
    ...more,
  });
  open.push(http);
  return { http, clock, log };
}

async function against(answers: readonly Answer[], more: Partial<HttpOptions> = {}) {
  const server = await serve(answers);
  open.push(server);
  return { server, ...client(server.url, more) };
}

const never = new AbortController().signal;
const read: HttpCall = { method: 'GET', route: '/things', signal: never, retry: 'read' };
const write: HttpCall = { method: 'POST', route: '/things', body: { a: 1 }, signal: never, retry: 'write' };

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => new Error('It succeeded.'),
    (reason: unknown) => reason,
  );
  if (!Failure.is(error)) throw error;
  return error;
}

describe('what is sent', () => {
  it('fills and escapes the route, repeats list keys and sends JSON', async () => {
    const { http, server } = await against([json({ ok: true })], { headers: { 'X-Client': 'msp-sync' } });
    const answer = await http.request({
      method: 'PUT',
      route: '/v2/crm/accounts/{id}/x',
      path: { id: 'a/b c' },
      query: { 'Filter.Ids': [1, 2], $top: 100, gone: undefined, 'filter[name]': 'Ä & B' },
      body: { name: 'Ä' },
      signal: never,
      retry: 'write',
    });
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    expect(server.seen[0]?.url).toBe(
      '/v2/crm/accounts/a%2Fb%20c/x?Filter.Ids=1&Filter.Ids=2&$top=100&filter%5Bname%5D=%C3%84%20%26%20B',
    );
    expect(server.seen[0]?.body).toBe('{"name":"Ä"}');
    expect(server.seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-client': 'msp-sync',
    });
  });

  it('sends forms urlencoded and keeps a path prefix of the base address', async () => {
    const { server } = await against([json({})]);
    const { http } = client(`${server.url}/api/`);
    await http.request({
      method: 'POST',
      route: '/token',
      form: { a: 'x y', b: 'ü' },
      signal: never,
      retry: 'write',
    });
    expect(server.seen[0]).toMatchObject({ url: '/api/token', body: 'a=x+y&b=%C3%BC' });
    expect(server.seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it.each(['..', '.', ''])('refuses %j as a path value', async (id) => {
    const { http, server } = await against([json({})]);
    await expect(http.request({ ...read, route: '/x/{id}/y', path: { id } })).rejects.toThrow(RangeError);
    expect(server.seen).toHaveLength(0);
  });

  it('re-uses its connection', async () => {
    const ports = new Set<number | undefined>();
    const note: Answer = (_, response) => {
      ports.add(response.socket?.remotePort);
      response.end('{}');
    };
    const { http } = await against([note]);
    for (let at = 0; at < 3; at++) await http.request(read);
    expect(ports.size).toBe(1);
  });

  it('never has more calls under way than allowed', async () => {
    let now = 0;
    let most = 0;
    const slow: Answer = async (_, response) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 10));
      now--;
      response.end('{}');
    };
    const { http } = await against([slow], { concurrency: 2 });
    await Promise.all(Array.from({ length: 8 }, () => http.request(read)));
    expect(most).toBe(2);
  });
});

describe('the origin', () => {
  it.each(['http://bms.example', 'ftp://localhost', 'not an address', 'https://kim:pw@bms.example'])(
    'refuses %s',
    (url) => {
      expect(() => client(url)).toThrow(expect.objectContaining({ reason: 'settings' }));
    },
  );

  it('allows plain http on loopback and https anywhere', () => {
    for (const url of ['http://127.0.0.1:1', 'http://[::1]:1', 'http://localhost', 'https://bms.example'])
      expect(() => client(url)).not.toThrow();
  });

  it('follows no redirect and sends nothing on', async () => {
    const elsewhere = await serve([json({})]);
    open.push(elsewhere);
    const { http } = await against([json({}, 302, { Location: elsewhere.url })]);
    const failure = await failureOf(http.request(read));
    expect(failure).toMatchObject({ reason: 'redirected', status: 302 });
    expect(elsewhere.seen).toHaveLength(0);
  });

  it.each([301, 302, 303, 307, 308])(
    'takes no secret along when a sign-in is sent on with %i',
    async (status) => {
      const elsewhere = await serve([json({})]);
      open.push(elsewhere);
      const { http, server } = await against([json({}, status, { Location: `${elsewhere.url}/login` })]);
      const form = { UserName: 'kim', Password: 'geheim-4711' };
      const failure = await failureOf(http.request({ ...write, body: undefined, form, anonymous: true }));
      expect(failure).toMatchObject({
        reason: 'redirected',
        remedy: expect.stringMatching(/if you trust it/),
      });
      expect(server.seen).toHaveLength(1);
      expect(elsewhere.seen).toHaveLength(0);
      expect(JSON.stringify({ ...failure, message: failure.message })).not.toContain('geheim');
    },
  );
});

describe('repeating reads', () => {
  it.each([429, 502, 503, 504])('asks again after %i', async (status) => {
    const { http, server } = await against([json({}, status), json({ ok: 1 })]);
    expect((await http.request(read)).body).toEqual({ ok: 1 });
    expect(server.seen).toHaveLength(2);
  });

  it.each([
    ['a lost connection', hangUp],
    ['a web page', text('<html><title>Maintenance</title></html>')],
    ['a body that breaks off', text('{"data": [1, 2', 200, 'application/json')],
    [
      'a shorter body than announced',
      ((_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
        response.write('{"a":');
        setTimeout(() => response.socket?.destroy(), 5);
      }) satisfies Answer,
    ],
  ])('asks again after %s', async (_, broken) => {
    const { http, server } = await against([broken, json({ ok: 1 })]);
    expect((await http.request(read)).body).toEqual({ ok: 1 });
    expect(server.seen).toHaveLength(2);
  });

  it('asks again after a timeout', async () => {
    const { http } = await against([silence, json({ ok: 1 })], { timeoutMs: 60 });
    expect((await http.request(read)).body).toEqual({ ok: 1 });
  });

  it('waits longer each time, and gives up after four calls', async () => {
    const { http, clock, server } = await against([json({}, 503)]);
    expect(await failureOf(http.request(read))).toMatchObject({ reason: 'server-error', status: 503 });
    expect(server.seen).toHaveLength(4);
    expect(clock.waits).toEqual([375, 750, 1500]);
  });

  it('spreads its waits by the randomness it is given', async () => {
    const { http, clock } = await against([json({}, 503), json({})], { random: () => 0 });
    await http.request(read);
    expect(clock.waits).toEqual([250]);
  });

  it.each([400, 403, 404, 500])('does not repeat after %i', async (status) => {
    const { http, server } = await against([json({}, status)]);
    await failureOf(http.request(read));
    expect(server.seen).toHaveLength(1);
  });

  it('waits as long as Retry-After says, in seconds or as a date', async () => {
    const start = fakeClock().now();
    const date = new Date(start + 7_000 + 9_000).toUTCString();
    const { http, clock } = await against([
      json({}, 429, { 'Retry-After': '7' }),
      json({}, 503, { 'Retry-After': date }),
      json({}),
    ]);
    await http.request(read);
    expect(clock.waits[0]).toBe(7_000);
    expect(clock.waits).toHaveLength(2);
  });

  it('says how long to wait when the server stays busy or asks for too much', async () => {
    const { http, server } = await against([json({}, 429, { 'Retry-After': '3600' })]);
    expect(await failureOf(http.request(read))).toMatchObject({
      reason: 'rate-limited',
      retryAfterMs: 3_600_000,
      status: 429,
    });
    expect(server.seen).toHaveLength(1);
  });
});

describe('writes', () => {
  it('is not sent when its turn comes so late that what it rests on may have changed', async () => {
    const busy = () => json({}, 429, { 'Retry-After': '90' });
    const { http, server } = await against([busy(), busy(), json({ id: 1 }, 201)]);
    expect(await failureOf(http.request(write))).toMatchObject({
      reason: 'waited',
      mayHaveActed: false,
      message: expect.stringMatching(/had no room for .* for 180 s/),
    });
    expect(server.seen).toHaveLength(2);
  });

  it.each([{ goesOn: true }, { anonymous: true }] as const)(
    'goes out however late it is where it rests on no look: %o',
    async (more) => {
      const busy = () => json({}, 429, { 'Retry-After': '90' });
      const { http } = await against([busy(), busy(), json({ id: 1 }, 201)]);
      expect((await http.request({ ...write, ...more })).status).toBe(201);
    },
  );

  it('repeats after 429, for the server refused before acting', async () => {
    const { http, server } = await against([json({}, 429, { 'Retry-After': '1' }), json({ id: 1 }, 201)]);
    expect((await http.request(write)).status).toBe(201);
    expect(server.seen).toHaveLength(2);
  });

  it.each([
    ['a lost connection', hangUp, 'unreachable', {}],
    ['a server error', json({}, 500), 'server-error', {}],
    ['a gateway that lost the server', text('<html></html>', 502), 'server-error', {}],
    ['a web page', text('<html></html>'), 'protocol', {}],
    ['a body that breaks off', text('{"id": 1', 200, 'application/json'), 'protocol', {}],
    ['silence', silence, 'timeout', { timeoutMs: 500 }],
  ] as const)(
    'are not repeated after %s, and say that they may have acted',
    async (_, broken, reason, more) => {
      const { http, server } = await against([broken], more);
      expect(await failureOf(http.request(write))).toMatchObject({ reason, mayHaveActed: true });
      expect(server.seen).toHaveLength(1);
    },
  );

  it.each([400, 401, 403, 404, 409, 422, 429])('have not acted when refused with %i', async (status) => {
    const { http } = await against([json({}, status)]);
    expect(await failureOf(http.request(write))).toMatchObject({ mayHaveActed: false, status });
  });
});

describe('authorization', () => {
  it('renews once after 401 and repeats once', async () => {
    let token = 'old-token';
    let renewals = 0;
    const guard: Answer = (request, response) => {
      response.statusCode = request.headers.authorization === 'Bearer new-token' ? 200 : 401;
      response.end('{}');
    };
    const { http, server } = await against([guard], {
      authorize: {
        headers: async () => ({ Authorization: `Bearer ${token}` }),
        renew: async () => {
          renewals++;
          // All three have been refused before the new token comes, however slow the machine is.
          await vi.waitUntil(() => server.seen.length === 3, { timeout: 10_000, interval: 5 });
          token = 'new-token';
          return true;
        },
      },
    });
    await Promise.all([http.request(read), http.request(read), http.request(write)]);
    expect(renewals).toBe(1);
    expect(server.seen).toHaveLength(6);
  });

  it('fails when the new credentials are refused too', async () => {
    let renewals = 0;
    const { http, server } = await against([json({}, 401)], {
      authorize: { headers: async () => ({}), renew: async () => ++renewals > 0 },
    });
    expect(await failureOf(http.request(read))).toMatchObject({ reason: 'credentials', code: 'MSP-201' });
    expect([renewals, server.seen.length]).toEqual([1, 2]);
  });

  it('fails at once when nothing can be renewed, and for the sign-in itself', async () => {
    const { http, server } = await against([json({}, 401)], {
      authorize: { headers: async () => ({ Authorization: 'x' }), renew: async () => false },
    });
    await failureOf(http.request(read));
    await failureOf(http.request({ ...write, anonymous: true }));
    expect(server.seen.map((one) => one.headers.authorization)).toEqual(['x', undefined]);
  });
});

describe('what an answer may be', () => {
  it('may be empty', async () => {
    const { http } = await against([text('', 204)]);
    expect((await http.request(write)).body).toBeUndefined();
  });

  it('names content type and status of a web page', async () => {
    const { http } = await against([text('<!doctype html><p>Sign in', 200, 'text/html; charset=utf-8')]);
    const failure = await failureOf(http.request(read));
    expect(failure.reason).toBe('protocol');
    expect(failure.message).toContain('HTTP 200, content type text/html; charset=utf-8');
  });

  it('is bounded in size', async () => {
    const { http, server } = await against([text(`"${'x'.repeat(200_000)}"`, 200, 'application/json')]);
    expect(await failureOf(http.request(read))).toMatchObject({ reason: 'protocol' });
    expect(server.seen).toHaveLength(1);
  });

  it('is bounded in nesting, whatever stands in its strings', async () => {
    const deep = `${'['.repeat(70)}${']'.repeat(70)}`;
    const { http } = await against([text(deep, 200, 'application/json')]);
    expect((await failureOf(http.request(read))).message).toContain('nested deeper');
    const { http: other } = await against([json({ a: `"\\${'['.repeat(500)}` })]);
    await expect(other.request(read)).resolves.toBeDefined();
  });

  it('can be read by a parser that keeps long numbers', async () => {
    const { http } = await against([text('{"id":12345678901234567890123456}', 200, 'application/json')], {
      parse: (body) => parseLossless(body, undefined, { parseNumber: String }),
    });
    expect((await http.request(read)).body).toEqual({ id: '12345678901234567890123456' });
  });

  it('can mean another status than HTTP says', async () => {
    const { http } = await against([json({ success: false, error: 'gone' })], {
      statusOf: (status, body) => (JSON.stringify(body).includes('false') ? 404 : status),
      wordsOf: (body) => JSON.stringify(body),
    });
    expect(await failureOf(http.request(read))).toMatchObject({
      reason: 'not-found',
      detail: '{"success":false,"error":"gone"}',
    });
  });
});

describe('the network', () => {
  it('names the host that refuses, and the remedy', async () => {
    const server = await serve([json({})]);
    await server.close();
    const { http } = client(server.url);
    const failure = await failureOf(http.request(write));
    expect(failure).toMatchObject({ reason: 'unreachable', mayHaveActed: false });
    expect(failure.message).toContain(`localhost:${server.port}`);
    expect(failure.remedy).toContain('server address');
  });

  it('names the host whose name is unknown', async () => {
    const { http } = client('https://no-such-host.invalid');
    const failure = await failureOf(http.request(read));
    expect(failure.reason).toBe('unreachable');
    expect(failure.message).toContain('no-such-host.invalid');
  });

  it.each([
    ['self-signed', undefined, 'self-signed'],
    ['issued', undefined, 'unknown issuer'],
    ['wrong-host', 'wrong-host', 'another host name'],
    ['expired', 'authority', 'has expired'],
  ])('tells a certificate that is %s', async (name, ca, words) => {
    const server = await serve([json({})], keyPair(name));
    open.push(server);
    const { http } = client(server.url, ca ? { ca: async () => pem(`${ca}.crt`) } : {});
    const failure = await failureOf(http.request(write));
    expect(failure).toMatchObject({ reason: 'tls', mayHaveActed: false });
    expect(failure.message).toContain(words);
  });

  it('verifies whatever the process says', async () => {
    const server = await serve([json({})], keyPair('self-signed'));
    open.push(server);
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await failureOf(client(server.url).http.request(read))).toMatchObject({ reason: 'tls' });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });

  it('trusts a pinned authority', async () => {
    const server = await serve([json({ ok: 1 })], keyPair('issued'));
    open.push(server);
    const { http } = client(server.url, { ca: async () => pem('authority.crt') });
    expect((await http.request(read)).body).toEqual({ ok: 1 });
  });

  it('tells a server that speaks no TLS', async () => {
    const { server } = await against([json({})]);
    const { http } = client(server.url.replace('http:', 'https:'));
    expect(await failureOf(http.request(read))).toMatchObject({ reason: 'tls' });
  });
});

describe('cancelling', () => {
  it.each([
    [read, false],
    [write, true],
  ])('ends a call under way', async (call, mayHaveActed) => {
    const stop = new AbortController();
    const { http } = await against([() => stop.abort()]);
    const failure = await failureOf(http.request({ ...call, signal: stop.signal }));
    expect(failure).toMatchObject({ reason: 'cancelled', mayHaveActed });
  });

  it('ends a wait', async () => {
    const stop = new AbortController();
    const { http } = await against([
      (_, response) => {
        response.statusCode = 503;
        response.end(() => stop.abort());
      },
    ]);
    expect(await failureOf(http.request({ ...read, signal: stop.signal }))).toMatchObject({
      reason: 'cancelled',
    });
  });

  it('sends nothing when cancelled before, or after disposal', async () => {
    const { http, server } = await against([json({})]);
    await failureOf(http.request({ ...read, signal: AbortSignal.abort() }));
    http.dispose();
    expect(await failureOf(http.request(read))).toMatchObject({ reason: 'cancelled' });
    expect(server.seen).toHaveLength(0);
  });
});

describe('the budget', () => {
  it('counts per route, waits for room, and tells what is left', async () => {
    const { http, clock } = await against([json({})], { budget: { per: 60_000, calls: 2, scope: 'route' } });
    await http.request(read);
    clock.advance(10_000);
    await http.request(read);
    expect(http.remaining('GET', '/things')).toBe(0);
    expect(http.remaining('GET', '/others')).toBe(2);
    await http.request({ ...read, route: '/others' });
    expect(clock.waits).toEqual([]);
    await http.request(read);
    expect(clock.waits).toEqual([50_000]);
  });

  it('tells when the last of many calls can have gone, window after window', async () => {
    const { http, clock } = await against([json({})], { budget: { per: 60_000, calls: 3, scope: 'route' } });
    const minutes = (count: number) => (http.lastAt('GET', '/things', count) - clock.now()) / 60_000;
    expect([0, 1, 3, 4, 6, 7].map(minutes)).toEqual([0, 0, 0, 1, 1, 2]);
    await http.request(read);
    await http.request(read);
    clock.advance(30_000);
    expect([1, 2, 3, 4, 5, 7].map(minutes)).toEqual([0, 0.5, 0.5, 1, 1.5, 2]);
  });

  it('counts all routes together where the vendor does, retries included', async () => {
    const { http } = await against([json({}, 503), json({})], {
      budget: { per: 60_000, calls: 10, scope: 'all' },
    });
    await http.request(read);
    await http.request({ ...read, route: '/others' });
    expect(http.remaining('GET', '/anything')).toBe(7);
  });

  it('takes up the counts of an earlier process', async () => {
    const budget = { per: 60_000, calls: 2, scope: 'route' } as const;
    const first = await against([json({})], { budget });
    await first.http.request(read);
    await first.http.request(read);
    const kept: unknown = JSON.parse(JSON.stringify(first.http.spent()));
    expect(kept).toEqual({ 'GET /things': [first.clock.now(), first.clock.now()] });
    const second = client(first.server.url, { budget });
    second.http.restore(first.http.spent());
    await second.http.request(read);
    expect(second.clock.waits).toEqual([60_000]);
  });

  it('does not ask again before the time that the server named, and says until when', async () => {
    const { http, clock, server } = await against([json({}, 429, { 'Retry-After': '3600' }), json({})]);
    expect(await failureOf(http.request(read))).toMatchObject({ reason: 'rate-limited' });
    clock.advance(600_000);
    expect(await failureOf(http.request(read))).toMatchObject({
      reason: 'rate-limited',
      retryAfterMs: 3_000_000,
      message: expect.stringContaining('2026-01-05T13:00:00.000Z'),
    });
    expect(server.seen).toHaveLength(1);
    clock.advance(3_000_000);
    await http.request(read);
    expect(server.seen).toHaveLength(2);
  });

  it('makes the others wait too when the server asks for it', async () => {
    const { http, clock } = await against([json({}, 429, { 'Retry-After': '30' }), json({})], {
      concurrency: 1,
    });
    await Promise.all([http.request(read), http.request(read)]);
    expect(clock.waits[0]).toBe(30_000);
  });
});

describe('secrets', () => {
  it('stand in no error and no log, even when the server repeats them', async () => {
    const secret = 'pa$$w0rd-of-kim';
    const key = 'ITG.key-0123456789';
    const echo: Answer = (request, response) => {
      response.writeHead(400, { 'Content-Type': 'text/plain' });
      response.end(
        `No: ${request.headers['x-api-key']} ${secret} password=hunter2 {"token":"abcdef"} Bearer zzz.yyy`,
      );
    };
    const authorize = { headers: async () => ({ 'x-api-key': key, Authorization: 'Bearer eyJh.bGci.Oi' }) };
    const one = await against([echo], { authorize });
    const two = await against([hangUp], { authorize });
    const form = { UserName: 'kim', Password: secret };
    const failures = [
      await failureOf(one.http.request({ ...write, form })),
      await failureOf(two.http.request({ ...write, form })),
      await failureOf(two.http.request({ ...read, query: { pass: secret } })),
    ];
    const all = [
      ...failures.map((failure) => inspect(failure, { depth: 10, showHidden: true })),
      ...one.log.lines,
      ...two.log.lines,
    ].join('\n');
    for (const word of [secret, key, 'hunter2', 'abcdef', 'zzz.yyy', 'eyJh', 'pa%24'])
      expect(all).not.toContain(word);
    expect(all).toContain('No: ***');
    expect(failures.every((failure) => failure.cause === undefined)).toBe(true);
  });
});
