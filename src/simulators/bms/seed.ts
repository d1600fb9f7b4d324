/** The BMS view of the fleet as rows of the simulated tenant. */
import { agentIdOf } from '../fleet/agents';
import type {
  Fleet,
  VendorLink,
  View,
  ViewContact,
  ViewLocation,
  ViewMachine,
  ViewOrganization,
} from '../fleet/model';
import { VSA } from './integrations';
import type { Account, Asset, Detail, Employee, Links, Location, RecordKind, Row, State } from './state';

/** The id that another product's simulator gives a record of its view; undefined where it has no such record. */
export type ForeignId = (product: 'vsa' | 'itglue', kind: RecordKind, key: string) => string | undefined;

/** The user that the simulator's credentials belong to: an API Employee. */
export const API_USER = 30_218;
export const EMPLOYEES: readonly Employee[] = [
  {
    id: 30_211,
    firstName: 'Dana',
    lastName: 'Whitfield',
    username: 'dwhitfield',
    emailAddress: 'dana.whitfield@msp.example',
    jobTitle: 'Service Manager',
    isActive: true,
  },
  {
    id: 30_214,
    firstName: 'Marcus',
    lastName: 'Oyelaran',
    username: 'moyelaran',
    emailAddress: 'marcus.oyelaran@msp.example',
    jobTitle: 'Account Manager',
    isActive: true,
  },
  {
    id: API_USER,
    firstName: 'MSP',
    lastName: 'Sync',
    username: 'mspsync',
    emailAddress: 'integrations@msp.example',
    jobTitle: 'API Employee',
    isActive: true,
  },
];

const blankIsNull = (text: string): string | null => (text.trim() === '' ? null : text);

/** Ids by view key. */
export class Keys {
  private readonly ids = new Map<string, number>();

  set(kind: RecordKind, key: string, id: number): void {
    this.ids.set(`${kind} ${key}`, id);
  }

  get(kind: RecordKind, key: string | null): number | undefined {
    return key === null ? undefined : this.ids.get(`${kind} ${key}`);
  }

  /** The id of a reference that the view must be able to follow. */
  require(kind: RecordKind, key: string): number {
    const id = this.get(kind, key);
    if (id === undefined) throw new Error(`the view has no ${kind} ${key}`);
    return id;
  }
}

type Stamp = Omit<Row, 'id'>;

/** People made the records, but RMM assets are the integration's. */
function stamp(record: { readonly createdAt: Date; readonly updatedAt: Date }, user = 30_214): Stamp {
  return { createdBy: user, createdOn: record.createdAt, modifiedBy: user, modifiedOn: record.updatedAt };
}

/** Fills the tables; answers which id each record of the view has. */
export function seed(state: State, fleet: Fleet): Keys {
  const view = fleet.views.bms;
  const keys = new Keys();
  for (const organization of view.organizations) {
    keys.set('organization', organization.key, state.ids.account.next());
  }
  for (const organization of view.organizations) state.accounts.put(account(state, keys, organization));
  seedLocations(state, keys, view);
  for (const person of view.contacts) seedContact(state, keys, person);
  const groups = machineGroups(fleet);
  for (const machine of view.machines) {
    const row = asset(state, keys, machine, groups);
    keys.set('machine', machine.key, row.id);
    state.assets.put(row);
  }
  return keys;
}

function account(state: State, keys: Keys, organization: ViewOrganization): Account {
  const { catalog } = state;
  const type = catalog.accountTypes.find(({ name }) => name === organization.type);
  if (type === undefined) throw new Error(`no account type ${organization.type}`);
  return {
    ...stamp(organization),
    id: keys.require('organization', organization.key),
    parentId: keys.get('organization', organization.parent) ?? null,
    accountCode: blankIsNull(organization.shortName),
    accountTypeId: type.id,
    accountName: organization.name,
    description: blankIsNull(organization.description),
    website: blankIsNull(organization.website),
    businessTypeId: catalog.defaultId('businessType'),
    serviceTypeId: type.isClient ? catalog.defaultId('serviceType') : null,
    currencyId: catalog.defaultId('currency'),
    salesTaxItemId: null,
    classId: null,
    accountManagerId: 30_214,
    isActive: organization.active,
    acquiredDate: null,
    creditLimit: null,
    netDays: 30,
    routeInvoiceToParent: organization.parent !== null,
    isBilling: type.isClient,
  };
}

/** Every account has exactly one main location; one is made where the view has none. */
function seedLocations(state: State, keys: Keys, view: View): void {
  const groups = new Map(view.organizations.map(({ key }): [string, ViewLocation[]] => [key, []]));
  for (const place of view.locations) groups.get(place.organization)?.push(place);
  for (const organization of view.organizations) {
    const places = groups.get(organization.key) ?? [];
    const main = places.find((place) => place.main) ?? places[0];
    if (main === undefined) {
      state.addLocation(bareLocation(state, keys, organization));
    }
    for (const place of places) {
      const phone = place.phone === '' && place === main ? organization.phone : place.phone;
      const row = location(state, keys, { ...place, phone, main: place === main });
      keys.set('location', place.key, row.id);
      state.addLocation(row);
    }
  }
}

