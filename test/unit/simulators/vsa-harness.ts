/** A tiny hand-made fleet, a clock that stands still until it is told, and a client that speaks to the simulator. */
import { parse } from 'lossless-json';
import type {
  Fleet,
  View,
  ViewContact,
  ViewLocation,
  ViewMachine,
  ViewOrganization,
} from '../../../src/simulators/fleet/model';
import { createVsaSimulator, type VsaSimulator } from '../../../src/simulators/vsa/app';
import type { VsaCredentials } from '../../../src/simulators/vsa/auth';
import type { VsaSwitches } from '../../../src/simulators/vsa/switches';

export const NOW = new Date('2026-03-02T10:00:00Z');

export function organization(key: string, more: Partial<ViewOrganization> = {}): ViewOrganization {
  return {
    key,
    truth: `truth-${key}`,
    name: `${key} Ltd`,
    shortName: key,
    parent: null,
    type: 'Customer',
    active: true,
    website: '',
    phone: '555-0100',
    description: '',
    employees: 12,
    createdAt: NOW,
    updatedAt: NOW,
    ...more,
  };
}

export function location(key: string, more: Partial<ViewLocation> = {}): ViewLocation {
  return {
    key,
    truth: `truth-${key}`,
    organization: 'acme',
    name: 'Main office',
    main: true,
    active: true,
    address1: '1 Quay Street',
    address2: 'Suite 200',
    city: 'Austin',
    region: 'TX',
    postalCode: '78701',
    country: 'United States',
    phone: '555-0101',
    fax: '',
    createdAt: NOW,
    updatedAt: NOW,
    ...more,
  };
}

export function contact(key: string, more: Partial<ViewContact> = {}): ViewContact {
  return {
    key,
    truth: `truth-${key}`,
    organization: 'acme',
    location: null,
    firstName: 'Ada',
    lastName: 'Byron',
    title: 'Owner',
    emails: ['ada@acme.example'],
    phones: ['555-0110', '555-0111'],
    important: true,
    active: true,
    notes: '',
    createdAt: NOW,
    updatedAt: NOW,
    ...more,
  };
}

export function machine(key: string, agent: number | null, more: Partial<ViewMachine> = {}): ViewMachine {
  return {
    key,
    truth: `truth-${key}`,
    organization: 'acme',
    location: null,
    contact: null,
    name: key.toUpperCase(),
    hostname: key.toUpperCase(),
    type: 'Workstation',
    active: true,
    serialNumber: `SN-${key}`,
    assetTag: '',
    manufacturer: 'Dell Inc.',
    model: 'OptiPlex 7010',
    macAddresses: ['00-14-22-01-23-45', '02-00-4C-4F-4F-50'],
    ipAddresses: ['10.1.0.5'],
    subnetMask: '255.255.255.0',
    defaultGateway: '10.1.0.1',
    dnsServers: ['10.1.0.2', '10.1.0.3'],
    dhcpServer: '10.1.0.1',
    operatingSystem: 'Microsoft Windows 11 Pro 10.0.22631',
    platform: 'Windows 11',
    cpu: 'Intel Core i5',
    ramMegabytes: 16384,
    chassisSerialNumber: `CH-${key}`,
    motherboardSerialNumber: `MB-${key}`,
    motherboardManufacturer: 'Dell Inc.',
    motherboardProduct: '0XYZ',
    lastUser: 'acme\\ada',
    machineGroup: 'root',
    agent,
    online: true,
    firstSeen: new Date('2025-01-01T08:00:00Z'),
    lastSeen: new Date('2026-03-02T09:30:00Z'),
    lastReboot: null,
    purchasedAt: null,
    warrantyExpiresAt: null,
    position: '',
    notes: '',
    createdAt: new Date('2025-01-01T08:00:00Z'),
    updatedAt: NOW,
    ...more,
  };
}

const EMPTY: View = { organizations: [], locations: [], contacts: [], machines: [] };

export function fleetOf(vsa: Partial<View>): Fleet {
  const views = { bms: EMPTY, itglue: EMPTY, vsa: { ...EMPTY, ...vsa } };
  return { seed: 1, now: NOW, views, links: [] };
}

export const SMALL_FLEET = fleetOf({
  organizations: [
    organization('east', { shortName: 'east', name: "Acme East's", parent: 'acme' }),
    organization('acme', { name: 'Acme' }),
    organization('borealis', { shortName: '', name: 'Borealis & Sons', employees: 250 }),
  ],
  locations: [
    location('acme-main'),
    location('acme-branch', { main: false, city: 'Dallas', address1: '9 Elm', address2: '' }),
  ],
  contacts: [
    contact('ada', { location: 'acme-branch' }),
    contact('bo', { organization: 'borealis', firstName: 'Bo', emails: [], phones: [] }),
  ],
  machines: [
    machine('pc1', 0, { contact: 'ada' }),
    machine('srv1', 1, { machineGroup: 'root.servers', type: 'Server', platform: 'Windows Server 2022' }),
    machine('pc2', 2, { organization: 'borealis', online: false }),
    machine('pc3', 3, { organization: 'borealis', lastSeen: null, online: false, serialNumber: '' }),
    machine('sw1', null, { organization: 'borealis', type: 'Switch', platform: '', operatingSystem: '' }),
  ],
});

export type Answer = {
  status: number;
  text: string;
  body: Record<string, unknown>;
  result: unknown;
  headers: Headers;
};

export class Client {
  now = NOW.getTime();
  bearer = '';
  readonly simulator: VsaSimulator;

  constructor(fleet: Fleet, switches: Partial<VsaSwitches> = {}, credentials: Partial<VsaCredentials> = {}) {
    this.simulator = createVsaSimulator({ fleet, clock: { now: () => this.now }, switches, credentials });
  }

  get switches(): VsaSwitches {
    return this.simulator.switches;
  }

  /** Sends with the bearer token of the last log-on. Numbers of the answer stay as they were written. */
  async send(method: string, path: string, body?: unknown, authorization?: string): Promise<Answer> {
    const request = new Request(`http://127.0.0.1/api/v1.0${path}`, {
      method,
      headers: {
        authorization: authorization ?? `Bearer ${this.bearer}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await this.simulator.fetch(request);
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json') ? parse(text) : {};
    const answer = isRecord(json) ? json : {};
    return {
      status: response.status,
      text,
      body: answer,
      result: answer.Result,
      headers: response.headers,
    };
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  async logOn(header = this.tokenHeader()): Promise<Record<string, unknown>> {
    const answer = await this.send('GET', '/auth', undefined, header);
    if (answer.status !== 200) throw new Error(`Log-on refused: ${answer.status} ${answer.text}`);
    const result = recordOf(answer.result);
    this.bearer = String(result.ApiToken ?? result.Token);
    return result;
  }

  tokenHeader(): string {
    const { username, token } = this.simulator.credentials;
    return basic(`${username}:${token}`);
  }

  /** The rows of a listing's page. */
  async rows(path: string): Promise<Record<string, unknown>[]> {
    const answer = await this.get(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    if (!Array.isArray(answer.result)) throw new Error(`${path} gave no list: ${answer.text}`);
    return answer.result.map(recordOf);
  }
}

export const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

export async function loggedOn(fleet: Fleet = SMALL_FLEET, switches: Partial<VsaSwitches> = {}) {
  const client = new Client(fleet, switches);
  await client.logOn();
  return client;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function recordOf(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw new Error(`Not a record: ${String(value)}`);
  return value;
}
