/** A client that ends leaves nobody in use behind unseen, gets nobody new, and takes nobody along by whose own word they ended. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import { ABLE, record } from './fakes';
import { ANY_SHRINK, MAKING, type Rig } from './rig';
import { twoClients } from './two-clients';

let rig: Rig;
beforeEach(async () => {
  rig = await twoClients();
});
afterEach(() => rig.end());

/** The client and their person in IT Glue. */
const inUse = () => [rig.value('itglue', '1', 'active'), rig.value('itglue', '5', 'active')];
const end = () => rig.type('bms', '1', { active: false });

describe('its people end with it', () => {
  it('though something was typed in one of them', async () => {
    rig.type('bms', '5', { title: 'Boss' });
    end();
    await rig.sync();
    expect([...inUse(), rig.value('itglue', '5', 'title')]).toEqual([false, false, 'Boss']);
  });

  describe('where its end was decided', () => {
    const against = { bms: true, itglue: true };
    const choices = [{ record: 'bms:organization:1', field: 'active', value: false, against }] as const;
    const applied = async () => {
      const plan = await rig.session().savedPlan();
      if (plan) await rig.session().apply(plan, rig.options);
      return plan;
    };

    it('with the next plan: who belongs to it is not in the saved one', async () => {
      await rig.session().plan(rig.options);
      await rig.session().decide({ type: 'value', choices });
      const reasons = (await applied())?.drift.map(({ reason }) => reason) ?? [];
      expect(reasons).toContainEqual(expect.stringContaining('left to the next plan'));
      expect(inUse()).toEqual([true, true]);
      await rig.sync();
      expect(inUse()).toEqual([false, false]);
    });

    it('and nothing is left of it where that is taken back', async () => {
      await rig.session().plan(rig.options);
      await rig.session().undecide(await rig.session().decide({ type: 'value', choices }));
      expect((await applied())?.steps).toEqual([]);
      expect(inUse()).toEqual([true, true]);
    });
  });

  it('with what is decided about one of them meanwhile, in one step', async () => {
    rig.type('bms', '5', { title: 'Boss', firstName: 'Adah' });
    rig.type('itglue', '5', { firstName: 'Adda' });
    end();
    await rig.session().plan(rig.options);
    const against = { bms: 'Adah', itglue: 'Adda' };
    const choices = [{ record: 'bms:contact:5', field: 'firstName', value: 'Adah', against }] as const;
    await rig.session().decide({ type: 'value', choices });
    const plan = await rig.session().savedPlan();
    if (plan) await rig.session().apply(plan, rig.options);
    const held = rig.systems.itglue.records.get('5')?.fields;
    expect(inUse()).toEqual([false, false]);
    expect(held).toMatchObject({ title: 'Boss', firstName: 'Adah' });
  });
});

describe('it waits for its people', () => {
  it('where one is unticked, until they are ticked', async () => {
    end();
    await rig.session().plan(rig.options);
    await rig.session().tick({ group: { kind: 'contact' }, ticked: false });
    await rig.sync();
    expect(inUse()).toEqual([true, true]);
    await rig.session().tick({ group: { kind: 'contact' }, ticked: true });
    await rig.sync();
    expect(inUse()).toEqual([false, false]);
  });

  it('where they wait for a person, and nobody is looking', async () => {
    rig.type('bms', '5', { title: 'Boss' });
    await rig.sync();
    end();
    const unasked = { ...SAFE_UNASKED, organization: 'allButConflicts' as const };
    await rig.session().follow({ ...rig.options, unasked });
    expect(inUse()).toEqual([true, true]);
    await rig.sync();
    expect(inUse()).toEqual([false, false]);
  });
});

describe('nobody is made for it', () => {
  beforeEach(() => {
    rig.settings = { ...ANY_SHRINK, create: MAKING.create };
  });
  const hire = (organization = '1') => {
    const bob = { firstName: 'Bob', lastName: 'Builder', name: 'Bob Builder', active: true };
    rig.put(record('bms', 'contact', '6', { ...bob, organization }, { organization }));
  };
  const nobodyNew = () => expect(rig.people('itglue')).toEqual(['itglue:contact:5']);

  it('in the run that ends it', async () => {
    end();
    hire();
    await rig.sync();
    nobodyNew();
  });

  it('afterwards, and it is told', async () => {
    end();
    await rig.sync();
    hire();
    await rig.sync();
    nobodyNew();
    const { plan } = await rig.session().plan(rig.options);
    expect(plan.drift.map(({ reason }) => reason)).toContainEqual(
      expect.stringContaining('its client is out of use in Kaseya BMS'),
    );
  });

  it('where an undo has archived it', async () => {
    rig.settings = { ...ANY_SHRINK, create: { ...MAKING.create, organization: { itglue: ['bms'] } } };
    rig.put(record('bms', 'organization', '3', { name: 'Initech', active: true }));
    await rig.takeBack(await rig.sync());
    hire('3');
    await rig.sync();
    nobodyNew();
  });

  it('but once it is in use again', async () => {
    end();
    await rig.sync();
    hire();
    rig.type('bms', '1', { active: true });
    await rig.sync();
    expect(rig.people('itglue')).toHaveLength(2);
  });
});

