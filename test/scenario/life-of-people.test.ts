/** What becomes of people and places: gone, closed, deleted in one system; and of what a person tidies up. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Product } from '../../src/simulators/fleet/model';
import { machine } from '../support/smallFleet';
import { acmeFleet, LAPTOP, withGlobexPlant } from './support/acme';
import { sizes } from './support/life';
import { gist, Story } from './support/story';

let story: Story;
beforeEach(async () => {
  story = await Story.begin({ fleet: acmeFleet() });
  await story.sync();
  await story.quiet();
});
afterEach(() => story.end());

const id = (...of: Parameters<Story['id']>): string => story.id(...of);

describe('a person', () => {
  it('who leaves is told as drift where a system has no such mark, and is deleted nowhere', async () => {
    await story.portals.bms.edit('contact', id('bms', 'contact', 'ada'), { isActive: false });
    const report = await story.sync();
    expect(report.prepared.plan.drift).toContainEqual(
      expect.objectContaining({
        ...{ system: 'itglue', kind: 'contact', field: 'active', wanted: false },
        reason: expect.stringMatching(/a leaver can only be retyped or noted/),
      }),
    );
    expect(report.statuses.get(`bms:contact:${id('bms', 'contact', 'ada')}`)?.status).toBe('inactive');
    expect(await story.portals.itglue.all('contacts')).toHaveLength(1);
    await story.quiet();
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

  it('who moves to another client in BMS is the same one, and is told where a system moves nobody', async () => {
    await story.end();
    story = await Story.begin({ fleet: acmeFleet({ change: withGlobexPlant }) });
    await story.sync();
    await story.portals.bms.edit('contact', id('bms', 'contact', 'ada'), {
      accountId: Number(id('bms', 'organization', 'globex')),
      locationId: Number(id('bms', 'location', 'plant')),
    });
    for (let n = 0; n < 3; n++) {
      const report = await story.quiet();
      for (const system of ['bms', 'vsa', 'itglue'] as const)
        expect(report.statuses.get(`${system}:contact:${id(system, 'contact', 'ada')}`)?.status).toBe(
          'matched',
        );
      for (const system of ['vsa', 'itglue'] as const)
        expect(report.prepared.plan.drift).toContainEqual(
          expect.objectContaining({ system, kind: 'contact', field: 'organization' }),
        );
    }
    expect(await story.portals.itglue.all('contacts')).toHaveLength(1);
  });
});

describe('a location', () => {
  it('closed in BMS is told as drift where a system has no such mark; who works there and what stands there stays', async () => {
    story.tenants.closeLocation(id('bms', 'location', 'hq'));
    const report = await story.sync();
    expect(gist(report).steps).toEqual([]);
    expect(report.statuses.get(`bms:location:${id('bms', 'location', 'hq')}`)?.status).toBe('inactive');
    expect(report.prepared.plan.drift).toContainEqual(
      expect.objectContaining({
        ...{ system: 'itglue', kind: 'location', field: 'active', wanted: false },
        reason: 'IT Glue locations have no inactive state.',
      }),
    );
    expect(await story.portals.itglue.all('locations')).toHaveLength(1);
    expect(report.statuses.get(`bms:contact:${id('bms', 'contact', 'ada')}`)?.status).toBe('matched');
    expect((await story.quiet()).prepared.plan.drift).toEqual(report.prepared.plan.drift);
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

  it.each(['bms', 'itglue'] as const)(
    'two records of one machine in %s wait, and once one is deleted the other is the machine',
    async (system) => {
      await story.end();
      const double = (product: Product) =>
        machine(`${product}-double`, `${product}-acme`, { ...LAPTOP, agent: null });
      story = await Story.begin({
        fleet: acmeFleet({
          change: (view, product) =>
            product === system ? { ...view, machines: [...view.machines, double(product)] } : view,
        }),
      });
      const first = await story.sync();
      const [one, two] = [id(system, 'machine', 'laptop'), id(system, 'machine', 'double')];
      const status = (report: typeof first, record: string) =>
        report.statuses.get(`${system}:asset:${record}`)?.status;
      expect([status(first, one), status(first, two)]).not.toContain('missing');
      expect(gist(first).steps.filter((step) => step.includes('create'))).toEqual([]);
      if (system === 'bms') await story.portals.bms.remove('asset', two);
      else await story.portals.itglue.remove('configurations', two);
      const second = await story.sync();
      expect(status(second, one)).toBe('matched');
      expect(gist(second).steps.filter((step) => /create|archive/.test(step))).toEqual([]);
      expect(await sizes(story)).toEqual([2, 2]);
      await story.sync();
      await story.quiet();
    },
  );
});
