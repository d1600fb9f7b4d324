import { describe, expect, test } from 'vitest';
import { loggedOn, SMALL_FLEET } from './vsa-harness';

async function orgIdOf(client: Awaited<ReturnType<typeof loggedOn>>, reference: string): Promise<string> {
  const [org] = await client.rows(`/system/orgs?$filter=OrgRef eq '${reference}'`);
  if (org === undefined) throw new Error(`No ${reference}.`);
  return String(org.OrgId);
}

describe('organizations', () => {
  test('are created with a department and a machine group, under an id of the server', async () => {
    const client = await loggedOn();
    const sent = {
      OrgId: '7.213597641814316e+25',
      OrgName: 'New',
      OrgRef: 'new',
      NoOfEmployees: '7',
      Surplus: 1,
    };
    const { status, result } = await client.send('POST', '/system/orgs', sent);
    expect(status).toBe(200);
    expect(result).toMatch(/^\d{26}$/);
    expect((await client.get(`/system/orgs/${result}`)).result).toMatchObject({
      OrgId: result,
      OrgRef: 'new',
    });
    expect((await client.get(`/system/orgs/${result}`)).text).toContain('"NoOfEmployees":7,');
    expect(await client.rows(`/system/orgs/${result}/machinegroups`)).toMatchObject([
      { MachineGroupName: 'new.root' },
    ]);
    expect(await client.rows(`/system/orgs/${result}/departments`)).toMatchObject([
      { DepartmentName: 'root' },
    ]);
  });

  test('below a parent get its OrgRef before theirs', async () => {
    const client = await loggedOn();
    const parent = await orgIdOf(client, 'acme');
    const body = `{"OrgName":"West","OrgRef":"west","ParentOrgId":${parent}}`;
    const { result } = await client.send('POST', '/system/orgs', body);
    expect((await client.get(`/system/orgs/${result}`)).result).toMatchObject({
      OrgRef: 'acme.west',
      ParentOrgId: parent,
    });
  });

  test.each([
    ['no OrgRef', { OrgName: 'New' }],
    ['a taken OrgRef', { OrgName: 'New', OrgRef: 'ACME' }],
    ['a parent in exponents', { OrgName: 'New', OrgRef: 'new', ParentOrgId: '5.2e+25' }],
    [
      'one custom field without an array',
      { OrgName: 'N', OrgRef: 'n', CustomFields: { FieldName: 'a', FieldValue: 'b' } },
    ],
    ['a list', []],
    ['a number with a fraction', '{"OrgName":"New","OrgRef":"new","NoOfEmployees":7.0}'],
    ['what is not JSON', '{"OrgName":'],
  ])('are not created of %s', async (_what, body) => {
    const client = await loggedOn();
    expect((await client.send('POST', '/system/orgs', body)).status).toBe(400);
    expect(await client.rows('/system/orgs')).toHaveLength(3);
  });

  test('show themselves after the lag the server is switched to', async () => {
    const client = await loggedOn(SMALL_FLEET, { organizationLag: 2000 });
    const { result } = await client.send('POST', '/system/orgs', { OrgName: 'New', OrgRef: 'new' });
    const early = await client.send('POST', `/system/orgs/${result}/departments`, { DepartmentName: 'IT' });
    expect(early).toMatchObject({ status: 404, body: { Error: 'Org does not exist' } });
    expect((await client.get(`/system/orgs/${result}`)).status).toBe(404);
    expect(await client.rows('/system/orgs')).toHaveLength(3);
    client.now += 2000;
    expect((await client.get(`/system/orgs/${result}`)).status).toBe(200);
    expect(await client.rows('/system/orgs')).toHaveLength(4);
  });

  test('change in the members that are sent, and in no other', async () => {
    const client = await loggedOn();
    const path = `/system/orgs/${await orgIdOf(client, 'borealis-sons')}`;
    const before = (await client.get(path)).result;
    const sent = { Website: 'https://borealis.example', AnnualRevenue: '12.50' };
    expect((await client.send('PUT', path, sent)).result).toBe(true);
    expect((await client.get(path)).result).toEqual(Object.assign({}, before, sent));
  });

  test('take contact details whole, or member by member, and custom fields by name', async () => {
    const client = await loggedOn();
    const path = `/system/orgs/${await orgIdOf(client, 'acme')}`;
    client.switches.contactInfoOnPut = 'merge';
    await client.send('PUT', path, { ContactInfo: { City: 'Houston' } });
    expect((await client.get(path)).result).toMatchObject({ ContactInfo: { City: 'Houston', State: 'TX' } });
    client.switches.contactInfoOnPut = 'replace';
    await client.send('PUT', path, { ContactInfo: { City: 'El Paso' } });
    expect((await client.get(path)).result).toMatchObject({ ContactInfo: { City: 'El Paso', State: null } });
    await client.send('PUT', path, {
      CustomFields: [
        { FieldName: 'a', FieldValue: '1' },
        { FieldName: 'b', FieldValue: '2' },
      ],
    });
    await client.send('PUT', path, { CustomFields: [{ FieldName: 'a', FieldValue: '3' }] });
    expect((await client.get(path)).result).toMatchObject({
      CustomFields: [
        { FieldName: 'a', FieldValue: '3' },
        { FieldName: 'b', FieldValue: '2' },
      ],
    });
  });

  test('carry groups, agents and children along when their OrgRef changes', async () => {
    const client = await loggedOn();
    const path = `/system/orgs/${await orgIdOf(client, 'acme')}`;
    expect((await client.send('PUT', path, { OrgRef: 'borealis-sons' })).status).toBe(400);
    await client.send('PUT', path, { OrgRef: 'apex' });
    const orgs = await client.rows('/system/orgs?$orderby=OrgRef');
    expect(orgs.map((org) => org.OrgRef)).toEqual(['apex', 'apex.east', 'borealis-sons']);
    const agents = await client.rows('/assetmgmt/agents?$top=2');
    expect(agents.map((agent) => agent.AgentName)).toEqual(['pc1.root.apex', 'srv1.servers.root.apex']);
    const groups = await client.rows('/system/machinegroups?$orderby=MachineGroupName&$top=3');
    expect(groups.map((group) => group.MachineGroupName)).toEqual([
      'apex.east.root',
      'apex.root',
      'apex.root.servers',
    ]);
    expect((await client.get('/assetmgmt/audit/694825728222021/summary')).result).toMatchObject({
      DisplayName: 'pc1.root.apex',
    });
  });

  test('cannot stand below themselves', async () => {
    const client = await loggedOn();
    const acme = await orgIdOf(client, 'acme');
    const east = await orgIdOf(client, 'acme.east');
    expect((await client.send('PUT', `/system/orgs/${acme}`, { ParentOrgId: east })).status).toBe(400);
    expect((await client.send('PUT', `/system/orgs/${east}`, { ParentOrgId: null })).status).toBe(200);
  });

  test('are deleted with their groups, but not with children or machines in them', async () => {
    const client = await loggedOn();
    const acme = await orgIdOf(client, 'acme');
    const east = await orgIdOf(client, 'acme.east');
    const parent = await client.send('DELETE', `/system/orgs/${acme}`);
    expect(parent.status).toBe(500);
    expect(parent.body.Error).toBe('This organization cannot be deleted. It contains child orgs.');
    expect((await client.send('DELETE', `/system/orgs/${east}`)).result).toBe(true);
    expect((await client.get(`/system/orgs/${east}`)).status).toBe(404);
    expect(await client.rows('/system/machinegroups')).toHaveLength(3);
    expect((await client.send('DELETE', `/system/orgs/${acme}`)).body.Error).toContain('machines');
  });
});

