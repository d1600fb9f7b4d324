/** What a run by itself may write, by the kind of record; and a field that another integration keeps setting back. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOTHING_UNASKED, SAFE_UNASKED, type WritePolicies } from '../../src/engine/follow/unattended';
import { acmeFleet } from './support/acme';
import { gist, Story } from './support/story';

let story: Story;
const ids = { bms: '', vsa: '', itglue: '' };
const ALL: WritePolicies = {
  organization: 'allButConflicts',
  location: 'allButConflicts',
  contact: 'allButConflicts',
  asset: 'allButConflicts',
};

beforeEach(async () => {
  story = await Story.begin({ fleet: acmeFleet() });
  for (const product of ['bms', 'vsa', 'itglue'] as const)
    ids[product] = story.tenants.recordId(product, 'contact', `${product}-ada`) ?? '';
  await story.sync();
});
afterEach(() => story.end());

const inBms = (members: Record<string, unknown>) => story.portals.bms.edit('contact', ids.bms, members);
const shownInItGlue = () => story.portals.itglue.get('contacts', ids.itglue);

async function grace(): Promise<void> {
  const [accountId, locationId] = [
    story.tenants.recordId('bms', 'organization', 'bms-acme'),
    story.tenants.recordId('bms', 'location', 'bms-hq'),
  ];
  await story.portals.bms.create('contact', {
    accountId: Number(accountId),
    locationId: Number(locationId),
    firstName: 'Grace',
    lastName: 'Hopper',
    emails: [{ emailAddress: 'grace@acme.example', emailTypeId: 1, isDefault: true }],
    phones: [],
  });
}

describe('without asking', () => {
  it('nothing: the plan is made and kept, and nothing is written', async () => {
    await inBms({ jobTitle: 'Head of IT' });
    const { report } = await story.follow({ unasked: NOTHING_UNASKED });
    expect(story.writes()).toEqual([]);
    expect(report.prepared.plan.steps).toHaveLength(2);
    const session = story.open();
    expect((await session.overview()).plan.steps).toHaveLength(2);
    session.dispose();
  });

  it('safe: passes on a change that nobody contests, and neither creates nor clears', async () => {
    await inBms({ jobTitle: 'Head of IT' });
    await grace();
    const { report } = await story.follow();
    expect(gist(report).steps.every((step) => /^done \w+\/update\/contact\/\d+ \[title\]$/.test(step))).toBe(
      true,
    );
    expect((await shownInItGlue()).title).toBe('Head of IT');
    await inBms({ jobTitle: null });
    const cleared = await story.follow();
    expect(cleared.report.outcomes).toEqual([]);
    expect((await shownInItGlue()).title).toBe('Head of IT');
    // A person who looks at the plan finds both in it, and may apply them.
    await story.sync();
    expect((await shownInItGlue()).title ?? '').toBe('');
  });

  it('safe: of a step of which a part is safe, that part alone; the rest waits and is not forgotten', async () => {
    await inBms({ jobTitle: null, firstName: 'Augusta' });
    const { report } = await story.follow();
    expect(gist(report).steps).toContainEqual(
      expect.stringMatching(/^done itglue\/update\/.*\/safe \[firstName\]$/),
    );
    expect(await shownInItGlue()).toMatchObject({ 'first-name': 'Augusta', title: 'Controller' });
    const next = await story.follow();
    expect(next.report.outcomes).toEqual([]);
    expect(
      next.report.prepared.plan.steps.flatMap(({ changes }) => changes.map(({ field }) => field)),
    ).toEqual(['title', 'title']);
    await story.sync();
    expect((await shownInItGlue()).title ?? '').toBe('');
    expect((await story.follow()).report.prepared.plan.steps).toEqual([]);
  });

  it('all but conflicts: creates too, and lets a conflict wait', async () => {
    await grace();
    await story.portals.vsa.edit(`system/staff/${ids.vsa}`, { Title: 'Finance Director', Function: '' });
    await story.portals.itglue.edit('contacts', ids.itglue, { title: 'Head of Finance' });
    const { report } = await story.follow({ unasked: ALL });
    expect(gist(report)).toMatchObject({
      outcomes: { done: 1 },
      conflicts: [expect.stringContaining('title')],
    });
    expect((await shownInItGlue()).title).toBe('Head of Finance');
  });

  it('by kind: what is allowed for assets is not for contacts', async () => {
    await inBms({ jobTitle: 'Head of IT' });
    const { report } = await story.follow({ unasked: { ...SAFE_UNASKED, contact: 'nothing' } });
    expect(report.outcomes).toEqual([]);
  });

  it('what a person unticked in the plan stays so', async () => {
    await inBms({ jobTitle: 'Head of IT' });
    const session = story.open();
    await session.plan({ progress: { report: () => undefined }, signal: new AbortController().signal });
    await session.tick({ group: { system: 'itglue' }, ticked: false });
    session.dispose();
    const { report } = await story.follow();
    expect(gist(report).steps).toEqual([expect.stringMatching(/^done vsa\/update\/contact/)]);
    expect((await shownInItGlue()).title).toBe('Controller');
  });

  it('nor does a sync by hand write it, before a plan has shown it again', async () => {
    await inBms({ jobTitle: 'Head of IT' });
    const session = story.open();
    const options = { progress: { report: () => undefined }, signal: new AbortController().signal };
    await session.plan(options);
    await session.tick({ group: { system: 'itglue' }, ticked: false });
    const report = await story.sync();
    expect(gist(report).steps).toEqual([expect.stringMatching(/^done vsa\/update\/contact/)]);
    expect((await shownInItGlue()).title).toBe('Controller');
    const left = await session.savedPlan();
    expect(left?.unticked).toEqual(left?.steps.map(({ id }) => id));
    expect(left?.unticked).toEqual([expect.stringMatching(/^itglue\/update\/contact/)]);
    expect(gist(await story.sync()).steps).toEqual([]);
    const { plan } = await session.plan(options);
    expect(plan.unticked).toBeUndefined();
    expect(gist(await story.sync()).steps).toEqual([expect.stringMatching(/^done itglue\/update\/contact/)]);
    session.dispose();
  });
});

describe('a field that another integration keeps setting back', () => {
  it('is passed on at first, then called a fight, named, and left alone until someone decides', async () => {
    const person = () => inBms({ jobTitle: 'Head of IT' });
    const integration = () => story.portals.itglue.edit('contacts', ids.itglue, { title: 'Controller' });
    for (let times = 0; times < 3; times++) {
      await person();
      await story.follow();
      expect((await shownInItGlue()).title).toBe('Head of IT');
      await integration();
      const { report } = await story.follow();
      if (times < 2) {
        expect((await story.portals.bms.contact(ids.bms)).jobTitle).toBe('Controller');
        continue;
      }
      expect(report.outcomes).toEqual([]);
      expect(report.prepared.plan.conflicts).toMatchObject([
        { field: 'title', reason: expect.stringMatching(/IT Glue has set this back 3 times/) },
      ]);
    }
    // Neither side is touched, however often it is looked at.
    for (let n = 0; n < 3; n++) {
      expect((await story.follow({ unasked: ALL })).report.outcomes).toEqual([]);
      await story.sync();
      expect(story.writes()).toEqual([]);
    }
    expect((await story.portals.bms.contact(ids.bms)).jobTitle).toBe('Head of IT');
    const session = story.open();
    const { plan } = await session.overview();
    expect(plan.conflicts).toHaveLength(1);
    await session.decide({
      type: 'value',
      choices: [
        {
          record: `bms:contact:${ids.bms}`,
          field: 'title',
          value: 'Head of IT',
          against: plan.conflicts[0]?.values ?? {},
        },
      ],
    });
    session.dispose();
    await story.follow();
    expect((await shownInItGlue()).title).toBe('Head of IT');
    expect((await story.follow()).report.prepared.plan.conflicts).toEqual([]);
  });
});
