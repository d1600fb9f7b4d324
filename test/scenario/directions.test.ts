/** People choose which way a kind goes between two systems, and what takes no part: seen in what the servers are asked. */
import { afterEach, expect, it } from 'vitest';
import { acmeFleet } from './support/acme';
import { gist, Story } from './support/story';

let story: Story;
const ids = { bms: '', vsa: '', itglue: '' };

async function begin(settings: Readonly<Record<string, unknown>>): Promise<void> {
  story = await Story.begin({ fleet: acmeFleet() }, settings);
  for (const product of ['bms', 'vsa', 'itglue'] as const) {
    ids[product] = story.tenants.recordId(product, 'contact', `${product}-ada`) ?? '';
  }
  await story.sync();
}

const inBms = (title: string) => story.portals.bms.edit('contact', ids.bms, { jobTitle: title });
const inItGlue = (title: string) => story.portals.itglue.edit('contacts', ids.itglue, { title });
const titles = async (): Promise<readonly unknown[]> => {
  const { bms, vsa, itglue } = story.portals;
  return [
    (await bms.contact(ids.bms)).jobTitle,
    (await vsa.get(`system/staff/${ids.vsa}`)).Title,
    (await itglue.get('contacts', ids.itglue)).title,
  ];
};

afterEach(() => story.end());

it('a one-way pair carries one side’s edits and leaves the other’s where they are, saying so on every run', async () => {
  const oneWay = { contact: 'bms-to-itglue' };
  await begin({ 'sync.bmsItGlue': oneWay, 'sync.vsaItGlue': { contact: 'vsa-to-itglue' } });
  await inItGlue('Head of IT');
  for (const _run of ['first', 'second']) {
    const report = await story.sync();
    expect(story.writes()).toEqual([]);
    const drift = report.prepared.plan.drift.filter(({ field }) => field === 'title');
    expect(drift.map(({ system, field, reason }) => [system, field, reason])).toEqual([
      ['bms', 'title', expect.stringContaining('(mspSync.sync.bmsItGlue)')],
      ['vsa', 'title', expect.stringContaining('(mspSync.sync.vsaItGlue)')],
    ]);
  }
  await inBms('Controller in chief');
  expect(gist(await story.sync()).outcomes).toEqual({ done: 2 });
  expect(await titles()).toEqual(['Controller in chief', 'Controller in chief', 'Controller in chief']);
});

it('a pair that is off is reached through the system between, one sync later', async () => {
  await begin({ 'sync.vsaItGlue': { contact: 'off' } });
  await inItGlue('Head of IT');
  expect(gist(await story.sync()).steps).toEqual([expect.stringMatching(/^done bms\/update\/contact/)]);
  expect(gist(await story.sync()).steps).toEqual([expect.stringMatching(/^done vsa\/update\/contact/)]);
  expect(await titles()).toEqual(['Head of IT', 'Head of IT', 'Head of IT']);
  expect(gist(await story.sync()).steps).toEqual([]);
});

it('an organization whose type takes no part keeps all it has out of the sync, as ignored', async () => {
  story = await Story.begin({ fleet: acmeFleet() }, {});
  const before = await story.sync();
  const type = [...before.prepared.scan.records.values()].find(
    ({ system, kind }) => system === 'bms' && kind === 'organization',
  )?.fields.type;
  await story.end();
  await begin({ 'filter.organizationTypes': [`!${String(type)}`] });
  await inBms('Head of IT');
  const report = await story.sync();
  expect(report.outcomes).toEqual([]);
  expect(new Set([...report.statuses.values()].map(({ status }) => status))).toEqual(new Set(['ignored']));
  const [told] = report.statuses.values();
  expect(told?.reason).toMatch(/mspSync\.filter\.organizationTypes/);
});
