import { describe, expect, test } from 'vitest';
import { createVsa10Simulator } from '../../../src/simulators/vsa10/app';
import type { Vsa10Switches } from '../../../src/simulators/vsa10/switches';
import { basic, fleetOf, machine, NOW, organization, recordOf, SMALL_FLEET } from './vsa-harness';

type Answer = { status: number; data: unknown; meta: unknown };

function serverOf(switches: Partial<Vsa10Switches> = {}, fleet = SMALL_FLEET) {
  const clock = { time: NOW.getTime(), now: () => clock.time };
  const credentials = { tokenId: 'TOKEN_ID', tokenSecret: 'TOKEN_SECRET' };
  const simulator = createVsa10Simulator({ fleet, clock, switches, credentials });
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    authorization = 'Basic VE9LRU5fSUQ6VE9LRU5fU0VDUkVU',
  ): Promise<Answer> => {
    const url = path.startsWith('http') ? path : `http://127.0.0.1/api/v3${path}`;
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const request = new Request(url, { method, headers: { authorization }, ...init });
    const response = await simulator.fetch(request);
    const { Data, Meta } = JSON.parse(await response.text());
    return { status: response.status, data: Data, meta: Meta };
  };
  return { clock, simulator, send, get: (path: string) => send('GET', path) };
}

describe('access', () => {
  test('takes the token id and secret at each request, and nothing else', async () => {
    const { get, send } = serverOf();
    expect((await get('/environment')).status).toBe(200);
    for (const header of ['', basic('TOKEN_ID:other'), 'Bearer TOKEN_SECRET']) {
      expect(await send('GET', '/environment', undefined, header)).toMatchObject({
        status: 401,
        meta: { ResponseCode: 401 },
      });
    }
  });

  test('is limited to the organizations and resources of the token', async () => {
    const { get } = serverOf({ organizations: ['Acme'], lacks: ['assets'] });
    expect((await get('/organizations')).data).toMatchObject([{ Name: 'Acme' }]);
    expect((await get('/devices')).meta).toMatchObject({ TotalCount: 2 });
    expect((await get('/sites')).meta).toMatchObject({ TotalCount: 2 });
    expect((await get('/organizations/2')).status).toBe(200);
    expect((await get('/organizations/3')).status).toBe(404);
    expect((await get('/assets')).status).toBe(403);
  });

  test('is limited in number by the hour', async () => {
    const { clock, get } = serverOf({ requestsPerHour: 2 });
    expect((await get('/sites')).status).toBe(200);
    expect((await get('/sites')).status).toBe(200);
    expect((await get('/sites')).status).toBe(429);
    clock.time += 3_600_000;
    expect((await get('/sites')).status).toBe(200);
  });
});

