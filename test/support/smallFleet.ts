/** A fleet small enough to know by heart: two clients with their people and machines in BMS, and what is linked. */
import type {
  Fleet,
  VendorLink,
  View,
  ViewContact,
  ViewLocation,
  ViewMachine,
  ViewOrganization,
} from '../../src/simulators/fleet/model';

const dates = { createdAt: new Date('2025-03-01T08:00:00Z'), updatedAt: new Date('2025-06-01T09:30:00Z') };
const EMPTY: View = { organizations: [], locations: [], contacts: [], machines: [] };

export function organization(key: string, changes: Partial<ViewOrganization> = {}): ViewOrganization {
  return {
    key,
    truth: key,
    name: `Client ${key}`,
    shortName: key.toUpperCase(),
    parent: null,
    type: 'Customer',
    active: true,
    website: `https://${key}.example`,
    phone: '+1 212 555 0100',
    description: '',
    employees: 20,
    ...dates,
    ...changes,
  };
}

export function location(
  key: string,
  organization: string,
  changes: Partial<ViewLocation> = {},
): ViewLocation {
  return {
    key,
    truth: key,
    organization,
    name: 'Main',
    main: true,
    active: true,
    address1: '1 Main Street',
    address2: '',
    city: 'Austin',
    region: 'TX',
    postalCode: '78701',
    country: 'United States',
    phone: '',
    fax: '',
    ...dates,
    ...changes,
  };
}

export function contact(key: string, organization: string, changes: Partial<ViewContact> = {}): ViewContact {
  return {
    key,
    truth: key,
    organization,
    location: null,
    firstName: 'Ada',
    lastName: 'Lovelace',
    title: 'Controller',
    emails: [`${key}@example.com`, `${key}.private@example.com`],
    phones: ['+1 212 555 0101'],
    important: true,
    active: true,
    notes: '',
    ...dates,
    ...changes,
  };
}

export function machine(key: string, organization: string, changes: Partial<ViewMachine> = {}): ViewMachine {
  return {
    key,
    truth: key,
    organization,
    location: null,
    contact: null,
    name: key.toUpperCase(),
    hostname: key,
    type: 'Laptop',
    active: true,
    serialNumber: `SN-${key}`,
    assetTag: '',
    manufacturer: 'Dell',
    model: 'Latitude 5440',
    macAddresses: ['A4:BB:6D:01:02:03', 'A4:BB:6D:01:02:04'],
    ipAddresses: ['10.0.0.15'],
    subnetMask: '255.255.255.0',
    defaultGateway: '10.0.0.1',
    dnsServers: ['10.0.0.2', '10.0.0.3'],
    dhcpServer: '10.0.0.2',
    operatingSystem: 'Microsoft Windows 11 Pro 10.0.22631',
    platform: 'Windows 11',
    cpu: 'Intel Core i5-1345U',
    ramMegabytes: 16384,
    chassisSerialNumber: '',
    motherboardSerialNumber: '',
    motherboardManufacturer: 'Dell',
    motherboardProduct: '0X1Y2Z',
    lastUser: 'ada',
    machineGroup: 'root',
    agent: null,
    online: true,
    firstSeen: new Date('2025-01-01T00:00:00Z'),
    lastSeen: new Date('2025-06-30T00:00:00Z'),
    lastReboot: null,
    purchasedAt: new Date('2024-12-01T00:00:00Z'),
    warrantyExpiresAt: null,
    position: '',
    notes: '',
    ...dates,
    ...changes,
  };
}

/** The BMS view of the small fleet; `more` adds machines to the first client. */
export function smallFleet(more: readonly ViewMachine[] = []): Fleet {
  const bms: View = {
    organizations: [
      organization('acme', { name: 'Acme Ltd.' }),
      organization('globex', { name: 'Globex', parent: 'acme', type: 'Prospect' }),
      organization('closed', { name: 'Closed Shop', active: false }),
    ],
    locations: [
      location('acme-hq', 'acme'),
      location('acme-depot', 'acme', { name: 'Depot', main: false, phone: '+1 512 555 0110' }),
      location('globex-hq', 'globex'),
    ],
    contacts: [
      contact('ada', 'acme', { location: 'acme-depot' }),
      contact('hank', 'globex', { firstName: 'Hank', lastName: 'Scorpio', important: false }),
    ],
    machines: [
      machine('ws1', 'acme', { contact: 'ada', location: 'acme-depot', agent: 3 }),
      machine('ws2', 'globex', { agent: null, active: false }),
      ...more,
    ],
  };
  const vsa: View = {
    ...EMPTY,
    organizations: [organization('v-acme', { name: 'Acme Ltd.', shortName: 'acmevsa' })],
    machines: [machine('v-ws1', 'v-acme', { hostname: 'ws1', agent: 3 })],
  };
  const itglue: View = { ...EMPTY, organizations: [organization('g-acme', { name: 'Acme Limited' })] };
  const link = (kind: VendorLink['kind'], fromKey: string, toKey: string) => {
    return { kind, from: 'itglue', to: 'bms', fromKey, toKey, fromTruth: fromKey, toTruth: toKey } as const;
  };
  return {
    seed: 1,
    now: new Date('2025-07-01T00:00:00Z'),
    views: { bms, vsa, itglue },
    links: [
      link('organization', 'g-acme', 'acme'),
      link('location', 'gone', 'acme-hq'),
      link('contact', 'gone', 'ada'),
      link('machine', 'gone', 'ws1'),
    ],
  };
}
