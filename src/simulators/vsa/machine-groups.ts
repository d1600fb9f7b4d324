/** `/system/machinegroups`: the groups that agents stand in. */
import { Hono } from 'hono';
import * as z from 'zod';
import { badRequest, VsaError } from './envelope';
import { bodyOf, decimalId, idIn } from './input';
import { type FieldRules, filterable, sortable } from './odata';
import type { MachineGroup, Org } from './records';
import type { VsaEnv, VsaServer } from './server';
import { addGroup, renameGroup, type State } from './state';

const FIELDS: FieldRules = {
  MachineGroupId: filterable('decimal'),
  MachineGroupName: sortable('string'),
  ParentMachineGroupId: filterable('decimal'),
  OrgId: sortable('decimal'),
};

const shortName = z.string().regex(/^[^.\s]+$/, 'must be a name without dots or blanks');
const creation = z.object({ MachineGroupName: shortName, ParentMachineGroupId: decimalId.optional() });
const change = z.object({ MachineGroupName: z.string().min(1) });

export function machineGroupRoutes(server: VsaServer): Hono<VsaEnv> {
  const { state, answers } = server;
  const group = (id: bigint): MachineGroup => server.owned(state.groups, id, 'Machine group');
  const routes = new Hono<VsaEnv>();
  routes.get('/system/machinegroups', (c) => server.list(c, server.visible(state.groups.values()), FIELDS));
  routes.get('/system/machinegroups/:groupId', (c) => answers.one(group(idIn(c, 'groupId'))));
  routes.get('/system/orgs/:orgId/machinegroups', (c) => {
    const { OrgId } = server.org(idIn(c, 'orgId'));
    return server.list(
      c,
      [...state.groups.values()].filter((one) => one.OrgId === OrgId),
      FIELDS,
    );
  });
  routes.post('/system/orgs/:orgId/machinegroups', async (c) => {
    const org = server.org(idIn(c, 'orgId'));
    const sent = await bodyOf(c, creation);
    const parent = typeof sent.ParentMachineGroupId === 'bigint' ? group(sent.ParentMachineGroupId) : null;
    if (parent !== null && parent.OrgId !== org.OrgId) {
      throw badRequest('The parent machine group belongs to another organization.');
    }
    refuseTaken(state, org, `${parent?.MachineGroupName ?? org.OrgRef}.${sent.MachineGroupName}`, null);
    return answers.value(addGroup(state, org, sent.MachineGroupName, parent).MachineGroupId);
  });
  routes.put('/system/machinegroups/:groupId', async (c) => {
    const one = group(idIn(c, 'groupId'));
    const { MachineGroupName } = await bodyOf(c, change);
    const org = server.org(one.OrgId);
    const fullName = fullNameOf(one, MachineGroupName);
    refuseTaken(state, org, fullName, one);
    renameGroup(state, org, one, fullName);
    return answers.value(true);
  });
  routes.delete('/system/machinegroups/:groupId', (c) => {
    remove(state, group(idIn(c, 'groupId')));
    return answers.deleted();
  });
  return routes;
}

/** The name is sent short, or whole as it is shown; a group stays where it is. */
function fullNameOf(group: MachineGroup, sent: string): string {
  const above = group.MachineGroupName.slice(0, group.MachineGroupName.lastIndexOf('.') + 1);
  const own = sent.startsWith(above) ? sent.slice(above.length) : sent;
  const checked = shortName.safeParse(own);
  if (!checked.success) throw badRequest(`'${sent}' is not a name for this machine group.`);
  return above + checked.data;
}

function refuseTaken(state: State, org: Org, fullName: string, self: MachineGroup | null): void {
  const wanted = fullName.toLowerCase();
  for (const group of state.groups.values()) {
    if (group === self || group.OrgId !== org.OrgId) continue;
    if (group.MachineGroupName.toLowerCase() === wanted) {
      throw badRequest(`A machine group '${fullName}' already exists.`);
    }
  }
}

function remove(state: State, group: MachineGroup): void {
  const id = group.MachineGroupId;
  const occupied =
    [...state.groups.values()].some((child) => child.ParentMachineGroupId === id) ||
    [...state.agents.values()].some((agent) => agent.MachineGroupId === id);
  if (occupied) throw new VsaError(500, 'This machine group cannot be deleted. It is not empty.');
  state.groups.delete(id);
}
