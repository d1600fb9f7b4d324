import { describe, expect, test } from 'vitest';
import {
  Client,
  contact,
  fleetOf,
  loggedOn,
  machine,
  organization,
  recordOf,
  SMALL_FLEET,
} from './vsa-harness';

describe('the seed', () => {
  test('makes organizations with dotted OrgRefs, parents and the main address', async () => {
    const client = await loggedOn();
    const orgs = await client.rows('/system/orgs?$orderby=OrgRef');
    expect(orgs.map((org) => org.OrgRef)).toEqual(['acme', 'acme.east', 'borealis-sons']);
    const [acme, east] = orgs;
    expect(acme).toMatchObject({
      OrgName: 'Acme',
      ParentOrgId: null,
      ContactInfo: {
        Street: '1 Quay Street, Suite 200',
        City: 'Austin',
        State: 'TX',
        PrimaryPhone: '555-0100',
      },
    });
    expect(acme?.OrgId).toMatch(/^\d{26}$/);
    expect(east?.ParentOrgId).toBe(acme?.OrgId);
  });

  test('makes agents named machine.group.orgref in lower case, and their audits', async () => {
    const client = await loggedOn();
    const agents = await client.rows('/assetmgmt/agents');
    expect(agents.map((agent) => [agent.AgentName, agent.AgentId, String(agent.Online)])).toEqual([
      ['pc1.root.acme', '694825728222021', '11'],
      ['srv1.servers.root.acme', '694825728229940', '1'],
      ['pc2.root.borealis-sons', '694825728237859', '0'],
      ['pc3.root.borealis-sons', '694825728245778', '199'],
    ]);
    expect(agents[0]).toMatchObject({
      ComputerName: 'PC1',
      OSType: '11',
      LastCheckInTime: '2026-03-02T09:30:00',
    });
    const summary = await client.get('/assetmgmt/audit/694825728222021/summary');
    expect(summary.result).toMatchObject({
      AgentGuid: '694825728222021',
      SystemSerialNumber: 'SN-pc1',
      ChassisSerialNumber: 'CH-pc1',
      MotherboardSerialNumber: 'MB-pc1',
      MacAddress: '00-14-22-01-23-45',
      Manufacturer: 'Dell Inc.',
      ProductName: 'OptiPlex 7010',
      ContactEmail: 'ada@acme.example',
      DnsServer2: '10.1.0.3',
    });
    expect(await client.rows('/assetmgmt/audit')).toHaveLength(4);
  });

  test('tells machines of one name in one group apart by a number', async () => {
    const organizations = [organization('acme')];
    const machines = [1, 2, 3].map((agent) => machine(`copy${agent}`, agent, { name: 'FS 04' }));
    const agents = await (await loggedOn(fleetOf({ organizations, machines }))).rows('/assetmgmt/agents');
    expect(agents.map((agent) => agent.AgentName)).toEqual([
      'fs-04.root.acme',
      'fs-04-2.root.acme',
      'fs-04-3.root.acme',
    ]);
  });

  test('nests machine groups and shows their full names from the organization down', async () => {
    const client = await loggedOn();
    const groups = await client.rows('/system/machinegroups');
    const byName = new Map(groups.map((group) => [group.MachineGroupName, group]));
    expect([...byName.keys()].sort()).toEqual([
      'acme.east.root',
      'acme.root',
      'acme.root.servers',
      'borealis-sons.root',
    ]);
    expect(byName.get('acme.root.servers')?.ParentMachineGroupId).toBe(
      byName.get('acme.root')?.MachineGroupId,
    );
  });

  test('keeps groups of two organizations apart whose full names are the same', async () => {
    const organizations = [organization('acme'), organization('east', { parent: 'acme' })];
    const machines = [
      machine('pc1', 1, { machineGroup: 'east.root' }),
      machine('pc2', 2, { organization: 'east' }),
    ];
    const client = await loggedOn(fleetOf({ organizations, machines }));
    const agents = await client.rows('/assetmgmt/agents');
    expect(agents.map((agent) => agent.MachineGroup)).toEqual(['root.east.acme', 'root.acme.east']);
    expect(agents[0]?.MachineGroupId).not.toBe(agents[1]?.MachineGroupId);
    expect(agents[0]?.OrgId).not.toBe(agents[1]?.OrgId);
  });

  test('makes staff of contacts, in the root department', async () => {
    const client = await loggedOn();
    const [ada, bo] = await client.rows('/system/staff');
    expect(ada).toMatchObject({
      StaffFullName: 'Ada Byron',
      Title: 'Owner',
      ContactInfo: { PrimaryEmail: 'ada@acme.example', City: 'Dallas', PrimaryPhone: '555-0110' },
    });
    expect(bo).toMatchObject({ ContactInfo: { PrimaryEmail: null, PrimaryPhone: null } });
    const departments = await client.rows(`/system/orgs/${ada?.OrgId}/departments`);
    expect(departments).toMatchObject([{ DepartmentName: 'root', DepartmentId: ada?.DeptId }]);
    expect(await client.rows(`/system/departments/${ada?.DeptId}/staff`)).toEqual([ada]);
    expect(await client.rows(`/system/orgs/${ada?.OrgId}/staff`)).toEqual([ada]);
    expect((await client.get(`/system/staff/${ada?.OrgStaffId}`)).result).toEqual(ada);
  });

  test('lists assets for what was seen, with an agent or without', async () => {
    const client = await loggedOn();
    const assets = await client.rows('/assetmgmt/assets?$orderby=HostName');
    expect(assets.map((asset) => [asset.HostName, asset.AgentId])).toEqual([
      ['PC1', '694825728222021'],
      ['PC2', '694825728237859'],
      ['SRV1', '694825728229940'],
      ['SW1', null],
    ]);
    const types = await client.rows('/assetmgmt/assettypes');
    const switchType = types.find((type) => type.AssetTypeName === 'Switch');
    expect(assets[3]?.AssetTypeId).toBe(switchType?.AssetTypeId);
    expect((await client.get(`/assetmgmt/assets/${assets[3]?.AssetId}`)).result).toEqual(assets[3]);
  });

  test('never shows the truth or the keys of the fleet', async () => {
    const client = await loggedOn();
    for (const path of [
      '/system/orgs',
      '/system/staff',
      '/assetmgmt/agents',
      '/assetmgmt/audit',
      '/assetmgmt/assets',
    ]) {
      expect((await client.get(path)).text).not.toContain('truth');
    }
  });

  test('refuses a view that contradicts itself', () => {
    const organizations = [organization('acme')];
    expect(() => new Client(fleetOf({ machines: [machine('pc1', 1)] }))).toThrow('no organization');
    expect(() => new Client(fleetOf({ contacts: [contact('ada')] }))).toThrow('no organization');
    const twins = [machine('pc1', 1), machine('pc2', 1)];
    expect(() => new Client(fleetOf({ organizations, machines: twins }))).toThrow('Two machines');
  });
});