function bareLocation(state: State, keys: Keys, organization: ViewOrganization): Location {
  return {
    ...stamp(organization),
    id: state.ids.location.next(),
    accountId: keys.require('organization', organization.key),
    locationName: 'Main',
    isMain: true,
    isActive: true,
    addresses: [],
  };
}

function location(state: State, keys: Keys, place: ViewLocation): Location {
  const { catalog } = state;
  return {
    ...stamp(place),
    id: state.ids.location.next(),
    accountId: keys.require('organization', place.organization),
    locationName: place.name,
    isMain: place.main,
    isActive: place.active,
    addresses: [
      {
        ...stamp(place),
        id: state.ids.address.next(),
        address1: blankIsNull(place.address1),
        address2: blankIsNull(place.address2),
        city: blankIsNull(place.city),
        state: blankIsNull(place.region),
        zipCode: blankIsNull(place.postalCode),
        countryId: catalog.intern('country', place.country),
        phone: blankIsNull(place.phone),
        fax: blankIsNull(place.fax),
        latitude: null,
        longitude: null,
        emailAddress: null,
        isMain: true,
        isBilling: place.main,
        addressTypeId: catalog.defaultId('addressType'),
      },
    ],
  };
}

/** The location a record names, if it is one of the account's; else the account's main one. */
function locationId(state: State, keys: Keys, accountId: number, key: string | null): number {
  const places = state.locationsOf(accountId);
  const named = keys.get('location', key);
  const place = places.find(({ id }) => id === named) ?? places.find(({ isMain }) => isMain);
  if (place === undefined) throw new Error(`account ${accountId} has no main location`);
  return place.id;
}

function seedContact(state: State, keys: Keys, person: ViewContact): void {
  const accountId = keys.require('organization', person.organization);
  const id = state.ids.contact.next();
  const details = (values: readonly string[], typeId: number): Detail[] =>
    values.map((value, at) => ({
      ...stamp(person),
      id: state.ids.detail.next(),
      value,
      typeId,
      isDefault: at === 0,
    }));
  keys.set('contact', person.key, id);
  state.contacts.put({
    ...stamp(person),
    id,
    accountId,
    locationId: locationId(state, keys, accountId, person.location),
    firstName: person.firstName,
    middleName: null,
    lastName: person.lastName,
    jobTitle: blankIsNull(person.title),
    poc: person.important,
    isActive: person.active,
    receiveInvoices: false,
    billByContact: false,
    effectiveDate: null,
    emails: details(person.emails, state.catalog.defaultId('emailType')),
    phones: details(person.phones, state.catalog.defaultId('phoneType')),
  });
}

/** VSA's `machine.group.orgref` by agent, as its integration wrote it when it made the asset. */
function machineGroups({ views }: Fleet): ReadonlyMap<number, string> {
  const references = new Map(views.vsa.organizations.map(({ key, shortName }) => [key, shortName]));
  const groups = new Map<number, string>();
  for (const { agent, hostname, machineGroup, organization } of views.vsa.machines) {
    const reference = references.get(organization);
    if (agent !== null && reference !== undefined)
      groups.set(agent, `${hostname}.${machineGroup}.${reference}`);
  }
  return groups;
}

function asset(state: State, keys: Keys, machine: ViewMachine, groups: ReadonlyMap<number, string>): Asset {
  const accountId = keys.require('organization', machine.organization);
  const contactId = keys.get('contact', machine.contact);
  const fromVsa = machine.agent !== null;
  const group = machine.agent === null ? undefined : (groups.get(machine.agent) ?? machine.machineGroup);
  return {
    ...hardware(state, machine),
    ...stamp(machine, fromVsa ? API_USER : 30_211),
    id: state.ids.asset.next(),
    name: machine.name,
    accountId,
    accountLocationId: locationId(state, keys, accountId, machine.location),
    contactId: state.contacts.get(contactId ?? null)?.accountId === accountId ? (contactId ?? null) : null,
    categoryId:
      state.catalog.intern('assetHardwareCategory', machine.type) ??
      state.catalog.defaultId('assetHardwareCategory'),
    stateId: state.catalog.idOf('assetState', machine.active ? 'In Use' : 'Retired'),
    isActive: machine.active,
    machineGroupId: group === undefined ? null : blankIsNull(group.toLowerCase()),
    computerName: blankIsNull(machine.hostname),
    agentId: machine.agent === null ? null : agentIdOf(machine.agent),
    integrationTypeId: fromVsa ? VSA : null,
    isOnline: machine.online,
  };
}

