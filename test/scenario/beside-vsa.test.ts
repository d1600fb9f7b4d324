/** The vendors’ own integrations of VSA run beside this one: adopted they are left to their work, else this one writes. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ViewMachine } from '../../src/simulators/fleet/model';
import { acmeFleet } from './support/acme';
import { checksIn, setInBms } from './support/life';
import { gist, Story } from './support/story';

let story: Story;

beforeEach(async () => {
  story = await Story.begin({ fleet: acmeFleet() });
  await story.sync();
  await story.quiet();
});
afterEach(() => story.end());

const adopting = (pair: 'bmsVsa' | 'vsaItGlue') =>
  story.with({ 'sync.vendorIntegrations': { [pair]: 'adopt' } });
const id = (product: 'bms' | 'itglue') => story.id(product, 'machine', 'laptop');
const [MAC, SYSTEM] = ['A4:BB:6D:77:77:77', 'Microsoft Windows 11 Pro 10.0.26100'];

interface Pair {
  readonly pair: 'bmsVsa' | 'vsaItGlue';
  readonly follower: 'bms' | 'itglue';
  readonly field: string;
  readonly found: Partial<ViewMachine>;
  readonly vendors: () => Promise<unknown>;
}

/** What the agent finds from now on, whose field that is, and how the vendors’ own integration carries it. */
const PAIRS: readonly Pair[] = [
  {
    ...{ pair: 'bmsVsa', follower: 'bms', field: 'operatingSystem', found: { operatingSystem: SYSTEM } },
    vendors: () => setInBms(story, 'laptop', { osInfo: SYSTEM }),
  },
  {
    ...{ pair: 'vsaItGlue', follower: 'itglue', field: 'macAddresses', found: { macAddresses: [MAC] } },
    vendors: () => story.portals.itglue.edit('configurations', id('itglue'), { 'mac-address': MAC }),
  },
];

it.each(PAIRS)(
  '$pair: adopted, what $follower takes from the agent is told until it has come, and is quiet then',
  async ({ pair, follower, field, found, vendors }) => {
    const adopted = adopting(pair);
    const apart = (report: Awaited<ReturnType<Story['sync']>>) =>
      report.prepared.plan.drift.filter((item) => item.system === follower && item.field === field);
    checksIn(story, 'laptop', { agent: 1, ...found });
    const report = await adopted.sync();
    expect(gist(report).steps.filter((step) => step.includes(` ${follower}/`))).toEqual([]);
    expect(apart(await adopted.quiet())).toEqual([
      expect.objectContaining({
        record: id(follower),
        reason: expect.stringContaining(`(mspSync.sync.vendorIntegrations, ${pair}: adopt)`),
      }),
    ]);
    await vendors();
    expect(apart(await adopted.quiet())).toEqual([]);
  },
);

it.each(PAIRS)(
  '$pair: instead, the same is written to $follower, and so is what was left apart before',
  async ({ pair, follower, field, found }) => {
    checksIn(story, 'laptop', { agent: 1, ...found });
    await adopting(pair).sync();
    expect(gist(await story.sync()).steps).toEqual([
      `done ${follower}/update/asset/${id(follower)} [${field}]`,
    ]);
    await story.quiet();
  },
);

it('bmsVsa: a machine that VSA alone knows is left for the vendors’ integration to make in BMS, or made', async () => {
  checksIn(story, 'tablet', {
    ...{ name: 'ACME-TB-01', hostname: 'ACME-TB-01', truth: 'tablet', agent: 7 },
    ...{ serialNumber: '5CG7777TAB', macAddresses: ['A4:BB:6D:07:07:07'] },
  });
  const adopted = await adopting('bmsVsa').sync();
  expect(gist(adopted).steps.filter((step) => step.includes('bms/create'))).toEqual([]);
  expect(adopted.prepared.plan.drift).toContainEqual(
    expect.objectContaining({
      ...{ system: 'bms', name: 'ACME-TB-01' },
      reason: expect.stringMatching(/makes assets in Kaseya BMS/),
    }),
  );
  expect(gist(await story.sync()).steps).toContainEqual(expect.stringMatching(/^done bms\/create\/asset\//));
  expect((await story.portals.bms.assets()).map(({ assetName }) => assetName)).toContain('ACME-TB-01');
});
