/** `/assetmgmt/agents`: the machines with an agent. There is no create: agents appear when they are installed. */
import { Hono } from 'hono';
import { badRequest } from './envelope';
import { idIn } from './input';
import { type FieldRules, filterable, rulesFor, sortable } from './odata';
import type { Agent } from './records';
import type { VsaContext, VsaEnv, VsaServer } from './server';
import { removeAgent, renameAgent, type State } from './state';

const FIELDS: FieldRules = {
  ...rulesFor(filterable('decimal'), 'AgentId OrgId MachineGroupId'),
  ...rulesFor(filterable('string'), 'OSType OSInfo'),
  Online: filterable('int'),
  ...rulesFor(
    sortable('string'),
    `AgentName MachineGroup ComputerName IPv6Address IPAddress OperatingSystem OSVersion LastLoggedInUser
    CurrentUser Country Contact TimeZone CpuType DomainWorkgroup`,
  ),
  ...rulesFor(sortable('time'), 'LastRebootTime LastCheckInTime FirstCheckIn CreationDate'),
  ...rulesFor(sortable('int'), 'RamMBytes CpuCount CpuSpeed AgentFlags AgentVersion'),
};

export function agentRoutes(server: VsaServer): Hono<VsaEnv> {
  const { state, answers } = server;
  const agent = (id: bigint): Agent => server.owned(state.agents, id, 'Agent');
  const routes = new Hono<VsaEnv>();
  routes.get('/assetmgmt/agents', (c) => server.list(c, server.visible(state.agents.values()), FIELDS));
  routes.get('/assetmgmt/agents/:agentId', (c) => answers.one(agent(idIn(c, 'agentId'))));
  routes.put('/assetmgmt/agents/:agentId/rename/:newName', (c) => {
    const one = agent(idIn(c, 'agentId'));
    const name = newNameIn(c);
    refuseTaken(state, one, name);
    renameAgent(state, one, name, one.MachineGroup);
    return answers.value(true);
  });
  routes.delete('/assetmgmt/agents/:agentId/:uninstallFirst', (c) => {
    const { AgentId } = agent(idIn(c, 'agentId'));
    const word = c.req.param('uninstallFirst');
    if (word !== 'true' && word !== 'false')
      throw badRequest(`The value '${word}' is not valid for Boolean.`);
    removeAgent(state, AgentId);
    return answers.deleted();
  });
  return routes;
}

/** The last part of the path as it was sent: routes are matched in lower case. */
function newNameIn(context: VsaContext): string {
  const name = new URL(context.req.url).pathname.replace(/\/$/, '').split('/').at(-1) ?? '';
  if (!/^[\w-]+$/.test(name)) throw badRequest(`'${name}' is not a name for a machine.`);
  return name;
}

/** `machine.group.orgref` names one agent alone. */
function refuseTaken(state: State, self: Agent, machine: string): void {
  const wanted = `${machine}.${self.MachineGroup}`.toLowerCase();
  for (const agent of state.agents.values()) {
    if (agent.AgentId !== self.AgentId && agent.AgentName.toLowerCase() === wanted) {
      throw badRequest(`The machine ID '${wanted}' is already in use.`);
    }
  }
}
