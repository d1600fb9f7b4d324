/** A fleet small enough to know by heart: two clients with their people and machines in BMS, and what is linked. */
import type { Fleet, VendorLink, View, ViewMachine } from '../../src/simulators/fleet/model';
import { fleetWith, recordsOf } from './fleet';

export const { organization, location, contact, machine } = recordsOf({
  createdAt: new Date('2025-03-01T08:00:00Z'),
  updatedAt: new Date('2025-06-01T09:30:00Z'),
});

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
  const vsa: Partial<View> = {
    organizations: [organization('v-acme', { name: 'Acme Ltd.', shortName: 'acmevsa' })],
    machines: [machine('v-ws1', 'v-acme', { hostname: 'ws1', agent: 3 })],
  };
  const itglue: Partial<View> = { organizations: [organization('g-acme', { name: 'Acme Limited' })] };
  const link = (kind: VendorLink['kind'], fromKey: string, toKey: string) => {
    return { kind, from: 'itglue', to: 'bms', fromKey, toKey, fromTruth: fromKey, toTruth: toKey } as const;
  };
  return fleetWith(new Date('2025-07-01T00:00:00Z'), { bms, vsa, itglue }, [
    link('organization', 'g-acme', 'acme'),
    link('location', 'gone', 'acme-hq'),
    link('contact', 'gone', 'ada'),
    link('machine', 'gone', 'ws1'),
  ]);
}