describe('a collection', () => {
  const many = fleetOf({
    organizations: [organization('acme')],
    machines: Array.from({ length: 250 }, (_, index) =>
      machine(`pc${String(index).padStart(3, '0')}`, index),
    ),
  });

  test('comes in pages of at most 100, up to TotalRecords', async () => {
    const client = await loggedOn(many);
    const seen: unknown[] = [];
    for (let skip = 0; ; skip += 100) {
      const answer = await client.get(`/assetmgmt/agents?$top=5000&$skip=${skip}`);
      expect(answer.text).toMatch(/^\{"TotalRecords":250,"Result":\[/);
      if (!Array.isArray(answer.result)) throw new Error('No list.');
      expect(answer.result.length).toBe(skip === 200 ? 50 : skip > 200 ? 0 : 100);
      seen.push(...answer.result.map((agent) => recordOf(agent).AgentId));
      if (answer.result.length === 0) break;
    }
    expect(new Set(seen).size).toBe(250);
    expect(await client.rows('/assetmgmt/agents')).toHaveLength(100);
    expect(await client.rows('/assetmgmt/agents?$top=7')).toHaveLength(7);
    expect(await client.rows('/assetmgmt/agents?$top=0')).toHaveLength(0);
  });

  test('counts what the filter leaves, and orders before it pages', async () => {
    const client = await loggedOn(many);
    const filter = encodeURIComponent("startswith(ComputerName,'pc00') and AgentId ne 694825728222021M");
    const answer = await client.get(`/assetmgmt/agents?$filter=${filter}&$orderby=AgentName desc&$top=2`);
    expect(answer.text).toContain('"TotalRecords":9');
    expect(answer.result).toMatchObject([{ ComputerName: 'PC009' }, { ComputerName: 'PC008' }]);
  });

  test.each([
    '$top=-1',
    '$top=x',
    '$skip=1.5',
    '$filter=AgentId eq 694825728222021',
    "$filter=ToolTipNotes eq 'x'",
    '$orderby=AgentId',
  ])('refuses %s', async (query) => {
    const client = await loggedOn();
    const answer = await client.get(`/assetmgmt/agents?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('"ResponseCode":4000001');
  });

  test('ignores options it does not know', async () => {
    const client = await loggedOn();
    expect(await client.rows('/system/orgs?$select=OrgId&page=2')).toHaveLength(3);
  });

  test('may shift between pages that name no order', async () => {
    const client = await loggedOn(SMALL_FLEET, { shiftingRows: true });
    const ids = async (query: string) =>
      (await client.rows(`/assetmgmt/agents?${query}`)).map((a) => a.AgentName);
    expect(await ids('$top=2&$skip=2')).toEqual(['srv1.servers.root.acme', 'pc2.root.borealis-sons']);
    const order = '$orderby=AgentName';
    expect([...(await ids(`${order}&$top=2`)), ...(await ids(`${order}&$top=2&$skip=2`))]).toEqual(
      await ids(order),
    );
  });
});

describe('the envelope', () => {
  test('writes decimals as strings, or as bare numbers with every digit', async () => {
    const client = await loggedOn();
    const quoted = (await client.get('/system/orgs?$top=1')).text;
    expect(quoted).toMatch(/"OrgId":"\d{26}"/);
    expect(quoted).toMatch(/"AnnualRevenue":"0"/);
    expect(quoted).toMatch(/"NoOfEmployees":12,/);
    client.switches.decimals = 'number';
    const bare = (await client.get('/system/orgs?$top=1')).text;
    expect(bare).toMatch(/"OrgId":\d{26},/);
    expect(bare).toBe(quoted.replace(/"(\d{26}|0)"/g, '$1'));
  });

  test('has Error None, null or none, and single records as objects or arrays', async () => {
    const client = await loggedOn();
    expect((await client.get('/tenant')).text).toMatch(
      /^\{"Result":\{.*\},"ResponseCode":0,"Status":"OK","Error":"None"\}$/,
    );
    client.switches.noError = 'null';
    expect((await client.get('/tenant')).text).toContain('"Error":null');
    client.switches.noError = 'missing';
    client.switches.singleRecord = 'array';
    expect((await client.get('/tenant')).body).not.toHaveProperty('Error');
    expect((await client.get('/tenant')).result).toMatchObject([{ Id: '1' }]);
  });

  test('may carry a failure inside HTTP 200', async () => {
    const client = await loggedOn(SMALL_FLEET, { failuresInside200: true });
    const answer = await client.get('/system/orgs/1');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"ResponseCode":4040001');
    expect(answer.body.Error).toBe('Org does not exist');
  });
});

describe('rights', () => {
  test('a scope shows its organizations alone, and forbids the others', async () => {
    const client = await loggedOn();
    const all = await client.rows('/system/orgs');
    const borealis = all.find((org) => org.OrgRef === 'borealis-sons');
    client.switches.scope = ['acme'];
    const session = await client.logOn();
    expect(session.ScopeId).toMatch(/^\d{26}$/);
    expect((await client.rows('/system/orgs')).map((org) => org.OrgRef)).toEqual(['acme']);
    expect((await client.get('/assetmgmt/agents')).text).toContain('"TotalRecords":2');
    expect(await client.rows('/assetmgmt/audit')).toHaveLength(2);
    expect(await client.rows('/system/staff')).toHaveLength(1);
    expect(await client.rows('/system/machinegroups')).toHaveLength(2);
    for (const path of [
      `/system/orgs/${borealis?.OrgId}`,
      `/system/orgs/${borealis?.OrgId}/machinegroups`,
      '/assetmgmt/agents/694825728237859',
      '/assetmgmt/audit/694825728237859/summary',
    ]) {
      const answer = await client.get(path);
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ Error: 'Access denied' });
      expect(answer.text).toContain('4030001');
    }
    const scope = await client.get(`/system/scopes/${session.ScopeId}`);
    expect(scope.result).toMatchObject({ ScopeName: 'Integration' });
    await client.send('PUT', `/system/scopes/${session.ScopeId}/orgs/${borealis?.OrgId}`);
    expect(await client.rows('/system/orgs')).toHaveLength(2);
  });

  test('a scope without organizations is an empty list, not an error', async () => {
    const client = await loggedOn(SMALL_FLEET, { scope: [] });
    for (const path of ['/system/orgs', '/assetmgmt/agents', '/assetmgmt/audit', '/system/staff']) {
      expect((await client.get(path)).text).toMatch(/^\{"TotalRecords":0,"Result":\[\],"ResponseCode":0/);
    }
  });

  test('a role without Audit reads agents but no audits; one without System reads no /system', async () => {
    const client = await loggedOn(SMALL_FLEET, { roleLacks: ['Audit'] });
    expect((await client.get('/assetmgmt/agents')).status).toBe(200);
    expect((await client.get('/system/orgs')).status).toBe(200);
    for (const path of ['/assetmgmt/audit', '/AssetMgmt/Audit/694825728222021/Summary']) {
      expect(await client.get(path)).toMatchObject({ status: 403, body: { Error: 'Access denied' } });
    }
    client.switches.roleLacks = ['System'];
    expect((await client.get('/assetmgmt/audit')).status).toBe(200);
    expect((await client.get('/system/currentuser')).status).toBe(403);
    expect((await client.send('DELETE', '/system/users/session')).status).toBe(200);
  });

  test('the System user can read who it is', async () => {
    const client = await loggedOn();
    const session = await client.logOn();
    const user = await client.get('/system/currentUser');
    expect(user.result).toMatchObject({ AdminName: 'api.sync', AdminPassword: null });
    expect((await client.get(`/system/users/${session.AdminId}`)).result).toEqual([user.result]);
    expect((await client.get(`/system/roles/${session.RoleId}`)).result).toMatchObject({
      RoleName: 'System',
    });
    expect((await client.get(`/system/scopes/${session.ScopeId}`)).result).toMatchObject({
      ScopeName: 'System',
    });
    expect(await client.rows('/system/users')).toHaveLength(1);
  });
});

describe('paths', () => {
  test('are matched without regard to case or a slash at the end', async () => {
    const client = await loggedOn();
    const request = (url: string) =>
      client.simulator.fetch(new Request(url, { headers: { authorization: `Bearer ${client.bearer}` } }));
    for (const path of ['/API/v1.0/System/Orgs', '/api/v1.0/system/orgs/', '/API/V1.0/SYSTEM/ORGS/?$top=1']) {
      expect((await request(`http://127.0.0.1${path}`)).status).toBe(200);
    }
  });

  test('of audits have the agent in the middle: alone it is forbidden, last it is unknown', async () => {
    const client = await loggedOn();
    expect((await client.get('/assetmgmt/audit/694825728222021')).status).toBe(403);
    expect((await client.get('/assetmgmt/audit/summary/694825728222021')).status).toBe(404);
    expect((await client.get('/assetmgmt/audit/1/summary')).status).toBe(404);
  });

  test('that nobody serves are a 404, ids that are none a 400', async () => {
    const client = await loggedOn();
    expect((await client.get('/system/customers')).status).toBe(404);
    expect((await client.send('POST', '/assetmgmt/agents', {})).status).toBe(404);
    expect((await client.get('/system/orgs/5.2e25')).status).toBe(400);
  });

  test('have templates with names for ids', () => {
    const { template } = new Client(SMALL_FLEET).simulator;
    const base = '/api/v1.0';
    expect(template('GET', `${base}/System/Orgs/123?x=1`)).toBe(`${base}/system/orgs/{orgId}`);
    expect(template('get', `${base}/system/orgs/types/`)).toBe(`${base}/system/orgs/types`);
    expect(template('GET', `${base}/assetmgmt/audit`)).toBe(`${base}/assetmgmt/audit`);
    expect(template('GET', `${base}/assetmgmt/audit/5/summary`)).toBe(
      `${base}/assetmgmt/audit/{agentId}/summary`,
    );
    expect(template('GET', `${base}/auth`)).toBe(`${base}/auth`);
    expect(template('PATCH', `${base}/system/orgs/1`)).toBe(`${base}/system/orgs/1`);
    expect(template('GET', '/elsewhere')).toBe('/elsewhere');
  });

  test('probes: open, with a session, about the server', async () => {
    const client = await loggedOn();
    expect((await client.send('GET', '/echo', undefined, '')).status).toBe(200);
    expect((await client.send('GET', '/echoauth', undefined, '')).status).toBe(401);
    expect((await client.get('/environment')).result).toMatchObject({ SystemVersion: '9.5.0.0' });
    expect((await client.get('/ismoduleinstalled/9')).result).toBe(true);
    expect((await client.get('/ismoduleinstalled/12')).result).toBe(false);
    expect((await client.get('/functions/57')).result).toMatchObject({ ModuleName: 'Web Service API' });
  });

  test('a fault from outside speaks in the envelope, with its headers', async () => {
    const { simulator } = new Client(SMALL_FLEET);
    const answer = simulator.refuse(429, { 'retry-after': '7' });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await answer.json()).toMatchObject({ ResponseCode: 4290001, Error: 'Too Many Requests' });
    expect(await simulator.refuse(401).json()).toMatchObject({ ResponseCode: 4010001 });
  });
});
