/** What people do with a machine of the one client that all know, and what the portals then show of it. */
import type { ViewMachine } from '../../../src/simulators/fleet/model';
import { machine } from '../../support/smallFleet';
import { LAPTOP } from './acme';
import type { Story } from './story';

/** Whether the machine is in use, in BMS and in IT Glue. */
export async function inUse(story: Story, key = 'laptop'): Promise<readonly boolean[]> {
  const [bms, itglue] = await Promise.all([
    story.portals.bms.asset(story.id('bms', 'machine', key)),
    story.portals.itglue.get('configurations', story.id('itglue', 'machine', key)),
  ]);
  return [bms.isActive === true, itglue.archived !== true];
}

/** How many machines BMS and IT Glue list. */
export const sizes = async ({ portals }: Story): Promise<readonly number[]> => [
  (await portals.bms.assets()).length,
  (await portals.itglue.all('configurations')).length,
];

/** An agent checks in from the laptop's hardware, unless `more` says otherwise. */
export const checksIn = (story: Story, key: string, more: Partial<ViewMachine> = {}): void =>
  story.tenants.installAgent(machine(`vsa-${key}`, 'vsa-acme', { ...LAPTOP, agent: 9, ...more }));

/** What a person sets in BMS's form of an asset. */
export async function setInBms(story: Story, key: string, members: Readonly<Record<string, unknown>>) {
  const id = story.id('bms', 'machine', key);
  const asset = await story.portals.bms.asset(id);
  await story.portals.bms.send('PUT', `/v2/servicedesk/hardwareasset/${id}`, { ...asset, ...members });
}
