/**
 * What VSA 9 and VSA 10 answer, resource by resource: member names and types as the vendor's tables list them. Object ids are
 * decimals in quotes; only ids are known never to be null.
 */
import * as z from 'zod';

export const decimal = z.string().regex(/^\d{1,28}$/);
const maybeDecimal = decimal.nullable();
const text = z.string().nullable();
const int = z.int();
const maybeInt = int.nullable();
const flag = z.boolean();
/** A time with or without its zone. */
const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/)
  .nullable();
const attributes = z.looseObject({}).nullable();
const members = <S extends z.ZodType>(shape: S, names: string) =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, shape]),
  );

export const contactInfo = z
  .strictObject(
    members(
      text,
      `PreferredContactMethod PrimaryPhone PrimaryFax PrimaryEmail Country Street City State ZipCode
      PrimaryTextMessagePhone`,
    ),
  )
  .nullable();

export const org = z.strictObject({
  OrgId: decimal,
  OrgName: z.string().min(1),
  OrgRef: z.string().min(1),
  OrgType: text,
  DefaultDepartmentName: text,
  DefaultMachineGroupName: text,
  ParentOrgId: maybeDecimal,
  Website: text,
  NoOfEmployees: maybeInt,
  AnnualRevenue: z.union([z.string(), z.number()]).nullable(),
  ContactInfo: contactInfo,
  CustomFields: z.array(z.strictObject({ FieldName: z.string(), FieldValue: text })).nullable(),
  Attributes: attributes,
});
export const orgType = z.strictObject({ OrgTypeId: decimal, OrgTypeName: z.string() });
export const machineGroup = z.strictObject({
  MachineGroupId: decimal,
  MachineGroupName: z.string().includes('.'),
  ParentMachineGroupId: maybeDecimal,
  OrgId: decimal,
  Attributes: attributes,
});
export const department = z.strictObject({
  DepartmentId: decimal,
  DepartmentName: z.string(),
  ParentDepartmentId: maybeDecimal,
  ManagerId: maybeDecimal,
  OrgId: decimal,
  DepartmentRef: text,
  Attributes: attributes,
});
export const staff = z.strictObject({
  OrgStaffId: decimal,
  StaffFullName: z.string(),
  DeptId: decimal,
  OrgId: decimal,
  SupervisorId: maybeDecimal,
  Title: text,
  Function: text,
  UserId: maybeDecimal,
  ContactInfo: contactInfo,
  ViewAllTickets: flag,
  ApproveAllTimeSheets: flag,
  Attributes: attributes,
});
export const agent = z.strictObject({
  AgentId: z.string().regex(/^\d{15}$/),
  AgentName: z.string().includes('.'),
  Online: z.union([0, 1, 2, 11, 12, 198, 199].map((code) => z.literal(code))),
  OrgId: decimal,
  MachineGroupId: decimal,
  ...members(
    text,
    `OSType OSInfo MachineGroup ComputerName IPv6Address IPAddress OperatingSystem OSVersion LastLoggedInUser
    CurrentUser Country Contact TimeZone CpuType DomainWorkgroup ToolTipNotes DefaultGateway DNSServer1 DNSServer2
    DHCPServer PrimaryWINS SecondaryWINS ConnectionGatewayIP PrimaryKServer SecondaryKServer`,
  ),
  ...members(time, 'LastRebootTime LastCheckInTime FirstCheckIn CreationDate'),
  ...members(maybeInt, 'RamMBytes CpuCount CpuSpeed AgentFlags AgentVersion ShowToolTip'),
  OneClickAccess: flag,
  Attributes: attributes,
});
export const audit = z.strictObject({
  AgentGuid: decimal,
  ...members(
    text,
    `DisplayName ComputerName DnsComputerName GroupName CurrentLogin LastLoginName LoginName WorkgroupDomainName
    TimeZone OsType OsInfo IpAddress Ipv6Address SubnetMask DefaultGateway ConnectionGatewayIp GatewayCountry
    MacAddress DnsServer1 DnsServer2 DhcpServer PrimaryWinsServer SecondaryWinsServer CpuType PrimaryKServer
    SecondaryKServer QuickCheckinPeriod ContactName ContactEmail ContactPhone ContactNotes Manufacturer ProductName
    SystemVersion SystemSerialNumber ChassisSerialNumber ChassisAssetTag ExternalBusSpeed MaxMemorySize MemorySlots
    ChassisManufacturer ChassisType ChassisVersion MotherboardManufacturer MotherboardProduct MotherboardVersion
    MotherboardSerialNumber ProcessorFamily ProcessorManufacturer ProcessorVersion ProcessorMaxSpeed
    ProcessorCurrentSpeed`,
  ),
  ...members(time, 'RebootTime LastCheckinTime FirstCheckinTime'),
  ...members(
    maybeInt,
    `AgentType WorkgroupDomainType TimezoneOffset DhcpEnabled WinsEnabled CpuSpeed CpuCount RamMBytes AgentVersion
    FreeSpace UsedSpace TotalSize NumberOfDrives`,
  ),
});
export const asset = z.looseObject({
  AssetId: decimal,
  AssetName: z.string(),
  AssetTypeId: maybeDecimal,
  MachineGroupId: decimal,
  OrgId: decimal,
  AgentId: maybeDecimal,
  IsComputerAgent: flag,
  IsMobileAgent: flag,
  ...members(
    text,
    'MachineGroup DisplayName HostName OSName OSType OSFamily OSGeneration DeviceManufacturer',
  ),
});
export const assetType = z.strictObject({
  AssetTypeId: decimal,
  AssetTypeName: z.string(),
  ParentAssetTypeId: maybeDecimal,
  Attributes: attributes,
});
export const user = z.strictObject({
  UserId: int,
  AdminName: z.string(),
  AdminPassword: z.null(),
  Admintype: int,
  DisableUntil: time,
  CreationDate: time,
  AdminScopeIds: z.array(decimal),
  AdminRoleIds: z.array(int),
  FirstName: text,
  LastName: text,
  Email: text,
  DefaultStaffOrgId: maybeDecimal,
  DefaultStaffDepartmentId: maybeDecimal,
  Attributes: attributes,
});
export const role = z.strictObject({
  RoleId: int,
  RoleName: z.string(),
  RoleTypeIds: z.array(decimal),
  Attributes: attributes,
});
export const roleType = z.strictObject({
  RoleTypeId: decimal,
  RoleTypeName: z.string(),
  RoleTypeDescription: text,
  Attributes: attributes,
});
export const scope = z.strictObject({ ScopeId: decimal, ScopeName: z.string(), Attributes: attributes });
export const session = z.strictObject({
  TenantId: decimal,
  Token: decimal,
  ApiToken: decimal,
  UserName: z.string(),
  AdminId: int,
  RoleId: int,
  ScopeId: decimal,
  SessionExpiration: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  OffSetInMinutes: int,
  MachineId: text,
  MachineGroupName: text,
  Attributes: attributes,
});

