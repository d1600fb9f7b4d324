/** A client of Kaseya BMS written from the vendor's document and from what public clients do; it shares nothing with ours. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { RunningProducts } from '../../../src/simulators/products';
import { atTheDesk, type Got, got, record, serveProducts } from './served';

let products: RunningProducts;
beforeAll(async () => {
  products = await serveProducts();
});
afterAll(() => products.stop());
afterEach(async () => {
  await atTheDesk(products, 'DELETE', '/faults');
  await atTheDesk(products, 'DELETE', '/switches');
});

const tokens = z.object({
  accessToken: z.string().min(20),
  refreshToken: z.string().min(20),
  accessTokenExpireOn: z.string(),
  refreshTokenExpireOn: z.string(),
});
const rows = z.array(z.looseObject({ id: z.int32() }));

class Client {
  private token = '';

  get base(): string {
    return products.line.bms.url;
  }

  fields(more: Record<string, string> = {}): Record<string, string> {
    const { tenant, username, password } = products.line.bms;
    return { GrantType: 'password', UserName: username, Password: password, Tenant: tenant, ...more };
  }

  async form(path: string, fields: Record<string, string>, multipart = false): Promise<Got> {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    const body = multipart ? data : new URLSearchParams(fields);
    return got(await fetch(`${this.base}${path}`, { method: 'POST', body }));
  }

  async logOn(multipart = false): Promise<z.infer<typeof tokens>> {
    const answer = await this.form('/v2/security/authenticate', this.fields(), multipart);
    const pair = tokens.parse(answer.body.result);
    this.token = pair.accessToken;
    return pair;
  }

  use(token: string): this {
    this.token = token;
    return this;
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    type = 'application/json',
    headers: Record<string, string> = {},
  ): Promise<Got> {
    return got(
      await fetch(`${this.base}${path}`, {
        method,
        headers: {
          Accept: 'application/json',
          Authorization: `Bearer ${this.token}`,
          ...(body === undefined ? {} : { 'Content-Type': type }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  }

  /** Pages from 1 until the announced total is there. */
  async all(path: string): Promise<z.infer<typeof rows>> {
    const found: z.infer<typeof rows> = [];
    for (let page = 1; ; page++) {
      const mark = path.includes('?') ? '&' : '?';
      const { body } = await this.send('GET', `${path}${mark}PageSize=7&PageNumber=${page}`);
      const part = rows.parse(body.result);
      found.push(...part);
      if (part.length === 0 || found.length >= Number(body.totalRecords)) return found;
    }
  }
}

async function client(): Promise<Client> {
  const made = new Client();
  await made.logOn();
  return made;
}

describe('signing in to Kaseya BMS', () => {
  it.each([[true], [false]])('takes the form as multipart: %s', async (multipart) => {
    const { accessToken } = await new Client().logOn(multipart);
    const info = await new Client().use(accessToken).send('GET', '/v2/security/userinfo');
    expect(record.parse(info.body.result)).toMatchObject({ businessName: products.line.bms.tenant });
    const claims: unknown = JSON.parse(
      Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    expect(claims).toMatchObject({ exp: expect.any(Number) });
  });

  it('takes field names in any case, and refuses a JSON body and another grant', async () => {
    const lower = Object.fromEntries(
      Object.entries(new Client().fields()).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect((await new Client().form('/v2/security/authenticate', lower)).status).toBe(200);
    const json = await new Client().send('POST', '/v2/security/authenticate', new Client().fields());
    expect(json.status).toBe(415);
    const other = new Client().fields({ GrantType: 'client_credentials' });
    expect((await new Client().form('/v2/security/authenticate', other)).status).toBe(401);
  });

  it.each([['Password'], ['UserName'], ['Tenant']])('refuses a wrong %s in the envelope', async (field) => {
    const answer = await new Client().form(
      '/v2/security/authenticate',
      new Client().fields({ [field]: 'nonsense' }),
    );
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ success: false, error: { code: 978001, message: 'Security Error' } });
  });

  it('refreshes with both tokens, which are both replaced, also when the old one has expired', async () => {
    const first = await new Client().logOn();
    await atTheDesk(products, 'POST', '/clock', { advance: 30 * 60_000 });
    const late = await new Client().use(first.accessToken).send('GET', '/v2/security/userinfo');
    expect([late.status, late.headers.has('token-expired')]).toEqual([401, true]);
    const pair = { AccessToken: first.accessToken, RefreshToken: first.refreshToken };
    const second = tokens.parse((await new Client().form('/v2/security/refreshtoken', pair)).body.result);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const info = await new Client().use(second.accessToken).send('GET', '/v2/security/userinfo');
    expect(info.status).toBe(200);
    expect((await new Client().form('/v2/security/refreshtoken', pair)).status).toBe(401);
  });

  it('asks a user with a second factor for the code', async () => {
    await atTheDesk(products, 'PATCH', '/switches', { bms: { mfaCode: '246810' } });
    const route = '/v2/security/authenticate';
    expect((await new Client().form(route, new Client().fields())).status).toBe(401);
    expect((await new Client().form(route, new Client().fields({ MFACode: '246810' }))).status).toBe(200);
  });
});

