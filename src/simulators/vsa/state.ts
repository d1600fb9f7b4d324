/** What the simulated server holds, and the ids it gives. */
import type { Agent, Asset, AuditSummary, Department, MachineGroup, Org, Staff } from './records';

/** 26-digit ids of one kind, in the order of creation. The step keeps neighbours apart by more than their last digits. */
class Ids {
  private count = 0n;
  constructor(private readonly first: bigint) {}

  next(): bigint {
    const id = this.first + this.count * 104_729n;
    this.count += 1n;
    return id;
  }
}

export interface State {
  readonly ids: Readonly<Record<'org' | 'group' | 'department' | 'staff' | 'asset', Ids>>;
  readonly orgs: Map<bigint, Org>;
  readonly groups: Map<bigint, MachineGroup>;
  readonly departments: Map<bigint, Department>;
  readonly staff: Map<bigint, Staff>;
  readonly agents: Map<bigint, Agent>;
  /** By agent id: the audit's findings as they are shown beside the agent as it stands. */
  readonly audits: Map<bigint, (agent: Agent) => AuditSummary>;
  readonly assets: Map<bigint, Asset>;
  /** Ids given at the start, by kind and the fleet's key: `organization:acme`. */
  readonly given: Map<string, string>;
  /** Instant from which a new organization can be seen, in milliseconds since the epoch. */
  readonly visibleFrom: Map<bigint, number>;
  /** The vendor's number for the server's owner. */
  customerId: string;
  /** Organizations that were added to the user's scope after the start. */
  readonly addedToScope: Set<bigint>;
}

export function emptyState(): State {
  return {
    ids: {
      org: new Ids(52361412952525411214415725n),
      group: new Ids(11257819792528624824877126n),
      department: new Ids(31714862219418113215117541n),
      staff: new Ids(86195127714392163512224813n),
      asset: new Ids(24173951626181412947215364n),
    },
    orgs: new Map(),
    groups: new Map(),
    departments: new Map(),
    staff: new Map(),
    agents: new Map(),
    audits: new Map(),
    assets: new Map(),
    given: new Map(),
    visibleFrom: new Map(),
    customerId: 'PRV001',
    addedToScope: new Set(),
  };
}

/** Adds a machine group under an organization, or under another group of it, and gives its record. */
export function addGroup(state: State, org: Org, name: string, parent: MachineGroup | null): MachineGroup {
  const group: MachineGroup = {
    MachineGroupId: state.ids.group.next(),
    MachineGroupName: `${parent?.MachineGroupName ?? org.OrgRef}.${name}`,
    ParentMachineGroupId: parent?.MachineGroupId ?? null,
    OrgId: org.OrgId,
    Attributes: null,
  };
  state.groups.set(group.MachineGroupId, group);
  return group;
}

export function addDepartment(state: State, org: Org, name: string): Department {
  const department: Department = {
    DepartmentId: state.ids.department.next(),
    DepartmentName: name,
    ParentDepartmentId: null,
    ManagerId: null,
    OrgId: org.OrgId,
    DepartmentRef: null,
    Attributes: null,
  };
  state.departments.set(department.DepartmentId, department);
  return department;
}

/** The group as agents show it, the innermost first: `servers.root.acme` for `acme.root.servers`. */
export function groupAsAgentsShowIt(org: Org, group: MachineGroup): string {
  const path = group.MachineGroupName.slice(org.OrgRef.length + 1).split('.');
  return [...path.reverse(), org.OrgRef].join('.').toLowerCase();
}

/** Gives the agent another machine name, group text or both; its asset row shows them too. */
export function renameAgent(state: State, agent: Agent, machine: string, groupText: string): void {
  const name = `${machine}.${groupText}`;
  state.agents.set(agent.AgentId, { ...agent, AgentName: name, MachineGroup: groupText });
  for (const asset of state.assets.values()) {
    if (asset.AgentId !== agent.AgentId) continue;
    state.assets.set(asset.AssetId, { ...asset, AssetName: name, MachineGroup: groupText });
  }
}

/** Takes the agent, what its audits found and its asset row out of the server. */
export function removeAgent(state: State, id: bigint): void {
  state.agents.delete(id);
  state.audits.delete(id);
  for (const asset of state.assets.values()) if (asset.AgentId === id) state.assets.delete(asset.AssetId);
}

/** The first part of `machine.group.orgref`. */
export function machinePart(agent: Agent): string {
  return agent.AgentName.slice(0, agent.AgentName.length - agent.MachineGroup.length - 1);
}

/** Gives the group another full name; the groups below it and the agents inside follow. */
export function renameGroup(state: State, org: Org, group: MachineGroup, fullName: string): void {
  group.MachineGroupName = fullName;
  const text = groupAsAgentsShowIt(org, group);
  for (const agent of state.agents.values()) {
    if (agent.MachineGroupId !== group.MachineGroupId) continue;
    renameAgent(state, agent, machinePart(agent), text);
  }
  for (const child of state.groups.values()) {
    if (child.ParentMachineGroupId !== group.MachineGroupId) continue;
    const ownName = child.MachineGroupName.slice(child.MachineGroupName.lastIndexOf('.') + 1);
    renameGroup(state, org, child, `${fullName}.${ownName}`);
  }
}

/** Gives the organization another OrgRef; its groups, its agents and the organizations below it follow. */
export function renameOrgRef(state: State, org: Org, reference: string): void {
  const former = org.OrgRef;
  org.OrgRef = reference;
  for (const group of state.groups.values()) {
    if (group.OrgId !== org.OrgId || group.ParentMachineGroupId !== null) continue;
    renameGroup(state, org, group, reference + group.MachineGroupName.slice(former.length));
  }
  for (const child of state.orgs.values()) {
    if (child.ParentOrgId === org.OrgId && child.OrgRef.startsWith(`${former}.`)) {
      renameOrgRef(state, child, reference + child.OrgRef.slice(former.length));
    }
  }
}
