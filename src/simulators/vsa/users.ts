/** Users, roles and scopes: who the session is, and what it may see. */
import { Hono } from 'hono';
import * as z from 'zod';
import { cut } from '../control/cut';
import type { Account, Reach } from './auth';
import { badRequest, notFound, type WireRecord } from './envelope';
import { bodyOf, decimalId, definedOf, idIn, text } from './input';
import { type FieldRules, filterable, rulesFor, sortable } from './odata';
import type { User } from './records';
import type { VsaContext, VsaEnv, VsaServer } from './server';
import type { VsaSwitches } from './switches';

const SYSTEM_ROLE = 4;
const NARROW_ROLE = 118;
const SYSTEM_SCOPE = 4n;
const NARROW_SCOPE = 73516289412157384912514266n;

const ROLES: readonly WireRecord[] = [
  { RoleId: SYSTEM_ROLE, RoleName: 'System', RoleTypeIds: [4n, 6n, 100n], Attributes: null },
  { RoleId: NARROW_ROLE, RoleName: 'Integration', RoleTypeIds: [4n], Attributes: null },
];
const SCOPES: readonly WireRecord[] = [
  { ScopeId: SYSTEM_SCOPE, ScopeName: 'System', Attributes: null },
  { ScopeId: NARROW_SCOPE, ScopeName: 'Integration', Attributes: null },
];
const ROLE_TYPES: readonly WireRecord[] = [
  { RoleTypeId: 4n, RoleTypeName: 'VSA Admin', RoleTypeDescription: 'Full use of the VSA', Attributes: null },
  {
    RoleTypeId: 6n,
    RoleTypeName: 'End User',
    RoleTypeDescription: 'Use of the own machine',
    Attributes: null,
  },
  { RoleTypeId: 100n, RoleTypeName: 'Service Desk Technician', RoleTypeDescription: '', Attributes: null },
];
const VIEWS: readonly WireRecord[] = [];

const USER_FIELDS: FieldRules = {
  UserId: filterable('decimal'),
  ...rulesFor(sortable('string'), 'AdminName FirstName LastName Email'),
};
const ROLE_FIELDS: FieldRules = { RoleId: filterable('int'), RoleName: sortable('string') };
const ROLE_TYPE_FIELDS: FieldRules = { RoleTypeId: filterable('decimal'), RoleTypeName: sortable('string') };
const SCOPE_FIELDS: FieldRules = { ScopeId: filterable('decimal'), ScopeName: sortable('string') };
const VIEW_FIELDS: FieldRules = { ViewDefName: sortable('string') };

/** The role and scope that a log-on gets, as the switches stand. */
export function reachOf(switches: VsaSwitches): Reach {
  return {
    roleId: switches.roleLacks.length === 0 ? SYSTEM_ROLE : NARROW_ROLE,
    scopeId: switches.scope === null ? SYSTEM_SCOPE : NARROW_SCOPE,
  };
}

export function userOf(userId: number, username: string, createdAt: Date): User {
  return {
    UserId: userId,
    AdminName: username,
    AdminPassword: null,
    Admintype: 2,
    DisableUntil: null,
    CreationDate: createdAt.toISOString(),
    AdminScopeIds: [SYSTEM_SCOPE, NARROW_SCOPE],
    AdminRoleIds: [SYSTEM_ROLE, NARROW_ROLE],
    FirstName: 'Sync',
    LastName: 'Service',
    Email: `${username.replace(/[^\w.-]/g, '')}@provider.example`,
    DefaultStaffOrgId: null,
    DefaultStaffDepartmentId: null,
    Attributes: null,
  };
}

const SYSTEM_IDS = new Set(
  [SYSTEM_ROLE, NARROW_ROLE].map(String).concat(String(SYSTEM_SCOPE), String(NARROW_SCOPE)),
);

const decimals = z.array(decimalId).transform((ids) => ids.filter((id) => id !== null));
const userChange = z
  .object({
    AdminPassword: text,
    FirstName: text,
    LastName: text,
    Email: text,
    AdminScopeIds: decimals,
    AdminRoleIds: decimals,
    DefaultStaffOrgId: decimalId,
    DefaultStaffDepartmentId: decimalId,
  })
  .partial();
