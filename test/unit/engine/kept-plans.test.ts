/** Plans that are kept, and carried out when something else has happened since. */
import { afterEach, describe, expect, it } from 'vitest';
import { BOTH_WAYS } from '../../../src/engine/policy';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { record } from './fakes';
import { ANY_SHRINK, ada, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

/** Nothing of organizations goes from BMS to IT Glue; people do. */
const CLOSED = {
  ...BOTH_WAYS,
  bmsItGlue: { ...BOTH_WAYS.bmsItGlue, organization: 'itglue-to-bms' as const },
};
const titles = () => (['bms', 'itglue'] as const).map((system) => rig.value(system, '5', 'title'));
const planned = async () => (await rig.session().plan(rig.options)).plan;

/** A plan to archive a client in IT Glue, and a person of theirs who is there alone. */
async function ending() {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.put(ada('itglue', '7'));
  await rig.sync();
  rig.type('bms', '1', { active: false });
  return planned();
}

describe('a plan that archives is refused', () => {
  it('where the person is in use again by now', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    await rig.sync();
    rig.type('bms', '5', { active: false });
    const plan = await planned();
    expect(plan.steps.map(({ action }) => action)).toEqual(['archive']);
    rig.type('bms', '5', { active: true });
    await rig.sync();
    await expect(rig.session().apply(plan, rig.options)).rejects.toMatchObject({ reason: 'stale' });
    expect(rig.value('itglue', '5', 'active')).toBe(true);
  });

  it('where the client is, with all that would have gone with it', async () => {
    const plan = await ending();
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['contact', 'organization']);
    rig.type('bms', '1', { active: true });
    await rig.sync();
    await expect(rig.session().apply(plan, rig.options)).rejects.toMatchObject({ reason: 'stale' });
    expect([rig.value('itglue', '1', 'active'), rig.value('itglue', '7', 'active')]).toEqual([true, true]);
  });

  it('and carried out where it still is so', async () => {
    const plan = await ending();
    await rig.session().apply(plan, rig.options);
    expect([rig.value('itglue', '1', 'active'), rig.value('itglue', '7', 'active')]).toEqual([false, false]);
  });
});

it('of a plan that ends a client, what belongs to it stays in use where the client itself was unticked', async () => {
  expect((await ending()).steps).toHaveLength(2);
  await rig.session().tick({ group: { kind: 'organization' }, ticked: false });
  const plan = await rig.session().savedPlan();
  if (plan) await rig.session().apply(plan, rig.options);
  expect([rig.value('itglue', '1', 'active'), rig.value('itglue', '7', 'active')]).toEqual([true, true]);
});

it('what would end with a client leaves the Plan view with it', async () => {
  expect((await ending()).steps).toHaveLength(2);
  rig.settings = { ...DEFAULT_SETTINGS, directions: CLOSED };
  expect((await rig.session().overview()).plan.steps).toEqual([]);
});

describe('what waits in another plan for the same record stays open', () => {
  const MAIL = ['new@acme.example'];

  it('where an older plan is carried out', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    await rig.sync();
    rig.type('bms', '5', { emails: MAIL });
    const older = await planned();
    rig.type('bms', '5', { title: 'Boss' });
    await planned();
    await rig.session().apply(older, rig.options);
    rig.type('itglue', '5', { title: 'Controller' });
    await rig.sync();
    // Both changed it, and BMS is believed.
    expect(titles()).toEqual(['Boss', 'Boss']);
  });

  it('where a run is taken back', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    await rig.sync();
    rig.type('bms', '5', { emails: MAIL });
    const run = await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    await planned();
    rig.type('itglue', '5', { title: 'Controller' });
    await rig.undo(run);
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss']);
  });
});

it('a plan that ends a client that is gone can be applied', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = ANY_SHRINK;
  rig.put(ada('itglue', '7'));
  rig.put(record('bms', 'organization', '2', { name: 'Globex', active: true }));
  await rig.sync();
  rig.systems.bms.records.delete('1');
  await rig.session().plan(rig.options);
  const { plan } = await rig.session().plan(rig.options);
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['contact', 'organization']);
  await rig.session().apply(plan, rig.options);
  expect([rig.value('itglue', '1', 'active'), rig.value('itglue', '7', 'active')]).toEqual([false, false]);
});

it('a plan that was kept writes nothing of a kind that is not synced any more', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  const plan = await planned();
  rig.settings = { ...NO_CREATE, kinds: ['organization'] };
  await expect(rig.session().apply(plan, rig.options)).rejects.toThrow(/contacts are not synced any more/);
  expect(titles()).toEqual(['Boss', 'Clerk']);
});

it('a plan of which one conflict was decided can be applied, and leaves two programs that fight about another field alone', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = { ...NO_CREATE, authority: { contact: { title: 'bms', notes: 'ask' } } };
  await rig.sync();
  for (let flip = 0; flip < 4; flip++) {
    rig.type('bms', '5', { title: `Boss ${flip}` });
    rig.type('itglue', '5', { title: 'Clerk' });
    await rig.sync();
  }
  rig.type('bms', '5', { notes: 'one' });
  rig.type('itglue', '5', { notes: 'two' });
  expect((await planned()).conflicts.map(({ field }) => field).sort()).toEqual(['notes', 'title']);
  const against = { bms: 'one', itglue: 'two' };
  const choices = [{ record: 'bms:contact:5', field: 'notes', value: 'one', against }] as const;
  await rig.session().decide({ type: 'value', choices });
  const saved = await rig.session().savedPlan();
  expect(saved?.conflicts.map(({ field }) => field)).toEqual(['title']);
  if (saved) await rig.session().apply(saved, rig.options);
  expect(rig.value('itglue', '5', 'notes')).toBe('one');
  expect(titles()).toEqual(['Boss 3', 'Clerk']);
});
