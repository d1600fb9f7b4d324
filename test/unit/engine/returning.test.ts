/** What was archived with its client comes back with it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import { BOTH_WAYS } from '../../../src/engine/policy';
import { ANY_SHRINK, Rig } from './rig';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = ANY_SHRINK;
  await rig.sync();
  rig.type('bms', '1', { active: false });
  await rig.sync();
});
afterEach(() => rig.end());

const IN_USE = [
  [true, true],
  [true, true],
];
/** Ada stays in use in BMS, which archives nobody with a client. */
const ENDED = [
  [false, false],
  [true, false],
];
/** Of the client, and of Ada, whether BMS and IT Glue have them in use. */
const both = () => [inUse('1'), inUse('5')];
const inUse = (id: string) => [rig.value('bms', id, 'active'), rig.value('itglue', id, 'active')];

it('a client takes along whoever is used nowhere else, and brings them back', async () => {
  expect(both()).toEqual(ENDED);
  rig.type('bms', '1', { active: true });
  await rig.sync();
  expect(both()).toEqual(IN_USE);
  expect((await rig.session().plan(rig.options)).plan.steps).toEqual([]);
});

it('also where the client was put back in use on both sides by hand, and with what was typed meanwhile', async () => {
  rig.type('bms', '1', { active: true });
  rig.type('itglue', '1', { active: true });
  rig.type('bms', '5', { title: 'Boss' });
  await rig.sync();
  expect([inUse('5'), rig.value('itglue', '5', 'title')]).toEqual([[true, true], 'Boss']);
});

describe('stays archived', () => {
  it('who left meanwhile', async () => {
    rig.type('bms', '5', { active: false });
    rig.type('bms', '1', { active: true });
    await rig.sync();
    await rig.sync();
    expect(inUse('5')).toEqual([false, false]);
  });

  it('who was archived by hand, after coming back, where that may not be passed on', async () => {
    rig.type('bms', '1', { active: true });
    await rig.sync();
    const bmsItGlue = { ...BOTH_WAYS.bmsItGlue, contact: 'bms-to-itglue' as const };
    rig.settings = { ...ANY_SHRINK, directions: { ...BOTH_WAYS, bmsItGlue } };
    rig.type('itglue', '5', { active: false });
    await rig.sync();
    await rig.sync();
    expect(inUse('5')).toEqual([true, false]);
  });
});

it('an undo of the return archives them again, and the next return brings them back', async () => {
  rig.type('bms', '1', { active: true });
  const run = await rig.sync();
  rig.type('bms', '1', { active: false });
  await rig.undo(run);
  await rig.sync();
  expect(both()).toEqual(ENDED);
  rig.type('bms', '1', { active: true });
  await rig.sync();
  expect(both()).toEqual(IN_USE);
});

it('whoever is unticked stays archived until they are ticked', async () => {
  rig.type('bms', '1', { active: true });
  await rig.session().plan(rig.options);
  await rig.session().tick({ group: { kind: 'contact' }, ticked: false });
  await rig.sync();
  expect(both()).toEqual([
    [true, true],
    [true, false],
  ]);
  await rig.session().tick({ group: { kind: 'contact' }, ticked: true });
  await rig.sync();
  expect(inUse('5')).toEqual([true, true]);
});

it('a run that is killed over their archival brings them back later all the same', async () => {
  rig.type('bms', '1', { active: true });
  await rig.sync();
  rig.type('bms', '1', { active: false });
  await rig.killedAfter('update', 'itglue');
  await rig.sync();
  expect(inUse('5')).toEqual([true, false]);
  rig.type('bms', '1', { active: true });
  await rig.sync();
  expect(inUse('5')).toEqual([true, true]);
});

describe('waits for the client, which', () => {
  const UNASKED = { ...SAFE_UNASKED, contact: 'allButConflicts' as const };
  beforeEach(() => rig.type('bms', '1', { active: true }));
  afterEach(() => {
    expect(both()).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  it('is unticked', async () => {
    await rig.session().plan(rig.options);
    await rig.session().tick({ group: { kind: 'organization' }, ticked: false });
    await rig.sync();
  });

  it('cannot be put back in use', async () => {
    let tried = 0;
    rig.systems.itglue.before = (method) => {
      if (method === 'update' && tried++ === 0) throw new Failure('rejected', 'not today');
    };
    const { outcomes } = await rig.session().sync(rig.options);
    expect(outcomes.at(-1)).toMatchObject({
      type: 'refused',
      message: 'it waits for Acme Widgets, which could not be put back in use',
    });
  });

  it('waits for a person itself', async () => {
    await rig.session().follow({ ...rig.options, unasked: UNASKED });
  });
});

it('of a return only one person is taken back: they stay archived under a client in use', async () => {
  rig.type('bms', '1', { active: true });
  const run = await rig.sync();
  const plan = await rig.session().undoOf(run, 'itglue/reactivate/contact/5', rig.options);
  await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
  await rig.sync();
  await rig.sync();
  expect(both()).toEqual([
    [true, true],
    [true, false],
  ]);
});
