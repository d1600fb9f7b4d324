/** Every route and method of the simulated VSA 9 and VSA 10 against the shapes of the vendor's tables. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { generateFleet } from '../../src/simulators/fleet/generate';
import { createVsaSimulator } from '../../src/simulators/vsa/app';
import { createVsa10Simulator } from '../../src/simulators/vsa10/app';
import * as shape from './vsa-shapes';

const NOW = new Date('2026-06-01T12:00:00Z');
const fleet = generateFleet({ seed: 11, organizations: 4, assetsPerOrganization: 10, now: NOW });
const clock = { now: () => NOW.getTime() };
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

interface Served {
  readonly routes: readonly { readonly method: string; readonly template: string }[];
  fetch(request: Request): Response | Promise<Response>;
  template(method: string, path: string): string;
}

/** Calls, notes the route, checks the shape. */
function caller(served: Served, base: string, authorization: () => string) {
  const called = new Set<string>();
  return {
    missed: () =>
      served.routes
        .map(({ method, template }) => `${method} ${template}`)
        .filter((route) => !called.has(route)),
    async call(method: string, path: string, expected: z.ZodType, body?: unknown, status = 200) {
      called.add(`${method} ${served.template(method, base + (path.split('?')[0] ?? ''))}`);
      const response = await served.fetch(
        new Request(`https://vsa.test${base}${path}`, {
          method,
          headers: { authorization: authorization(), 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      expect([response.status, response.headers.get('content-type')?.split(';')[0]], text).toEqual([
        status,
        'application/json',
      ]);
      return expected.parse(JSON.parse(text));
    },
  };
}

const firstOf = (value: unknown, name: string): string => {
  const { Result } = z.object({ Result: z.array(z.record(z.string(), z.unknown())).min(1) }).parse(value);
  return String(Result[0]?.[name]);
};
const made = z.looseObject({ Result: z.union([shape.decimal, z.int()]) });

describe('VSA 9', () => {
  const vsa = createVsaSimulator({ fleet, clock });
  let bearer = '';
  const nine = caller(vsa, '/api/v1.0', () =>
    bearer === '' ? basic(`${vsa.credentials.username}:${vsa.credentials.token}`) : `Bearer ${bearer}`,
  );
  const { call } = nine;
  const done = shape.one(z.literal(true));
  const one = shape.one;
  const page = shape.page;
  const ids: Record<string, string> = {};
  const make = async (path: string, body: object): Promise<string> =>
    String(made.parse(await call('POST', path, made, body)).Result);

  beforeAll(async () => {
    const answer = z
      .object({
        Result: z.object({
          ApiToken: z.string(),
          AdminId: z.number(),
          RoleId: z.number(),
          ScopeId: z.string(),
        }),
      })
      .parse(await call('GET', '/auth', one(shape.session)));
    bearer = answer.Result.ApiToken;
    const { AdminId, RoleId, ScopeId } = answer.Result;
    Object.assign(ids, { user: String(AdminId), role: String(RoleId), scope: ScopeId });
    ids.org = firstOf(await call('GET', '/system/orgs', page(shape.org)), 'OrgId');
    ids.group = firstOf(
      await call('GET', '/system/machinegroups', page(shape.machineGroup)),
      'MachineGroupId',
    );
    ids.staff = firstOf(await call('GET', '/system/staff', page(shape.staff)), 'OrgStaffId');
    ids.agent = firstOf(await call('GET', '/assetmgmt/agents', page(shape.agent)), 'AgentId');
    ids.asset = firstOf(await call('GET', '/assetmgmt/assets', page(shape.asset)), 'AssetId');
  });
  afterAll(() => expect(nine.missed()).toEqual([]));

  it('tells of itself', async () => {
    for (const path of ['/echo', '/echossl', '/echoauth']) await call('GET', path, done);
    const tenant = {
      Id: shape.decimal,
      Ref: z.string(),
      Type: z.string(),
      TimeZoneOffset: z.int(),
      Attributes: z.null(),
    };
    await call('GET', '/tenant', one(z.strictObject(tenant)));
    await call(
      'GET',
      '/environment',
      one(
        z.strictObject({
          SystemVersion: z.string(),
          PatchLevel: z.string(),
          CustomerID: z.string(),
          TimeZoneOffset: z.int(),
          AgentVersion: z.string(),
        }),
      ),
    );
    await call('GET', '/authx', one(shape.session));
    const module = z.strictObject({ ModuleId: z.int(), ModuleName: z.string() });
    await call('GET', '/functions', page(module));
    await call('GET', '/functions/9', one(module));
    await call('GET', '/ismoduleinstalled/9', one(z.boolean()));
    await call('GET', '/ismoduleactivated/9999', one(z.literal(false)));
  });

  it('organizations, groups and departments', async () => {
    await call('GET', `/system/orgs/${ids.org}`, one(shape.org));
    await call('GET', '/system/orgs/types', page(shape.orgType));
    await call('GET', '/system/orgs/locations', page(z.never()));
    const org = await make('/system/orgs', { OrgName: 'Contract', OrgRef: 'contract', CustomFields: [] });
    await call('PUT', `/system/orgs/${org}`, done, { Website: 'x' });
    await call('GET', `/system/orgs/${org}/machinegroups`, page(shape.machineGroup));
    const group = await make(`/system/orgs/${org}/machinegroups`, { MachineGroupName: 'more' });
    await call('GET', `/system/machinegroups/${group}`, one(shape.machineGroup));
    await call('PUT', `/system/machinegroups/${group}`, done, { MachineGroupName: 'other' });
    await call('DELETE', `/system/machinegroups/${group}`, done);
    await call('GET', `/system/orgs/${org}/departments`, page(shape.department));
    const dept = await make(`/system/orgs/${org}/departments`, { DepartmentName: 'Sales' });
    await call('GET', `/system/departments/${dept}`, one(shape.department));
    await call('PUT', `/system/departments/${dept}`, done, { DepartmentRef: 'S' });
    const person = await make(`/system/departments/${dept}/staff`, { StaffFullName: 'Ada' });
    await call('GET', `/system/departments/${dept}/staff`, page(shape.staff));
    await call('GET', `/system/orgs/${org}/staff`, page(shape.staff));
    await call('GET', `/system/staff/${person}`, one(shape.staff));
    await call('PUT', `/system/staff/${person}`, done, { Function: '', Title: 'Chief' });
    await call('DELETE', `/system/staff/${person}`, done);
    await call('DELETE', `/system/departments/${dept}`, done);
    await call('PUT', `/system/scopes/${ids.scope}/orgs/${org}`, done);
    await call('DELETE', `/system/orgs/${org}`, done);
    await call('GET', `/system/orgs/${org}`, shape.failure, undefined, 404);
  });

  it('users, roles and scopes', async () => {
    await call('GET', '/system/users', page(shape.user));
    await call('GET', '/system/currentuser', one(shape.user));
    await call('GET', `/system/users/${ids.user}`, one(z.tuple([shape.user])));
    const user = await make('/system/users', { AdminName: 'kim', AdminPassword: 'x' });
    await call('PUT', `/system/users/${user}`, done, { Email: 'kim@x.example' });
    await call('PUT', `/system/users/${user}/disable`, done);
    await call('PUT', `/system/users/${user}/enable`, done);
    await call('GET', '/system/roles', page(shape.role));
    await call('GET', `/system/roles/${ids.role}`, one(shape.role));
    const role = await make('/system/roles', { RoleName: 'Sync', RoleTypeIds: ['4'] });
    await call('PUT', `/system/roles/${role}/users/${user}`, done);
    await call('GET', '/system/roletypes', page(shape.roleType));
    await call('GET', '/system/roletypes/4', one(shape.roleType));
    await call('GET', '/system/scopes', page(shape.scope));
    await call('GET', `/system/scopes/${ids.scope}`, one(shape.scope));
    const scope = await make('/system/scopes', { ScopeName: 'Sync' });
    await call('PUT', `/system/scopes/${scope}/users/${user}`, done);
    await call('PUT', `/system/scopes/${scope}/machinegroups/${ids.group}`, done);
    await call('DELETE', `/system/scopes/${scope}`, done);
    await call('DELETE', `/system/roles/${role}`, done);
    await call('DELETE', `/system/users/${user}`, done);
    await call('GET', '/system/views', page(z.never()));
  });

  it('agents, audits and assets', async () => {
    await call('GET', `/assetmgmt/agents/${ids.agent}`, one(shape.agent));
    await call('GET', '/assetmgmt/audit', page(shape.audit));
    await call('GET', `/assetmgmt/audit/${ids.agent}/summary`, one(shape.audit));
    await call('GET', `/assetmgmt/audit/${ids.agent}`, shape.failure, undefined, 403);
    for (const { template } of vsa.routes) {
      const part = /\/audit\/\{agentId\}\/((?!summary).+)$/.exec(template)?.[1];
      if (part) await call('GET', `/assetmgmt/audit/${ids.agent}/${part}`, page(z.never()));
    }
    await call('GET', '/assetmgmt/audit/hardware/diskvolumes/all', page(z.never()));
    await call('GET', `/assetmgmt/assets/${ids.asset}`, one(shape.asset));
    await call('GET', `/assetmgmt/assets/getassetbyid/${ids.asset}`, one(shape.asset));
    await call('GET', '/assetmgmt/assettypes', page(shape.assetType));
    await call('GET', '/assetmgmt/alarms/true', page(z.never()));
    await call('GET', '/automation/servicedesks', page(z.never()));
    await call('PUT', `/assetmgmt/agents/${ids.agent}/rename/renamed`, done);
    await call('DELETE', `/assetmgmt/agents/${ids.agent}/true`, done);
    await call('GET', `/assetmgmt/agents/${ids.agent}`, shape.failure, undefined, 404);
  });

  it('closes the session', async () => {
    await call('DELETE', '/system/users/session', done);
    await call('GET', '/tenant', shape.failure, undefined, 401);
  });
});

describe('VSA 10', () => {
  const vsa = createVsa10Simulator({ fleet, clock });
  const { tokenId, tokenSecret } = vsa.credentials;
  const ten = caller(vsa, '/api/v3', () => basic(`${tokenId}:${tokenSecret}`));
  const { call } = ten;
  const { v10 } = shape;
  const record = z.looseObject({ Data: z.looseObject({ Id: z.int() }) });
  afterAll(() => expect(ten.missed()).toEqual([]));

  it('the tree', async () => {
    await call('GET', '/environment', v10.one(z.looseObject({})));
    const tree = [
      ['organizations', v10.organization, {}],
      ['sites', v10.site, { ParentId: 1 }],
      ['groups', v10.group, { ParentId: 1 }],
    ] as const;
    for (const [name, row, parent] of tree) {
      await call('GET', `/${name}?$top=3&$orderby=Name`, v10.page(row));
      await call('GET', `/${name}/1`, v10.one(row));
      await call('GET', `/${name}/1/customFields`, v10.page(z.never()));
      const body = { Name: `Contract ${name}`, ...parent };
      const { Id } = record.parse(await call('POST', `/${name}`, v10.one(row), body)).Data;
      await call('PUT', `/${name}/${Id}`, v10.one(row), { ...body, Name: 'Changed' });
      await call('GET', `/${name}/999999`, v10.failure, undefined, 404);
    }
  });

  it('devices, their assets, and what it holds none of', async () => {
    const devices = z
      .looseObject({ Data: z.array(z.looseObject({ Identifier: z.string() })).min(1) })
      .parse(await call('GET', '/devices', v10.page(v10.device)));
    const id = devices.Data[0]?.Identifier ?? '';
    await call('GET', `/devices/${id}`, v10.one(v10.device));
    for (const part of ['notifications', 'antivirus', 'customfields'])
      await call('GET', `/devices/${id}/${part}`, v10.page(z.never()));
    await call('PUT', `/devices/${id}/move`, v10.one(v10.device), { GroupId: 1 });
    await call('GET', '/assets', v10.page(v10.asset));
    await call('GET', `/assets/${id}`, v10.one(v10.asset));
    for (const name of ['customfields', 'scopes', 'notifications', 'auditlogs', 'notifications/webhooks'])
      await call('GET', `/${name}`, v10.page(z.never()));
  });
});
