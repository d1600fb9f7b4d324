import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Desk } from '../../../src/simulators/control/desk';
import { tamper } from '../../../src/simulators/control/tamper';
import { generateFleet } from '../../../src/simulators/fleet/generate';
import { startProducts } from '../../../src/simulators/products';
import { type RunningSimulators, startSimulators } from '../../../src/simulators/start';
import { tiny, tinyCreators } from './tiny';

const fleet = generateFleet({
  seed: 1,
  organizations: 2,
  assetsPerOrganization: 3,
  now: new Date('2026-06-01'),
});
let running: RunningSimulators;

beforeAll(async () => {
  running = await startSimulators(tinyCreators(), { fleet });
});
afterAll(() => running.stop());
beforeEach(async () => {
  await fetch(`${running.line.control}/faults`, { method: 'DELETE' });
  await fetch(`${running.line.control}/requests`, { method: 'DELETE' });
});

const order = (fault: unknown) =>
  fetch(`${running.line.control}/faults`, {
    method: 'POST',
    body: typeof fault === 'string' ? fault : JSON.stringify(fault),
  });
const things = (product: 'bms' | 'vsa' | 'itglue', path = '') =>
  fetch(`${running.line[product].url}/things${path}`);
const json = async (response: Promise<Response>): Promise<unknown> => (await response).json();
const names = (product: 'bms' | 'vsa' | 'itglue') =>
  fleet.views[product].organizations.map(({ name }) => name);

describe('counting', () => {
  it('counts requests by product, method and route, and starts anew', async () => {
    await things('bms');
    await things('bms', '/0?full=1');
    await things('bms', '/1');
    await things('itglue');
    expect(await json(fetch(`${running.line.control}/requests`))).toEqual({
      bms: { 'GET /things': 1, 'GET /things/{id}': 2 },
      vsa: {},
      itglue: { 'GET /things': 1 },
    });
    expect(running.desk.total()).toBe(4);
    expect(running.desk.total('bms')).toBe(3);
    expect((await fetch(`${running.line.control}/requests`, { method: 'DELETE' })).status).toBe(204);
    expect(await json(fetch(`${running.line.control}/requests`))).toEqual({ bms: {}, vsa: {}, itglue: {} });
  });

  it('counts spoilt requests too', async () => {
    await order({ status: 500 });
    await things('vsa');
    expect(running.desk.counts().vsa).toEqual({ 'GET /things': 1 });
  });
});

describe('faults', () => {
  it('answers with the status in the words of the product, as often as ordered, then heals', async () => {
    expect((await order({ system: 'bms', status: 429, times: 2, retryAfter: 7 })).status).toBe(201);
    expect(await (await things('itglue')).json()).toEqual({ names: names('itglue') });
    const refused = await things('bms');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await refused.json()).toEqual({ product: 'bms', refused: 429 });
    expect(await json(fetch(`${running.line.control}/faults`))).toMatchObject([
      { system: 'bms', status: 429, times: 1 },
    ]);
    expect((await things('bms')).status).toBe(429);
    expect((await things('bms')).status).toBe(200);
  });

  it.each([
    ['GET /things/{id}', '/1', '?page=1'],
    ['GET /things/', '/1', '?page=1'],
    ['page=1', '?page=1', '/1'],
  ])('matches %s', async (match, hit, miss) => {
    await order({ status: 503, match });
    expect((await things('vsa', miss)).status).toBe(200);
    expect((await things('vsa', hit)).status).toBe(503);
  });

  it('cuts the connection', async () => {
    await order({ status: 0 });
    await expect(things('bms')).rejects.toThrow('fetch failed');
    expect((await things('bms')).status).toBe(200);
  });

  it('gives a page where JSON was due', async () => {
    await order({ status: 'html' });
    const response = await things('bms');
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
  });

  it('cuts the true answer in half', async () => {
    const whole = await (await things('bms')).text();
    await order({ status: 'truncate' });
    const half = await (await things('bms')).text();
    expect(whole.startsWith(half)).toBe(true);
    expect(half.length).toBeLessThan(whole.length * 0.6);
    expect(() => JSON.parse(half)).toThrow(SyntaxError);
  });

  it('gives the true answer late', async () => {
    await order({ status: 'slow', delay: 120 });
    const started = performance.now();
    expect(await json(things('bms'))).toEqual({ names: names('bms') });
    expect(performance.now() - started).toBeGreaterThan(110);
  });

  it.each([0, 504] as const)('loses the answer to what was done: %i', async (status) => {
    const before = await (await things('vsa')).text();
    await order({ system: 'vsa', status, match: 'POST /things', afterActing: true });
    const post = fetch(`${running.line.vsa.url}/things`, { method: 'POST', body: 'New Client' });
    if (status === 0) await expect(post).rejects.toThrow('fetch failed');
    else expect((await post).status).toBe(504);
    const after = await (await things('vsa')).text();
    expect(after).not.toBe(before);
    expect(after).toContain('New Client');
  });

  it('does nothing where the fault comes before acting', async () => {
    await order({ system: 'itglue', status: 500, match: 'POST /things' });
    await fetch(`${running.line.itglue.url}/things`, { method: 'POST', body: 'Never' });
    expect(await (await things('itglue')).text()).not.toContain('Never');
  });

  it('withdraws what still waits', async () => {
    await order({ status: 500, times: 9 });
    expect((await fetch(`${running.line.control}/faults`, { method: 'DELETE' })).status).toBe(204);
    expect((await things('bms')).status).toBe(200);
  });

  it.each([
    ['not json', 'The body is not JSON'],
    [{}, 'status'],
    [{ status: 200 }, '300 to 599'],
    [{ status: 'slow' }, 'delay'],
    [{ status: 'gone' }, '300 to 599'],
    [{ status: 0, retryAfter: 1 }, 'retryAfter'],
    [{ status: 500, times: 0 }, 'times'],
    [{ status: 500, system: 'vorex' }, 'system'],
    [{ status: 500, tiems: 2 }, 'tiems'],
    [{ status: 'html', retryAfter: 3 }, 'retryAfter'],
  ])('refuses %j and says why', async (fault, reason) => {
    const response = await order(fault);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(reason);
    expect(running.desk.faults()).toEqual([]);
  });

  it('shows the routes of the desk where one is missed', async () => {
    const response = await fetch(`${running.line.control}/fault`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('POST /faults');
  });
});

