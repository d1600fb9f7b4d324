/** One machine of the fleet as VSA shows it: an agent, its audit summary, its asset row. */
import { agentIdOf } from '../fleet/agents';
import type { MachineType, ViewContact, ViewMachine } from '../fleet/model';
import type { Agent, Asset, AssetType, AuditSummary, MachineGroup, Org } from './records';
import { groupAsAgentsShowIt } from './state';

export interface Machine {
  readonly machine: ViewMachine;
  readonly org: Org;
  readonly group: MachineGroup;
  readonly contact: ViewContact | undefined;
}

const TYPE_NAMES: readonly MachineType[] = [
  'Workstation',
  'Laptop',
  'Server',
  'Virtual Server',
  'Switch',
  'Firewall',
  'Access Point',
  'Printer',
  'NAS',
  'UPS',
];

export const ASSET_TYPES: readonly AssetType[] = TYPE_NAMES.map((name, index) => ({
  AssetTypeId: BigInt(index + 1),
  AssetTypeName: name,
  ParentAssetTypeId: null,
  Attributes: null,
}));

/** Times that VSA types as strings carry no zone: they are server time, and this server's offset is zero. */
function localTime(instant: Date | null): string | null {
  return instant === null ? null : instant.toISOString().slice(0, 19);
}

/** The short OSType: a Windows edition code, `Mac OS X`, or the family's name. */
function shortSystem(platform: string): string {
  const windows = /^Windows(?: Server)? (\S+)/.exec(platform);
  if (windows?.[1] !== undefined) return windows[1];
  return /mac/i.test(platform) ? 'Mac OS X' : platform;
}

/** 0 offline, 1 online without a user, 11 with one, 199 never checked in. */
function onlineCode(machine: ViewMachine): number {
  if (machine.lastSeen === null) return 199;
  if (!machine.online) return 0;
  return machine.lastUser === '' || machine.type.includes('Server') ? 1 : 11;
}

const isServer = (machine: ViewMachine): boolean => machine.type.includes('Server');
const cores = (machine: ViewMachine): number => (isServer(machine) ? 2 : 1);
const AGENT_VERSION = 9_050_030;

/** A machine that checks in under a name that another agent of its group has gets a number behind it. */
function uniqueName(machine: string, groupText: string, taken: Set<string>): string {
  const own = machine.toLowerCase().replace(/[^a-z0-9_-]+/g, '-');
  let name = `${own}.${groupText}`;
  for (let n = 2; taken.has(name); n += 1) name = `${own}-${n}.${groupText}`;
  taken.add(name);
  return name;
}

export function agentOf(
  { machine, org, group, contact }: Machine,
  index: number,
  takenNames: Set<string>,
): Agent {
  const groupText = groupAsAgentsShowIt(org, group);
  return {
    AgentId: BigInt(agentIdOf(index)),
    AgentName: uniqueName(machine.name, groupText, takenNames),
    Online: onlineCode(machine),
    OSType: shortSystem(machine.platform),
    OSInfo: machine.operatingSystem,
    OrgId: org.OrgId,
    MachineGroupId: group.MachineGroupId,
    MachineGroup: groupText,
    ComputerName: machine.hostname,
    IPv6Address: '',
    IPAddress: machine.ipAddresses[0] ?? '',
    OperatingSystem: shortSystem(machine.platform),
    OSVersion: machine.operatingSystem,
    LastLoggedInUser: machine.lastUser,
    CurrentUser: onlineCode(machine) === 11 ? machine.lastUser : '',
    LastRebootTime: localTime(machine.lastReboot),
    LastCheckInTime: localTime(machine.lastSeen),
    Country: org.ContactInfo?.Country ?? '',
    Contact: contact === undefined ? '' : `${contact.firstName} ${contact.lastName}`,
    TimeZone: '',
    RamMBytes: machine.ramMegabytes,
    CpuCount: cores(machine),
    CpuSpeed: 0,
    CpuType: machine.cpu,
    DomainWorkgroup: '',
    AgentFlags: 0,
    AgentVersion: AGENT_VERSION,
    ToolTipNotes: machine.notes,
    ShowToolTip: 0,
    DefaultGateway: machine.defaultGateway,
    DNSServer1: machine.dnsServers[0] ?? '',
    DNSServer2: machine.dnsServers[1] ?? '',
    DHCPServer: machine.dhcpServer,
    PrimaryWINS: '',
    SecondaryWINS: '',
    ConnectionGatewayIP: '',
    FirstCheckIn: machine.lastSeen === null ? null : machine.firstSeen.toISOString(),
    PrimaryKServer: '',
    SecondaryKServer: '',
    CreationDate: machine.createdAt.toISOString(),
    OneClickAccess: false,
    Attributes: null,
  };
}

/** The audit summary: the only place with serial numbers and the (single) MAC address. */
export function auditOf(one: Machine, agent: Agent): AuditSummary {
  return { ...auditIdentity(one, agent), ...auditNetwork(one.machine), ...auditHardware(one.machine) };
}

