import { serve } from '@hono/node-server';
import { afterEach, describe, expect, test } from 'vitest';
import { coveredHash } from '../../../src/simulators/vsa/auth';
import { basic, Client, loggedOn, SMALL_FLEET } from './vsa-harness';

/** The values of the vendor's own sample header for a log-on with a password (user kadmin). */
const VENDOR_SAMPLE = {
  username: 'kadmin',
  password: 'kadmin',
  rand: '994656',
  pass2: 'f19eafc67ef932c20d19fdd5fb2e6560dce9a95aaab10673249a57a93866e41d',
  pass1: '0dc0ff9c0d4ed04e82bc6fa94e6754321a082375',
};
/** The header that a public Ruby client makes for user `api.sync`, password `Tr0ub4dor&3`, random 31415926. */
const RUBY_HEADER =
  'Basic dXNlcj1hcGkuc3luYyxwYXNzMj0yMmI4NTM4MjFlMmI4YjZlZjc1ZTk1MmNjYjI2M2UzOTFhODY4OGJjZWUyNWUyNWVmMjAyNDhjYWM0NWRhNjMxLHBhc3MxPWYwMzMyNjZmMTJkOWJlZTA5OGJjOGQ1N2UzNGUzMzI1ODliYjk5ODQscnBhc3MyPTQ4NDg2ZTE1MTRlODQyMzQ2ZmY0MDViMWU0NWY0NDA1OWFlODI2MTlmMjMwNmY5OWQwOTQwZGNiMzg2ZTkxZjcscnBhc3MxPTg3NDU3MmU3YTVhZTZhNDk0NjZhNmFjNTc4Yjk4YWRiYTc4YzZhYTYscmFuZDI9MzE0MTU5MjY=';

describe('log-on', () => {
  test('takes the user name and the access token', async () => {
    const client = new Client(SMALL_FLEET);
    const result = await client.logOn();
    expect(result.Token).toMatch(/^\d{8}$/);
    expect(result.ApiToken).toMatch(/^\d{26}$/);
    expect(result.SessionExpiration).toBe('2026-03-02T10:30:00Z');
    expect(result).toMatchObject({ TenantId: '1', UserName: 'api.sync' });
    for (const bearer of [result.Token, result.ApiToken]) {
      client.bearer = String(bearer);
      expect((await client.get('/echoauth')).status).toBe(200);
    }
  });

  test("covers passwords as the vendor's sample does, and accepts either hash alone", async () => {
    const { username, password, rand, pass1, pass2 } = VENDOR_SAMPLE;
    expect(coveredHash('sha256', username, password, rand)).toBe(pass2);
    expect(coveredHash('sha1', username, password, rand)).toBe(pass1);
    const client = new Client(SMALL_FLEET, {}, { username, password });
    const whole = `user=kadmin,pass2=${pass2},pass1=${pass1},rpass2=${pass2},rpass1=${pass1},rand2=994656,twofapass=:undefined`;
    await client.logOn(basic(whole));
    await client.logOn(basic(`user=kadmin,pass1=${pass1},rand2=994656`));
    await client.logOn(basic(`rand2=994656,pass2=${pass2},user=kadmin`));
  });

  test('accepts the header of another client', async () => {
    const client = new Client(SMALL_FLEET, {}, { username: 'api.sync', password: 'Tr0ub4dor&3' });
    await client.logOn(RUBY_HEADER);
    expect((await client.get('/system/orgs')).status).toBe(200);
  });

  test.each([
    ['a wrong token', basic('api.sync:3f2504e0-4f89-41d3-9a0c-0305e82c3301')],
    ['an unknown user', basic('nobody:3f2504e0-4f89-41d3-9a0c-0305e82c3301')],
    ['a hash with another random number', basic(`user=api.sync,pass2=${'0'.repeat(64)},rand2=1`)],
    ['another scheme', 'Bearer 12345678'],
    ['text that is not base64', 'Basic user=api.sync,pass2=x'],
  ])('refuses %s', async (_what, header) => {
    const answer = await new Client(SMALL_FLEET).send('GET', '/auth', undefined, header);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('"ResponseCode":4010001');
  });

  test('takes the plain password only where the server is switched so, hashes not where only tokens are', async () => {
    const credentials = { username: 'api.sync', password: 'Tr0ub4dor&3' };
    const plain = basic('api.sync:Tr0ub4dor&3');
    const usual = new Client(SMALL_FLEET, {}, credentials);
    await expect(usual.logOn(plain)).rejects.toThrow('401');
    usual.switches.authentication = 'plain';
    await usual.logOn(plain);
    usual.switches.authentication = 'token';
    await expect(usual.logOn(RUBY_HEADER)).rejects.toThrow('401');
    await usual.logOn();
  });

  test('shows the tokens it is switched to, and refuses addresses and single factors', async () => {
    const client = new Client(SMALL_FLEET, { tokenMembers: 'Token' });
    expect(await client.logOn()).not.toHaveProperty('ApiToken');
    client.switches.tokenMembers = 'ApiToken';
    expect(await client.logOn()).not.toHaveProperty('Token');
    client.switches.refuseAddress = true;
    await expect(client.logOn()).rejects.toThrow('IP address');
    client.switches.refuseAddress = false;
    client.switches.twoFactorRequired = true;
    await expect(client.logOn()).rejects.toThrow('"MFARequired":true');
  });
});