describe('switches, sessions and the clock', () => {
  let products: RunningSimulators;
  beforeAll(async () => {
    products = await startProducts({ organizations: 2, assetsPerOrganization: 2 });
  });
  afterAll(() => products.stop());
  const desk = (method: string, path: string, body?: unknown) =>
    fetch(`${products.line.control}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const signIn = async (): Promise<string> => {
    const { url, tenant, username, password } = products.line.bms;
    const form = { GrantType: 'password', Tenant: tenant, UserName: username, Password: password };
    const answer = await fetch(`${url}/v2/security/authenticate`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    return z.object({ result: z.object({ accessToken: z.string() }) }).parse(await answer.json()).result
      .accessToken;
  };
  const settings = (token: string) =>
    fetch(`${products.line.bms.url}/v2/system/settings`, { headers: { authorization: `Bearer ${token}` } });

  it('shows and turns switches of every product, and puts them back', async () => {
    const standing: unknown = await (await desk('GET', '/switches')).json();
    expect(standing).toMatchObject({
      bms: { zone: 'none' },
      vsa: {},
      vsa10: {},
      itglue: { listLinks: true },
    });
    const turned = await desk('PATCH', '/switches', { bms: { zone: 'Z' }, itglue: { listLinks: false } });
    expect(await turned.json()).toMatchObject({ bms: { zone: 'Z' }, itglue: { listLinks: false } });
    expect((await desk('DELETE', '/switches')).status).toBe(204);
    expect(await (await desk('GET', '/switches')).json()).toEqual(standing);
  });

  it.each([
    [{ bms: { zone: 'CET' } }, 'zone'],
    [{ vsa: { zoen: 1 } }, 'zoen'],
    [{ autotask: {} }, 'autotask'],
  ])('refuses %j and says why', async (change, reason) => {
    const answer = await desk('PATCH', '/switches', change);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(reason);
  });

  it('puts the clock forward, so that tokens expire without waiting', async () => {
    const token = await signIn();
    expect((await settings(token)).status).toBe(200);
    const before = z.object({ now: z.iso.datetime() }).parse(await (await desk('GET', '/clock')).json());
    const after = await desk('POST', '/clock', { advance: 21 * 60_000 });
    const { now } = z.object({ now: z.iso.datetime() }).parse(await after.json());
    expect(Date.parse(now) - Date.parse(before.now)).toBeGreaterThanOrEqual(21 * 60_000);
    const refused = await settings(token);
    expect(refused.status).toBe(401);
    expect(refused.headers.has('token-expired')).toBe(true);
    expect((await desk('POST', '/clock', { advance: -1 })).status).toBe(400);
  });

  it('ends sessions', async () => {
    const token = await signIn();
    expect((await desk('DELETE', '/sessions')).status).toBe(204);
    const refused = await settings(token);
    expect([refused.status, refused.headers.has('token-expired')]).toEqual([401, false]);
  });
});

describe('in process', () => {
  it('throws what fetch throws where the connection is cut', async () => {
    const desk = new Desk();
    const handler = tamper(tiny('bms', { fleet }), desk);
    desk.order({ status: 0 });
    await expect(handler(new Request('http://bms.test/things'))).rejects.toThrow(TypeError);
    expect((await handler(new Request('http://bms.test/things'))).status).toBe(200);
  });
});
