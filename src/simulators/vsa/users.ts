/** Users, roles and scopes: who the session is, and what it may see. */
import { Hono } from 'hono';
import type { Account, Reach } from './auth';
import { notFound, type WireRecord } from './envelope';
import { idIn } from './input';
import { type FieldRules, filterable, rulesFor, sortable } from './odata';
import type { User } from './records';
import type { VsaEnv, VsaServer } from './server';
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

/** A user read by id comes as an array of one, as the document shows it, whatever the switch for other records. */
export function userRoutes(server: VsaServer, accounts: readonly Account[]): Hono<VsaEnv> {
  const { answers, state } = server;
  const users = accounts.map((account) => account.user);
  const found = (rows: readonly WireRecord[], field: string, id: bigint, what: string): WireRecord => {
    const row = rows.find((candidate) => String(candidate[field]) === String(id));
    if (row === undefined) throw notFound(what);
    return row;
  };
  const routes = new Hono<VsaEnv>();
  routes.get('/system/users', (c) => server.list(c, users, USER_FIELDS));
  routes.get('/system/currentuser', (c) => answers.one(c.get('session').user));
  routes.get('/system/users/:userId', (c) =>
    answers.value([found(users, 'UserId', idIn(c, 'userId'), 'User')]),
  );
  routes.get('/system/roles', (c) => server.list(c, ROLES, ROLE_FIELDS));
  routes.get('/system/roles/:roleId', (c) => answers.one(found(ROLES, 'RoleId', idIn(c, 'roleId'), 'Role')));
  routes.get('/system/roletypes', (c) => server.list(c, ROLE_TYPES, ROLE_TYPE_FIELDS));
  routes.get('/system/roletypes/:roleTypeId', (c) =>
    answers.one(found(ROLE_TYPES, 'RoleTypeId', idIn(c, 'roleTypeId'), 'Role type')),
  );
  routes.get('/system/scopes', (c) => server.list(c, SCOPES, SCOPE_FIELDS));
  routes.get('/system/scopes/:scopeId', (c) =>
    answers.one(found(SCOPES, 'ScopeId', idIn(c, 'scopeId'), 'Scope')),
  );
  routes.put('/system/scopes/:scopeId/orgs/:orgId', (c) => {
    const scopeId = idIn(c, 'scopeId');
    found(SCOPES, 'ScopeId', scopeId, 'Scope');
    const orgId = idIn(c, 'orgId');
    if (!state.orgs.has(orgId)) throw notFound('Org');
    if (scopeId === NARROW_SCOPE) state.addedToScope.add(orgId);
    return answers.value(true);
  });
  routes.get('/system/views', (c) => server.list(c, VIEWS, VIEW_FIELDS));
  return routes;
}
