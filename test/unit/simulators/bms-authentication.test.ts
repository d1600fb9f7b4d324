import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bmsTenant, START } from '../../support/bmsClient';

const AUTHENTICATE = '/v2/security/authenticate';
const REFRESH = '/v2/security/refreshtoken';
const MINUTE = 60_000;

const payload = (token: string) =>
  z
    .object({ exp: z.number() })
    .parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));

describe('signing in to BMS', () => {
  it('takes urlencoded and multipart forms, field names in any case, the tenant in any case', async () => {
    const bms = bmsTenant();
    const urlencoded = await bms.form(AUTHENTICATE, {
      granttype: 'password',
      tenant: 'NORTHWIND MANAGED IT',
      username: 'mspsync',
      PASSWORD: bms.login.Password,
    });
    expect((await bms.read(urlencoded)).success).toBe(true);

    const body = new FormData();
    for (const [name, value] of Object.entries(bms.login)) body.append(name, value);
    const multipart = await bms.simulator.fetch(
      new Request(`http://bms.test${AUTHENTICATE}`, { method: 'POST', body }),
    );
    const { accessToken, accessTokenExpireOn } = await bms.tokens(multipart);
    expect(accessTokenExpireOn).toBe('2025-07-01T12:20:00.000');
    expect(payload(accessToken).exp).toBe(START / 1000 + 1200);
  });

  it('answers a wrong password, user, tenant or grant with the same refusal', async () => {
    const bms = bmsTenant();
    const changes = [{ Password: 'x' }, { UserName: 'x' }, { Tenant: 'x' }];
    const answers = [];
    for (const change of changes) {
      const response = await bms.form(AUTHENTICATE, { ...bms.login, ...change });
      expect(response.status).toBe(401);
      answers.push(await response.text());
    }
    expect(new Set(answers).size).toBe(1);
    expect((await bms.form(AUTHENTICATE, { ...bms.login, GrantType: 'client_credentials' })).status).toBe(
      401,
    );
  });

  it('takes no JSON, and asks for the grant type', async () => {
    const bms = bmsTenant();
    expect((await bms.send('POST', AUTHENTICATE, bms.login)).status).toBe(415);
    const { GrantType: _, ...rest } = bms.login;
    expect((await bms.form(AUTHENTICATE, rest)).status).toBe(400);
  });

  it('asks for the MFA code and for API access where the switches say so', async () => {
    const bms = bmsTenant({ switches: { mfaCode: '123456' } });
    expect((await bms.form(AUTHENTICATE, bms.login)).status).toBe(401);
    expect((await bms.form(AUTHENTICATE, { ...bms.login, MFACode: '123456' })).status).toBe(200);
    bms.simulator.switches.mfaCode = null;
    bms.simulator.switches.apiAccess = false;
    expect((await bms.form(AUTHENTICATE, bms.login)).status).toBe(401);
  });

  it('refuses no token and a bad one with code 978001, an expired one with `token-expired` too', async () => {
    const bms = bmsTenant();
    const none = await bms.send('GET', '/v2/security/userinfo');
    expect(none.status).toBe(401);
    expect(none.headers.has('token-expired')).toBe(false);
    expect((await bms.read(none)).error).toMatchObject({ code: 978001, message: 'Security Error' });
    await bms.signIn();
    bms.clock.at += 20 * MINUTE - 1;
    expect((await bms.send('GET', '/v2/security/userinfo')).status).toBe(200);
    bms.clock.at += 1;
    const expired = await bms.send('GET', '/v2/security/userinfo');
    expect(expired.status).toBe(401);
    expect(expired.headers.has('token-expired')).toBe(true);
    expect((await bms.read(expired)).error).toMatchObject({ code: 978001 });
  });

  it('refreshes with both tokens, also an expired access token, and replaces both', async () => {
    const bms = bmsTenant();
    const first = await bms.signIn();
    bms.clock.at += 30 * MINUTE;
    const old = { AccessToken: first.accessToken, RefreshToken: first.refreshToken };
    const second = await bms.tokens(await bms.form(REFRESH, old));
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    bms.useToken(second.accessToken);
    expect((await bms.send('GET', '/v2/security/userinfo')).status).toBe(200);
    expect((await bms.form(REFRESH, old)).status).toBe(401);
  });

  it('keeps the old refresh token where the switch says so, but no refresh token for ever', async () => {
    const bms = bmsTenant({ switches: { refreshTokenRotates: false } });
    const { accessToken, refreshToken } = await bms.signIn();
    const pair = { AccessToken: accessToken, RefreshToken: refreshToken };
    expect((await bms.form(REFRESH, pair)).status).toBe(200);
    expect((await bms.form(REFRESH, pair)).status).toBe(200);
    expect((await bms.form(REFRESH, { ...pair, AccessToken: 'x' })).status).toBe(401);
    expect((await bms.form(REFRESH, { RefreshToken: refreshToken })).status).toBe(400);
    bms.clock.at += 24 * 60 * MINUTE;
    expect((await bms.form(REFRESH, pair)).status).toBe(401);
  });

  it('answers 403 where the role lacks the right', async () => {
    const bms = bmsTenant({ switches: { rights: { accounts: 'view', contacts: 'modify', assets: 'none' } } });
    await bms.signIn();
    expect((await bms.send('GET', '/v2/crm/accounts/summary')).status).toBe(200);
    expect((await bms.send('POST', '/v2/crm/accounts', {})).status).toBe(403);
    expect((await bms.send('DELETE', `/v2/crm/contacts/${bms.id('contact', 'ada')}`)).status).toBe(403);
    expect((await bms.send('GET', '/v2/servicedesk/hardwareasset/searchselect')).status).toBe(403);
  });
});

describe('the hourly allowance of BMS', () => {
  it('is per verb and route template, and starts anew each hour', async () => {
    const bms = bmsTenant({ switches: { callsPerHour: 2 } });
    await bms.signIn();
    const [acme, globex] = [bms.id('organization', 'acme'), bms.id('organization', 'globex')];
    const read = async (id: number) => (await bms.send('GET', `/v2/crm/accounts/summary/${id}`)).status;
    expect([await read(acme), await read(globex), await read(acme)]).toEqual([200, 200, 429]);
    expect((await bms.send('GET', '/v2/crm/accounts/summary')).status).toBe(200);
    bms.clock.at = Math.ceil((bms.clock.at + 1) / 3_600_000) * 3_600_000;
    await bms.signIn();
    expect(await read(acme)).toBe(200);
  });

  it('says `Retry-After` only where the switch says so', async () => {
    const bms = bmsTenant({ switches: { callsPerHour: 0 } });
    const refused = await bms.form(AUTHENTICATE, bms.login);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
    bms.simulator.switches.retryAfter = true;
    bms.clock.at = START + 45 * MINUTE;
    expect((await bms.form(AUTHENTICATE, bms.login)).headers.get('retry-after')).toBe('900');
  });
});
