import { describe, expect, it } from 'vitest';
import { bmsTenant } from '../../support/bmsClient';
import { machine, smallFleet } from '../../support/smallFleet';

const ASSETS = '/v2/servicedesk/hardwareasset/searchselect';
const ACCOUNTS = '/v2/crm/accounts/summary';
const many = (count: number) => Array.from({ length: count }, (_, at) => machine(`m${at}`, 'acme'));
const tenant = async (...options: Parameters<typeof bmsTenant>) => {
  const bms = bmsTenant(...options);
  await bms.signIn();
  return bms;
};

describe('lists of BMS', () => {
  it('pages from 1, takes page 0 as 1, and clamps a page to 100 rows', async () => {
    const bms = await tenant({ fleet: smallFleet(many(148)) });
    const first = await bms.rows(`${ASSETS}?PageSize=1000&PageNumber=1`);
    const second = await bms.rows(`${ASSETS}?pagesize=1000&PAGENUMBER=2`);
    expect([first.length, second.length]).toEqual([100, 50]);
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(150);
    expect(await bms.rows(`${ASSETS}?PageSize=100&PageNumber=0`)).toEqual(first);
    expect(await bms.rows(`${ASSETS}?PageSize=100&PageNumber=3`)).toEqual([]);
    expect((await bms.rows(ASSETS)).length).toBe(50);
    bms.simulator.switches.overLargestPageSize = 'refuse';
    expect((await bms.send('GET', `${ASSETS}?PageSize=101`)).status).toBe(400);
  });

  it('says the total of accounts and contacts, not of assets', async () => {
    const bms = await tenant();
    const total = async (path: string) => (await bms.read(await bms.send('GET', path))).totalRecords;
    expect(await total(`${ACCOUNTS}?PageSize=1`)).toBe(3);
    expect(await total('/v2/crm/contacts/summary?PageSize=1&PageNumber=2')).toBe(2);
    expect(await total(`${ASSETS}?PageSize=1`)).toBeUndefined();
  });

  it('can shift pages and totals', async () => {
    const bms = await tenant({ switches: { pageOverlap: 1, totalDrift: 2 } });
    const [first, second] = [
      await bms.rows(`${ACCOUNTS}?PageSize=2`),
      await bms.rows(`${ACCOUNTS}?PageSize=2&PageNumber=2`),
    ];
    expect(second[0]).toEqual(first[1]);
    expect((await bms.read(await bms.send('GET', `${ACCOUNTS}?PageSize=2&PageNumber=2`))).totalRecords).toBe(
      5,
    );
  });

  it('filters by text, number, flag and date, and ignores filters it does not know', async () => {
    const bms = await tenant();
    const names = async (query: string) =>
      (await bms.rows(`${ACCOUNTS}?${query}`)).map(({ accountName }) => accountName);
    expect(await names('filter.accountname=LOB')).toEqual(['Globex']);
    expect(await names('Filter.AccountTypeName=prospect')).toEqual(['Globex']);
    expect(await names('Filter.IsActive=false')).toEqual(['Closed Shop']);
    expect(
      await names('Filter.ModifiedOnFrom=2025-06-01T09:30:00&Filter.ModifiedOnTo=2025-06-01T09:30:00Z'),
    ).toHaveLength(3);
    expect(await names('Filter.ModifiedOnFrom=2025-06-02')).toEqual([]);
    expect(await names('Filter.Nonsense=1')).toHaveLength(3);
    expect(await names('Sort=AccountName desc')).toEqual(['Globex', 'Closed Shop', 'Acme Ltd.']);
    expect(await names(`Exclude=${bms.id('organization', 'acme')}`)).toEqual(['Globex', 'Closed Shop']);
    expect((await bms.send('GET', `${ACCOUNTS}?Filter.AccountTypeId=abc`)).status).toBe(400);
    bms.simulator.switches.textFilters = 'equals';
    expect(await names('Filter.AccountName=lob')).toEqual([]);
  });

  it('takes repeated keys for lists of numbers and commas for lists in text', async () => {
    const bms = await tenant();
    const [acme, globex] = [bms.id('organization', 'acme'), bms.id('organization', 'globex')];
    expect(await bms.rows(`/v2/crm/accounts/lookup?Filter.Ids=${acme}&Filter.Ids=${globex}`)).toHaveLength(2);
    const [ws1] = await bms.rows(`${ASSETS}?Filter.AccountId=${acme}`);
    expect(await bms.rows(`${ASSETS}?Filter.CategoryIds=1,${ws1?.categoryId}`)).toHaveLength(2);
  });

  it('hides inactive rows in look-ups unless asked, and in lists by switch', async () => {
    const bms = await tenant();
    expect(await bms.rows('/v2/crm/accounts/lookup')).toHaveLength(2);
    expect(await bms.rows('/v2/crm/accounts/lookup?Filter.WithInactiveAccounts=true')).toHaveLength(3);
    expect(await bms.rows(ASSETS)).toHaveLength(2);
    bms.simulator.switches.inactiveOnlyOnRequest = true;
    expect(await bms.rows(ASSETS)).toHaveLength(1);
    expect(await bms.rows(`${ASSETS}?Filter.IsActive=false`)).toHaveLength(1);
  });

  it('hides accounts outside the scope, and all that belongs to them', async () => {
    const bms = await tenant();
    const acme = bms.id('organization', 'acme');
    bms.simulator.switches.hiddenAccounts = [acme];
    expect((await bms.rows(ACCOUNTS)).map(({ id }) => id)).not.toContain(acme);
    expect(await bms.rows(ASSETS)).toHaveLength(1);
    expect(await bms.rows('/v2/crm/contacts/summary')).toHaveLength(1);
    for (const path of [
      `/v2/crm/accounts/summary/${acme}`,
      `/v2/crm/contacts/summary/${bms.id('contact', 'ada')}`,
      `/v2/servicedesk/hardwareasset/${bms.id('machine', 'ws1')}`,
      `/v2/crm/accounts/${acme}/locations/lookup`,
    ]) {
      expect((await bms.send('GET', path)).status).toBe(404);
    }
    expect(await bms.rows('/v2/crm/accounts/lookup')).toHaveLength(2);
    expect(await bms.rows('/v2/crm/accounts/lookup?Filter.WithSecurityScope=true')).toHaveLength(1);
  });

  it('writes camelCase, the misspelt names, explicit nulls and zone-less dates', async () => {
    const bms = await tenant();
    const ada = await bms.one('GET', `/v2/crm/contacts/summary/${bms.id('contact', 'ada')}`);
    expect(ada).toMatchObject({
      locationName: 'Depot',
      canRecieveInvoices: false,
      isPoc: true,
      effectiveDate: null,
      modifiedOn: '2025-06-01T09:30:00.000',
    });
    const ws1 = await bms.one('GET', `/v2/servicedesk/hardwareasset/${bms.id('machine', 'ws1')}`);
    expect(ws1).toMatchObject({
      agentId: '694825728245778',
      integrationTypeId: 2,
      machineGroupId: 'ws1.root.acmevsa',
      contactId: bms.id('contact', 'ada'),
      createdBy: 'RMM Integration',
      contactEmailAddress: 'ada@example.com',
      dnsServers: '10.0.0.2, 10.0.0.3',
      dhcpEnabled: true,
      lastLoginname: 'ada',
      macAddress: 'A4:BB:6D:01:02:03',
      osType: 'Windows 11',
    });
    expect(Object.keys(ws1)).not.toContain('computerName');
    const [row] = await bms.rows(`${ASSETS}?Filter.AccountId=${bms.id('organization', 'globex')}`);
    expect(row).toMatchObject({ assetName: 'WS2', contactId: 0, contactName: null });
    Object.assign(bms.simulator.switches, { zone: 'Z', nulls: 'omitted', bareSummary: true });
    const bare: unknown = await (
      await bms.send('GET', `/v2/crm/contacts/summary/${bms.id('contact', 'ada')}`)
    ).json();
    expect(bare).toMatchObject({ firstName: 'Ada', modifiedOn: '2025-06-01T09:30:00.000Z' });
    expect(bare).not.toHaveProperty('effectiveDate');
  });

  it('serves any list by name, in any case, and lets the tenant add to its own', async () => {
    const bms = await tenant();
    const categories = await bms.rows('/v2/system/tenantlookup/asset%20hardware%20CATEGORY');
    expect(categories.map(({ name }) => name)).toContain('Virtual Server');
    expect(await bms.rows('/v2/system/lookup/AssetHardwareCategory')).toEqual(categories);
    const added = await bms.read(
      await bms.send('POST', '/v2/system/tenantlookup/Manufacturer', { NAME: 'Framework' }),
    );
    expect(added.result).toContainEqual(expect.objectContaining({ name: 'Framework', isActive: true }));
    expect((await bms.send('POST', '/v2/system/tenantlookup/Country', { name: 'Atlantis' })).status).toBe(
      400,
    );
    expect((await bms.send('GET', '/v2/system/lookup/Nonsense')).status).toBe(404);
  });

  it('shows IT Glue counterparts only while that integration is connected', async () => {
    const acme = (bms: ReturnType<typeof bmsTenant>) =>
      `/v2/integrations/itglue/accounts/${bms.id('organization', 'acme')}/lookup`;
    const alone = await tenant();
    expect(await alone.one('GET', '/v2/integrations/itglue/status')).toMatchObject({ isEnabled: false });
    expect((await alone.send('GET', acme(alone))).status).toBe(400);

    const bms = await tenant({
      remoteId: (_, __, key) => (key === 'g-acme' ? '1284390117000011' : null),
    });
    expect(await bms.one('GET', '/v2/integrations/itglue/status')).toMatchObject({ isEnabled: true });
    expect(await bms.one('GET', acme(bms))).toEqual({ id: 1284390117000011, name: 'Acme Limited' });
    const orphan = await bms.one(
      'GET',
      `/v2/integrations/itglue/locations/${bms.id('location', 'acme-hq')}/lookup`,
    );
    expect(orphan.name).toBeNull();
    const none = `/v2/integrations/itglue/accounts/${bms.id('organization', 'globex')}/lookup`;
    expect((await bms.send('GET', none)).status).toBe(404);
  });

  it('shows what the VSA integration has mapped: assets by agent, accounts by name', async () => {
    const bms = await tenant({ remoteId: (product) => (product === 'vsa' ? '10000000001' : null) });
    const mapping = (entity: string) => bms.rows(`/v2/rmm/vsa/mappings/${entity}`);
    expect(await mapping('assets')).toMatchObject([
      { externalId: '694825728245778', psaId: bms.id('machine', 'ws1') },
    ]);
    expect(await mapping('accounts')).toMatchObject([
      { externalId: '10000000001', psaId: bms.id('organization', 'acme') },
    ]);
    expect(await bms.rows('/v2/rmm/vsa/mappings/assets?Filter.PsaIds=1,2')).toEqual([]);
    expect(await bms.rows('/v2/rmm/dattormm/mappings/assets')).toEqual([]);
    expect(await bms.one('GET', '/v2/rmm/vsa/status')).toEqual({ isEnabled: true });
  });

  it('obeys the switches of look-ups and of empty answers', async () => {
    const bms = await tenant({ remoteId: () => null });
    const { switches } = bms.simulator;
    expect(await bms.rows('/v2/crm/accounts/lookup?PageSize=1')).toHaveLength(1);
    switches.lookupsIgnorePaging = true;
    expect(await bms.rows('/v2/crm/accounts/lookup?PageSize=1')).toHaveLength(2);
    switches.hiddenAccounts = [bms.id('organization', 'acme')];
    switches.lookupKeepsScope = true;
    expect(await bms.rows('/v2/crm/accounts/lookup')).toHaveLength(1);
    const none = `${ASSETS}?Filter.AssetName=nothing`;
    expect((await bms.read(await bms.send('GET', none))).result).toEqual([]);
    switches.emptyListsAreNull = true;
    expect((await bms.read(await bms.send('GET', none))).result).toBeNull();
    switches.unlinked = 'null';
    const unlinked = `/v2/integrations/itglue/accounts/${bms.id('organization', 'globex')}/lookup`;
    expect(await bms.read(await bms.send('GET', unlinked))).toMatchObject({ success: true, result: null });
  });

  it('says in its settings how long a page is where none is asked for', async () => {
    const bms = await tenant({ switches: { defaultPageSize: 1 } });
    expect(await bms.one('GET', '/v2/system/settings')).toMatchObject({ defaultPageSize: 1 });
    expect(await bms.rows(ASSETS)).toHaveLength(1);
  });

  it('refuses in its own words what is refused from outside', async () => {
    const { simulator, read } = bmsTenant();
    const busy = simulator.refuse(429, { 'retry-after': '7' });
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await read(busy)).success).toBe(false);
    expect((await read(simulator.refuse(401))).error?.code).toBe(978001);
    expect((await read(simulator.refuse(500))).error?.code).toBe(500);
    const gateway = simulator.refuse(502);
    expect([gateway.status, gateway.headers.get('content-type')]).toEqual([502, 'text/html']);
  });

  it('finds routes in any letter case, and tells their templates', async () => {
    const bms = await tenant();
    expect((await bms.send('GET', `/V2/CRM/Accounts/Summary/${bms.id('organization', 'acme')}`)).status).toBe(
      200,
    );
    expect((await bms.send('GET', '/v2/crm/nothing')).status).toBe(404);
    expect((await bms.send('DELETE', '/v2/crm/accounts/5')).status).toBe(405);
    const { template } = bms.simulator;
    expect(template('GET', '/v2/servicedesk/HardwareAsset/searchselect')).toBe(ASSETS);
    expect(template('GET', '/v2/servicedesk/hardwareasset/7')).toBe(
      '/v2/servicedesk/hardwareasset/{assetId}',
    );
    expect(template('DELETE', '/v2/servicedesk/hardwareasset/7')).toBe('/v2/servicedesk/hardwareasset/{Id}');
    expect(template('GET', '/elsewhere')).toBe('/elsewhere');
  });
});
