/** What becomes of a machine: retired, away, deactivated, found again, re-installed, re-imaged, replaced, cloned. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Product } from '../../src/simulators/fleet/model';
import { machine } from '../support/smallFleet';
import { fakeClock } from '../unit/systems/support/clock';
import { acmeFleet, LAPTOP } from './support/acme';
import { gist, Story } from './support/story';

const HOUR = 3_600_000;
let story: Story;
const clock = fakeClock(Date.UTC(2026, 5, 2, 9));

beforeEach(async () => {
  story = await Story.begin({ fleet: acmeFleet() }, {}, clock);
  await story.sync();
  await quiet();
});
afterEach(() => story.end());

const id = (product: Product): string =>
  story.tenants.recordId(product, 'machine', `${product}-laptop`) ?? '';
async function quiet(): Promise<void> {
  const report = await story.sync();
  expect(gist(report).steps).toEqual([]);
}
/** Whether the laptop is in use, in BMS and in IT Glue. */
async function inUse(): Promise<readonly boolean[]> {
  const [bms, itglue] = await Promise.all([
    story.portals.bms.asset(id('bms')),
    story.portals.itglue.get('configurations', id('itglue')),
  ]);
  return [bms.isActive === true, itglue.archived !== true];
}
const sizes = async () => [
  (await story.portals.bms.assets()).length,
  (await story.portals.itglue.all('configurations')).length,
];
const installed = (key: string, more: Partial<Parameters<typeof machine>[2]> = {}) =>
  story.tenants.installAgent(machine(key, 'vsa-acme', { ...LAPTOP, agent: 9, ...more }));

async function retire(): Promise<void> {
  await story.portals.vsa.removeAgent(id('vsa'));
  await story.sync();
  await story.sync();
  expect(await inUse()).toEqual([false, false]);
}

describe('a machine whose agent was removed with its data', () => {
  it('is missing first, and after a second complete listing and a direct look its records are archived', async () => {
    await story.portals.vsa.removeAgent(id('vsa'));
    const first = await story.sync();
    expect(gist(first).steps).toEqual([]);
    expect(first.statuses.get(`vsa:asset:${id('vsa')}`)?.status).toBe('missing');
    expect(await inUse()).toEqual([true, true]);
    const second = await story.sync();
    expect(gist(second).steps.sort()).toEqual([
      `done bms/archive/asset/${id('bms')} [active]`,
      `done itglue/archive/asset/${id('itglue')} [active]`,
    ]);
    expect(second.prepared.plan.steps[0]?.reason).toMatch(
      /^Kaseya VSA no longer has it: it was missing from 2 complete listings, and a direct look found nothing$/,
    );
    expect(await inUse()).toEqual([false, false]);
    expect(await sizes()).toEqual([2, 2]);
    await quiet();
    await quiet();
  });

  it('is not archived by itself: that waits for a person', async () => {
    await story.portals.vsa.removeAgent(id('vsa'));
    for (let n = 0; n < 3; n++) {
      clock.advance(HOUR);
      expect((await story.follow()).report.outcomes).toEqual([]);
    }
    expect(await inUse()).toEqual([true, true]);
    expect((await story.follow()).report.prepared.plan.steps.map(({ action }) => action)).toEqual([
      'archive',
      'archive',
    ]);
  });

  it('found again under a new agent is re-activated, not made a second time', async () => {
    await retire();
    installed('vsa-laptop-again');
    const report = await story.sync();
    expect(
      gist(report)
        .steps.filter((step) => step.includes('reactivate'))
        .sort(),
    ).toEqual([
      expect.stringMatching(new RegExp(`^done bms/reactivate/asset/${id('bms')} .*active`)),
      expect.stringMatching(new RegExp(`^done itglue/reactivate/asset/${id('itglue')} .*active`)),
    ]);
    expect(await inUse()).toEqual([true, true]);
    expect(await sizes()).toEqual([2, 2]);
    await quiet();
  });
});

