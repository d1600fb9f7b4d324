/** What becomes of a machine's agent: installed anew, re-imaged, on other hardware, moved to another client, cloned. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { machine } from '../support/smallFleet';
import { fakeClock } from '../unit/systems/support/clock';
import { acmeFleet, LAPTOP, withGlobexPlant } from './support/acme';
import { checksIn, inUse, setInBms, sizes } from './support/life';
import { gist, Story } from './support/story';

const DAY = 86_400_000;
let story: Story;
const clock = fakeClock(Date.UTC(2026, 5, 2, 9));

beforeEach(async () => {
  const fleet = acmeFleet({ change: withGlobexPlant });
  story = await Story.begin({ fleet }, {}, clock);
  await story.sync();
  await story.quiet();
});
afterEach(() => story.end());

const id = (product: 'bms' | 'vsa' | 'itglue', key = 'laptop'): string => story.id(product, 'machine', key);
const made = (steps: readonly string[]) => steps.filter((step) => /create|archive/.test(step));

describe('an agent that is installed anew', () => {
  it('on the same machine takes its place, and nothing is made twice', async () => {
    await story.portals.vsa.removeAgent(id('vsa'));
    checksIn(story, 'laptop-new');
    const report = await story.sync();
    expect(made(gist(report).steps)).toEqual([]);
    expect(await sizes(story)).toEqual([2, 2]);
    expect(report.statuses.get(`vsa:asset:${id('vsa', 'laptop-new')}`)?.status).toBe('matched');
    await story.quiet();
    expect(await inUse(story)).toEqual([true, true]);
  });

  it('beside its predecessor, which VSA still lists, takes over once that one is silent', async () => {
    checksIn(story, 'laptop-new', { lastSeen: new Date(LAPTOP.lastSeen.getTime() + 14 * DAY) });
    const report = await story.sync();
    expect(made(gist(report).steps)).toEqual([]);
    expect(await sizes(story)).toEqual([2, 2]);
    const heir = report.prepared.identityOf.get(`vsa:asset:${id('vsa', 'laptop-new')}`);
    expect(heir).toBe(report.prepared.identityOf.get(`bms:asset:${id('bms')}`));
    await story.quiet();
  });

  it('on a machine that was re-imaged, under a new name, takes its place all the same', async () => {
    await story.portals.vsa.removeAgent(id('vsa'));
    checksIn(story, 'laptop-imaged', { name: 'ACME-LT-77', hostname: 'ACME-LT-77' });
    const report = await story.sync();
    expect(made(gist(report).steps)).toEqual([]);
    expect(await sizes(story)).toEqual([2, 2]);
    expect(report.statuses.get(`vsa:asset:${id('vsa', 'laptop-imaged')}`)?.status).toBe('matched');
    await story.quiet();
  });

  it('on other hardware with the old name is another machine: a new record, and the old one retires', async () => {
    await story.portals.vsa.removeAgent(id('vsa'));
    checksIn(story, 'laptop-2', { serialNumber: '5CG9999NEW', macAddresses: ['A4:BB:6D:99:99:99'] });
    const first = await story.sync();
    const fresh = id('vsa', 'laptop-2');
    expect(first.statuses.get(`vsa:asset:${id('vsa')}`)?.status).toBe('missing');
    await story.sync();
    await story.sync();
    expect(await inUse(story)).toEqual([false, false]);
    const last = await story.sync();
    const identity = [...last.prepared.identities.values()].find(({ links }) => links.vsa?.record === fresh);
    expect(identity?.links.bms?.record).not.toBe(id('bms'));
  });

  it('as a clone beside the first is an alarm: nothing is made of it or written to either', async () => {
    checksIn(story, 'laptop-clone', { name: 'ACME-LT-02', hostname: 'ACME-LT-02' });
    const report = await story.sync();
    expect(report.prepared.match.alarms.length).toBeGreaterThan(0);
    expect(gist(report).steps).toEqual([]);
    expect(await sizes(story)).toEqual([2, 2]);
  });
});

describe('an agent that stays while its hardware is replaced', () => {
  const shown = async () => {
    const [bms, itglue] = await Promise.all([
      story.portals.bms.asset(id('bms')),
      story.portals.itglue.get('configurations', id('itglue')),
    ]);
    return [bms.serialNumber, itglue['serial-number']];
  };

  it('is the same machine with a new serial number everywhere, and nothing is made or archived for it', async () => {
    checksIn(story, 'laptop', { agent: 1, serialNumber: '5CG9999NEW', macAddresses: ['A4:BB:6D:99:99:99'] });
    const report = await story.sync();
    expect(made(gist(report).steps)).toEqual([]);
    expect(report.prepared.match.alarms).toEqual([
      expect.objectContaining({ type: 'replaced', reason: expect.stringMatching(/5CG1234XYZ, 5CG9999NEW/) }),
    ]);
    expect(await shown()).toEqual(['5CG9999NEW', '5CG9999NEW']);
    expect(await sizes(story)).toEqual([2, 2]);
    expect((await story.quiet()).prepared.match.alarms).toEqual([]);
  });

  it('with a board that bears no number, only the maker’s placeholder, keeps the one that is known', async () => {
    checksIn(story, 'laptop', { agent: 1, serialNumber: 'To be filled by O.E.M.' });
    const report = await story.sync();
    expect(made(gist(report).steps)).toEqual([]);
    expect(await shown()).toEqual(['5CG1234XYZ', '5CG1234XYZ']);
    expect(report.statuses.get(`vsa:asset:${id('vsa')}`)?.status).toBe('matched');
    await story.quiet();
  });
});

describe('a machine that moves to another client', () => {
  const homes = async () => {
    const [bms, itglue] = await Promise.all([
      story.portals.bms.asset(id('bms')),
      story.portals.itglue.get('configurations', id('itglue')),
    ]);
    return [String(bms.accountId), String(itglue['organization-id'])];
  };
  const at = (key: string) => (['bms', 'itglue'] as const).map((name) => story.id(name, 'organization', key));
  const moves = () => story.tenants.installAgent(machine('vsa-laptop', 'vsa-globex', LAPTOP));
  const place = async () => {
    const configuration = await story.portals.itglue.get('configurations', id('itglue'));
    return String(configuration['location-id']);
  };

  it('with its agent in VSA moves in BMS and IT Glue too, as the same one, and finds its place there', async () => {
    expect(await homes()).toEqual(at('acme'));
    moves();
    const report = await story.sync();
    expect(gist(report).steps.sort()).toEqual([
      `done bms/update/asset/${id('bms')} [organization,machineGroup]`,
      `done itglue/update/asset/${id('itglue')} [organization]`,
    ]);
    expect(await homes()).toEqual(at('globex'));
    expect(await sizes(story)).toEqual([2, 2]);
    // BMS puts it at the client's main location: IT Glue follows, and asks nobody about what the move left blank.
    await story.sync();
    expect(await place()).toBe(story.id('itglue', 'location', 'plant'));
    const after = await story.quiet();
    expect(after.prepared.plan.conflicts).toEqual([]);
    expect(after.prepared.match.alarms).toEqual([]);
  });

  const movesInBms = () =>
    setInBms(story, 'laptop', {
      accountId: Number(story.id('bms', 'organization', 'globex')),
      accountLocationId: Number(story.id('bms', 'location', 'plant')),
      contactId: null,
    });

  it.each([
    ['VSA', moves],
    ['BMS', movesInBms],
  ])('in %s is moved elsewhere only when a person lets it, and is told until then', async (_where, move) => {
    await move();
    for (let n = 0; n < 2; n++) {
      const { report } = await story.follow();
      expect(gist(report).steps.filter((step) => /organization|location/.test(step))).toEqual([]);
      expect(gist(report).steps.filter((step) => !step.startsWith('done'))).toEqual([]);
      expect(report.prepared.match.alarms).toMatchObject([{ type: 'moved' }]);
    }
    expect((await homes())[1]).toBe(at('acme')[1]);
  });

  it('in BMS moves in IT Glue; VSA, where an agent is moved by hand, is told as drift', async () => {
    await movesInBms();
    const report = await story.sync();
    expect(gist(report).steps).toEqual([
      expect.stringMatching(new RegExp(`^done itglue/update/asset/${id('itglue')} \\[organization,location`)),
    ]);
    expect(await homes()).toEqual(at('globex'));
    expect(await place()).toBe(story.id('itglue', 'location', 'plant'));
    expect((await story.quiet()).prepared.plan.drift).toContainEqual(
      expect.objectContaining({
        system: 'vsa',
        field: 'organization',
        reason: expect.stringMatching(/another machine group/),
      }),
    );
  });

  it('comes back when the run that moved it is taken back', async () => {
    moves();
    const { run } = await story.sync();
    const session = story.open();
    const options = { progress: { report: () => undefined }, signal: new AbortController().signal };
    const undo = await session.undoOf(run, undefined, options);
    const { outcomes } = await session.apply(undo, { ...options, purpose: 'undo' });
    session.dispose();
    expect(new Set(outcomes.map(({ type }) => type))).toEqual(new Set(['done']));
    expect(await homes()).toEqual(at('acme'));
  });
});