describe('machine groups and departments', () => {
  test('groups are created, renamed with what is in them, and deleted when empty', async () => {
    const client = await loggedOn();
    const acme = await orgIdOf(client, 'acme');
    const groups = await client.rows(`/system/orgs/${acme}/machinegroups`);
    const [root, servers] = groups.map((group) => String(group.MachineGroupId));
    const path = `/system/orgs/${acme}/machinegroups`;
    const { result } = await client.send('POST', path, {
      MachineGroupName: 'lab',
      ParentMachineGroupId: servers,
    });
    expect((await client.get(`/system/machinegroups/${result}`)).result).toMatchObject({
      MachineGroupName: 'acme.root.servers.lab',
    });
    expect((await client.send('POST', path, { MachineGroupName: 'root' })).status).toBe(400);
    expect((await client.send('POST', path, { MachineGroupName: 'a.b' })).status).toBe(400);
    await client.send('PUT', `/system/machinegroups/${servers}`, { MachineGroupName: 'acme.root.hosts' });
    expect((await client.get(`/system/machinegroups/${result}`)).result).toMatchObject({
      MachineGroupName: 'acme.root.hosts.lab',
    });
    expect((await client.get('/assetmgmt/agents/694825728229940')).result).toMatchObject({
      AgentName: 'srv1.hosts.root.acme',
    });
    expect((await client.send('DELETE', `/system/machinegroups/${root}`)).status).toBe(500);
    expect((await client.send('DELETE', `/system/machinegroups/${servers}`)).status).toBe(500);
    expect((await client.send('DELETE', `/system/machinegroups/${result}`)).status).toBe(200);
    expect((await client.get(`/system/machinegroups/${result}`)).status).toBe(404);
  });

  test('departments are created, changed, and deleted when empty', async () => {
    const client = await loggedOn();
    const acme = await orgIdOf(client, 'acme');
    const [root] = await client.rows(`/system/orgs/${acme}/departments`);
    const { result } = await client.send('POST', `/system/orgs/${acme}/departments`, {
      DepartmentName: 'IT',
      ParentDepartmentId: root?.DepartmentId,
    });
    await client.send('PUT', `/system/departments/${result}`, { DepartmentRef: 'it' });
    expect((await client.get(`/system/departments/${result}`)).result).toMatchObject({
      DepartmentName: 'IT',
      DepartmentRef: 'it',
      ParentDepartmentId: root?.DepartmentId,
    });
    expect((await client.send('DELETE', `/system/departments/${root?.DepartmentId}`)).status).toBe(500);
    client.switches.deleteAnswer = 'empty';
    const gone = await client.send('DELETE', `/system/departments/${result}`);
    expect(gone).toMatchObject({ status: 204, text: '' });
    expect((await client.get('/system/departments')).status).toBe(404);
  });
});

