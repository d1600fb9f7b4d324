/** `/system/staff`: the people of the organizations. */
import { Hono } from 'hono';
import * as z from 'zod';
import { VsaError } from './envelope';
import { bodyOf, contactInfo, contactInfoAfter, decimalId, definedOf, flag, idIn, text } from './input';
import { type FieldRules, filterable, sortable } from './odata';
import type { Staff } from './records';
import type { VsaEnv, VsaServer } from './server';

/** Which staff fields are flagged is not documented: the ids and the name, as for the other resources. */
const FIELDS: FieldRules = {
  OrgStaffId: filterable('decimal'),
  StaffFullName: sortable('string'),
  DeptId: filterable('decimal'),
  OrgId: filterable('decimal'),
};

const change = z
  .object({
    StaffFullName: z.string().min(1),
    SupervisorId: decimalId,
    Title: text,
    Function: text,
    UserId: decimalId,
    ContactInfo: contactInfo,
    ViewAllTickets: flag,
    ApproveAllTimeSheets: flag,
  })
  .partial();
const creation = change.extend({ StaffFullName: z.string().min(1) });

export function staffRoutes(server: VsaServer): Hono<VsaEnv> {
  const { state, answers } = server;
  const person = (id: bigint): Staff => server.owned(state.staff, id, 'Staff');
  const routes = new Hono<VsaEnv>();
  routes.get('/system/staff', (c) => server.list(c, server.visible(state.staff.values()), FIELDS));
  routes.get('/system/staff/:staffId', (c) => answers.one(person(idIn(c, 'staffId'))));
  routes.get('/system/orgs/:orgId/staff', (c) => {
    const { OrgId } = server.org(idIn(c, 'orgId'));
    return server.list(
      c,
      [...state.staff.values()].filter((one) => one.OrgId === OrgId),
      FIELDS,
    );
  });
  routes.get('/system/departments/:departmentId/staff', (c) => {
    const { DepartmentId } = server.owned(state.departments, idIn(c, 'departmentId'), 'Department');
    return server.list(
      c,
      [...state.staff.values()].filter((one) => one.DeptId === DepartmentId),
      FIELDS,
    );
  });
  routes.post('/system/departments/:departmentId/staff', async (c) => {
    const { DepartmentId, OrgId } = server.owned(state.departments, idIn(c, 'departmentId'), 'Department');
    const sent = await bodyOf(c, creation);
    if (typeof sent.SupervisorId === 'bigint') person(sent.SupervisorId);
    return answers.value(create(server, DepartmentId, OrgId, sent));
  });
  routes.put('/system/staff/:staffId', async (c) => {
    const one = person(idIn(c, 'staffId'));
    const sent = await bodyOf(c, change);
    if (typeof sent.SupervisorId === 'bigint') person(sent.SupervisorId);
    update(server, one, sent);
    return answers.value(true);
  });
  routes.delete('/system/staff/:staffId', (c) => {
    state.staff.delete(person(idIn(c, 'staffId')).OrgStaffId);
    return answers.deleted();
  });
  return routes;
}

function create(server: VsaServer, DeptId: bigint, OrgId: bigint, sent: z.infer<typeof creation>): bigint {
  const staff: Staff = {
    OrgStaffId: server.state.ids.staff.next(),
    StaffFullName: sent.StaffFullName,
    DeptId,
    OrgId,
    SupervisorId: sent.SupervisorId ?? null,
    Title: sent.Title ?? null,
    Function: sent.Function ?? '',
    UserId: sent.UserId ?? null,
    ContactInfo: contactInfoAfter(null, sent.ContactInfo ?? {}, 'replace'),
    ViewAllTickets: sent.ViewAllTickets ?? false,
    ApproveAllTimeSheets: sent.ApproveAllTimeSheets ?? false,
    Attributes: null,
  };
  server.state.staff.set(staff.OrgStaffId, staff);
  return staff.OrgStaffId;
}

/** `Function` has to come with every change, or the database procedure behind it fails. */
function update(server: VsaServer, staff: Staff, sent: z.infer<typeof change>): void {
  const { Function: purpose, ContactInfo, ...plain } = sent;
  if (purpose === undefined || purpose === null) {
    throw new VsaError(
      500,
      "Procedure or function 'UpdateOrgStaff' expects parameter '@purpose', which was not supplied.",
    );
  }
  Object.assign(staff, definedOf(plain), { Function: purpose });
  if (ContactInfo !== undefined) {
    staff.ContactInfo = contactInfoAfter(staff.ContactInfo, ContactInfo, server.switches.contactInfoOnPut);
  }
}
