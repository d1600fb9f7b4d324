/** What a token may see of the tree organization, site, group, machine; and machines with their place in it. */
import { VsaError, type WireRecord } from '../vsa/envelope';
import type { Group, Machine, Organization, Site } from './records';
import type { State } from './seed';
import type { Vsa10Switches } from './switches';

interface Place {
  readonly group: Group;
  readonly site: Site;
  readonly organization: Organization;
}

const missing = (what: string): VsaError => new VsaError(404, `${what} not found`);

export class Tree {
  constructor(
    private readonly state: State,
    private readonly switches: Vsa10Switches,
  ) {}

  organizations(): Organization[] {
    return [...this.state.organizations.values()].filter((one) => this.reaches(one));
  }

  sites(): Site[] {
    return [...this.state.sites.values()].filter((site) => this.reachesId(site.ParentId));
  }

  groups(): Group[] {
    const seen = new Set(this.sites().map((site) => site.Id));
    return [...this.state.groups.values()].filter((group) => seen.has(group.ParentId));
  }

  machines(): Machine[] {
    const seen = new Set(this.groups().map((group) => group.Id));
    return [...this.state.machines.values()].filter((machine) => seen.has(machine.groupId));
  }

  /** Outside the token's reach a record does not exist. */
  organization(id: number): Organization {
    const one = this.state.organizations.get(id);
    if (one === undefined || !this.reaches(one)) throw missing('Organization');
    return one;
  }

  site(id: number): Site {
    const one = this.state.sites.get(id);
    if (one === undefined || !this.reachesId(one.ParentId)) throw missing('Site');
    return one;
  }

  group(id: number): Group {
    const one = this.state.groups.get(id);
    if (one === undefined) throw missing('Group');
    this.site(one.ParentId);
    return one;
  }

  machine(identifier: string): Machine {
    const one = this.state.machines.get(identifier);
    if (one === undefined) throw missing('Device');
    this.group(one.groupId);
    return one;
  }

  deviceRow(machine: Machine): WireRecord {
    const { group, site, organization } = this.placeOf(machine);
    return {
      Identifier: machine.identifier,
      Name: machine.name,
      GroupId: group.Id,
      GroupName: group.Name,
      IsAgentInstalled: true,
      IsMdmEnrolled: false,
      SiteId: site.Id,
      SiteName: site.Name,
      OrganizationId: organization.Id,
      OrganizationName: organization.Name,
      HasCustomFields: false,
    };
  }

  assetRow(machine: Machine): WireRecord {
    const { group, site, organization } = this.placeOf(machine);
    return {
      Identifier: machine.identifier,
      Name: machine.name,
      GroupName: group.Name,
      OrganizationId: organization.Id,
      SiteId: site.Id,
      ...machine.asset,
    };
  }

  private placeOf(machine: Machine): Place {
    const group = this.group(machine.groupId);
    const site = this.site(group.ParentId);
    return { group, site, organization: this.organization(site.ParentId) };
  }

  private reaches(organization: Organization): boolean {
    return this.switches.organizations?.includes(organization.Name) ?? true;
  }

  private reachesId(id: number): boolean {
    const one = this.state.organizations.get(id);
    return one !== undefined && this.reaches(one);
  }
}
