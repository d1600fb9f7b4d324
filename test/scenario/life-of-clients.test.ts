/** What becomes of clients and their people: off-boarded, gone, deleted in one system, filtered out, out of sight. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Product } from '../../src/simulators/fleet/model';
import { location, machine, organization } from '../support/smallFleet';
import { acmeFleet, LAPTOP } from './support/acme';
import { gist, Story } from './support/story';

let story: Story;
beforeEach(async () => {
  story = await Story.begin({ fleet: acmeFleet() });
  await story.sync();
  await quiet();
});
afterEach(() => story.end());

const id = (
  product: Product,
  kind: 'organization' | 'location' | 'contact' | 'machine',
  key: string,
): string => story.tenants.recordId(product, kind, `${product}-${key}`) ?? '';
async function quiet(): Promise<void> {
  const report = await story.sync();
  expect(gist(report).steps).toEqual([]);
  expect(story.writes()).toEqual([]);
}

describe('an organization', () => {
  const account = () => id('bms', 'organization', 'acme');
  const shown = () => story.portals.itglue.get('organizations', id('itglue', 'organization', 'acme'));

  it('renamed in BMS is renamed elsewhere, as the same one', async () => {
    await story.portals.bms.edit('organization', account(), { accountName: 'Acme Tools Ltd.' });
    await story.sync();
    expect((await shown()).name).toBe('Acme Tools Ltd.');
    expect(await story.portals.itglue.all('organizations')).toHaveLength(1);
    await quiet();
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
    await quiet();
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
    await quiet();
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
    expect(gist(await story.sync()).steps).toEqual([
      `done itglue/archive/asset/${laptop} [active]`,
      `done itglue/archive/organization/${acme} [active]`,
    ]);
    expect((await story.portals.itglue.get('configurations', laptop)).archived).toBe(true);
    const server = id('itglue', 'machine', 'server');
    expect((await story.portals.itglue.get('configurations', server)).archived).toBe(false);
    await quiet();
  });

  it('out of the sight of the role stops the run, is not gone however often it is looked for, and is itself again when seen', async () => {
    await story.turn({ bms: { hiddenAccounts: [Number(account())] } });
    await expect(story.sync()).rejects.toMatchObject({
      reason: 'guard',
      message: expect.stringMatching(/no longer shows one client that the last run saw/),
    });
    expect(story.writes()).toEqual([]);
    for (let n = 0; n < 4; n++) {
      const report = await story.sync({ pass: new Set(['scope-loss']) });
      expect(gist(report).steps).toEqual([]);
      expect(report.statuses.get(`bms:asset:${id('bms', 'machine', 'laptop')}`)?.status).toBe('missing');
    }
    await story.turn({ bms: { hiddenAccounts: [] } });
    const back = await story.sync();
    expect(gist(back).steps).toEqual([]);
    expect(back.statuses.get(`bms:organization:${account()}`)?.status).toBe('matched');
    expect(back.statuses.get(`bms:asset:${id('bms', 'machine', 'laptop')}`)?.status).toBe('matched');
  });

  it('out of the scope of the VSA user is not gone either', async () => {
    await story.turn({ vsa: { scope: [] } });
    for (let n = 0; n < 4; n++) {
      // Whether the check before the run refuses it or the run goes on: nothing is written.
      await story.sync().catch(() => undefined);
      expect(story.writes()).toEqual([]);
    }
    await story.turn({ vsa: { scope: null } });
    await quiet();
  });

  it('filtered out by its type is neither written nor missing, and goes on when the filter goes', async () => {
    await story.portals.bms.edit('organization', account(), { website: 'https://acme-tools.example' });
    const filtered = story.with({ 'filter.organizationTypes': ['!Customer'] });
    for (let n = 0; n < 3; n++) {
      const report = await filtered.sync();
      expect(gist(report).steps).toEqual([]);
      expect([...report.statuses.values()].some(({ status }) => status === 'missing')).toBe(false);
    }
    const report = await story.sync();
    expect(gist(report).steps.every((step) => step.startsWith('done'))).toBe(true);
    await quiet();
  });
});

describe('a person', () => {
  it('who leaves is told as drift where a system has no such mark, and is deleted nowhere', async () => {
    await story.portals.bms.edit('contact', id('bms', 'contact', 'ada'), { isActive: false });
    const report = await story.sync();
    expect(gist(report).steps.filter((step) => !step.startsWith('done'))).toEqual([]);
    expect(await story.portals.itglue.all('contacts')).toHaveLength(1);
    await quiet();
  });

  it('deleted in IT Glue alone is missing there; it is not made again behind anyone’s back, nor deleted elsewhere', async () => {
    await story.portals.itglue.remove('contacts', id('itglue', 'contact', 'ada'));
    for (let n = 0; n < 3; n++) {
      const report = await story.sync();
      expect(gist(report).steps).toEqual([]);
      expect(report.statuses.get(`itglue:contact:${id('itglue', 'contact', 'ada')}`)?.status).toBe('missing');
    }
    expect((await story.portals.bms.contact(id('bms', 'contact', 'ada'))).isActive).toBe(true);
  });

  it('deleted in BMS is told for the others, which cannot archive a person', async () => {
    await story.portals.bms.remove('contact', id('bms', 'contact', 'ada'));
    await story.sync();
    const report = await story.sync();
    expect(gist(report).steps).toEqual([]);
    expect(report.prepared.plan.drift).toContainEqual(
      expect.objectContaining({
        system: 'itglue',
        kind: 'contact',
        reason: expect.stringMatching(/Kaseya BMS no longer has it/),
      }),
    );
    expect(await story.portals.itglue.all('contacts')).toHaveLength(1);
  });
});

describe('a key that lost rights', () => {
  it('to the audits hides serial numbers, and clears none elsewhere', async () => {
    await story.turn({ vsa: { roleLacks: ['Audit'] } });
    for (let n = 0; n < 3; n++) {
      await story.sync().catch(() => undefined);
      expect(story.writes()).toEqual([]);
    }
    const asset = await story.portals.bms.asset(id('bms', 'machine', 'laptop'));
    expect(asset.serialNumber).toBe('5CG1234XYZ');
    await story.turn({ vsa: { roleLacks: [] } });
    await quiet();
  });
});

describe('two clients', () => {
  beforeEach(async () => {
    await story.end();
    story = await Story.begin({
      fleet: acmeFleet({
        change: (view, product) => ({
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
          locations:
            product === 'vsa'
              ? []
              : [
                  ...view.locations,
                  location(`${product}-plant`, `${product}-globex`, { truth: 'plant', name: 'Plant' }),
                ],
        }),
      }),
    });
    await story.sync();
    await quiet();
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
    await quiet();
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
});

describe('what a person tidies up', () => {
  it('a location deleted in IT Glue is missing there, not made again, and no client changes for it', async () => {
    await story.portals.itglue.remove('locations', id('itglue', 'location', 'hq'));
    for (let n = 0; n < 2; n++) {
      const report = await story.sync();
      expect(gist(report).steps).toEqual([]);
      expect(report.statuses.get(`itglue:location:${id('itglue', 'location', 'hq')}`)?.status).toBe(
        'missing',
      );
    }
  });

  it('two records of one machine in IT Glue wait, and once one is deleted the other is the machine', async () => {
    await story.end();
    story = await Story.begin({
      fleet: acmeFleet({
        change: (view, product) =>
          product === 'itglue'
            ? { ...view, machines: [...view.machines, machine('itglue-double', 'itglue-acme', LAPTOP)] }
            : view,
      }),
    });
    const first = await story.sync();
    const [one, two] = [id('itglue', 'machine', 'laptop'), id('itglue', 'machine', 'double')];
    const status = (report: typeof first, record: string) =>
      report.statuses.get(`itglue:asset:${record}`)?.status;
    expect([status(first, one), status(first, two)]).not.toContain('missing');
    expect(gist(first).steps.filter((step) => step.includes('create'))).toEqual([]);
    await story.portals.itglue.remove('configurations', two);
    const second = await story.sync();
    expect(status(second, one)).toBe('matched');
    expect(gist(second).steps.filter((step) => /create|archive/.test(step))).toEqual([]);
    expect(await story.portals.itglue.all('configurations')).toHaveLength(2);
    await story.sync();
    await quiet();
  });
});
