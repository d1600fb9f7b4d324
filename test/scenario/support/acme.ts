/** One client that all three systems know alike: its office, a contact and two machines. Small enough to know by heart. */
import type { Fleet, Product, VendorLink, View } from '../../../src/simulators/fleet/model';
import { contact, location, machine, organization } from '../../support/smallFleet';

const NOW = new Date('2026-06-01T00:00:00Z');

export const LAPTOP = {
  truth: 'laptop',
  name: 'ACME-LT-01',
  hostname: 'ACME-LT-01',
  serialNumber: '5CG1234XYZ',
  agent: 1,
  macAddresses: ['A4:BB:6D:01:02:03'],
  lastSeen: NOW,
} as const;
const SERVER = {
  truth: 'server',
  name: 'ACME-SRV-01',
  hostname: 'ACME-SRV-01',
  type: 'Server',
  serialNumber: 'CZJ9876ABC',
  agent: 2,
  macAddresses: ['A4:BB:6D:0A:0B:0C'],
  ipAddresses: ['10.0.0.10'],
  lastSeen: NOW,
} as const;

function view(product: Product): View {
  const acme = organization(`${product}-acme`, {
    truth: 'acme',
    name: 'Acme Tooling Ltd.',
    shortName: 'ACME',
    website: 'https://acme.example',
  });
  const hq = location(`${product}-hq`, acme.key, { truth: 'hq', name: 'Head Office' });
  const ada = contact(`${product}-ada`, acme.key, {
    truth: 'ada',
    location: product === 'vsa' ? null : hq.key,
    emails: ['ada@acme.example'],
    phones: ['+1 212 555 0101'],
  });
  return {
    organizations: [acme],
    locations: product === 'vsa' ? [] : [hq],
    contacts: [ada],
    machines: [
      machine(`${product}-laptop`, acme.key, LAPTOP),
      machine(`${product}-server`, acme.key, SERVER),
    ],
  };
}

/** Beside Acme another client, without anything of its own. For `AcmeOptions.change`. */
export const withGlobex = (view: View, product: Product): View => ({
  ...view,
  organizations: [
    ...view.organizations,
    organization(`${product}-globex`, {
      truth: 'globex',
      name: 'Globex Corporation',
      shortName: 'GLOBEX',
      website: 'https://globex.example',
    }),
  ],
});

/** Globex with a place that the systems which keep places know. */
export const withGlobexPlant = (view: View, product: Product): View => {
  const both = withGlobex(view, product);
  if (product === 'vsa') return both;
  const plant = location(`${product}-plant`, `${product}-globex`, { truth: 'plant', name: 'Plant' });
  return { ...both, locations: [...both.locations, plant] };
};

export interface AcmeOptions {
  /** Replaces a system's view, or parts of it. */
  readonly change?: (view: View, product: Product) => View;
  /** Links of IT Glue's own PSA sync to BMS, by kind: such records are locked. */
  readonly synced?: readonly VendorLink['kind'][];
}

export function acmeFleet({ change = (same) => same, synced = [] }: AcmeOptions = {}): Fleet {
  const of = (product: Product) => change(view(product), product);
  const names = { organization: 'acme', location: 'hq', contact: 'ada', machine: 'laptop' } as const;
  const links = synced.map((kind): VendorLink => {
    const truth = names[kind];
    const [fromKey, toKey] = [`itglue-${truth}`, `bms-${truth}`];
    return { kind, from: 'itglue', to: 'bms', fromKey, toKey, fromTruth: truth, toTruth: truth };
  });
  return { seed: 1, now: NOW, views: { bms: of('bms'), vsa: of('vsa'), itglue: of('itglue') }, links };
}
