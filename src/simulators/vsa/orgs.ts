/** `/system/orgs`: organizations. */
import { Hono } from 'hono';
import { LosslessNumber } from 'lossless-json';
import * as z from 'zod';
import { badRequest, VsaError, type WireRecord } from './envelope';
import {
  bodyOf,
  contactInfo,
  contactInfoAfter,
  decimalId,
  definedOf,
  idIn,
  money,
  text,
  wholeNumber,
} from './input';
import { type FieldRules, filterable, sortable } from './odata';
import type { CustomField, Org } from './records';
import type { VsaEnv, VsaServer } from './server';
import { addDepartment, addGroup, renameOrgRef, type State } from './state';

const FIELDS: FieldRules = {
  OrgId: filterable('decimal'),
  OrgName: sortable('string'),
  OrgRef: sortable('string'),
  ParentOrgId: filterable('decimal'),
  NoOfEmployees: sortable('int'),
  AnnualRevenue: sortable('decimal'),
};

const TYPE_FIELDS: FieldRules = { OrgTypeId: filterable('decimal'), OrgTypeName: sortable('string') };
const TYPES: readonly WireRecord[] = ['Customer', 'Prospect', 'Vendor', 'Partner'].map((name, index) => ({
  OrgTypeId: BigInt(index + 1),
  OrgTypeName: name,
}));

/** A single custom field sent as an object instead of an array is a 400. */
const members = {
  OrgType: text,
  Website: text,
  ParentOrgId: decimalId,
  NoOfEmployees: wholeNumber,
  AnnualRevenue: money,
  ContactInfo: contactInfo,
  CustomFields: z.array(z.object({ FieldName: z.string(), FieldValue: text })).nullable(),
};
const change = z.object({ OrgName: z.string().min(1), OrgRef: z.string().min(1), ...members }).partial();
const creation = z
  .object({ ...members, DefaultDepartmentName: text, DefaultMachineGroupName: text })
  .partial()
  .extend({ OrgName: z.string().min(1), OrgRef: z.string().min(1) });

type OrgChange = z.infer<typeof change>;

export function orgRoutes(server: VsaServer): Hono<VsaEnv> {
  const { state, answers } = server;
  const routes = new Hono<VsaEnv>();
  routes.get('/system/orgs', (c) => server.list(c, server.visible(state.orgs.values()), FIELDS));
  routes.get('/system/orgs/types', (c) => server.list(c, TYPES, TYPE_FIELDS));
  // The shape of its rows is not documented.
  routes.get('/system/orgs/locations', (c) => server.list(c, [], {}));
  routes.get('/system/orgs/:orgId', (c) => answers.one(server.org(idIn(c, 'orgId'))));
  routes.post('/system/orgs', async (c) => answers.value(create(server, await bodyOf(c, creation))));
  routes.put('/system/orgs/:orgId', async (c) => {
    update(server, server.org(idIn(c, 'orgId')), await bodyOf(c, change));
    return answers.value(true);
  });
  routes.delete('/system/orgs/:orgId', (c) => {
    remove(state, server.org(idIn(c, 'orgId')));
    return answers.deleted();
  });
  return routes;
}

function create(server: VsaServer, sent: z.infer<typeof creation>): bigint {
  const { state } = server;
  const parent = typeof sent.ParentOrgId === 'bigint' ? server.org(sent.ParentOrgId) : null;
  const reference = referenceUnder(parent, sent.OrgRef);
  refuseTaken(state, reference, null);
  const org: Org = {
    OrgId: state.ids.org.next(),
    OrgName: sent.OrgName,
    OrgRef: reference,
    OrgType: sent.OrgType ?? null,
    DefaultDepartmentName: sent.DefaultDepartmentName || 'root',
    DefaultMachineGroupName: sent.DefaultMachineGroupName || 'root',
    ParentOrgId: parent?.OrgId ?? null,
    Website: sent.Website ?? null,
    NoOfEmployees: sent.NoOfEmployees ?? 0,
    AnnualRevenue: new LosslessNumber(sent.AnnualRevenue ?? '0'),
    ContactInfo: contactInfoAfter(null, sent.ContactInfo ?? {}, 'replace'),
    CustomFields: sent.CustomFields ?? [],
    Attributes: null,
  };
  state.orgs.set(org.OrgId, org);
  state.visibleFrom.set(org.OrgId, server.clock.now() + server.switches.organizationLag);
  if (server.switches.scope !== null) state.addedToScope.add(org.OrgId);
  addDepartment(state, org, org.DefaultDepartmentName ?? 'root');
  addGroup(state, org, org.DefaultMachineGroupName ?? 'root', null);
  return org.OrgId;
}