describe('a session', () => {
  test('ends when its time is over, by the clock', async () => {
    const client = await loggedOn();
    client.now += 30 * 60_000 - 1;
    expect((await client.get('/tenant')).status).toBe(200);
    client.now += 1;
    const answer = await client.get('/tenant');
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ Status: 'Unauthorized' });
    expect(answer.text).toContain('4010001');
  });

  test('lives on with each request where it slides, and by reading /authx', async () => {
    const sliding = await loggedOn(SMALL_FLEET, { slidingSessions: true });
    const read = await loggedOn();
    for (const client of [sliding, read]) {
      client.now += 20 * 60_000;
      expect((await client.get('/authx')).status).toBe(200);
      client.now += 20 * 60_000;
      expect((await client.get('/tenant')).status).toBe(200);
    }
  });

  test('ends by log-off, by its number of records, and by the will of the server', async () => {
    const client = await loggedOn();
    expect((await client.send('DELETE', '/system/users/session')).status).toBe(200);
    expect((await client.get('/tenant')).status).toBe(401);
    await client.logOn();
    client.switches.recordsPerSession = 3;
    expect((await client.get('/system/orgs')).status).toBe(200);
    expect((await client.get('/system/orgs')).status).toBe(401);
    client.switches.recordsPerSession = null;
    await client.logOn();
    client.simulator.endSessions();
    expect((await client.get('/tenant')).status).toBe(401);
  });

  test('needs the word Bearer', async () => {
    const client = await loggedOn();
    for (const header of [
      '',
      client.bearer,
      `Token ${client.bearer}`,
      client.tokenHeader(),
      'Bearer 12345678',
    ]) {
      expect((await client.send('GET', '/system/orgs', undefined, header)).status).toBe(401);
    }
    client.switches.bearerFailureInside200 = true;
    const old = await client.send('GET', '/system/orgs', undefined, client.bearer);
    expect(old.status).toBe(200);
    expect(old.text).toBe('{"ResponseCode":401,"Status":"OK","Error":"None"}');
  });

  test('failing comes as a web page where the server is switched so', async () => {
    const client = await loggedOn(SMALL_FLEET, { htmlErrors: true });
    client.bearer = '1';
    const answer = await client.get('/system/orgs');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).toContain('Whoops.');
  });
});

describe('over HTTP', () => {
  let stop = (): Promise<void> => Promise.resolve();
  afterEach(() => stop());

  test('the server logs on and lists, whatever the case of the path', async () => {
    const { simulator } = new Client(SMALL_FLEET);
    const server = serve({ fetch: simulator.fetch, port: 0, hostname: '127.0.0.1' });
    stop = () => new Promise((done) => server.close(() => done()));
    await new Promise((ready) => server.once('listening', ready));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port.');
    const url = `http://127.0.0.1:${address.port}/API/v1.0`;
    const { username, token } = simulator.credentials;
    const auth = await fetch(`${url}/Auth`, { headers: { authorization: basic(`${username}:${token}`) } });
    const { Result } = JSON.parse(await auth.text());
    const agents = await fetch(`${url}/AssetMgmt/Agents/?$top=2`, {
      headers: { authorization: `Bearer ${Result.ApiToken}` },
    });
    expect(agents.status).toBe(200);
    const body = JSON.parse(await agents.text());
    expect(body.TotalRecords).toBe(4);
    expect(body.Result).toHaveLength(2);
    expect(body.Result[0].AgentId).toBe('694825728222021');
  });
});