describe('staff', () => {
  test('needs Function on every change, or the procedure behind it fails', async () => {
    const client = await loggedOn();
    const [ada] = await client.rows('/system/staff');
    const path = `/system/staff/${ada?.OrgStaffId}`;
    for (const sent of [{ Title: 'CEO' }, { Title: 'CEO', Function: null }]) {
      const answer = await client.send('PUT', path, sent);
      expect(answer.status).toBe(500);
      expect(answer.body.Error).toContain("expects parameter '@purpose', which was not supplied");
    }
    expect((await client.get(path)).result).toEqual(ada);
    expect((await client.send('PUT', path, { Title: 'CEO', Function: ada?.Function })).result).toBe(true);
    expect((await client.get(path)).result).toEqual({ ...ada, Title: 'CEO' });
  });

  test('is created in a department and deleted', async () => {
    const client = await loggedOn();
    const [ada] = await client.rows('/system/staff');
    const path = `/system/departments/${ada?.DeptId}/staff`;
    expect((await client.send('POST', path, { Title: 'Owner' })).status).toBe(400);
    const { result } = await client.send('POST', path, {
      StaffFullName: 'Cy Twin',
      ViewAllTickets: 'true',
      SupervisorId: ada?.OrgStaffId,
      ContactInfo: { PrimaryEmail: 'cy@acme.example' },
    });
    expect((await client.get(`/system/staff/${result}`)).result).toMatchObject({
      OrgStaffId: result,
      OrgId: ada?.OrgId,
      ViewAllTickets: true,
      ContactInfo: { PrimaryEmail: 'cy@acme.example', City: null },
    });
    expect((await client.send('DELETE', `/system/staff/${result}`)).status).toBe(200);
    expect((await client.get(`/system/staff/${result}`)).status).toBe(404);
  });
});

