/** What becomes of a machine: retired, away, demoted, deactivated, found again. Its agents: `life-of-agents.test.ts`. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { machine } from '../support/smallFleet';
import { fakeClock } from '../unit/systems/support/clock';
import { acmeFleet } from './support/acme';
import { checksIn, inUse, setInBms, sizes } from './support/life';
import { gist, Story } from './support/story';

const HOUR = 3_600_000;
let story: Story;
const clock = fakeClock(Date.UTC(2026, 5, 2, 9));
/** Found on the network and promoted to an asset, without an agent: VSA’s API lists it as no machine. */
const PRINTER = {
  truth: 'printer',
  name: 'ACME-PRN-01',
  type: 'Printer',
  serialNumber: 'VNB3X12345',
  macAddresses: ['A4:BB:6D:0F:0F:0F'],
  agent: null,
} as const;

beforeEach(async () => {
  const fleet = acmeFleet({
    change: (view, product) => ({
      ...view,
      machines: [...view.machines, machine(`${product}-printer`, `${product}-acme`, PRINTER)],
    }),
  });
  story = await Story.begin({ fleet }, {}, clock);
  await story.sync();
  await story.quiet();
});
afterEach(() => story.end());

const id = (product: 'bms' | 'vsa' | 'itglue', key = 'laptop'): string => story.id(product, 'machine', key);

async function retire(): Promise<void> {
  await story.portals.vsa.removeAgent(id('vsa'));
  await story.sync();
  await story.sync();
  expect(await inUse(story)).toEqual([false, false]);
}

describe('a machine whose agent was removed with its data', () => {
  it('is missing first, and after a second complete listing and a direct look its records are archived', async () => {
    await story.portals.vsa.removeAgent(id('vsa'));
    const first = await story.sync();
    expect(gist(first).steps).toEqual([]);
    expect(first.statuses.get(`vsa:asset:${id('vsa')}`)?.status).toBe('missing');
    expect(await inUse(story)).toEqual([true, true]);
    const second = await story.sync();
    expect(gist(second).steps.sort()).toEqual([
      `done bms/archive/asset/${id('bms')} [active]`,
      `done itglue/archive/asset/${id('itglue')} [active]`,
    ]);
    expect(second.prepared.plan.steps[0]?.reason).toMatch(
      /^Kaseya VSA no longer has it: it was missing from 2 complete listings, and a direct look found nothing$/,
    );
    expect(await inUse(story)).toEqual([false, false]);
    expect(await sizes(story)).toEqual([3, 3]);
    await story.quiet();
    await story.quiet();
  });

  it('is not archived by itself: that waits for a person', async () => {
    await story.portals.vsa.removeAgent(id('vsa'));
    for (let n = 0; n < 3; n++) {
      clock.advance(HOUR);
      expect((await story.follow()).report.outcomes).toEqual([]);
    }
    expect(await inUse(story)).toEqual([true, true]);
    expect((await story.follow()).report.prepared.plan.steps.map(({ action }) => action)).toEqual([
      'archive',
      'archive',
    ]);
  });

  it('found again under a new agent is re-activated, not made a second time', async () => {
    await retire();
    checksIn(story, 'laptop-again');
    const report = await story.sync();
    expect(
      gist(report)
        .steps.filter((step) => step.includes('reactivate'))
        .sort(),
    ).toEqual([
      expect.stringMatching(new RegExp(`^done bms/reactivate/asset/${id('bms')} .*active`)),
      expect.stringMatching(new RegExp(`^done itglue/reactivate/asset/${id('itglue')} .*active`)),
    ]);
    expect(await inUse(story)).toEqual([true, true]);
    expect(await sizes(story)).toEqual([3, 3]);
    await story.quiet();
  });
});

describe('a machine that is merely away', () => {
  it('stays what it is, for months', async () => {
    for (let month = 0; month < 3; month++) {
      clock.advance(30 * 24 * HOUR);
      const { report } = await story.follow();
      expect(gist(report).steps).toEqual([]);
    }
    expect(await inUse(story)).toEqual([true, true]);
  });
});

