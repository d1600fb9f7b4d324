/** The records as VSA shows them, member by member: VSA REST API reference, System and Asset Management. */
import type { LosslessNumber } from 'lossless-json';
import type { WireRecord } from './envelope';

export type ContactInfo = {
  PreferredContactMethod: string | null;
  PrimaryPhone: string | null;
  PrimaryFax: string | null;
  PrimaryEmail: string | null;
  Country: string | null;
  Street: string | null;
  City: string | null;
  State: string | null;
  ZipCode: string | null;
  PrimaryTextMessagePhone: string | null;
};

export type CustomField = { FieldName: string; FieldValue: string | null };

export type Org = {
  readonly OrgId: bigint;
  OrgName: string;
  /** Unique short code, dotted under a parent: `parent.child`; the end of every agent name. */
  OrgRef: string;
  OrgType: string | null;
  readonly DefaultDepartmentName: string | null;
  readonly DefaultMachineGroupName: string | null;
  ParentOrgId: bigint | null;
  Website: string | null;
  NoOfEmployees: number | null;
  AnnualRevenue: LosslessNumber | null;
  ContactInfo: ContactInfo | null;
  CustomFields: CustomField[] | null;
  Attributes: null;
};

export type MachineGroup = {
  readonly MachineGroupId: bigint;
  /** Full name from the organization down: `acme.root.servers`. */
  MachineGroupName: string;
  readonly ParentMachineGroupId: bigint | null;
  readonly OrgId: bigint;
  readonly Attributes: null;
};

export type Department = {
  readonly DepartmentId: bigint;
  DepartmentName: string;
  ParentDepartmentId: bigint | null;
  ManagerId: bigint | null;
  readonly OrgId: bigint;
  DepartmentRef: string | null;
  readonly Attributes: null;
};

export type Staff = {
  readonly OrgStaffId: bigint;
  StaffFullName: string;
  DeptId: bigint;
  OrgId: bigint;
  SupervisorId: bigint | null;
  Title: string | null;
  Function: string;
  UserId: bigint | null;
  ContactInfo: ContactInfo | null;
  ViewAllTickets: boolean;
  ApproveAllTimeSheets: boolean;
  readonly Attributes: null;
};

/** The members of an agent that the simulator itself reads or changes; the rest is only shown. */
export type Agent = WireRecord & {
  readonly AgentId: bigint;
  /** `machine.group.orgref`. */
  readonly AgentName: string;
  readonly OrgId: bigint;
  readonly MachineGroupId: bigint;
  readonly MachineGroup: string;
  readonly ComputerName: string;
};

export type AuditSummary = WireRecord & { readonly AgentGuid: bigint };

export type Asset = WireRecord & {
  readonly AssetId: bigint;
  readonly OrgId: bigint;
  readonly AgentId: bigint | null;
};

export type AssetType = {
  readonly AssetTypeId: bigint;
  readonly AssetTypeName: string;
  readonly ParentAssetTypeId: bigint | null;
  readonly Attributes: null;
};

export type User = {
  readonly UserId: number;
  readonly AdminName: string;
  /** Never shown. */
  readonly AdminPassword: null;
  readonly Admintype: number;
  readonly DisableUntil: string | null;
  readonly CreationDate: string;
  readonly AdminScopeIds: readonly bigint[];
  readonly AdminRoleIds: readonly number[];
  readonly FirstName: string;
  readonly LastName: string;
  readonly Email: string;
  readonly DefaultStaffOrgId: bigint | null;
  readonly DefaultStaffDepartmentId: bigint | null;
  readonly Attributes: null;
};

export const NO_CONTACT_INFO: Readonly<ContactInfo> = {
  PreferredContactMethod: null,
  PrimaryPhone: null,
  PrimaryFax: null,
  PrimaryEmail: null,
  Country: null,
  Street: null,
  City: null,
  State: null,
  ZipCode: null,
  PrimaryTextMessagePhone: null,
};
