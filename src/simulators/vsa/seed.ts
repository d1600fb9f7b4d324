/** Turns the fleet's VSA view into what the server holds at the start. */
import { LosslessNumber } from 'lossless-json';
import { agentIdOf } from '../fleet/agents';
import type { Fleet, View, ViewContact, ViewLocation, ViewMachine, ViewOrganization } from '../fleet/model';
import { type ContactInfo, type MachineGroup, NO_CONTACT_INFO, type Org } from './records';
import { agentOf, assetOf, auditOf, type Machine } from './seed-machines';
import { addDepartment, addGroup, emptyState, removeAgent, type State } from './state';

interface Seeding {
  readonly state: State;
  readonly orgs: Map<string, Org>;
  readonly references: Set<string>;
  readonly agentNames: Set<string>;
  readonly locations: ReadonlyMap<string, ViewLocation>;
  readonly mainLocations: ReadonlyMap<string, ViewLocation>;
  readonly contacts: ReadonlyMap<string, ViewContact>;
}

/** Throws where the view refers to a record that it does not hold, or gives one agent to two machines. */
export interface Seeded {
  readonly state: State;
  /** An agent checks in from a machine; one that is known already is from now on the agent of that machine alone. */
  install(machine: ViewMachine): void;
}

export const seedState = (fleet: Fleet): State => seeded(fleet).state;

export function seeded(fleet: Fleet): Seeded {
  const view = fleet.views.vsa;
  const seeding: Seeding = {
    state: emptyState(),
    orgs: new Map(),
    references: new Set(),
    agentNames: new Set(),
    locations: new Map(view.locations.map((location) => [location.key, location])),
    mainLocations: new Map(view.locations.filter((l) => l.main).map((l) => [l.organization, l])),
    contacts: new Map(view.contacts.map((contact) => [contact.key, contact])),
  };
  seedOrgs(seeding, view.organizations);
  seedStaff(seeding, view);
  const groups = new Map<string, MachineGroup>();
  for (const group of seeding.state.groups.values()) groups.set(`${group.OrgId}.root`, group);
  for (const machine of view.machines) seedMachine(seeding, machine, groups);
  return { state: seeding.state, install };

  function install(machine: ViewMachine): void {
    const known =
      machine.agent === null ? undefined : seeding.state.agents.get(BigInt(agentIdOf(machine.agent)));
    if (known) {
      removeAgent(seeding.state, known.AgentId);
      seeding.agentNames.delete(known.AgentName);
    }
    seedMachine(seeding, machine, groups);
  }
}

function orgOf(seeding: Seeding, key: string): Org {
  const org = seeding.orgs.get(key);
  if (org === undefined) throw new Error(`The VSA view has no organization with the key ${key}.`);
  return org;
}

function seedOrgs(seeding: Seeding, organizations: readonly ViewOrganization[]): void {
  const byKey = new Map(organizations.map((organization) => [organization.key, organization]));
  const add = (organization: ViewOrganization): void => {
    if (seeding.orgs.has(organization.key)) return;
    const above = organization.parent === null ? undefined : byKey.get(organization.parent);
    if (above !== undefined) add(above);
    seedOrg(seeding, organization, above === undefined ? null : orgOf(seeding, above.key));
  };
  for (const organization of organizations) add(organization);
}

function seedOrg(seeding: Seeding, organization: ViewOrganization, parent: Org | null): void {
  const { state } = seeding;
  const location = seeding.mainLocations.get(organization.key);
  const org: Org = {
    OrgId: state.ids.org.next(),
    OrgName: organization.name,
    OrgRef: referenceOf(organization, parent, seeding.references),
    OrgType: organization.type,
    DefaultDepartmentName: 'root',
    DefaultMachineGroupName: 'root',
    ParentOrgId: parent?.OrgId ?? null,
    Website: textOrNull(organization.website),
    NoOfEmployees: organization.employees,
    AnnualRevenue: new LosslessNumber('0'),
    ContactInfo: contactInfoOf(location, {
      PrimaryPhone: textOrNull(organization.phone) ?? textOrNull(location?.phone),
      PrimaryFax: textOrNull(location?.fax),
    }),
    CustomFields: [],
    Attributes: null,
  };
  state.orgs.set(org.OrgId, org);
  seeding.orgs.set(organization.key, org);
  state.given.set(`organization:${organization.key}`, String(org.OrgId));
  addDepartment(state, org, 'root');
  addGroup(state, org, 'root', null);
}

