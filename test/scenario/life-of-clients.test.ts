/** What becomes of clients: renamed, off-boarded, moved under another, merged. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acmeFleet, withGlobexPlant } from './support/acme';
import { gist, Story } from './support/story';

let story: Story;
beforeEach(async () => {
  story = await Story.begin({ fleet: acmeFleet() });
  await story.sync();
  await story.quiet();
});
afterEach(() => story.end());

const id = (...of: Parameters<Story['id']>): string => story.id(...of);

describe('an organization', () => {
  const account = () => id('bms', 'organization', 'acme');
  const shown = () => story.portals.itglue.get('organizations', id('itglue', 'organization', 'acme'));

  it('renamed in BMS is renamed elsewhere, as the same one', async () => {
    await story.portals.bms.edit('organization', account(), { accountName: 'Acme Tools Ltd.' });
    await story.sync();
    expect((await shown()).name).toBe('Acme Tools Ltd.');
    expect(await story.portals.itglue.all('organizations')).toHaveLength(1);
    await story.quiet();
  });

  it('off-boarded in BMS is archived in IT Glue as a step that names what it leaves in use, and waits for a person', async () => {
    await story.portals.bms.edit('organization', account(), { isActive: false });
    const { report } = await story.follow();
    expect(report.outcomes).toEqual([]);
    const step = report.prepared.plan.steps.find(({ action }) => action === 'archive');
    expect(step).toMatchObject({ system: 'itglue', kind: 'organization' });
    expect(step?.reason).toMatch(/it leaves 1 location, 1 contact, 2 assets in use$/);
    await story.sync();
    expect((await shown())['organization-status-name']).toBe('Inactive');
    expect(await story.portals.itglue.all('configurations')).toHaveLength(2);
    await story.quiet();
  });

  it('off-boarded takes along what is in use nowhere else, dependants first, and only when a person lets it', async () => {
    // The laptop never had an agent; the server's still reports.
    await story.end();
    story = await Story.begin({
      fleet: acmeFleet({
        change: (view, product) =>
          product === 'vsa'
            ? { ...view, machines: view.machines.filter(({ truth }) => truth !== 'laptop') }
            : view,
      }),
    });
    await story.sync();
    await story.quiet();
    await story.portals.bms.edit('organization', account(), { isActive: false });
    const { report } = await story.follow();
    expect(report.outcomes).toEqual([]);
    const laptop = id('itglue', 'machine', 'laptop');
    const acme = id('itglue', 'organization', 'acme');
    expect(report.prepared.plan.steps.map((step) => step.id)).toEqual([
      `itglue/archive/asset/${laptop}`,
      `itglue/archive/organization/${acme}`,
    ]);
    const [first, last] = report.prepared.plan.steps;
    expect(first?.reason).toMatch(
      /^Acme Tooling Ltd\. is archived in IT Glue, and no other system has it in use$/,
    );
    expect(last?.reason).toMatch(/; 1 asset of it is archived before it; it leaves .*1 asset in use$/);
    await expect(story.with({ 'guard.maximumArchives': 1 }).sync()).rejects.toThrow(/archives 2 records/);
    const looked = story.open();
    expect((await looked.history())[0]).toMatchObject({ result: 'refused', steps: [] });
    expect((await looked.followed()).lastRun).toMatchObject({
      result: 'refused',
      message: expect.stringMatching(/archives 2 records/),
    });
    looked.dispose();
    // One that fails holds the client back, so that neither is forgotten.
    story.tenants.desk.order({ system: 'itglue', status: 422, match: `configurations/${laptop}`, times: 1 });
    expect(gist(await story.sync()).steps).toEqual([
      expect.stringMatching(`^failed itglue/archive/asset/${laptop} `),
      expect.stringMatching(`^refused itglue/archive/organization/${acme} .*it waits for what belongs to it`),
    ]);
    story.tenants.desk.withdrawFaults();
    expect(gist(await story.sync()).steps).toEqual([
      `done itglue/archive/asset/${laptop} [active]`,
      `done itglue/archive/organization/${acme} [active]`,
    ]);
    expect((await story.portals.itglue.get('configurations', laptop)).archived).toBe(true);
    const server = id('itglue', 'machine', 'server');
    expect((await story.portals.itglue.get('configurations', server)).archived).toBe(false);
    await story.quiet();
  });
});

describe('two clients', () => {
  beforeEach(async () => {
    await story.end();
    story = await Story.begin({ fleet: acmeFleet({ change: withGlobexPlant }) });
    await story.sync();
    await story.quiet();
  });

  const people = async () => (await story.portals.itglue.all('contacts')).length;
  const clients = async () => (await story.portals.itglue.all('organizations')).length;

  it('one moved under the other in BMS: told where a system cannot follow, and nothing else moves', async () => {
    await story.portals.bms.edit('organization', id('bms', 'organization', 'globex'), {
      parentId: Number(id('bms', 'organization', 'acme')),
    });
    const report = await story.sync();
    expect(report.outcomes.filter(({ type }) => type !== 'done')).toEqual([]);
    expect(report.prepared.plan.drift).toContainEqual(
      expect.objectContaining({ system: 'itglue', field: 'parent', kind: 'organization' }),
    );
    expect(report.prepared.plan.steps.some(({ action }) => action !== 'update')).toBe(false);
    expect([await clients(), await people()]).toEqual([2, 1]);
    await story.quiet();
  });

  it('merged in BMS: the person who moved is not made twice, and the client that ended is archived with what it leaves', async () => {
    await story.portals.bms.edit('contact', id('bms', 'contact', 'ada'), {
      accountId: Number(id('bms', 'organization', 'globex')),
      locationId: Number(id('bms', 'location', 'plant')),
    });
    await story.portals.bms.edit('organization', id('bms', 'organization', 'acme'), { isActive: false });
    const { report } = await story.follow();
    expect(report.outcomes).toEqual([]);
    const archive = report.prepared.plan.steps.find(({ action }) => action === 'archive');
    expect(archive).toMatchObject({ system: 'itglue', name: 'Acme Tooling Ltd.' });
    expect(archive?.reason).toMatch(/it leaves .*1 contact, 2 assets in use/);
    expect(report.statuses.get(`bms:contact:${id('bms', 'contact', 'ada')}`)?.status).not.toBe('missing');
    for (let n = 0; n < 2; n++) await story.sync();
    expect([await clients(), await people()]).toEqual([2, 1]);
  });

  /** IT Glue removes what was deleted a little later. */
  const deletesInItGlue = async (client: string) => {
    await story.turn({ itglue: { organizationRemovalMilliseconds: 0 } });
    await story.portals.itglue.remove('organizations', id('itglue', 'organization', client));
  };

  it('one deleted in IT Glue alone is missing there; it is neither made again nor ended elsewhere', async () => {
    await deletesInItGlue('globex');
    for (let n = 0; n < 3; n++) {
      const { statuses } = await story.quiet();
      expect(statuses.get(`itglue:organization:${id('itglue', 'organization', 'globex')}`)?.status).toBe(
        'missing',
      );
      expect(statuses.get(`bms:organization:${id('bms', 'organization', 'globex')}`)?.status).toBe('matched');
    }
    expect(await story.portals.bms.organization(id('bms', 'organization', 'globex'))).toMatchObject({
      isActive: true,
    });
  });

  it('merged in IT Glue, the one into the other: what moved is the same, and follows only when a person lets it', async () => {
    const { itglue } = story.portals;
    const [from, to] = [id('itglue', 'organization', 'acme'), id('itglue', 'organization', 'globex')];
    for (const one of await itglue.all('configurations'))
      if (String(one['organization-id']) === from)
        await itglue.edit('configurations', String(one.id), {
          'organization-id': to,
          'location-id': id('itglue', 'location', 'plant'),
        });
    await deletesInItGlue('acme');
    const moves = ['laptop', 'server'].map((key) => `bms/update/asset/${id('bms', 'machine', key)}`);
    for (let n = 0; n < 2; n++) {
      const { report } = await story.follow({ reading: 'whole' });
      expect(gist(report).steps).toEqual([]);
      expect(report.prepared.plan.steps.map((step) => step.id).sort()).toEqual(moves);
      expect(report.prepared.match.alarms.map(({ type }) => type)).toEqual(['moved', 'moved']);
      // Who had not been moved went with the client in IT Glue, and stays elsewhere.
      expect(report.statuses.get(`bms:contact:${id('bms', 'contact', 'ada')}`)?.status).toBe('matched');
    }
    expect(gist(await story.sync()).steps.sort()).toEqual(
      moves.map((step) => `done ${step} [organization,location]`),
    );
    const { prepared } = await story.quiet();
    expect(prepared.plan.conflicts).toEqual([]);
    expect([await clients(), await people()]).toEqual([1, 0]);
  });
});