const success = { ResponseCode: z.literal(0), Status: z.literal('OK'), Error: z.literal('None') };
export const page = (row: z.ZodType) =>
  z.strictObject({ TotalRecords: int.min(0), Result: z.array(row).max(100), ...success });
export const one = (record: z.ZodType) => z.strictObject({ Result: record, ...success });
export const failure = z.strictObject({
  Result: z.unknown(),
  ResponseCode: int,
  Status: z.string(),
  Error: z.string(),
});

/** VSA 10. */
const site = {
  Id: int,
  Name: z.string(),
  HasCustomFields: flag,
};
export const v10 = {
  organization: z.strictObject({ ...site, IsMultiSite: flag }),
  site: z.strictObject({
    ...site,
    ParentId: int,
    ParentName: z.string(),
    PsaMappingId: maybeInt,
    PsaIntegrationType: text,
    ContactInformation: z.strictObject(
      members(z.string(), 'Phone Fax Email ContactName CountryCode City Address1 Address2 Zip'),
    ),
  }),
  group: z.strictObject({ Id: int, Name: z.string(), ParentId: int, Notes: z.string() }),
  device: z.looseObject({
    Identifier: z.guid(),
    Name: z.string(),
    GroupId: int,
    GroupName: z.string(),
    IsAgentInstalled: flag,
    IsMdmEnrolled: flag,
    SiteId: int,
    SiteName: z.string(),
    OrganizationId: int,
    OrganizationName: z.string(),
    HasCustomFields: flag,
  }),
  asset: z.looseObject({
    Identifier: z.guid(),
    ...members(z.string(), 'Name GroupName Description Type ClientVersion ExternalUrl PublicIpAddress'),
    LastSeenOnline: z.string().endsWith('Z').nullable(),
    ...members(int, 'ComputerId OrganizationId SiteId'),
    Tags: z.array(z.string()),
    ...members(z.number(), 'CpuUsage MemoryUsage MemoryTotal'),
    ...members(flag, 'FirewallEnabled UacEnabled'),
    LocalIpAddresses: z.array(
      z.looseObject({ Name: z.string(), PhysicalAddress: z.string(), DhcpEnabled: flag, IpV4: z.string() }),
    ),
    AssetInfo: z.array(
      z.strictObject({ CategoryName: z.string(), CategoryData: z.record(z.string(), z.string()) }),
    ),
  }),
  page: (row: z.ZodType) =>
    z.strictObject({
      Data: z.array(row),
      Meta: z.strictObject({
        TotalCount: int,
        NextQueryLink: z.url().nullable(),
        ResponseCode: z.literal(200),
      }),
    }),
  one: (record: z.ZodType) =>
    z.strictObject({ Data: record, Meta: z.strictObject({ ResponseCode: z.literal(200) }) }),
  failure: z.strictObject({
    Data: z.null(),
    Meta: z.strictObject({ ResponseCode: int, ErrorMessage: z.string() }),
  }),
};
