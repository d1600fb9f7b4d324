/** A tiny hand-made fleet for the tests of the IT Glue simulator, and a caller that speaks its protocol. */
import * as z from 'zod';
import type {
  Fleet,
  VendorLink,
  ViewContact,
  ViewLocation,
  ViewMachine,
  ViewOrganization,
} from '../../../src/simulators/fleet/model';
import { createItGlueSimulator, type ItGlueSimulator } from '../../../src/simulators/itglue/simulator';
import type { Switches } from '../../../src/simulators/itglue/switches';
import { EMPTY_VIEW, recordsOf } from '../../support/fleet';
import { ask } from '../../support/inProcess';

export const NOW = new Date('2026-06-01T12:00:00.400Z');
const CREATED = new Date('2025-01-10T08:00:00.123Z');
const UPDATED = new Date('2026-05-20T10:00:00.900Z');
const base = recordsOf({
  createdAt: CREATED,
  updatedAt: UPDATED,
  organization: { shortName: '', website: '', phone: '', employees: 10 },
  location: { main: false, address1: '1 Main St', phone: '(512) 555-0142' },
  contact: { firstName: 'Ann', title: '', phones: ['512-555-0143'], important: false },
  machine: {
    manufacturer: 'Dell Inc.',
    macAddresses: ['00:14:22:01:23:45', '00:14:22:01:23:46'],
    ipAddresses: ['10.0.0.5'],
    subnetMask: '',
    dnsServers: [],
    dhcpServer: '',
    motherboardManufacturer: '',
    motherboardProduct: '',
    lastUser: 'ann',
    firstSeen: CREATED,
    lastSeen: UPDATED,
    purchasedAt: new Date('2024-03-05T00:00:00Z'),
  },
});

/** Named by their keys. */
const organization = (key: string, more: Partial<ViewOrganization> = {}) =>
  base.organization(key, { name: key, ...more });
const location = (key: string, owner: string, more: Partial<ViewLocation> = {}) =>
  base.location(key, owner, { name: key, ...more });
const contact = (key: string, owner: string, more: Partial<ViewContact> = {}) =>
  base.contact(key, owner, { lastName: key, emails: [`${key}@example.com`], ...more });
export const machine = (key: string, owner: string, more: Partial<ViewMachine> = {}) =>
  base.machine(key, owner, { name: key, hostname: key.toLowerCase(), ...more });

function link(kind: VendorLink['kind'], to: 'bms' | 'vsa', fromKey: string, toKey: string): VendorLink {
  return { kind, from: 'itglue', to, fromKey, toKey, fromTruth: fromKey, toTruth: toKey };
}

/** `acme` is synced with BMS, `free` is not; `gone` was synced with an account that is no more. */
export const FLEET: Fleet = {
  seed: 7,
  now: NOW,
  views: {
    bms: EMPTY_VIEW,
    vsa: { ...EMPTY_VIEW, machines: [machine('agent-lap', 'v', { name: 'lap.root.acme' })] },
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
    const response = await ask(this.simulator, method, `https://api.itglue.test${path}`, {
      body,
      type: 'application/vnd.api+json; charset=utf-8',
      headers: { 'x-api-key': this.simulator.credentials.apiKey, ...headers },
    });
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