/** A unique OrgRef: the view's short name, or one made of the name; dotted below the parent's. */
function referenceOf(organization: ViewOrganization, parent: Org | null, taken: Set<string>): string {
  const short = organization.shortName === '' ? organization.name.slice(0, 20) : organization.shortName;
  const own =
    short
      .toLowerCase()
      .replace(/[^a-z0-9.-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '') || 'org';
  const base = parent === null || own.startsWith(`${parent.OrgRef}.`) ? own : `${parent.OrgRef}.${own}`;
  let reference = base;
  for (let n = 2; taken.has(reference); n += 1) reference = `${base}-${n}`;
  taken.add(reference);
  return reference;
}

function seedStaff({ state, orgs, locations }: Seeding, view: View): void {
  const departments = new Map([...state.departments.values()].map((d) => [d.OrgId, d.DepartmentId]));
  for (const contact of view.contacts) {
    const org = orgs.get(contact.organization);
    const department = org && departments.get(org.OrgId);
    if (org === undefined || department === undefined) {
      throw new Error(`The contact ${contact.key} has no organization in the VSA view.`);
    }
    const location = contact.location === null ? undefined : locations.get(contact.location);
    const id = state.ids.staff.next();
    state.given.set(`contact:${contact.key}`, String(id));
    state.staff.set(id, {
      OrgStaffId: id,
      StaffFullName: `${contact.firstName} ${contact.lastName}`.trim(),
      DeptId: department,
      OrgId: org.OrgId,
      SupervisorId: null,
      Title: textOrNull(contact.title),
      Function: '',
      UserId: null,
      ContactInfo: contactInfoOf(location, {
        PrimaryPhone: textOrNull(contact.phones[0]),
        PrimaryTextMessagePhone: textOrNull(contact.phones[1]),
        PrimaryEmail: textOrNull(contact.emails[0]),
      }),
      ViewAllTickets: contact.important,
      ApproveAllTimeSheets: false,
      Attributes: null,
    });
  }
}

/** An agent with its audit where the machine has one; an asset row for all that was ever seen on the network. */
function seedMachine(seeding: Seeding, machine: ViewMachine, groups: Map<string, MachineGroup>): void {
  const { state } = seeding;
  const org = orgOf(seeding, machine.organization);
  const contact = machine.contact === null ? undefined : seeding.contacts.get(machine.contact);
  const one: Machine = { machine, org, group: groupOf(state, org, machine.machineGroup, groups), contact };
  const agent = machine.agent === null ? null : agentOf(one, machine.agent, seeding.agentNames);
  if (agent !== null) {
    if (state.agents.has(agent.AgentId)) throw new Error(`Two machines have the agent ${machine.agent}.`);
    state.agents.set(agent.AgentId, agent);
    state.given.set(`machine:${machine.key}`, String(agent.AgentId));
    state.audits.set(agent.AgentId, (current) => auditOf(one, current));
  }
  if (agent !== null && machine.lastSeen === null) return;
  const asset = assetOf(one, agent, state.ids.asset.next());
  state.assets.set(asset.AssetId, asset);
}

function groupOf(state: State, org: Org, path: string, groups: Map<string, MachineGroup>): MachineGroup {
  let group: MachineGroup | null = null;
  let key = `${org.OrgId}`;
  for (const name of (path === '' ? 'root' : path.toLowerCase()).split('.')) {
    key += `.${name}`;
    group = groups.get(key) ?? addGroup(state, org, name, group);
    groups.set(key, group);
  }
  if (group === null) throw new Error(`The machine group '${path}' has no name.`);
  return group;
}

function contactInfoOf(location: ViewLocation | undefined, known: Partial<ContactInfo>): ContactInfo {
  if (location === undefined) return { ...NO_CONTACT_INFO, ...known };
  return {
    ...NO_CONTACT_INFO,
    Country: textOrNull(location.country),
    Street: textOrNull([location.address1, location.address2].filter((line) => line !== '').join(', ')),
    City: textOrNull(location.city),
    State: textOrNull(location.region),
    ZipCode: textOrNull(location.postalCode),
    ...known,
  };
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