describe('a machine that is merely away', () => {
  it('stays what it is, for months', async () => {
    for (let month = 0; month < 3; month++) {
      clock.advance(30 * 24 * HOUR);
      const { report } = await story.follow();
      expect(gist(report).steps).toEqual([]);
    }
    expect(await inUse()).toEqual([true, true]);
  });
});

describe('an asset that is set inactive in BMS', () => {
  it('is archived in IT Glue, told as drift for VSA, and comes back when it is set active again', async () => {
    const set = async (isActive: boolean) => {
      const asset = await story.portals.bms.asset(id('bms'));
      await story.portals.bms.send('PUT', `/v2/servicedesk/hardwareasset/${id('bms')}`, {
        ...asset,
        isActive,
      });
    };
    await set(false);
    const report = await story.sync();
    expect(gist(report).steps).toEqual([`done itglue/archive/asset/${id('itglue')} [active]`]);
    expect(report.prepared.plan.drift).toContainEqual(
      expect.objectContaining({
        system: 'vsa',
        field: 'active',
        reason: expect.stringMatching(/retired by removing it/),
      }),
    );
    expect(await inUse()).toEqual([false, false]);
    await quiet();
    await set(true);
    await story.sync();
    expect(await inUse()).toEqual([true, true]);
    await quiet();
  });
});

describe('an agent that is installed anew', () => {
  it('on the same machine takes its place, and nothing is made twice', async () => {
    await story.portals.vsa.removeAgent(id('vsa'));
    installed('vsa-laptop-new');
    const report = await story.sync();
    expect(gist(report).steps.filter((step) => /create|archive/.test(step))).toEqual([]);
    expect(await sizes()).toEqual([2, 2]);
    const fresh = story.tenants.recordId('vsa', 'machine', 'vsa-laptop-new') ?? '';
    expect(report.statuses.get(`vsa:asset:${fresh}`)?.status).toBe('matched');
    await quiet();
    expect(await inUse()).toEqual([true, true]);
  });

  it('on a machine that was re-imaged, under a new name, takes its place all the same', async () => {
    await story.portals.vsa.removeAgent(id('vsa'));
    installed('vsa-laptop-imaged', { name: 'ACME-LT-77', hostname: 'ACME-LT-77' });
    const report = await story.sync();
    expect(gist(report).steps.filter((step) => /create|archive/.test(step))).toEqual([]);
    expect(await sizes()).toEqual([2, 2]);
    const fresh = story.tenants.recordId('vsa', 'machine', 'vsa-laptop-imaged') ?? '';
    expect(report.statuses.get(`vsa:asset:${fresh}`)?.status).toBe('matched');
    await quiet();
  });

  it('on other hardware with the old name is another machine: a new record, and the old one retires', async () => {
    await story.portals.vsa.removeAgent(id('vsa'));
    installed('vsa-laptop-2', { serialNumber: '5CG9999NEW', macAddresses: ['A4:BB:6D:99:99:99'] });
    const first = await story.sync();
    const fresh = story.tenants.recordId('vsa', 'machine', 'vsa-laptop-2') ?? '';
    expect(first.statuses.get(`vsa:asset:${id('vsa')}`)?.status).toBe('missing');
    await story.sync();
    await story.sync();
    expect(await inUse()).toEqual([false, false]);
    const last = await story.sync();
    const identity = [...last.prepared.identities.values()].find(({ links }) => links.vsa?.record === fresh);
    expect(identity?.links.bms?.record).not.toBe(id('bms'));
  });

  it('as a clone beside the first is an alarm: nothing is made of it or written to either', async () => {
    installed('vsa-laptop-clone', { name: 'ACME-LT-02', hostname: 'ACME-LT-02' });
    const report = await story.sync();
    expect(report.prepared.match.alarms.length).toBeGreaterThan(0);
    expect(gist(report).steps).toEqual([]);
    expect(await sizes()).toEqual([2, 2]);
  });
});
