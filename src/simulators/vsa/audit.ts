/** `/assetmgmt/audit`: what the audits found in the machines. Needs the Audit function in the user's role. */
import { Hono } from 'hono';
import { accessDenied, notFound, type WireRecord } from './envelope';
import { idIn } from './input';
import { type FieldRules, filterable, rulesFor, sortable } from './odata';
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

export function auditRoutes(server: VsaServer): Hono<VsaEnv> {
  const { state, answers } = server;
  const summary = (agentId: bigint): WireRecord => {
    const found = state.audits.get(agentId);
    if (found === undefined) throw notFound('Audit');
    return found;
  };
  const routes = new Hono<VsaEnv>();
  routes.get('/assetmgmt/audit', (c) => {
    const rows = server.visible(state.agents.values()).map((agent) => summary(agent.AgentId));
    return server.list(c, rows, FIELDS);
  });
  routes.get('/assetmgmt/audit/:agentId/summary', (c) => {
    return answers.one(summary(server.owned(state.agents, idIn(c, 'agentId'), 'Agent').AgentId));
  });
  // Observed: an id right after the bulk path is forbidden, whatever the role.
  routes.get('/assetmgmt/audit/:agentId', () => {
    throw accessDenied();
  });
  return routes;
}