describe('agents', () => {
  test('are renamed, keeping id, group and computer name', async () => {
    const client = await loggedOn();
    const path = '/assetmgmt/agents/694825728222021';
    expect((await client.send('PUT', `${path}/rename/Front-Desk`)).result).toBe(true);
    expect((await client.get(path)).result).toMatchObject({
      AgentName: 'Front-Desk.root.acme',
      ComputerName: 'PC1',
    });
    expect((await client.send('PUT', `${path}/rename/a.b`)).status).toBe(400);
    expect((await client.send('PUT', `${path}/rename/%`)).status).toBe(400);
  });

  test('are not renamed to a name that is taken, and show a new name in audit and asset', async () => {
    const client = await loggedOn();
    const path = '/assetmgmt/agents/694825728245778';
    expect((await client.send('PUT', `${path}/rename/PC2`)).status).toBe(400);
    const other = '694825728237859';
    expect((await client.get(`/assetmgmt/audit/${other}/summary`)).result).toMatchObject({
      ComputerName: 'PC2',
    });
    await client.send('PUT', `/assetmgmt/agents/${other}/rename/till`);
    for (const [found] of [
      await client.rows("/assetmgmt/audit?$filter=startswith(DisplayName,'till.')"),
      await client.rows("/assetmgmt/assets?$filter=startswith(AssetName,'till.')"),
    ]) {
      expect(JSON.stringify(found)).toContain('till.root.borealis-sons');
    }
  });

  test('are deleted with their audit and their asset', async () => {
    const client = await loggedOn();
    expect((await client.send('DELETE', '/assetmgmt/agents/694825728222021/maybe')).status).toBe(400);
    expect((await client.send('DELETE', '/assetmgmt/agents/694825728222021/true')).status).toBe(200);
    expect((await client.get('/assetmgmt/agents/694825728222021')).status).toBe(404);
    expect(await client.rows('/assetmgmt/audit')).toHaveLength(3);
    expect(await client.rows('/assetmgmt/assets')).toHaveLength(3);
  });
});

describe('users, roles and scopes', () => {
  test('makes, changes, disables and deletes a user', async () => {
    const client = await loggedOn();
    const made = await client.send('POST', '/system/users', {
      AdminName: 'kim',
      AdminPassword: 'secret',
      Email: 'kim@x.example',
      AdminRoleIds: ['4'],
    });
    const id = String(made.result);
    expect((await client.get(`/system/users/${id}`)).text).not.toContain('secret');
    expect((await client.send('PUT', `/system/users/${id}`, { LastName: 'Larsen' })).status).toBe(200);
    expect((await client.send('PUT', `/system/users/${id}/disable`)).status).toBe(200);
    const [user] = await client.rows("/system/users?$filter=AdminName eq 'kim'");
    expect(user).toMatchObject({ LastName: 'Larsen', DisableUntil: expect.any(String), AdminPassword: null });
    expect((await client.send('DELETE', `/system/users/${id}`)).status).toBe(200);
    expect((await client.get(`/system/users/${id}`)).status).toBe(404);
  });

  test('may cut the connection on writes of users, and on nothing else', async () => {
    const client = await loggedOn(SMALL_FLEET, { userWrites: 'reset' });
    await expect(client.send('POST', '/system/users', { AdminName: 'kim' })).rejects.toThrow(TypeError);
    await expect(client.send('PUT', '/system/roles/4/users/64975473')).rejects.toThrow(TypeError);
    expect((await client.get('/system/users')).status).toBe(200);
  });

  test('makes and deletes roles and scopes of its own, not those of the system', async () => {
    const client = await loggedOn();
    const scope = String((await client.send('POST', '/system/scopes', { ScopeName: 'Sync' })).result);
    expect(scope).toMatch(/^\d{26}$/);
    const role = String((await client.send('POST', '/system/roles', { RoleName: 'Sync' })).result);
    expect(await client.rows("/system/roles?$filter=RoleName eq 'Sync'")).toHaveLength(1);
    expect((await client.send('PUT', `/system/scopes/${scope}/users/64975473`)).status).toBe(200);
    expect((await client.send('DELETE', `/system/scopes/${scope}`)).status).toBe(200);
    expect((await client.send('DELETE', `/system/roles/${role}`)).status).toBe(200);
    expect((await client.send('DELETE', '/system/roles/4')).status).toBe(400);
  });

  test('refuses more requests in a minute than it is told, with and without Retry-After', async () => {
    const client = await loggedOn();
    client.switches.requestsPerMinute = 3;
    for (let n = 0; n < 2; n++) expect((await client.get('/tenant')).status).toBe(200);
    const refused = await client.get('/tenant');
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    client.switches.retryAfter = false;
    expect((await client.get('/tenant')).headers.has('retry-after')).toBe(false);
    client.now += 60_000;
    expect((await client.get('/tenant')).status).toBe(200);
  });
});
