/** Clients of Kaseya VSA 9 and 10 written from the vendor's pages and from what public clients do; nothing is shared with ours. */
import { createHash } from 'node:crypto';
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

const basic = (text: string): string => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
const id = z.string().regex(/^\d+$/);
const session = z.object({
  TenantId: z.string(),
  Token: z.string().regex(/^\d{8}$/),
  ApiToken: z.string().regex(/^\d{26}$/),
  UserName: z.string(),
  AdminId: z.number(),
  RoleId: z.number(),
  ScopeId: id,
  SessionExpiration: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
});
const rows = z.array(record);

class Client {
  bearer = '';

  async send(method: string, path: string, body?: unknown, authorization?: string): Promise<Got> {
    return got(
      await fetch(`${products.line.vsa.url}/api/v1.0${path}`, {
        method,
        headers: {
          Accept: 'application/json',
          Authorization: authorization ?? `Bearer ${this.bearer}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  }

  auth(header: string): Promise<Got> {
    return this.send('GET', '/auth', undefined, header);
  }

  token(): string {
    return basic(`${products.line.vsa.username}:${products.line.vsa.token}`);
  }

  /** The password's way: hashes of hashes, with a number of the client's own choice. */
  hashes(rand: string, order: readonly string[], raw = true): string {
    const { username, password } = products.line.vsa;
    const hex = (kind: string, text: string): string =>
      createHash(kind).update(text, 'utf8').digest('hex').toLowerCase();
    const pairs: Record<string, string> = {
      user: username,
      pass2: hex('sha256', hex('sha256', password + username) + rand),
      pass1: hex('sha1', hex('sha1', password + username) + rand),
      rpass2: raw ? hex('sha256', password) : 'covered',
      rpass1: raw ? hex('sha1', password) : 'covered',
      rand2: rand,
      twofapass: ':undefined',
    };
    return basic(order.map((name) => `${name}=${pairs[name]}`).join(','));
  }

  async logOn(): Promise<this> {
    this.bearer = session.parse((await this.auth(this.token())).body.Result).ApiToken;
    return this;
  }

  /** `$top` and `$skip` until `TotalRecords` are there. */
  async all(path: string): Promise<z.infer<typeof rows>> {
    const found: z.infer<typeof rows> = [];
    for (;;) {
      const mark = path.includes('?') ? '&' : '?';
      const { body } = await this.send('GET', `${path}${mark}$top=100&$skip=${found.length}`);
      const part = rows.parse(body.Result);
      found.push(...part);
      if (part.length === 0 || found.length >= Number(body.TotalRecords)) return found;
    }
  }
}

describe('logging on to VSA 9', () => {
  it('takes user and access token, and either of the two tokens it answers is a bearer', async () => {
    const client = new Client();
    const answer = await client.auth(client.token());
    expect(answer.body).toMatchObject({ ResponseCode: 0, Status: 'OK', Error: 'None' });
    const { Token, ApiToken, AdminId } = session.parse(answer.body.Result);
    for (const bearer of [Token, ApiToken]) {
      client.bearer = bearer;
      expect((await client.send('GET', '/tenant')).status).toBe(200);
    }
    const user = z.array(record).parse((await client.send('GET', `/system/users/${AdminId}`)).body.Result);
    expect(user[0]).toMatchObject({ AdminName: products.line.vsa.username });
  });

  it.each([
    ['user pass2 pass1 rpass2 rpass1 rand2', '31415926', true],
    ['user rand2 pass2 pass1 rpass2 rpass1 twofapass', '994656', false],
    ['user pass1 rand2', '7', true],
  ])('takes covered hashes as %s', async (order, rand, raw) => {
    const client = new Client();
    expect((await client.auth(client.hashes(rand, order.split(' '), raw))).status).toBe(200);
  });

  it('refuses wrong secrets, other schemes, and a bearer without its word', async () => {
    const client = await new Client().logOn();
    const { username, password } = products.line.vsa;
    for (const header of [basic(`${username}:nonsense`), basic(`${username}:${password}`), 'Bearer 1', '']) {
      const answer = await client.auth(header);
      expect([answer.status, answer.body.ResponseCode]).toEqual([401, 4010001]);
    }
    expect((await client.send('GET', '/tenant', undefined, client.bearer)).status).toBe(401);
    await atTheDesk(products, 'PATCH', '/switches', { vsa: { bearerFailureInside200: true } });
    const early = await client.send('GET', '/tenant', undefined, client.bearer);
    expect(early.body).toEqual({ ResponseCode: 401, Status: 'OK', Error: 'None' });
  });

  it('ends a session at its hour, or when it is told; renewing prolongs it', async () => {
    const client = await new Client().logOn();
    await atTheDesk(products, 'POST', '/clock', { advance: 29 * 60_000 });
    expect((await client.send('GET', '/authx')).status).toBe(200);
    await atTheDesk(products, 'POST', '/clock', { advance: 29 * 60_000 });
    expect((await client.send('GET', '/tenant')).status).toBe(200);
    await atTheDesk(products, 'POST', '/clock', { advance: 2 * 60_000 });
    expect((await client.send('GET', '/tenant')).status).toBe(401);
    await client.logOn();
    expect((await client.send('DELETE', '/system/users/session')).status).toBe(200);
    expect((await client.send('GET', '/tenant')).status).toBe(401);
  });

  it('matches paths in any case and with a slash at the end', async () => {
    const client = await new Client().logOn();
    const { url } = products.line.vsa;
    const headers = { Authorization: `Bearer ${client.bearer}` };
    for (const path of ['/API/v1.0/System/Orgs', '/api/v1.0/system/orgs/'])
      expect((await fetch(url + path, { headers })).status).toBe(200);
    expect((await fetch(`${url}/API/v1.0/Auth`, { headers: { Authorization: client.token() } })).status).toBe(
      200,
    );
  });
});

describe('reading VSA 9', () => {
  it('gives at most 100 a page whatever is asked, and every agent and audit once', async () => {
    const client = await new Client().logOn();
    const page = await client.send('GET', '/assetmgmt/agents?$top=5000');
    expect(rows.parse(page.body.Result).length).toBeLessThanOrEqual(100);
    const agents = await client.all('/assetmgmt/agents?$orderby=AgentName');
    expect(agents).toHaveLength(Number(page.body.TotalRecords));
    expect(new Set(agents.map((one) => id.parse(one.AgentId))).size).toBe(agents.length);
    expect(agents.some((one) => 'SystemSerialNumber' in one)).toBe(false);
    const audits = await client.all('/assetmgmt/audit');
    const summary = await client.send('GET', `/assetmgmt/audit/${audits[0]?.AgentGuid}/summary`);
    expect(record.parse(summary.body.Result).AgentGuid).toBe(audits[0]?.AgentGuid);
    expect((await client.send('GET', `/assetmgmt/audit/${audits[0]?.AgentGuid}`)).status).toBe(403);
  });

  it('filters and orders as OData, long ids with their suffix alone', async () => {
    const client = await new Client().logOn();
    const orgs = await client.all('/system/orgs?$orderby=OrgRef desc');
    const [first] = orgs;
    expect(String(first?.OrgId)).toMatch(/^\d{26}$/);
    const ref = String(first?.OrgRef).replaceAll("'", "''");
    expect(await client.all(`/system/orgs?$filter=OrgRef eq '${encodeURIComponent(ref)}'`)).toHaveLength(1);
    const bare = await client.send('GET', `/system/orgs?$filter=OrgId eq ${first?.OrgId}`);
    expect([bare.status, bare.text.includes('Edm.Int32')]).toEqual([400, true]);
    expect(await client.all(`/system/orgs?$filter=OrgId eq ${first?.OrgId}M`)).toEqual([first]);
    expect((await client.send('GET', "/system/orgs?$filter=Website eq 'x'")).status).toBe(400);
    const some = await client.all("/system/orgs?$filter=substringof('a',OrgName) and OrgRef ne 'zz'");
    expect(some.every((one) => /a/i.test(String(one.OrgName)))).toBe(true);
    expect(await client.all('/system/orgs?bogus=1')).toHaveLength(orgs.length);
  });

  it('says what is forbidden, missing and too much, each with its code', async () => {
    const client = await new Client().logOn();
    const missing = await client.send('GET', '/system/orgs/12345');
    expect([missing.status, missing.body.Error]).toEqual([404, 'Org does not exist']);
    await atTheDesk(products, 'PATCH', '/switches', { vsa: { roleLacks: ['Audit'], scope: [] } });
    const forbidden = await client.send('GET', '/assetmgmt/audit');
    expect([forbidden.status, forbidden.body.ResponseCode, forbidden.body.Error]).toEqual([
      403,
      4030001,
      'Access denied',
    ]);
    expect((await client.send('GET', '/system/orgs')).body).toMatchObject({ TotalRecords: 0, Result: [] });
    await atTheDesk(products, 'PATCH', '/switches', { vsa: { requestsPerMinute: 0 } });
    const refused = await client.send('GET', '/system/orgs');
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([429, true]);
  });

  it('may write ids as bare numbers, whose digits a plain parser loses', async () => {
    const client = await new Client().logOn();
    await atTheDesk(products, 'PATCH', '/switches', { vsa: { decimals: 'number' } });
    const { text } = await client.send('GET', '/system/orgs?$top=1');
    expect(/"OrgId":(\d+)/.exec(text)?.[1]).toMatch(/^\d{26}$/);
  });
});

describe('writing to VSA 9', () => {
  it('makes an organization, sees it after a while, changes a part of it, and deletes it', async () => {
    const client = await new Client().logOn();
    await atTheDesk(products, 'PATCH', '/switches', { vsa: { organizationLag: 2000 } });
    const made = await client.send('POST', '/system/orgs', {
      OrgId: '123',
      OrgName: 'Foreign',
      OrgRef: 'foreign',
      NoOfEmployees: '12',
      ContactInfo: { City: 'Ulm' },
    });
    const path = `/system/orgs/${id.parse(made.body.Result)}`;
    expect((await client.send('GET', path)).status).toBe(404);
    await atTheDesk(products, 'POST', '/clock', { advance: 2000 });
    expect((await client.send('PUT', path, { Website: 'https://f.example' })).body.Result).toBe(true);
    expect(record.parse((await client.send('GET', path)).body.Result)).toMatchObject({
      OrgName: 'Foreign',
      Website: 'https://f.example',
      ContactInfo: { City: 'Ulm' },
    });
    const groups = await client.all(`${path}/machinegroups`);
    expect(groups[0]).toMatchObject({ MachineGroupName: 'foreign.root' });
    const custom = { CustomFields: { FieldName: 'a', FieldValue: 'b' } };
    expect((await client.send('PUT', path, custom)).status).toBe(400);
    expect((await client.send('PUT', path, { NoOfEmployees: '7.0' })).status).toBe(400);
    expect([200, 204]).toContain((await client.send('DELETE', path)).status);
  });

  it('needs the function of a person at every change', async () => {
    const client = await new Client().logOn();
    const [person] = await client.all('/system/staff');
    const path = `/system/staff/${person?.OrgStaffId}`;
    const refused = await client.send('PUT', path, { Title: 'Chief' });
    expect([refused.status, refused.text.includes('@purpose')]).toEqual([500, true]);
    const change = { Title: 'Chief', Function: person?.Function ?? '', ViewAllTickets: 'true' };
    expect((await client.send('PUT', path, change)).status).toBe(200);
    expect(record.parse((await client.send('GET', path)).body.Result)).toMatchObject({
      Title: 'Chief',
      ViewAllTickets: true,
      StaffFullName: person?.StaffFullName,
    });
  });
});

describe('VSA 10', () => {
  const send = async (method: string, path: string, body?: unknown, header?: string): Promise<Got> => {
    const { url, tokenId, tokenSecret } = products.line.vsa10 ?? { url: '', tokenId: '', tokenSecret: '' };
    return got(
      await fetch(path.startsWith('http') ? path : `${url}/api/v3${path}`, {
        method,
        headers: {
          Authorization: header ?? basic(`${tokenId}:${tokenSecret}`),
          'Content-Type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  };

  it('takes token id and secret at every call, and nothing else', async () => {
    expect((await send('GET', '/environment')).status).toBe(200);
    const refused = await send('GET', '/environment', undefined, basic('a:b'));
    expect([refused.status, record.parse(refused.body.Meta).ResponseCode]).toEqual([401, 401]);
    await atTheDesk(products, 'PATCH', '/switches', { vsa10: { lacks: ['devices'] } });
    expect((await send('GET', '/devices')).status).toBe(403);
    expect((await send('GET', '/organizations/')).status).toBe(200);
    await atTheDesk(products, 'PATCH', '/switches', { vsa10: { tokenExpiresAt: '2020-01-01T00:00:00Z' } });
    expect((await send('GET', '/organizations')).status).toBe(401);
  });

  it('pages by $top and $skip, and links to what a cut page left out', async () => {
    const meta = z.object({ TotalCount: z.number(), NextQueryLink: z.string().nullable() });
    const all = await send('GET', '/devices');
    const total = meta.parse(all.body.Meta).TotalCount;
    const half = rows.parse((await send('GET', '/devices?$top=5&$skip=5&$orderby=Name')).body.Data);
    expect(half).toHaveLength(5);
    await atTheDesk(products, 'PATCH', '/switches', { vsa10: { pageCeiling: 4 } });
    const found: unknown[] = [];
    for (let next: string | null = '/devices'; next !== null; ) {
      const page: Got = await send('GET', next);
      found.push(...rows.parse(page.body.Data));
      next = meta.parse(page.body.Meta).NextQueryLink;
    }
    expect(found).toEqual(rows.parse(all.body.Data));
    expect(found).toHaveLength(total);
  });

  it('shows serial and addresses on the asset of the same identifier, and moves devices between groups', async () => {
    const [asset] = rows.parse((await send('GET', '/assets?$top=1')).body.Data);
    const device = record.parse((await send('GET', `/devices/${asset?.Identifier}`)).body.Data);
    expect(device).toMatchObject({ Identifier: asset?.Identifier, OrganizationId: asset?.OrganizationId });
    const [group] = rows.parse(
      (await send('GET', `/groups?$filter=Id ne ${String(device.GroupId)}&$top=1`)).body.Data,
    );
    const moved = await send('PUT', `/devices/${asset?.Identifier}/move`, { GroupId: group?.Id });
    expect(record.parse(moved.body.Data)).toMatchObject({ GroupId: group?.Id });
  });

  it('makes organizations, sites and groups by their parents', async () => {
    const made = record.parse((await send('POST', '/organizations', { Name: 'Foreign' })).body.Data);
    const site = await send('POST', '/sites', {
      Name: 'HQ',
      ParentId: made.Id,
      ContactInformation: { City: 'Ulm' },
    });
    expect(record.parse(site.body.Data)).toMatchObject({ ParentName: 'Foreign' });
    const wrong = await send('POST', '/sites', { Name: 'HQ', OrganizationId: made.Id, Description: '' });
    expect(wrong.status).toBe(400);
    expect((await send('GET', '/organizations/999999')).status).toBe(404);
  });
});
