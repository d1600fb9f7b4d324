/** Records of a hand-made fleet: each takes what matters to its test, and the rest from what all have. */
import type {
  Fleet,
  View,
  ViewContact,
  ViewLocation,
  ViewMachine,
  ViewOrganization,
} from '../../src/simulators/fleet/model';

/** What all records of a kind have in one file of tests, where it differs from what stands here. */
export interface Habits {
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly organization?: Partial<ViewOrganization>;
  readonly location?: Partial<ViewLocation>;
  readonly contact?: Partial<ViewContact>;
  readonly machine?: Partial<ViewMachine>;
}

export const EMPTY_VIEW: View = { organizations: [], locations: [], contacts: [], machines: [] };

/** A fleet that exists in the given views alone. */
export const fleetWith = (
  now: Date,
  views: Partial<Record<keyof Fleet['views'], Partial<View>>>,
  links: Fleet['links'] = [],
): Fleet => ({
  seed: 1,
  now,
  views: {
    bms: { ...EMPTY_VIEW, ...views.bms },
    vsa: { ...EMPTY_VIEW, ...views.vsa },
    itglue: { ...EMPTY_VIEW, ...views.itglue },
  },
  links,
});

/** Makers of records, with the habits of one file of tests. */
export function recordsOf(habits: Habits) {
  const { createdAt, updatedAt } = habits;
  const base = (key: string) => ({ key, truth: key, createdAt, updatedAt });
  return {
    organization: (key: string, more: Partial<ViewOrganization> = {}): ViewOrganization => ({
      ...base(key),
      name: `Client ${key}`,
      shortName: key.toUpperCase(),
      parent: null,
      type: 'Customer',
      active: true,
      website: `https://${key}.example`,
      phone: '+1 212 555 0100',
      description: '',
      employees: 20,
      ...habits.organization,
      ...more,
    }),
    location: (key: string, organization: string, more: Partial<ViewLocation> = {}): ViewLocation => ({
      ...base(key),
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
      ...habits.location,
      ...more,
    }),
    contact: (key: string, organization: string, more: Partial<ViewContact> = {}): ViewContact => ({
      ...base(key),
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
      ...habits.contact,
      ...more,
    }),
    machine: (key: string, organization: string, more: Partial<ViewMachine> = {}): ViewMachine => ({
      ...base(key),
      organization,
      ...PLAIN_MACHINE,
      name: key.toUpperCase(),
      hostname: key,
      serialNumber: `SN-${key}`,
      ...habits.machine,
      ...more,
    }),
  };
}

type Own =
  | 'key'
  | 'truth'
  | 'organization'
  | 'name'
  | 'hostname'
  | 'serialNumber'
  | 'createdAt'
  | 'updatedAt';
const PLAIN_MACHINE: Omit<ViewMachine, Own> = {
  location: null,
  contact: null,
  type: 'Laptop',
  active: true,
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
};