describe('reading Kaseya BMS', () => {
  it('gives every account, contact and asset once, page by page', async () => {
    const bms = await client();
    const accounts = await bms.all('/v2/crm/accounts/summary');
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(accounts.length);
    const contacts = await bms.all('/v2/crm/contacts/summary');
    expect(contacts.length).toBeGreaterThan(7);
    const assets = rows.parse(
      (await bms.send('GET', '/v2/servicedesk/hardwareasset/searchselect?PageSize=100&PageNumber=1')).body
        .result,
    );
    const detail = await bms.send('GET', `/v2/servicedesk/hardwareasset/${assets[0]?.id}`);
    expect(record.parse(detail.body.result)).toMatchObject({ id: assets[0]?.id, name: assets[0]?.assetName });
    expect(assets[0]).not.toHaveProperty('macAddress');
  });

  it('filters in any letter case, and takes no notice of what it does not know', async () => {
    const bms = await client();
    const [first] = await bms.all('/v2/crm/accounts/summary');
    const name = encodeURIComponent(String(first?.accountName));
    for (const filter of ['Filter.AccountName', 'filter.accountname']) {
      const found = await bms.all(`/v2/crm/accounts/summary?${filter}=${name}`);
      expect(found.map(({ id }) => id)).toContain(first?.id);
    }
    const whole = await bms.all('/v2/crm/accounts/summary');
    expect(await bms.all('/v2/crm/accounts/summary?Filter.Bogus=1')).toHaveLength(whole.length);
    const contacts = await bms.all(`/v2/crm/contacts/summary?Filter.AccountId=${first?.id}`);
    expect(contacts.every((one) => one.accountId === first?.id)).toBe(true);
  });

  it('says what is not there, not allowed and too much, each in the documented way', async () => {
    const bms = await client();
    const missing = await bms.send('GET', '/v2/crm/accounts/summary/1');
    expect([missing.status, missing.body.success]).toEqual([404, false]);
    const anonymous = await new Client().send('GET', '/v2/crm/accounts/summary');
    expect(anonymous.body).toMatchObject({ success: false, error: { code: 978001 } });
    await atTheDesk(products, 'PATCH', '/switches', {
      bms: { rights: { accounts: 'view', contacts: 'none', assets: 'delete' } },
    });
    expect((await bms.send('GET', '/v2/crm/contacts/summary')).status).toBe(403);
    expect((await bms.send('GET', '/v2/crm/accounts/summary')).status).toBe(200);
    await atTheDesk(products, 'PATCH', '/switches', { bms: { callsPerHour: 0, retryAfter: true } });
    const refused = await bms.send('GET', '/v2/crm/accounts/summary');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('may say in a 200 that it failed, or show a gateway’s page', async () => {
    const bms = await client();
    await atTheDesk(products, 'PATCH', '/switches', { bms: { failureStyle: 'ok-envelope' } });
    const inside = await bms.send('GET', '/v2/crm/accounts/summary/1');
    expect([inside.status, inside.body.success]).toEqual([200, false]);
    await atTheDesk(products, 'POST', '/faults', { system: 'bms', status: 502 });
    const page = await bms.send('GET', '/v2/crm/accounts/summary');
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html']);
  });
});

describe('writing to Kaseya BMS', () => {
  it('makes an account with its main location, patches and replaces it', async () => {
    const bms = await client();
    const [like] = await bms.all('/v2/crm/accounts/summary');
    const needed = {
      AccountName: 'Foreign Ltd',
      AccountTypeId: like?.accountTypeId,
      BusinessTypeId: like?.businessTypeId,
      AccountManagerId: like?.accountManagerId,
    };
    const refused = await bms.send('POST', '/v2/crm/accounts', { ...needed, Locations: undefined });
    expect([refused.status, refused.body.success]).toEqual([400, false]);
    const made = await bms.send('POST', '/v2/crm/accounts', {
      ...needed,
      Website: 'https://foreign.example',
      Unheard: 'of',
      Locations: [{ LocationName: 'HQ', IsMain: true, Addresses: [{ Address1: '1 Way', City: 'Ulm' }] }],
    });
    const account = record.parse(made.body.result);
    expect(account).toMatchObject({
      accountName: 'Foreign Ltd',
      isActive: true,
      locations: [{ isMain: true }],
    });
    // One client leaves the slash out, another sends the vendor's media type.
    const path = `/v2/crm/accounts/${account.id}`;
    const patch = [{ op: 'replace', path: 'website', value: 'https://new.example' }];
    expect((await bms.send('PATCH', path, patch)).status).toBe(200);
    const code = [{ op: 'add', path: '/AccountCode', value: 'FRGN' }];
    const patched = await bms.send('PATCH', path, code, 'application/json-patch+json');
    expect(record.parse(patched.body.result)).toMatchObject({
      website: 'https://new.example',
      accountCode: 'FRGN',
    });
    const replaced = await bms.send('PUT', path, { ...needed, IsActive: true });
    expect(record.parse(replaced.body.result)).toMatchObject({ accountCode: null, website: null });
  });

  it('makes a contact, edits its e-mails by value, and deletes it', async () => {
    const bms = await client();
    const [account] = await bms.all('/v2/crm/accounts/summary');
    const [location] = z.array(z.looseObject({ id: z.int() })).parse(account?.locations);
    const made = await bms.send('POST', '/v2/crm/contacts/summary', {
      AccountId: account?.id,
      LocationId: location?.id,
      FirstName: 'Mia',
      LastName: 'Fremd',
      Emails: [{ EmailAddress: 'mia@fremd.example', EmailTypeId: 1, IsDefault: true }],
      Phones: [{ PhoneNumber: '+49 731 5550', PhoneTypeId: 1, IsDefault: true }],
    });
    const { id } = z.looseObject({ id: z.int() }).parse(made.body.result);
    const edits = [
      { Operation: 0, EmailAddress: 'm@fremd.example', TypeId: 1 },
      { Operation: 2, EmailAddress: 'mia@fremd.example' },
    ];
    const edited = await bms.send('PATCH', `/v2/crm/contacts/${id}/emails`, edits);
    expect(record.parse(edited.body.result)).toMatchObject({ added: 1, deleted: 1 });
    const removed = await bms.send('DELETE', `/v2/crm/contacts/${id}`);
    expect([removed.status, removed.text]).toEqual([200, '']);
    expect((await bms.send('GET', `/v2/crm/contacts/summary/${id}`)).status).toBe(404);
  });

  it('replaces an asset as a whole: what a PUT leaves out is cleared', async () => {
    const bms = await client();
    const [row] = rows.parse(
      (await bms.send('GET', '/v2/servicedesk/hardwareasset/searchselect?PageSize=1')).body.result,
    );
    const path = `/v2/servicedesk/hardwareasset/${row?.id}`;
    const asset = record.parse((await bms.send('GET', path)).body.result);
    const { name, accountId, accountLocationId, categoryId } = asset;
    const least = {
      Name: name,
      AccountId: accountId,
      AccountLocationId: accountLocationId,
      CategoryId: categoryId,
    };
    const put = await bms.send('PUT', path, { ...least, AssetTag: 'T-1' });
    expect(record.parse(put.body.result)).toMatchObject({ assetTag: 'T-1', serialNumber: null });
    expect((await bms.send('PUT', path, { ...least, AccountLocationId: 1 })).status).toBe(400);
    expect((await bms.send('PATCH', path, [])).status).toBe(405);
  });
});
