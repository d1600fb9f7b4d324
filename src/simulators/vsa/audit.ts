/** `/assetmgmt/audit`: what the audits found in the machines. Needs the Audit function in the user's role. */
import { Hono } from 'hono';
import { accessDenied, notFound, type WireRecord } from './envelope';
import { idIn } from './input';
import { type FieldRules, filterable, rulesFor, sortable } from './odata';
import type { Agent } from './records';
import type { VsaEnv, VsaServer } from './server';

const FIELDS: FieldRules = {
  AgentGuid: filterable('decimal'),
  ...rulesFor(
    sortable('string'),
    `DisplayName ComputerName DnsComputerName GroupName CurrentLogin LastLoginName LoginName WorkgroupDomainName
    RebootTime LastCheckinTime FirstCheckinTime OsInfo IpAddress Ipv6Address SubnetMask DefaultGateway
    ConnectionGatewayIp GatewayCountry MacAddress DnsServer1 DnsServer2 DhcpServer PrimaryWinsServer
    SecondaryWinsServer CpuType PrimaryKServer SecondaryKServer QuickCheckinPeriod ContactName ContactEmail
    ContactPhone ContactNotes Manufacturer ProductName SystemVersion SystemSerialNumber ChassisSerialNumber
    ChassisAssetTag ExternalBusSpeed MaxMemorySize MemorySlots ChassisManufacturer ChassisType ChassisVersion
    MotherboardManufacturer MotherboardProduct MotherboardVersion MotherboardSerialNumber ProcessorFamily
    ProcessorManufacturer ProcessorVersion ProcessorMaxSpeed ProcessorCurrentSpeed`,
  ),
  ...rulesFor(
    sortable('int'),
    `WorkgroupDomainType TimezoneOffset DhcpEnabled WinsEnabled CpuSpeed CpuCount RamMBytes AgentVersion FreeSpace
    UsedSpace TotalSize NumberOfDrives`,
  ),
};

const PARTS = `hardware/diskvolumes hardware/diskpartitions hardware/diskshares hardware/pcianddisk
  hardware/printers hardware/purchaseandwarrantyexpire software/installedapplications software/addremoveprograms
  software/licenses software/securityproducts software/startupapps useraccounts groups members`.split(/\s+/);

export function auditRoutes(server: VsaServer): Hono<VsaEnv> {
  const { state, answers } = server;
  // An agent that changes becomes another object, so that what is kept here is never out of date.
  const made = new WeakMap<Agent, WireRecord>();
  const summary = (agent: Agent): WireRecord => {
    const known = made.get(agent);
    if (known !== undefined) return known;
    const found = state.audits.get(agent.AgentId);
    if (found === undefined) throw notFound('Audit');
    const fresh = found(agent);
    made.set(agent, fresh);
    return fresh;
  };
  const routes = new Hono<VsaEnv>();
  routes.get('/assetmgmt/audit', (c) => {
    return server.list(c, server.visible(state.agents.values()), FIELDS, summary);
  });
  routes.get('/assetmgmt/audit/:agentId/summary', (c) => {
    return answers.one(summary(server.owned(state.agents, idIn(c, 'agentId'), 'Agent')));
  });
  // Nothing but the summary is kept of an audit: what else it lists is known and empty.
  for (const part of PARTS) {
    routes.get(`/assetmgmt/audit/:agentId/${part}`, (c) => {
      server.owned(state.agents, idIn(c, 'agentId'), 'Agent');
      return server.list(c, [], {});
    });
  }
  routes.get('/assetmgmt/audit/hardware/diskvolumes/all', (c) => server.list(c, [], {}));
  // Observed: an id right after the bulk path is forbidden, whatever the role.
  routes.get('/assetmgmt/audit/:agentId', () => {
    throw accessDenied();
  });
  return routes;
}