const userCreation = userChange.extend({ AdminName: z.string().min(1) });
const roleCreation = z.object({ RoleName: z.string().min(1), RoleTypeIds: decimals.optional() });
const scopeCreation = z.object({ ScopeName: z.string().min(1) });

/** Rows of one table, found by their id whatever number it is. */
class Rows<R extends WireRecord> {
  constructor(
    readonly all: R[],
    private readonly id: string,
    private readonly what: string,
  ) {}

  find(id: bigint): R {
    const row = this.all.find((candidate) => String(candidate[this.id]) === String(id));
    if (row === undefined) throw notFound(this.what);
    return row;
  }

  replace(row: R, change: Partial<R>): void {
    this.all[this.all.indexOf(row)] = { ...row, ...change };
  }

  remove(row: R): void {
    if (SYSTEM_IDS.has(String(row[this.id])))
      throw badRequest(`The ${this.what.toLowerCase()} cannot be deleted.`);
    this.all.splice(this.all.indexOf(row), 1);
  }
}

interface People {
  readonly users: Rows<User>;
  readonly roles: Rows<WireRecord>;
  readonly scopes: Rows<WireRecord>;
}

/** A user read by id comes as an array of one, as the document shows it, whatever the switch for other records. */
export function userRoutes(server: VsaServer, accounts: readonly Account[]): Hono<VsaEnv> {
  const { answers } = server;
  const people: People = {
    users: new Rows<User>(
      accounts.map((account) => account.user),
      'UserId',
      'User',
    ),
    roles: new Rows([...ROLES], 'RoleId', 'Role'),
    scopes: new Rows([...SCOPES], 'ScopeId', 'Scope'),
  };
  const { users, roles, scopes } = people;
  const roleTypes = new Rows([...ROLE_TYPES], 'RoleTypeId', 'Role type');
  const routes = new Hono<VsaEnv>();
  routes.get('/system/users', (c) => server.list(c, users.all, USER_FIELDS));
  routes.get('/system/currentuser', (c) => answers.one(users.find(BigInt(c.get('session').user.UserId))));
  routes.get('/system/users/:userId', (c) => answers.value([users.find(idIn(c, 'userId'))]));
  routes.get('/system/roles', (c) => server.list(c, roles.all, ROLE_FIELDS));
  routes.get('/system/roles/:roleId', (c) => answers.one(roles.find(idIn(c, 'roleId'))));
  routes.get('/system/roletypes', (c) => server.list(c, ROLE_TYPES, ROLE_TYPE_FIELDS));
  routes.get('/system/roletypes/:roleTypeId', (c) => answers.one(roleTypes.find(idIn(c, 'roleTypeId'))));
  routes.get('/system/scopes', (c) => server.list(c, scopes.all, SCOPE_FIELDS));
  routes.get('/system/scopes/:scopeId', (c) => answers.one(scopes.find(idIn(c, 'scopeId'))));
  routes.get('/system/views', (c) => server.list(c, VIEWS, VIEW_FIELDS));
  userWrites(routes, server, people);
  roleAndScopeWrites(routes, server, people);
  return routes;
}

