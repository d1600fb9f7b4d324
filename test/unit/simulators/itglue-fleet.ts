/** A tiny hand-made fleet for the tests of the IT Glue simulator, and a caller that speaks its protocol. */
import * as z from 'zod';
import type {
  Fleet,
  VendorLink,
  View,
  ViewContact,
  ViewLocation,
  ViewMachine,
  ViewOrganization,
} from '../../../src/simulators/fleet/model';
import { createItGlueSimulator, type ItGlueSimulator } from '../../../src/simulators/itglue/simulator';
import type { Switches } from '../../../src/simulators/itglue/switches';

export const NOW = new Date('2026-06-01T12:00:00.400Z');
const dates = {
  createdAt: new Date('2025-01-10T08:00:00.123Z'),
  updatedAt: new Date('2026-05-20T10:00:00.900Z'),
};

function organization(key: string, overrides: Partial<ViewOrganization> = {}): ViewOrganization {
  return {
    key,
    truth: key,
    name: key,
    shortName: '',
    parent: null,
    type: 'Customer',
    active: true,
    website: '',
    phone: '',
    description: '',
    employees: 10,
    ...dates,
    ...overrides,
  };
}

function location(key: string, owner: string, overrides: Partial<ViewLocation> = {}): ViewLocation {
  return {
    key,
    truth: key,
    organization: owner,
    name: key,
    main: false,
    active: true,
    address1: '1 Main St',
    address2: '',
    city: 'Austin',
    region: 'TX',
    postalCode: '78701',
    country: 'United States',
    phone: '(512) 555-0142',
    fax: '',
    ...dates,
    ...overrides,
  };
}

function contact(key: string, owner: string, overrides: Partial<ViewContact> = {}): ViewContact {
  return {
    key,
    truth: key,
    organization: owner,
    location: null,
    firstName: 'Ann',
    lastName: key,
    title: '',
    emails: [`${key}@example.com`],
    phones: ['512-555-0143'],
    important: false,
    active: true,
    notes: '',
    ...dates,
    ...overrides,
  };
}

export function machine(key: string, owner: string, overrides: Partial<ViewMachine> = {}): ViewMachine {
  return {
    key,
    truth: key,
    organization: owner,
    location: null,
    contact: null,
    name: key,
    hostname: key.toLowerCase(),
    type: 'Laptop',
    active: true,
    serialNumber: `SN-${key}`,
    assetTag: '',
    manufacturer: 'Dell Inc.',
    model: 'Latitude 5440',
    macAddresses: ['00:14:22:01:23:45', '00:14:22:01:23:46'],
    ipAddresses: ['10.0.0.5'],
    subnetMask: '',
    defaultGateway: '10.0.0.1',
    dnsServers: [],
    dhcpServer: '',
    operatingSystem: 'Microsoft Windows 11 Pro 10.0.22631',
    platform: 'Windows 11',
    cpu: 'Intel Core i5-1345U',
    ramMegabytes: 16384,
    chassisSerialNumber: '',
    motherboardSerialNumber: '',
    motherboardManufacturer: '',
    motherboardProduct: '',
    lastUser: 'ann',
    machineGroup: 'root',
    agent: null,
    online: true,
    firstSeen: dates.createdAt,
    lastSeen: dates.updatedAt,
    lastReboot: null,
    purchasedAt: new Date('2024-03-05T00:00:00Z'),
    warrantyExpiresAt: null,
    position: '',
    notes: '',
    ...dates,
    ...overrides,
  };
}

const empty: View = { organizations: [], locations: [], contacts: [], machines: [] };

function link(kind: VendorLink['kind'], to: 'bms' | 'vsa', fromKey: string, toKey: string): VendorLink {
  return { kind, from: 'itglue', to, fromKey, toKey, fromTruth: fromKey, toTruth: toKey };
}

