/** The vendors' own sync of BMS and IT Glue runs beside this one: adopted it is left to its work, else this one writes. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acmeFleet } from './support/acme';
import { gist, Story } from './support/story';

let story: Story;
const ids = { bms: '', vsa: '', itglue: '' };
// Two-way, so that IT Glue would take what is written: only the setting holds it back.
const SETTINGS = { 'itglue.twoWaySync': true, 'sync.vendorIntegrations': { bmsItGlue: 'adopt' } };

beforeEach(async () => {
  const synced = ['organization', 'location', 'contact', 'machine'] as const;
  story = await Story.begin({ fleet: acmeFleet({ synced }) }, SETTINGS);
  await story.turn({ itglue: { twoWaySyncLiftsLocks: true } });
  for (const product of ['bms', 'vsa', 'itglue'] as const)
    ids[product] = story.tenants.recordId(product, 'contact', `${product}-ada`) ?? '';
  await story.sync();
  expect(gist(await story.sync()).steps).toEqual([]);
});
afterEach(() => story.end());

it('what the vendors’ sync carries is told until it has come, and is quiet then', async () => {
  await story.portals.bms.edit('contact', ids.bms, { jobTitle: 'Head of IT' });
  expect(gist(await story.sync()).steps).toEqual([expect.stringMatching(/^done vsa\/update\/contact/)]);
  const waiting = await story.sync();
  expect(story.writes()).toEqual([]);
  expect(waiting.prepared.plan.drift.filter(({ field }) => field === 'title')).toEqual([
    expect.objectContaining({
      system: 'itglue',
      reason: expect.stringContaining('(mspSync.sync.vendorIntegrations, bmsItGlue: adopt)'),
    }),
  ]);
  await story.portals.itglue.edit('contacts', ids.itglue, { title: 'Head of IT' });
  const arrived = await story.sync();
  expect(gist(arrived).steps).toEqual([]);
  expect(arrived.prepared.plan.drift.filter(({ field }) => field === 'title')).toEqual([]);
});

it('once the pair is no longer adopted, what was left apart is written', async () => {
  await story.portals.bms.edit('contact', ids.bms, { jobTitle: 'Head of IT' });
  await story.sync();
  const report = await story.with({ 'sync.vendorIntegrations': {} }).sync();
  expect(gist(report).steps).toContain(`done itglue/update/contact/${ids.itglue} [title]`);
  expect((await story.portals.itglue.get('contacts', ids.itglue)).title).toBe('Head of IT');
});

it('a person whom BMS alone knows is left for the vendors’ sync to make', async () => {
  const { accountId, locationId } = await story.portals.bms.contact(ids.bms);
  await story.portals.bms.create('contact', {
    firstName: 'Grace',
    lastName: 'Hopper',
    accountId,
    locationId,
  });
  const report = await story.sync();
  expect(report.prepared.plan.steps.filter(({ system }) => system === 'itglue')).toEqual([]);
  expect(report.prepared.plan.drift).toContainEqual(
    expect.objectContaining({
      system: 'itglue',
      name: 'Grace Hopper',
      reason: expect.stringMatching(/makes contacts in IT Glue/),
    }),
  );
  expect(await story.portals.itglue.all('contacts')).toHaveLength(1);
});