function hardware(state: State, machine: ViewMachine) {
  const { catalog } = state;
  const [osMajor = null, osMinor = null] = /(\d+)\.(\d+)\.\d+/.exec(machine.operatingSystem)?.slice(1) ?? [];
  return {
    brandId: null,
    serialNumber: blankIsNull(machine.serialNumber),
    businessImpactId: null,
    locationInfo: blankIsNull(machine.position),
    description: blankIsNull(machine.notes),
    barCode: null,
    assetTag: blankIsNull(machine.assetTag),
    vendorId: null,
    modelNumber: blankIsNull(machine.model),
    ipAddress: machine.ipAddresses[0] ?? null,
    subnetMask: blankIsNull(machine.subnetMask),
    defaultGateway: blankIsNull(machine.defaultGateway),
    dnsServers: blankIsNull(machine.dnsServers.join(', ')),
    dhcpEnabled: machine.dhcpServer !== '',
    dhcpServer: blankIsNull(machine.dhcpServer),
    winsEnabled: false,
    primaryWinsServer: null,
    secondaryWinsServer: null,
    connectionGatewayIp: null,
    osType: blankIsNull(machine.platform),
    osInfo: blankIsNull(machine.operatingSystem),
    majorVersion: osMajor,
    minorVersion: osMinor,
    macAddress: machine.macAddresses[0] ?? null,
    loginName: blankIsNull(machine.lastUser),
    lastLoginname: blankIsNull(machine.lastUser),
    currentUser: machine.online ? blankIsNull(machine.lastUser) : null,
    productName: null,
    machineVersion: null,
    motherboardManufacturerId: catalog.intern('manufacturer', machine.motherboardManufacturer),
    motherboardProductCode: blankIsNull(machine.motherboardProduct),
    motherboardSerialNumber: blankIsNull(machine.motherboardSerialNumber),
    motherboardVersion: null,
    chassisAssetTag: null,
    // VSA's API gives the integration neither chassis manufacturer nor product name.
    chassisManufacturerId: null,
    chassisSerialNumber: blankIsNull(machine.chassisSerialNumber),
    chassisType: null,
    chassisVersion: null,
    busSpeed: null,
    manufacturerId: catalog.intern('manufacturer', machine.manufacturer),
    maxMemorySize: machine.ramMegabytes > 0 ? String(machine.ramMegabytes) : null,
    maxMemorySlots: null,
    purchaseCost: null,
    warrantyExpirationDate: machine.warrantyExpiresAt,
    expirationDate: null,
    acquisitionDate: machine.purchasedAt,
    firstCheckIn: machine.agent === null ? null : machine.firstSeen,
    lastCheckIn: machine.agent === null ? null : machine.lastSeen,
    lastReboot: machine.lastReboot,
  };
}

/** Where an orphaned link leads: to the id of an IT Glue record that is gone. */
const goneId = (link: number): number => 9_817_403_226_000_000 + link * 131;

/** The vendor's links from BMS, as far as the other products' ids are known. */
export function links(fleet: Fleet, keys: Keys, foreignId: ForeignId | undefined): Links {
  const toITGlue = new Map<string, { readonly link: VendorLink; readonly at: number }>();
  const toVsa = new Map<number, VendorLink>();
  for (const [at, link] of fleet.links.entries()) {
    const id = link.from === 'bms' ? keys.get(link.kind, link.fromKey) : undefined;
    if (id === undefined) continue;
    if (link.to === 'itglue') toITGlue.set(`${link.kind} ${id}`, { link, at });
    if (link.to === 'vsa' && link.kind === 'organization') toVsa.set(id, link);
  }
  const names = new Map(
    fleet.views.itglue.organizations.map(({ key, name }): [string, string] => [`organization ${key}`, name]),
  );
  for (const { key, name } of fleet.views.itglue.locations) names.set(`location ${key}`, name);
  for (const { key, name } of fleet.views.itglue.machines) names.set(`machine ${key}`, name);
  for (const person of fleet.views.itglue.contacts) {
    names.set(`contact ${person.key}`, `${person.firstName} ${person.lastName}`.trim());
  }
  return {
    itglueConnected: foreignId !== undefined,
    itglue: (kind, id) => {
      const found = toITGlue.get(`${kind} ${id}`);
      if (found === undefined) return undefined;
      const known = foreignId?.('itglue', kind, found.link.toKey);
      return {
        id: known === undefined ? goneId(found.at) : Number(known),
        name: names.get(`${kind} ${found.link.toKey}`) ?? null,
      };
    },
    vsaOrganization: (id) => {
      const link = toVsa.get(id);
      return link === undefined ? undefined : foreignId?.('vsa', 'organization', link.toKey);
    },
  };
}