/** Hardened builds cut the connection instead. */
function userWrites(routes: Hono<VsaEnv>, server: VsaServer, { users, roles }: People): void {
  const { answers, switches, state } = server;
  const act = async (c: VsaContext, write: () => void | Promise<void>): Promise<Response> => {
    if (switches.userWrites === 'reset') return cut(c.env);
    await write();
    return answers.value(true);
  };
  const until = (c: VsaContext, DisableUntil: string | null) =>
    act(c, () => users.replace(users.find(idIn(c, 'userId')), { DisableUntil }));
  routes.post('/system/users', async (c) => {
    if (switches.userWrites === 'reset') return cut(c.env);
    const { AdminPassword: _, ...sent } = await bodyOf(c, userCreation);
    const UserId = Math.max(...users.all.map((user) => user.UserId)) + 17;
    const blank = userOf(UserId, sent.AdminName, new Date(server.clock.now()));
    users.all.push({ ...blank, AdminScopeIds: [], AdminRoleIds: [], ...shownUser(sent) });
    return answers.value(UserId);
  });
  routes.put('/system/users/:userId', (c) =>
    act(c, async () => {
      const user = users.find(idIn(c, 'userId'));
      users.replace(user, shownUser(await bodyOf(c, userChange)));
    }),
  );
  routes.put('/system/users/:userId/enable', (c) => until(c, null));
  routes.put('/system/users/:userId/disable', (c) => until(c, '9999-12-31T00:00:00'));
  routes.delete('/system/users/:userId', (c) =>
    act(c, () => {
      const user = users.find(idIn(c, 'userId'));
      if (user.UserId === c.get('session').user.UserId)
        throw badRequest('The current user cannot be deleted.');
      users.remove(user);
    }),
  );
  routes.put('/system/roles/:roleId/users/:userId', (c) =>
    act(c, () => {
      const role = Number(roles.find(idIn(c, 'roleId')).RoleId);
      const user = users.find(idIn(c, 'userId'));
      users.replace(user, { AdminRoleIds: [...new Set([...user.AdminRoleIds, role])] });
    }),
  );
  routes.put('/system/scopes/:scopeId/machinegroups/:groupId', (c) => {
    server.owned(state.groups, idIn(c, 'groupId'), 'Machine group');
    return answers.value(true);
  });
}

function shownUser({ AdminRoleIds, ...sent }: z.infer<typeof userChange>): Partial<User> {
  const { AdminPassword: _, ...shown } = sent;
  return definedOf({
    ...shown,
    FirstName: shown.FirstName ?? undefined,
    LastName: shown.LastName ?? undefined,
    Email: shown.Email ?? undefined,
    AdminRoleIds: AdminRoleIds?.map(Number),
  });
}

function roleAndScopeWrites(routes: Hono<VsaEnv>, server: VsaServer, { users, roles, scopes }: People): void {
  const { answers, state, switches } = server;
  let lastRole = NARROW_ROLE;
  let lastScope = NARROW_SCOPE;
  routes.post('/system/roles', async (c) => {
    const { RoleName, RoleTypeIds = [] } = await bodyOf(c, roleCreation);
    lastRole += 1;
    roles.all.push({ RoleId: lastRole, RoleName, RoleTypeIds, Attributes: null });
    return answers.value(lastRole);
  });
  routes.delete('/system/roles/:roleId', (c) => {
    roles.remove(roles.find(idIn(c, 'roleId')));
    return answers.deleted();
  });
  routes.post('/system/scopes', async (c) => {
    const { ScopeName } = await bodyOf(c, scopeCreation);
    lastScope += 104_729n;
    scopes.all.push({ ScopeId: lastScope, ScopeName, Attributes: null });
    return answers.value(lastScope);
  });
  routes.delete('/system/scopes/:scopeId', (c) => {
    scopes.remove(scopes.find(idIn(c, 'scopeId')));
    return answers.deleted();
  });
  routes.put('/system/scopes/:scopeId/orgs/:orgId', (c) => {
    const { ScopeId } = scopes.find(idIn(c, 'scopeId'));
    const orgId = idIn(c, 'orgId');
    if (!state.orgs.has(orgId)) throw notFound('Org');
    if (ScopeId === NARROW_SCOPE) state.addedToScope.add(orgId);
    return answers.value(true);
  });
  routes.put('/system/scopes/:scopeId/users/:userId', (c) => {
    if (switches.userWrites === 'reset') return cut(c.env);
    const { ScopeId } = scopes.find(idIn(c, 'scopeId'));
    const user = users.find(idIn(c, 'userId'));
    const ids = [...user.AdminScopeIds, BigInt(String(ScopeId))];
    users.replace(user, { AdminScopeIds: [...new Set(ids)] });
    return answers.value(true);
  });
}
