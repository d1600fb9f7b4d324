/** What an account no longer shows, or what takes no part, is never read as deleted. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/engine/failure';
import type { RecordKey } from '../../src/engine/model';
import type { Product } from '../../src/simulators/fleet/model';
import { machine } from '../support/smallFleet';
import { acmeFleet, withGlobex } from './support/acme';
import { gist, Story, type VsaVersion } from './support/story';

let story: Story;

async function begin(version: VsaVersion): Promise<void> {
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
  story = await Story.begin({ fleet }, {}, undefined, version);
  await story.sync();
  await story.quiet();
}
beforeEach(() => begin(9));
afterEach(() => story.end());

const id = (...of: Parameters<Story['id']>): string => story.id(...of);

/** One sync that writes nothing: why it stopped, or what it says of the other client's machine in each system. */
async function told(): Promise<string> {
  try {
    const { statuses, prepared } = await story.quiet();
    const pump = prepared.identities.get(prepared.identityOf.get(keyOfPump('bms')) ?? '');
    const of = (product: Product) => statuses.get(`${product}:asset:${pump?.links[product]?.record}`)?.status;
    return `${of('bms')} ${of('vsa')} ${of('itglue')}`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(story.writes()).toEqual([]);
    return error.reason;
  }
}

const keyOfPump = (product: Product): RecordKey => `${product}:asset:${id(product, 'machine', 'pump')}`;

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

/** A token of VSA 10 is given organizations and kinds of calls, nothing below: there are no groups to hide. */
const CASES_10: readonly [string, object, object, string][] = [
  ['any organization', { organizations: [] }, { organizations: null }, 'not-ready'],
  [
    'one client',
    { organizations: ['Acme Tooling Ltd.'] },
    { organizations: null },
    'matched missing matched',
  ],
  ['the devices', { lacks: ['devices'] }, { lacks: [] }, 'forbidden'],
  ['the sites', { lacks: ['sites'] }, { lacks: [] }, 'forbidden'],
  [
    'the inventory, and with it the serial numbers',
    { lacks: ['assets'] },
    { lacks: [] },
    'matched matched matched',
  ],
];

describe('a token of VSA 10 that no longer sees', () => {
  it.each(CASES_10)(
    '%s archives, clears and makes nothing, however often it looks, and all is as it was once it sees again',
    async (_what, lost, back, expected) => {
      await story.end();
      await begin(10);
      await story.turn({ vsa10: lost });
      for (let n = 0; n < 3; n++) expect(await told()).toBe(expected);
      await story.turn({ vsa10: back });
      expect(await told()).toBe('matched matched matched');
      const asset = await story.portals.bms.asset(id('bms', 'machine', 'pump'));
      expect(asset).toMatchObject({ serialNumber: 'CN7PUMP001', isActive: true });
    },
  );
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
