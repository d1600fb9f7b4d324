/** The BMS view's machines as hardware assets. */
import { agentIdOf } from '../fleet/agents';
import type { Fleet, ViewMachine } from '../fleet/model';
import { RMM_USER } from './employees';
import { VSA } from './integrations';
import { blankIsNull, type Keys, locationId, stamp } from './seedKeys';
import type { Asset, State } from './state';

/** VSA's `machine.group.orgref` by agent, as its integration wrote it when it made the asset. */
export function machineGroups({ views }: Fleet): ReadonlyMap<number, string> {
  const references = new Map(views.vsa.organizations.map(({ key, shortName }) => [key, shortName]));
  const groups = new Map<number, string>();
  for (const { agent, hostname, machineGroup, organization } of views.vsa.machines) {
    const reference = references.get(organization);
    if (agent !== null && reference !== undefined)
      groups.set(agent, `${hostname}.${machineGroup}.${reference}`);
  }
  return groups;
}

export function asset(
  state: State,
  keys: Keys,
  machine: ViewMachine,
  groups: ReadonlyMap<number, string>,
): Asset {
  const accountId = keys.require('organization', machine.organization);
  const contactId = keys.get('contact', machine.contact);
  const fromVsa = machine.agent !== null;
  const group = machine.agent === null ? undefined : (groups.get(machine.agent) ?? machine.machineGroup);
  return {
    ...hardware(state, machine),
    ...stamp(machine, fromVsa ? RMM_USER : 30_211),
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
