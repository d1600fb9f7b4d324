/** What an account no longer shows, or what takes no part, is never read as deleted. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/engine/failure';
import type { Product } from '../../src/simulators/fleet/model';
import { machine } from '../support/smallFleet';
import { acmeFleet, withGlobex } from './support/acme';
import { gist, Story } from './support/story';

let story: Story;
beforeEach(async () => {
  const fleet = acmeFleet({
    change: (view, product) => ({
      ...withGlobex(view, product),
      machines: [
        ...view.machines,
        machine(`${product}-pump`, `${product}-globex`, {
          truth: 'pump',
          name: 'GLX-PUMP-01',
          hostname: 'GLX-PUMP-01',
          serialNumber: 'CN7PUMP001',
          agent: 3,
          macAddresses: ['A4:BB:6D:0D:0E:0F'],
        }),
      ],
    }),
  });
  story = await Story.begin({ fleet });
  await story.sync();
  await story.quiet();
});
afterEach(() => story.end());

const id = (...of: Parameters<Story['id']>): string => story.id(...of);

/** One sync that writes nothing: why it stopped, or what it says of the other client's machine in each system. */
async function told(): Promise<string> {
  try {
    const { statuses } = await story.quiet();
    const of = (product: Product) =>
      statuses.get(`${product}:asset:${id(product, 'machine', 'pump')}`)?.status;
    return `${of('bms')} ${of('vsa')} ${of('itglue')}`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(story.writes()).toEqual([]);
    return error.reason;
  }
}

const ALL = { accounts: 'delete', contacts: 'delete', assets: 'delete' };
const CASES: readonly [string, () => object, object, string][] = [
  ['all that VSA holds', () => ({ vsa: { scope: [] } }), { vsa: { scope: null } }, 'not-ready'],
  [
    'one client in VSA',
    () => ({ vsa: { scope: ['acme'] } }),
    { vsa: { scope: null } },
    'matched missing matched',
  ],
  [
    'the machine group of a client that it still sees in VSA',
    () => ({ vsa: { hiddenGroups: ['globex.root'] } }),
    { vsa: { hiddenGroups: [] } },
    'matched missing matched',
  ],
  [
    'the audits, and with them the serial numbers',
    () => ({ vsa: { roleLacks: ['Audit'] } }),
    { vsa: { roleLacks: [] } },
    'matched matched matched',
  ],
  [
    'one client in BMS',
    () => ({ bms: { hiddenAccounts: [Number(id('bms', 'organization', 'globex'))] } }),
    { bms: { hiddenAccounts: [] } },
    'missing matched matched',
  ],
  [
    'the assets in BMS',
    () => ({ bms: { rights: { ...ALL, assets: 'none' } } }),
    { bms: { rights: ALL } },
    'forbidden',
  ],
  [
    'one client in IT Glue',
    () => ({ itglue: { visibleOrganizations: [id('itglue', 'organization', 'acme')] } }),
    { itglue: { visibleOrganizations: null } },
    'matched matched missing',
  ],
  [
    'the configurations in IT Glue',
    () => ({ itglue: { deniedCollections: ['configurations'] } }),
    { itglue: { deniedCollections: [] } },
    'forbidden',
  ],
];

describe('an account that no longer sees', () => {
  it.each(CASES)(
    '%s archives, clears and makes nothing, however often it looks, and all is as it was once it sees again',
    async (_what, lost, back, expected) => {
      await story.turn({ ...lost() });
      for (let n = 0; n < 3; n++) expect(await told()).toBe(expected);
      await story.turn({ ...back });
      expect(await told()).toBe('matched matched matched');
      const asset = await story.portals.bms.asset(id('bms', 'machine', 'pump'));
      expect(asset).toMatchObject({ serialNumber: 'CN7PUMP001', isActive: true });
    },
  );

  it('a client with all that is theirs stops the run until a person lets it pass', async () => {
    const account = id('bms', 'organization', 'acme');
    await story.turn({ bms: { hiddenAccounts: [Number(account)] } });
    await expect(story.sync()).rejects.toMatchObject({
      reason: 'guard',
      message: expect.stringMatching(/no longer shows one client that the last run saw/),
    });
    expect(story.writes()).toEqual([]);
    for (let n = 0; n < 3; n++) {
      const report = await story.sync({ pass: new Set(['scope-loss']) });
      expect(gist(report).steps).toEqual([]);
      expect(report.statuses.get(`bms:asset:${id('bms', 'machine', 'laptop')}`)?.status).toBe('missing');
    }
    await story.turn({ bms: { hiddenAccounts: [] } });
    const back = await story.quiet();
    expect(back.statuses.get(`bms:organization:${account}`)?.status).toBe('matched');
    expect(back.statuses.get(`bms:asset:${id('bms', 'machine', 'laptop')}`)?.status).toBe('matched');
  });
});

describe('an organization whose type takes no part', () => {
  it('is neither written nor missing, and goes on when the filter goes', async () => {
    const account = id('bms', 'organization', 'acme');
    await story.portals.bms.edit('organization', account, { website: 'https://acme-tools.example' });
    const filtered = story.with({ 'filter.organizationTypes': ['!Customer'] });
    for (let n = 0; n < 2; n++) {
      const report = await filtered.quiet();
      expect([...report.statuses.values()].some(({ status }) => status === 'missing')).toBe(false);
    }
    const report = await story.sync();
    expect(report.outcomes.length).toBeGreaterThan(0);
    expect(gist(report).steps.every((step) => step.startsWith('done'))).toBe(true);
    await story.quiet();
  });
});