describe('a device that is demoted: VSA no longer manages it, and its integration deactivates it in BMS', () => {
  it('is archived where it is documented, stays so, and is itself again when it is promoted anew', async () => {
    await setInBms(story, 'printer', { isActive: false });
    const report = await story.sync();
    expect(gist(report).steps).toEqual([`done itglue/archive/asset/${id('itglue', 'printer')} [active]`]);
    expect(await inUse(story, 'printer')).toEqual([false, false]);
    await story.quiet();
    await story.quiet();
    await setInBms(story, 'printer', { isActive: true });
    expect(gist(await story.sync()).steps).toEqual([
      `done itglue/reactivate/asset/${id('itglue', 'printer')} [active]`,
    ]);
    expect(await inUse(story, 'printer')).toEqual([true, true]);
    expect(await sizes(story)).toEqual([3, 3]);
    await story.quiet();
  });

  it('is archived only when a person lets it', async () => {
    await setInBms(story, 'printer', { isActive: false });
    for (let n = 0; n < 2; n++) expect((await story.follow()).report.outcomes).toEqual([]);
    expect(await inUse(story, 'printer')).toEqual([false, true]);
  });
});

describe('an asset that is set inactive in BMS while its agent goes on reporting', () => {
  it('is archived in IT Glue, told as drift for VSA, and comes back when it is set active again', async () => {
    await setInBms(story, 'laptop', { isActive: false });
    const report = await story.sync();
    expect(gist(report).steps).toEqual([`done itglue/archive/asset/${id('itglue')} [active]`]);
    const drift = expect.objectContaining({
      system: 'vsa',
      field: 'active',
      reason: expect.stringMatching(/retired by removing it/),
    });
    expect(report.prepared.plan.drift).toContainEqual(drift);
    expect(await inUse(story)).toEqual([false, false]);
    // The agent's next report wakes nothing up, and what differs is not forgotten.
    for (let n = 0; n < 2; n++) expect((await story.quiet()).prepared.plan.drift).toContainEqual(drift);
    await setInBms(story, 'laptop', { isActive: true });
    await story.sync();
    expect(await inUse(story)).toEqual([true, true]);
    await story.quiet();
  });
});

describe('an asset that one system alone deleted', () => {
  it.each(['bms', 'itglue'] as const)(
    'in %s is missing there: neither made again nor archived elsewhere while its agent reports',
    async (system) => {
      const elsewhere = system === 'bms' ? 'itglue' : 'bms';
      await (system === 'bms'
        ? story.portals.bms.remove('asset', id('bms'))
        : story.portals.itglue.remove('configurations', id('itglue')));
      for (let n = 0; n < 3; n++) {
        const report = await story.quiet();
        expect(report.statuses.get(`${system}:asset:${id(system)}`)?.status).toBe('missing');
        expect(report.statuses.get(`${elsewhere}:asset:${id(elsewhere)}`)?.status).toBe('matched');
      }
    },
  );

  it('in BMS, and without an agent, is archived where it is documented: BMS keeps its life', async () => {
    await story.portals.bms.remove('asset', id('bms', 'printer'));
    await story.quiet();
    expect(gist(await story.sync()).steps).toEqual([
      `done itglue/archive/asset/${id('itglue', 'printer')} [active]`,
    ]);
    await story.quiet();
  });
});

describe('a record that a person wants left alone', () => {
  it('keeps its place: the machine is not made a second time beside it, whatever it is changed to', async () => {
    const act = await story.open().decide({
      type: 'ignore',
      records: [`bms:asset:${id('bms')}`],
      reason: 'a loaner',
    });
    await setInBms(story, 'laptop', { serialNumber: 'PF0LOANER' });
    for (let n = 0; n < 3; n++) expect(gist(await story.sync()).steps).toEqual([]);
    expect(await sizes(story)).toEqual([3, 3]);
    await story.open().undecide(act);
    expect(gist(await story.sync()).steps.filter((step) => step.includes('create'))).toEqual([]);
  });
});

describe('an asset whose status takes no part', () => {
  it('is neither written nor missing, and what it missed arrives when the filter goes', async () => {
    const { state } = await story.portals.bms.asset(id('bms'));
    const filtered = story.with({ 'filter.assetStatuses': [`!${String(state)}`] });
    await setInBms(story, 'laptop', { locationInfo: 'Rack 7' });
    for (let n = 0; n < 2; n++) {
      const { statuses } = await filtered.quiet();
      expect(statuses.get(`bms:asset:${id('bms')}`)).toMatchObject({
        status: 'ignored',
        reason: expect.stringMatching(/filter\.assetStatuses/),
      });
      expect([...statuses.values()].some(({ status }) => status === 'missing')).toBe(false);
    }
    expect(gist(await story.sync()).steps).toEqual([`done itglue/update/asset/${id('itglue')} [position]`]);
    await story.quiet();
  });
});