describe('the tree', () => {
  test('shows organizations, their sites with contact details, and groups in them', async () => {
    const { get } = serverOf();
    expect((await get('/organizations?$filter=Name eq %27Acme%27')).data).toMatchObject([
      { IsMultiSite: true },
    ]);
    expect((await get('/sites?$orderby=Id')).data).toMatchObject([
      { Name: 'Main', ParentName: "Acme East's", ContactInformation: { City: '' } },
      { Name: 'Main office', ContactInformation: { City: 'Austin', Zip: '78701', CountryCode: 'US' } },
      { ContactInformation: { City: 'Dallas' } },
      { Name: 'Main', ParentName: 'Borealis & Sons' },
    ]);
    expect((await get('/groups')).data).toMatchObject([
      { Name: 'root' },
      { Name: 'root.servers' },
      { Name: 'root' },
    ]);
    expect((await get('/groups/9')).status).toBe(404);
    expect((await get('/groups/x')).status).toBe(400);
    expect((await get('/organizations/1/customFields/')).data).toEqual([]);
  });

  test('shows devices and assets under one identifier', async () => {
    const { get } = serverOf();
    const { data } = await get('/devices?$filter=OrganizationName eq %27Acme%27');
    expect(data).toMatchObject([
      { Name: 'PC1', SiteName: 'Main office', GroupName: 'root' },
      { Name: 'SRV1' },
    ]);
    const identifier = Array.isArray(data) ? String(recordOf(data[0]).Identifier) : '';
    expect(identifier).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect((await get(`/devices/${identifier}`)).data).toMatchObject({
      IsOnline: true,
      LocalIpAddresses: [{ PhysicalAddress: '00-14-22-01-23-45' }, { PhysicalAddress: '02-00-4C-4F-4F-50' }],
    });
    const asset = (await get(`/assets/${identifier}`)).data;
    expect(asset).toMatchObject({ Identifier: identifier, LastSeenOnline: '2026-03-02T09:30:00Z' });
    expect(JSON.stringify(asset)).toContain('"Serial Number":"SN-pc1"');
    const all = (await get('/assets')).data;
    expect(all).toMatchObject([{}, {}, {}, { LastSeenOnline: null, AssetInfo: [] }]);
  });

  test('is written from the top down, with ParentId', async () => {
    const { get, send } = serverOf();
    expect(await send('POST', '/organizations', { Name: 'New' })).toMatchObject({
      status: 200,
      data: { Id: 4 },
    });
    expect((await send('POST', '/sites', { Name: 'S', OrganizationId: 4 })).status).toBe(400);
    expect((await send('POST', '/sites', { Name: 'S', ParentId: 99 })).status).toBe(404);
    const site = { Name: 'S', ParentId: 4, ContactInformation: { City: 'Rome' } };
    expect((await send('POST', '/sites', site)).data).toMatchObject({ Id: 5, ParentName: 'New' });
    expect((await send('POST', '/groups', { Name: 'G', SiteId: 5 })).status).toBe(400);
    expect((await send('POST', '/groups', { Name: 'G', ParentId: 5 })).data).toMatchObject({
      Id: 4,
      Notes: '',
    });
    await send('PUT', '/organizations/4', { Name: 'Newer' });
    await send('PUT', '/sites/5', { Name: 'T', ParentId: 4 });
    await send('PUT', '/groups/4', { Name: 'H', ParentId: 5, Notes: 'n' });
    expect((await get('/sites/5')).data).toMatchObject({
      Name: 'T',
      ParentName: 'Newer',
      ContactInformation: { City: 'Rome' },
    });
    expect((await get('/groups/4')).data).toMatchObject({ Name: 'H', Notes: 'n' });
    expect((await send('DELETE', '/organizations/4')).status).toBe(404);
  });
});

describe('listings', () => {
  const machines = Array.from({ length: 25 }, (_, index) => machine(`pc${index}`, index));
  const many = fleetOf({ organizations: [organization('acme')], machines });

  test('give pages by $top and $skip', async () => {
    const { get } = serverOf({}, many);
    const page = await get('/devices?$top=10&$skip=20');
    expect(page.data).toHaveLength(5);
    expect(page.meta).toEqual({ TotalCount: 25, NextQueryLink: null, ResponseCode: 200 });
    expect((await get('/devices?$top=x')).status).toBe(400);
    expect((await get('/devices?$filter=Description eq %27x%27')).status).toBe(400);
  });

  test('name the next page where an answer is cut', async () => {
    const { get } = serverOf({ pageCeiling: 10 }, many);
    const seen = new Set<string>();
    const sizes: number[] = [];
    let link: string | null = '/assets?$orderby=Name';
    while (link !== null) {
      const { data, meta }: Answer = await get(link);
      if (!Array.isArray(data)) throw new Error('No list.');
      sizes.push(data.length);
      for (const asset of data) seen.add(String(recordOf(asset).Identifier));
      const next = recordOf(meta).NextQueryLink;
      link = next === null ? null : String(next);
    }
    expect(sizes).toEqual([10, 10, 5]);
    expect(seen.size).toBe(25);
  });

  test('have templates, and faults in the envelope', async () => {
    const { simulator } = serverOf();
    expect(simulator.template('GET', '/api/v3/Devices/abc?x=1')).toBe('/api/v3/devices/{identifier}');
    expect(await simulator.refuse(503).json()).toMatchObject({ Meta: { ResponseCode: 503 } });
  });
});
