import type { FieldName } from '../../../engine/fields';
import type { Fields, FieldValue, SourceRecord } from '../../../engine/model';
import { hostForm, hostKey } from '../../../engine/normalize/host';
import type { FieldAbility, KindAbility } from '../../../engine/ports';
import { idOf, instantOf, maybeIdOf, textOf } from '../values';
import type { WireAgent, WireAudit } from '../wire';

const FOUND: FieldAbility = { write: 'never', reason: 'VSA shows what its agent finds on the machine.' };

/** Windows tells its agent the NetBIOS name: of a longer one VSA knows the first 15 characters. */
const CUT: FieldAbility = { ...FOUND, coarse: true, family: (name) => hostKey(hostForm(name)) };

export const assetAbility: KindAbility = {
  read: true,
  create: { reason: 'A machine appears in VSA when its agent is installed; the API cannot make one.' },
  archive: { reason: 'A VSA agent is retired by removing it, which MSP Sync never does.' },
  fields: {
    organization: {
      write: 'never',
      reason: 'A machine is moved in VSA by moving its agent to another machine group.',
    },
    name: CUT,
    hostname: CUT,
    // No `type`: VSA keeps none. What is worked out from the audit serves new records elsewhere and disputes nothing.
    active: { write: 'never', reason: 'Every agent that VSA lists is active.' },
    serialNumber: FOUND,
    manufacturer: FOUND,
    model: FOUND,
    // The audit tells of one interface.
    macAddresses: { ...FOUND, capacity: 1 },
    ipAddresses: { ...FOUND, capacity: 1 },
    defaultGateway: FOUND,
    operatingSystem: FOUND,
    platform: FOUND,
    machineGroup: {
      write: 'never',
      reason: 'A machine is moved in VSA by moving its agent to another machine group.',
    },
    subnetMask: FOUND,
    dnsServers: FOUND,
    dhcpServer: FOUND,
    memorySize: FOUND,
    memorySlots: FOUND,
    busSpeed: FOUND,
    motherboardManufacturer: FOUND,
    motherboardModel: FOUND,
    motherboardVersion: FOUND,
    motherboardSerialNumber: FOUND,
    chassisManufacturer: FOUND,
    chassisType: FOUND,
    chassisVersion: FOUND,
    chassisSerialNumber: FOUND,
    chassisAssetTag: FOUND,
    agentId: FOUND,
    lastUser: FOUND,
    firstSeen: FOUND,
    lastSeen: FOUND,
    lastReboot: FOUND,
  },
};

/** `machine.group.orgref` is lower case as a rule; the host name knows how the machine is really written. */
function machineName(agent: WireAgent): string | null {
  const first = textOf(agent.AgentName)?.split('.')[0] ?? null;
  const host = textOf(agent.ComputerName);
  return first !== null && host?.toLowerCase() === first.toLowerCase() ? host : (first ?? host);
}

/** VSA's code of a Windows edition, `10` or `2022`, in words; `Mac OS X` by today's name; others as they come. */
export function platformOf(osType: string | null): string | null {
  if (osType !== null && /^mac ?os/i.test(osType)) return 'macOS';
  if (osType === null || !/^(?:\d{1,4}(?:\.\d)?(?: ?R2)?|XP|Vista|NT4?)$/i.test(osType)) return osType;
  return Number.parseFloat(osType) >= 2000 ? `Windows Server ${osType}` : `Windows ${osType}`;
}

/** The long text, led by the family where the long text leaves it out. */
export function operatingSystemOf(osType: string | null, osInfo: string | null): string | null {
  const platform = platformOf(osType);
  const info = osInfo?.replace(/\s+/g, ' ') ?? null;
  if (info === null || platform === null) return info ?? platform;
  const family = platform.split(' ')[0] ?? platform;
  return info.toLowerCase().includes(family.toLowerCase()) ? info : `${platform} ${info}`;
}

const PORTABLE = /\b(?:laptop|notebook|portable|sub ?notebook|convertible|detachable)\b/i;

function typeOf(operatingSystem: string | null, platform: string | null, chassis: string | null): string {
  if (/server/i.test(`${platform ?? ''} ${operatingSystem ?? ''}`)) return 'Server';
  return PORTABLE.test(chassis ?? '') ? 'Laptop' : 'Workstation';
}

const distinct = (values: readonly (string | null)[]): readonly string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