/** Changes the members that were sent, and no other. */
function update(server: VsaServer, org: Org, sent: OrgChange): void {
  const { state, switches } = server;
  const { OrgRef, ParentOrgId, AnnualRevenue, ContactInfo, CustomFields, ...plain } = sent;
  if (OrgRef !== undefined) refuseTaken(state, OrgRef, org);
  if (ParentOrgId !== undefined) refuseCircle(server, org, ParentOrgId);
  Object.assign(org, definedOf(plain));
  if (ParentOrgId !== undefined) org.ParentOrgId = ParentOrgId;
  if (OrgRef !== undefined && OrgRef !== org.OrgRef) renameOrgRef(state, org, OrgRef);
  if (AnnualRevenue !== undefined) {
    org.AnnualRevenue = AnnualRevenue === null ? null : new LosslessNumber(AnnualRevenue);
  }
  if (ContactInfo !== undefined) {
    org.ContactInfo = contactInfoAfter(org.ContactInfo, ContactInfo, switches.contactInfoOnPut);
  }
  if (CustomFields) org.CustomFields = withValues(org.CustomFields ?? [], CustomFields);
}

function withValues(before: readonly CustomField[], sent: readonly CustomField[]): CustomField[] {
  const fields = new Map([...before, ...sent].map((field) => [field.FieldName, field]));
  return [...fields.values()];
}

/** Removes the organization with its machine groups, departments and staff; not one with children or agents. */
function remove(state: State, org: Org): void {
  const within = <T extends { readonly OrgId: bigint }>(records: Iterable<T>): T[] =>
    [...records].filter((record) => record.OrgId === org.OrgId);
  if ([...state.orgs.values()].some((other) => other.ParentOrgId === org.OrgId)) {
    throw new VsaError(500, 'This organization cannot be deleted. It contains child orgs.');
  }
  if (within(state.agents.values()).length > 0) {
    throw new VsaError(500, 'This organization cannot be deleted. It contains machines.');
  }
  for (const group of within(state.groups.values())) state.groups.delete(group.MachineGroupId);
  for (const department of within(state.departments.values())) {
    state.departments.delete(department.DepartmentId);
  }
  for (const person of within(state.staff.values())) state.staff.delete(person.OrgStaffId);
  for (const asset of within(state.assets.values())) state.assets.delete(asset.AssetId);
  state.orgs.delete(org.OrgId);
}

function referenceUnder(parent: Org | null, reference: string): string {
  if (parent === null || reference.toLowerCase().startsWith(`${parent.OrgRef.toLowerCase()}.`))
    return reference;
  return `${parent.OrgRef}.${reference}`;
}

function refuseTaken(state: State, reference: string, self: Org | null): void {
  const wanted = reference.toLowerCase();
  for (const org of state.orgs.values()) {
    if (org !== self && org.OrgRef.toLowerCase() === wanted) {
      throw badRequest(`An organization with the OrgRef '${reference}' already exists.`);
    }
  }
}

function refuseCircle(server: VsaServer, org: Org, parentId: bigint | null): void {
  for (let above = parentId; above !== null; above = server.org(above).ParentOrgId) {
    if (above === org.OrgId) throw badRequest('An organization cannot be its own parent.');
  }
}