/** `acme` is synced with BMS, `free` is not; `gone` was synced with an account that is no more. */
export const FLEET: Fleet = {
  seed: 7,
  now: NOW,
  views: {
    bms: empty,
    vsa: { ...empty, machines: [machine('agent-lap', 'v', { name: 'lap.root.acme' })] },
    itglue: {
      organizations: [
        organization('child', { name: 'Acme Labs', parent: 'acme', type: 'Prospect' }),
        organization('acme', { name: 'Acme, Inc.', shortName: 'acme', description: 'Anvils' }),
        organization('free', { name: 'Free Spirits' }),
        organization('gone', {
          name: 'Gone Ltd',
          active: false,
          updatedAt: new Date('2026-01-05T00:00:00Z'),
        }),
      ],
      locations: [
        location('hq', 'acme', { main: true }),
        location('free-main', 'free', { main: true }),
        location('berlin', 'free', {
          city: 'Berlin',
          region: 'Berlin',
          country: 'Germany',
          postalCode: '10115',
          phone: '030 901820',
        }),
      ],
      contacts: [
        contact('synced', 'acme', { location: 'hq' }),
        contact('loose', 'free', { location: 'berlin', phones: ['030 901820', '512-555-0143 x287'] }),
      ],
      machines: [
        machine('LAP', 'acme', { location: 'hq', contact: 'synced' }),
        machine('SRV', 'free', { type: 'Server', macAddresses: ['00-14-22-AA-BB-CC'] }),
        machine('OLD', 'free', { active: false, macAddresses: [], ipAddresses: [] }),
      ],
    },
  },
  links: [
    link('organization', 'bms', 'acme', 'b-acme'),
    link('organization', 'bms', 'gone', 'b-gone'),
    link('location', 'bms', 'hq', 'b-hq'),
    link('contact', 'bms', 'synced', 'b-synced'),
    link('machine', 'bms', 'LAP', 'b-lap'),
    link('machine', 'vsa', 'LAP', 'agent-lap'),
  ],
};

const REMOTE_IDS: Readonly<Record<string, string>> = {
  'bms organization b-acme': '20881',
  'bms location b-hq': '501',
  'bms contact b-synced': '601',
  'bms machine b-lap': '701',
  'vsa machine agent-lap': '184729301847261',
};

const attributesSchema = z.record(z.string(), z.unknown());
const linkageSchema = z.record(
  z.string(),
  z.object({ data: z.array(z.object({ id: z.string(), type: z.string() })) }),
);
const itemSchema = z.looseObject({
  id: z.string().optional(),
  type: z.string(),
  attributes: attributesSchema,
  relationships: linkageSchema.optional(),
});
const includedSchema = z.array(
  z.looseObject({ id: z.string(), type: z.string(), attributes: attributesSchema }),
);
const oneSchema = z.object({ data: itemSchema, included: includedSchema.optional() });
const listSchema = z.object({
  data: z.array(itemSchema),
  included: includedSchema.optional(),
  meta: attributesSchema.optional(),
  links: z.record(z.string(), z.string().nullable()).optional(),
});
const errorsSchema = z.object({
  errors: z.array(
    z.object({
      status: z.union([z.number(), z.string()]),
      title: z.string(),
      detail: z.string().optional(),
      source: z.object({ pointer: z.string() }).optional(),
    }),
  ),
});

export interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export class Caller {
  time = NOW.getTime();
  readonly simulator: ItGlueSimulator;

  constructor(switches: Partial<Switches> = {}, fleet: Fleet = FLEET) {
    this.simulator = createItGlueSimulator({
      fleet,
      clock: { now: () => this.time },
      remoteId: (product, kind, key) => REMOTE_IDS[`${product} ${kind} ${key}`] ?? null,
      switches,
    });
  }

  id(kind: VendorLink['kind'], key: string): string {
    const id = this.simulator.recordId(kind, key);
    if (id === null) throw new Error(`no ${kind} ${key}`);
    return id;
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Sent> {
    const response = await this.simulator.fetch(
      new Request(`https://api.itglue.test${path}`, {
        method,
        headers: {
          'x-api-key': this.simulator.credentials.apiKey,
          ...(body === undefined ? {} : { 'content-type': 'application/vnd.api+json; charset=utf-8' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  async list(path: string) {
    const sent = await this.send('GET', path);
    if (sent.status !== 200) throw new Error(`${path}: ${JSON.stringify(sent.body)}`);
    const read = listSchema.parse(sent.body);
    return { ...read, meta: read.meta ?? {}, links: read.links ?? {}, included: read.included ?? [] };
  }

  async show(path: string) {
    const sent = await this.send('GET', path);
    if (sent.status !== 200) throw new Error(`${path}: ${JSON.stringify(sent.body)}`);
    return oneSchema.parse(sent.body);
  }

  async names(path: string): Promise<unknown[]> {
    return (await this.list(path)).data.map((item) => item.attributes.name);
  }

  patch(path: string, type: string, attributes: Record<string, unknown>): Promise<Sent> {
    return this.send('PATCH', path, { data: { type, attributes } });
  }

  post(path: string, type: string, attributes: Record<string, unknown>): Promise<Sent> {
    return this.send('POST', path, { data: { type, attributes } });
  }
}

export function one(sent: Sent) {
  return oneSchema.parse(sent.body).data;
}

export function many(sent: Sent) {
  return listSchema.parse(sent.body).data;
}

export function errorsOf(sent: Sent) {
  return errorsSchema.parse(sent.body).errors;
}