function auditIdentity({ machine, contact }: Machine, agent: Agent): AuditSummary {
  return {
    AgentGuid: agent.AgentId,
    DisplayName: agent.AgentName,
    ComputerName: agent.ComputerName,
    DnsComputerName: machine.hostname.toLowerCase(),
    GroupName: agent.MachineGroup,
    AgentType: 0,
    CurrentLogin: onlineCode(machine) === 11 ? machine.lastUser : '',
    LastLoginName: machine.lastUser,
    LoginName: machine.lastUser,
    WorkgroupDomainType: 0,
    WorkgroupDomainName: '',
    RebootTime: localTime(machine.lastReboot),
    LastCheckinTime: localTime(machine.lastSeen),
    FirstCheckinTime: machine.lastSeen === null ? null : localTime(machine.firstSeen),
    TimezoneOffset: 0,
    TimeZone: '',
    OsType: shortSystem(machine.platform),
    OsInfo: machine.operatingSystem,
    AgentVersion: AGENT_VERSION,
    PrimaryKServer: '',
    SecondaryKServer: '',
    QuickCheckinPeriod: '30',
    ContactName: contact === undefined ? '' : `${contact.firstName} ${contact.lastName}`,
    ContactEmail: contact?.emails[0] ?? '',
    ContactPhone: contact?.phones[0] ?? '',
    ContactNotes: '',
  };
}

function auditNetwork(machine: ViewMachine) {
  return {
    IpAddress: machine.ipAddresses[0] ?? '',
    Ipv6Address: '',
    SubnetMask: machine.subnetMask,
    DefaultGateway: machine.defaultGateway,
    ConnectionGatewayIp: '',
    GatewayCountry: '',
    MacAddress: machine.macAddresses[0] ?? '',
    DnsServer1: machine.dnsServers[0] ?? '',
    DnsServer2: machine.dnsServers[1] ?? '',
    DhcpEnabled: machine.dhcpServer === '' ? 0 : 1,
    DhcpServer: machine.dhcpServer,
    WinsEnabled: 0,
    PrimaryWinsServer: '',
    SecondaryWinsServer: '',
  };
}

function auditHardware(machine: ViewMachine) {
  return {
    CpuType: machine.cpu,
    CpuSpeed: 0,
    CpuCount: cores(machine),
    RamMBytes: machine.ramMegabytes,
    Manufacturer: machine.manufacturer,
    ProductName: machine.model,
    SystemVersion: '',
    SystemSerialNumber: machine.serialNumber,
    ChassisSerialNumber: machine.chassisSerialNumber,
    ChassisAssetTag: machine.assetTag,
    ExternalBusSpeed: '',
    MaxMemorySize: '',
    MemorySlots: '',
    ChassisManufacturer: machine.manufacturer,
    ChassisType: machine.type === 'Laptop' ? 'Notebook' : '',
    ChassisVersion: '',
    MotherboardManufacturer: machine.motherboardManufacturer,
    MotherboardProduct: machine.motherboardProduct,
    MotherboardVersion: '',
    MotherboardSerialNumber: machine.motherboardSerialNumber,
    ProcessorFamily: '',
    ProcessorManufacturer: '',
    ProcessorVersion: machine.cpu,
    ProcessorMaxSpeed: '',
    ProcessorCurrentSpeed: '',
    FreeSpace: 0,
    UsedSpace: 0,
    TotalSize: 0,
    NumberOfDrives: 0,
  };
}

export function assetOf({ machine, org, group }: Machine, agent: Agent | null, id: bigint): Asset {
  const type = ASSET_TYPES.find((candidate) => candidate.AssetTypeName === machine.type);
  const managed = agent === null ? 0 : 1;
  return {
    AssetId: id,
    AssetName: agent?.AgentName ?? machine.name,
    AssetTypeId: type?.AssetTypeId ?? null,
    ProbeId: null,
    MachineGroupId: group.MachineGroupId,
    MachineGroup: groupAsAgentsShowIt(org, group),
    OrgId: org.OrgId,
    IsComputerAgent: agent !== null,
    IsMobileAgent: false,
    IsMonitoring: managed,
    IsPatching: managed,
    IsAuditing: managed,
    IsBackingUp: 0,
    IsSecurity: 0,
    TicketCount: 0n,
    AlarmCount: 0n,
    IsSNMPActive: false,
    IsVProActive: false,
    NetworkInfo: null,
    AgentId: agent?.AgentId ?? null,
    DisplayName: machine.name,
    LastSeenDate: localTime(machine.lastSeen),
    ProbeAgentGuid: null,
    PrimaryProbe: null,
    PrimaryProbeId: null,
    NMapProbeId: null,
    HostName: machine.hostname,
    OSName: machine.operatingSystem,
    OSType: shortSystem(machine.platform),
    OSFamily: machine.platform.split(' ')[0] ?? '',
    OSGeneration: machine.platform,
    DeviceManufacturer: machine.manufacturer,
    Attributes: null,
  };
}
