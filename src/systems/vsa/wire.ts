/**
 * What VSA 9 sends, as it comes: plain shapes, nothing converted, unknown members kept.
 * Source: VSA REST API reference (System, AssetMgmt, Audit). Object ids are .NET decimals of up to 26 digits: strings
 * on most servers, bare numbers on some. The vendor documents nullability nowhere, so all but ids may be missing.
 */
import * as z from 'zod';

const id = z.union([z.string(), z.number()]);
const maybeId = id.nullish();
const text = z.union([z.string(), z.number()]).nullish();

export const envelopeShape = z.looseObject({
  TotalRecords: z.union([z.number(), z.string()]).nullish(),
  Result: z.unknown().optional(),
  ResponseCode: z.union([z.number(), z.string()]).nullish(),
  Status: z.string().nullish(),
  Error: z.string().nullish(),
});
export type WireEnvelope = z.infer<typeof envelopeShape>;

/** Answer of `GET /auth`. The two members on the second factor are known from the interactive log-on only. */
export const authShape = z.looseObject({
  TenantId: maybeId,
  Token: text,
  ApiToken: text,
  UserName: text,
  AdminId: maybeId,
  RoleId: maybeId,
  ScopeId: maybeId,
  SessionExpiration: z.string().nullish(),
  MFARequired: z.boolean().nullish(),
  MFAEnroled: z.boolean().nullish(),
});

export const contactInfoShape = z.looseObject({
  PreferredContactMethod: text,
  PrimaryPhone: text,
  PrimaryFax: text,
  PrimaryEmail: text,
  Country: text,
  Street: text,
  City: text,
  State: text,
  ZipCode: text,
  PrimaryTextMessagePhone: text,
});
export type WireContactInfo = z.infer<typeof contactInfoShape>;

export const orgShape = z.looseObject({
  OrgId: id,
  OrgName: text,
  OrgRef: text,
  ParentOrgId: maybeId,
  Website: text,
  ContactInfo: contactInfoShape.nullish(),
});
export type WireOrg = z.infer<typeof orgShape>;

export const departmentShape = z.looseObject({ DepartmentId: id, DepartmentName: text, OrgId: maybeId });
export type WireDepartment = z.infer<typeof departmentShape>;

export const staffShape = z.looseObject({
  OrgStaffId: id,
  StaffFullName: text,
  DeptId: maybeId,
  OrgId: maybeId,
  Title: text,
  Function: text,
  ContactInfo: contactInfoShape.nullish(),
});
export type WireStaff = z.infer<typeof staffShape>;

export const groupShape = z.looseObject({ MachineGroupId: id, MachineGroupName: text });

export const agentShape = z.looseObject({
  AgentId: id,
  AgentName: text,
  ComputerName: text,
  OrgId: maybeId,
  MachineGroup: text,
  Online: z.union([z.number(), z.string()]).nullish(),
  OSType: text,
  OSInfo: text,
  IPAddress: text,
  IPv6Address: text,
  DefaultGateway: text,
  LastLoggedInUser: text,
  CurrentUser: text,
  LastCheckInTime: text,
  LastRebootTime: text,
  FirstCheckIn: text,
  DNSServer1: text,
  DNSServer2: text,
  DHCPServer: text,
});
export type WireAgent = z.infer<typeof agentShape>;

/** One agent's audit summary. SMBIOS members stay empty until the system audit has run once. */
export const auditShape = z.looseObject({
  AgentGuid: id,
  MacAddress: text,
  IpAddress: text,
  Ipv6Address: text,
  DefaultGateway: text,
  Manufacturer: text,
  ProductName: text,
  SystemSerialNumber: text,
  ChassisSerialNumber: text,
  ChassisType: text,
  ChassisManufacturer: text,
  ChassisVersion: text,
  ChassisAssetTag: text,
  SubnetMask: text,
  DnsServer1: text,
  DnsServer2: text,
  DhcpServer: text,
  MaxMemorySize: text,
  MemorySlots: text,
  ExternalBusSpeed: text,
  MotherboardManufacturer: text,
  MotherboardProduct: text,
  MotherboardVersion: text,
  MotherboardSerialNumber: text,
  OsType: text,
  OsInfo: text,
  LastLoginName: text,
  CurrentLogin: text,
});
export type WireAudit = z.infer<typeof auditShape>;

export const roleShape = z.looseObject({ RoleId: maybeId, RoleName: text });
export const scopeShape = z.looseObject({ ScopeId: maybeId, ScopeName: text });
export const environmentShape = z.looseObject({
  SystemVersion: text,
  CustomerID: text,
  TimeZoneOffset: z.union([z.number(), z.string()]).nullish(),
});
export type WireEnvironment = z.infer<typeof environmentShape>;
