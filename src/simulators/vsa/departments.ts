/** Departments of organizations. There is no listing across organizations. */
import { Hono } from 'hono';
import * as z from 'zod';
import { VsaError } from './envelope';
import { bodyOf, decimalId, definedOf, idIn, text } from './input';
import { type FieldRules, filterable, sortable } from './odata';
import type { Department } from './records';
import type { VsaEnv, VsaServer } from './server';
import { addDepartment } from './state';

const FIELDS: FieldRules = {
  DepartmentId: filterable('decimal'),
  DepartmentName: sortable('string'),
  ParentDepartmentId: filterable('decimal'),
  ManagerId: filterable('decimal'),
  OrgId: filterable('decimal'),
  DepartmentRef: filterable('string'),
};

const change = z
  .object({
    DepartmentName: z.string().min(1),
    ParentDepartmentId: decimalId,
    ManagerId: decimalId,
    DepartmentRef: text,
  })
  .partial();
const creation = change.extend({ DepartmentName: z.string().min(1) });

export function departmentRoutes(server: VsaServer): Hono<VsaEnv> {
  const { state, answers } = server;
  const department = (id: bigint): Department => server.owned(state.departments, id, 'Department');
  const checked = (sent: z.infer<typeof change>): Partial<Department> => {
    if (typeof sent.ParentDepartmentId === 'bigint') department(sent.ParentDepartmentId);
    if (typeof sent.ManagerId === 'bigint') server.owned(state.staff, sent.ManagerId, 'Staff');
    return definedOf(sent);
  };
  const routes = new Hono<VsaEnv>();
  routes.get('/system/orgs/:orgId/departments', (c) => {
    const { OrgId } = server.org(idIn(c, 'orgId'));
    return server.list(
      c,
      [...state.departments.values()].filter((one) => one.OrgId === OrgId),
      FIELDS,
    );
  });
  routes.get('/system/departments/:departmentId', (c) => answers.one(department(idIn(c, 'departmentId'))));
  routes.post('/system/orgs/:orgId/departments', async (c) => {
    const org = server.org(idIn(c, 'orgId'));
    const sent = checked(await bodyOf(c, creation));
    const made = Object.assign(addDepartment(state, org, ''), sent);
    return answers.value(made.DepartmentId);
  });
  routes.put('/system/departments/:departmentId', async (c) => {
    const one = department(idIn(c, 'departmentId'));
    Object.assign(one, checked(await bodyOf(c, change)));
    return answers.value(true);
  });
  routes.delete('/system/departments/:departmentId', (c) => {
    const { DepartmentId } = department(idIn(c, 'departmentId'));
    const occupied =
      [...state.staff.values()].some((person) => person.DeptId === DepartmentId) ||
      [...state.departments.values()].some((other) => other.ParentDepartmentId === DepartmentId);
    if (occupied) throw new VsaError(500, 'This department cannot be deleted. It is not empty.');
    state.departments.delete(DepartmentId);
    return answers.deleted();
  });
  return routes;
}
