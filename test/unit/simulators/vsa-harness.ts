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
import { fleetWith, recordsOf } from '../../support/fleet';
import { ask } from '../../support/inProcess';

export const NOW = new Date('2026-03-02T10:00:00Z');

const base = recordsOf({
  createdAt: NOW,
  updatedAt: NOW,
  organization: { website: '', phone: '555-0100', employees: 12 },
  location: {
    name: 'Main office',
    address1: '1 Quay Street',
    address2: 'Suite 200',
    phone: '555-0101',
  },
  contact: {
    lastName: 'Byron',
    title: 'Owner',
    emails: ['ada@acme.example'],
    phones: ['555-0110', '555-0111'],
  },
  machine: {
    type: 'Workstation',
    manufacturer: 'Dell Inc.',
    model: 'OptiPlex 7010',
    macAddresses: ['00-14-22-01-23-45', '02-00-4C-4F-4F-50'],
    ipAddresses: ['10.1.0.5'],
    defaultGateway: '10.1.0.1',
    dnsServers: ['10.1.0.2', '10.1.0.3'],
    dhcpServer: '10.1.0.1',
    cpu: 'Intel Core i5',
    motherboardManufacturer: 'Dell Inc.',
    motherboardProduct: '0XYZ',
    lastUser: 'acme\\ada',
    firstSeen: new Date('2025-01-01T08:00:00Z'),
    lastSeen: new Date('2026-03-02T09:30:00Z'),
    purchasedAt: null,
    createdAt: new Date('2025-01-01T08:00:00Z'),
  },
});

/** All belong to `acme` unless they say otherwise. */
export const organization = (key: string, more: Partial<ViewOrganization> = {}) =>
  base.organization(key, { truth: `truth-${key}`, name: `${key} Ltd`, shortName: key, ...more });
export const location = (key: string, more: Partial<ViewLocation> = {}) =>
  base.location(key, 'acme', { truth: `truth-${key}`, ...more });
export const contact = (key: string, more: Partial<ViewContact> = {}) =>
  base.contact(key, 'acme', { truth: `truth-${key}`, ...more });
export const machine = (key: string, agent: number | null, more: Partial<ViewMachine> = {}) =>
  base.machine(key, 'acme', {
    truth: `truth-${key}`,
    hostname: key.toUpperCase(),
    chassisSerialNumber: `CH-${key}`,
    motherboardSerialNumber: `MB-${key}`,
    agent,
    ...more,
  });

export const fleetOf = (vsa: Partial<View>): Fleet => fleetWith(NOW, { vsa });

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
    const response = await ask(this.simulator, method, `http://127.0.0.1/api/v1.0${path}`, {
      body,
      headers: { authorization: authorization ?? `Bearer ${this.bearer}` },
    });
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
