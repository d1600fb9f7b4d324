/** Turns the fleet's VSA view into organizations, sites, groups and machines. */
import { createHash } from 'node:crypto';
import { agentIdOf } from '../fleet/agents';
import type { Fleet, View, ViewLocation, ViewMachine, ViewOrganization } from '../fleet/model';
import { type Group, type Machine, NO_CONTACT, type Organization, type Site } from './records';

export interface State {
  readonly organizations: Map<number, Organization>;
  readonly sites: Map<number, Site>;
  readonly groups: Map<number, Group>;
  readonly machines: Map<string, Machine>;
}

/** The next id of a table: small whole numbers. */
export function nextId(table: ReadonlyMap<number, unknown>): number {
  return Math.max(0, ...table.keys()) + 1;
}

export function seedState(fleet: Fleet): State {
  const view = fleet.views.vsa;
  const state: State = { organizations: new Map(), sites: new Map(), groups: new Map(), machines: new Map() };
  const sites = new Map<string, Site>();
  for (const organization of view.organizations) seedOrganization(state, view, organization, sites);
  for (const machine of view.machines) {
    if (machine.agent !== null) seedMachine(state, machine, machine.agent, sites);
  }
  return state;
}

/** An organization with a site for each location, or one named Main; `sites` is by location and by organization key. */
function seedOrganization(
  state: State,
  view: View,
  organization: ViewOrganization,
  sites: Map<string, Site>,
): void {
  const locations = view.locations.filter((location) => location.organization === organization.key);
  const made: Organization = {
    Id: state.organizations.size + 1,
    Name: organization.name,
    IsMultiSite: locations.length > 1,
    HasCustomFields: false,
  };
  state.organizations.set(made.Id, made);
  const addSite = (name: string, location: ViewLocation | null): Site => {
    const site: Site = {
      Id: state.sites.size + 1,
      Name: name,
      ParentId: made.Id,
      ParentName: made.Name,
      PsaMappingId: null,
      PsaIntegrationType: null,
      HasCustomFields: false,
      ContactInformation: location === null ? { ...NO_CONTACT } : contactOf(location),
    };
    state.sites.set(site.Id, site);
    return site;
  };
  for (const location of locations) {
    const site = addSite(location.name, location);
    sites.set(`location ${location.key}`, site);
    if (location.main) sites.set(`organization ${organization.key}`, site);
  }
  if (!sites.has(`organization ${organization.key}`)) {
    sites.set(`organization ${organization.key}`, addSite('Main', null));
  }
}

function contactOf(location: ViewLocation): Site['ContactInformation'] {
  return {
    ...NO_CONTACT,
    Phone: location.phone,
    Fax: location.fax,
    CountryCode: location.country === 'United States' ? 'US' : location.country,
    City: location.city,
    Address1: location.address1,
    Address2: location.address2,
    Zip: location.postalCode,
  };
}

function seedMachine(
  state: State,
  machine: ViewMachine,
  agent: number,
  sites: ReadonlyMap<string, Site>,
): void {
  const site =
    (machine.location === null ? undefined : sites.get(`location ${machine.location}`)) ??
    sites.get(`organization ${machine.organization}`);
  if (site === undefined) throw new Error(`The machine ${machine.key} has no organization in the VSA view.`);
  const identifier = guidOf(agentIdOf(agent));
  if (state.machines.has(identifier)) throw new Error(`Two machines have the agent ${agent}.`);
  state.machines.set(identifier, {
    identifier,
    name: machine.name,
    groupId: groupIn(state, site, machine.machineGroup === '' ? 'root' : machine.machineGroup).Id,
    details: detailsOf(machine),
    asset: assetOf(machine, agent),
  });
}

function groupIn(state: State, site: Site, name: string): Group {
  for (const group of state.groups.values()) {
    if (group.ParentId === site.Id && group.Name === name) return group;
  }
  const group: Group = { Id: state.groups.size + 1, Name: name, ParentId: site.Id, Notes: '' };
  state.groups.set(group.Id, group);
  return group;
}

function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function interfacesOf(machine: ViewMachine) {
  return machine.macAddresses.map((mac, index) => ({
    Name: index === 0 ? 'Ethernet' : `Ethernet ${index + 1}`,
    PhysicalAddress: mac,
    DhcpEnabled: machine.dhcpServer !== '',
    Gateways: index === 0 && machine.defaultGateway !== '' ? [machine.defaultGateway] : [],
    DnsServers: index === 0 ? [...machine.dnsServers] : [],
    SubnetMask: index === 0 ? machine.subnetMask : '',
    IpV4: machine.ipAddresses[index] ?? '',
    IpV6: '',
  }));
}

function detailsOf(machine: ViewMachine): Machine['details'] {
  return {
    Description: machine.operatingSystem,
    IsOnline: machine.online,
    ComputerType: machine.platform.toLowerCase().startsWith('mac') ? 'mac' : 'windows',
    InMaintenance: false,
    ExternalIpAddress: '',
    CriticalNotifications: 0,
    ElevatedNotifications: 0,
    NormalNotifications: 0,
    LowNotifications: 0,
    ClientVersion: '10.14.0',
    LocalIpAddresses: interfacesOf(machine),
  };
}

/** `AssetInfo` has a category only where something was read; its keys contain blanks. */
function assetOf(machine: ViewMachine, agent: number): Machine['asset'] {
  const seen = machine.lastSeen;
  const category = (CategoryName: string, CategoryData: Record<string, string>) => ({
    CategoryName,
    CategoryData,
  });
  return {
    Description: machine.operatingSystem,
    Type: machine.platform.toLowerCase().startsWith('mac') ? 'mac' : 'windows',
    ClientVersion: '10.14.0',
    ExternalUrl: '',
    PublicIpAddress: '',
    LastSeenOnline: seen === null ? null : `${seen.toISOString().slice(0, 19)}Z`,
    ComputerId: agent + 1,
    Tags: [],
    CpuUsage: 0,
    MemoryUsage: 0,
    MemoryTotal: machine.ramMegabytes,
    FirewallEnabled: true,
    UacEnabled: true,
    AntivirusEnabled: '',
    AntiVirusUpToDate: '',
    IpAddresses: [],
    LocalIpAddresses: interfacesOf(machine),
    AssetInfo:
      seen === null
        ? []
        : [
            category('System', {
              Name: machine.hostname,
              Manufacturer: machine.manufacturer,
              Model: machine.model,
              CPU: machine.cpu,
            }),
            category('BIOS', { 'Serial Number': machine.serialNumber, Manufacturer: machine.manufacturer }),
            category('Operating System', { Name: machine.operatingSystem }),
          ],
    Disks: [],
    InstalledSoftware: [],
    Security: [],
    Updates: { Critical: 0, Important: 0, Unspecified: 0 },
    AvailableUpdates: [],
  };
}