describe('somebody archived by hand while a plan waited that would do the same with their client', () => {
  beforeEach(async () => {
    end();
    const { plan } = await rig.session().plan(rig.options);
    rig.type('itglue', '5', { active: false });
    await rig.session().apply(plan, rig.options);
  });

  it('stays so when the client is back', async () => {
    rig.type('bms', '1', { active: true });
    for (let n = 0; n < 2; n++) await rig.sync();
    expect(inUse()).toEqual([true, false]);
  });

  it('is archived in BMS, too', async () => {
    await rig.sync();
    expect(rig.value('bms', '5', 'active')).toBe(false);
  });
});

it('who was decided to be out of use stays so when the client is back, though BMS cannot be told', async () => {
  const contact = { ...ABLE.contact, archive: { reason: 'it cannot' } };
  rig.systems.bms.abilities = { ...ABLE, contact };
  end();
  await rig.sync();
  const against = { bms: true, itglue: false };
  const choices = [{ record: 'bms:contact:5', field: 'active', value: false, against }] as const;
  await rig.session().decide({ type: 'value', choices });
  await rig.sync();
  rig.type('bms', '1', { active: true });
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(inUse()).toEqual([true, false]);
});

describe('what is typed in somebody goes on', () => {
  const seen = () => [...inUse(), rig.value('itglue', '5', 'title')];

  it('while the end of their client stays unticked, and leaves the end to do', async () => {
    end();
    await rig.session().plan(rig.options);
    await rig.session().tick({ group: { kind: 'organization' }, ticked: false });
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    for (let n = 0; n < 2; n++) await rig.sync();
    expect(seen()).toEqual([true, true, 'Boss']);
    await rig.session().tick({ group: {}, ticked: true });
    await rig.sync();
    expect(seen()).toEqual([false, false, 'Boss']);
  });

  it('as the saved plan is applied without the end, whose rest stays in it', async () => {
    end();
    rig.type('bms', '5', { title: 'Boss' });
    await rig.session().plan(rig.options);
    const ticked = await rig.session().tick({ group: { kind: 'organization' }, ticked: false });
    await rig.session().apply(ticked, rig.options);
    expect(seen()).toEqual([true, true, 'Boss']);
    const left = (await rig.session().savedPlan())?.steps ?? [];
    expect(left.map(({ id, changes }) => [id, changes.map(({ field }) => field)])).toEqual([
      ['itglue/archive/contact/5', ['active']],
      ['itglue/archive/organization/1', ['active']],
    ]);
  });

  it('with nobody looking, while the end of their client waits for a person', async () => {
    rig.type('bms', '2', { website: 'https://globex.example' });
    await rig.sync();
    end();
    rig.type('bms', '5', { title: 'Boss' });
    for (let n = 0; n < 2; n++) await rig.follow();
    expect(seen()).toEqual([true, true, 'Boss']);
  });
});

describe('what somebody has done by hand that a step was to do with the client', () => {
  it.each(['end', 'return'] as const)('goes on from there at the %s', async (at) => {
    if (at === 'return') {
      end();
      await rig.sync();
      rig.type('bms', '1', { active: true });
    } else end();
    rig.settings = { ...ANY_SHRINK, authority: { contact: { title: 'itglue' } } };
    rig.type('bms', '5', { title: 'Boss' });
    const { plan } = await rig.session().plan(rig.options);
    rig.type('itglue', '5', { active: at === 'return', title: 'Boss' });
    await rig.session().apply(plan, rig.options);
    rig.type('bms', '5', { title: 'Chief' });
    await rig.sync();
    expect([rig.value('itglue', '5', 'title'), rig.value('bms', '5', 'title')]).toEqual(['Chief', 'Chief']);
  });
});

it('somebody new is made for a client that has ended in BMS alone, where IT Glue cannot archive it', async () => {
  await rig.end();
  rig = await twoClients(['bms', 'vsa', 'itglue']);
  rig.settings = { ...ANY_SHRINK, create: { ...MAKING.create, contact: { itglue: ['vsa'] } } };
  const organization = { ...ABLE.organization, archive: { reason: 'locked' } };
  for (const system of ['vsa', 'itglue'] as const) rig.systems[system].abilities = { ...ABLE, organization };
  end();
  await rig.sync();
  const bob = { firstName: 'Bob', lastName: 'Builder', name: 'Bob Builder', active: true, organization: '1' };
  rig.put(record('vsa', 'contact', '6', bob));
  await rig.sync();
  expect(rig.people('itglue')).toHaveLength(2);
});