/** Without blanks: an agent that could not read a fact does not say that the machine has none. */
function known(fields: Partial<Record<FieldName, FieldValue>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** What SMBIOS tells of board and chassis; texts that a maker left as they were say nothing. */
function auditedFields(audit: WireAudit | undefined): Partial<Record<FieldName, FieldValue>> {
  return {
    subnetMask: textOf(audit?.SubnetMask),
    memorySize: telling(audit?.MaxMemorySize),
    memorySlots: telling(audit?.MemorySlots),
    busSpeed: telling(audit?.ExternalBusSpeed),
    motherboardManufacturer: telling(audit?.MotherboardManufacturer),
    motherboardModel: telling(audit?.MotherboardProduct),
    motherboardVersion: telling(audit?.MotherboardVersion),
    motherboardSerialNumber: telling(audit?.MotherboardSerialNumber),
    chassisManufacturer: telling(audit?.ChassisManufacturer),
    chassisType: telling(audit?.ChassisType),
    chassisVersion: telling(audit?.ChassisVersion),
    chassisSerialNumber: telling(audit?.ChassisSerialNumber),
    chassisAssetTag: telling(audit?.ChassisAssetTag),
  };
}

const LEFT_AS_IT_WAS =
  /^(?:to be filled by .*|default string|not (?:specified|available|applicable)|none|unknown|n\/?a|null|0+|x+|(?:no|chassis|base board|system|board)? ?(?:serial number|asset tag|asset information|version|manufacturer))$/i;

function telling(value: string | number | null | undefined): string | null {
  const text = textOf(value);
  return text === null || LEFT_AS_IT_WAS.test(text) ? null : text;
}

/** `audit` is absent where the role may not read audits or none has run; its facts are then unknown, not blank. */
export function assetFields(agent: WireAgent, audit: WireAudit | undefined, offsetMinutes: number): Fields {
  const osType = textOf(agent.OSType) ?? textOf(audit?.OsType);
  const platform = platformOf(osType);
  const operatingSystem = operatingSystemOf(osType, textOf(agent.OSInfo) ?? textOf(audit?.OsInfo));
  return known({
    agentId: idOf(agent.AgentId),
    organization: maybeIdOf(agent.OrgId),
    name: machineName(agent),
    hostname: textOf(agent.ComputerName),
    type: typeOf(operatingSystem, platform, textOf(audit?.ChassisType)),
    active: true,
    serialNumber: textOf(audit?.SystemSerialNumber) ?? textOf(audit?.ChassisSerialNumber),
    manufacturer: textOf(audit?.Manufacturer),
    model: textOf(audit?.ProductName),
    macAddresses: distinct([textOf(audit?.MacAddress)]),
    ipAddresses: distinct([
      textOf(agent.IPAddress) ?? textOf(audit?.IpAddress),
      textOf(agent.IPv6Address) ?? textOf(audit?.Ipv6Address),
    ]),
    defaultGateway: textOf(agent.DefaultGateway) ?? textOf(audit?.DefaultGateway),
    operatingSystem,
    platform,
    machineGroup: textOf(agent.AgentName),
    dnsServers: distinct([
      textOf(agent.DNSServer1) ?? textOf(audit?.DnsServer1),
      textOf(agent.DNSServer2) ?? textOf(audit?.DnsServer2),
    ]),
    dhcpServer: textOf(agent.DHCPServer) ?? textOf(audit?.DhcpServer),
    ...auditedFields(audit),
    firstSeen: instantOf(agent.FirstCheckIn, offsetMinutes),
    lastReboot: instantOf(agent.LastRebootTime, offsetMinutes),
    lastUser: textOf(agent.LastLoggedInUser) ?? textOf(agent.CurrentUser) ?? textOf(audit?.LastLoginName),
    lastSeen: instantOf(agent.LastCheckInTime, offsetMinutes),
  });
}

export function assetRecord(
  agent: WireAgent,
  audit: WireAudit | undefined,
  about: { readonly url: string; readonly offsetMinutes: number },
): SourceRecord {
  const id = idOf(agent.AgentId);
  return {
    system: 'vsa',
    kind: 'asset',
    id,
    name: machineName(agent) ?? `Agent ${id}`,
    organization: maybeIdOf(agent.OrgId),
    fields: assetFields(agent, audit, about.offsetMinutes),
    links: [],
    revision: null,
    url: about.url,
  };
}
