/** Runs taken back, decisions of several people and clocks that jump: what each leaves for the runs that follow. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SystemName } from '../../src/engine/model';
import { SYSTEMS } from '../../src/engine/model';
import { ANY_SHRINK, ada, NO_CREATE, Rig } from './engine/rig';

let rig: Rig;
afterEach(() => rig.end());

const ASKING = { ...NO_CREATE, authority: { contact: { title: 'ask' as const } } };
const titles = (...systems: readonly SystemName[]) =>
  systems.map((system) => rig.value(system, '5', 'title'));

/** As the commands do it: the records are read afresh. */
async function takenBack(run: string): Promise<void> {
  const plan = await rig.session().undoOf(run, undefined, rig.options.signal);
  await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
}

/** A run that is killed while VSA keeps it waiting: what it wrote to IT Glue is written down. */
async function killedWaiting(): Promise<string> {
  await new Promise<void>((waits) => {
    rig.systems.vsa.before = async (method) => {
      if (method !== 'update') return;
      while ((await rig.session().history())[0]?.writes.length !== 1) await new Promise(setImmediate);
      waits();
      await new Promise(() => undefined);
    };
    void rig.sync();
  });
  rig.systems.vsa.before = () => undefined;
  return (await rig.session().history())[0]?.run ?? '';
}

describe('what an undo restored is no word of that record', () => {
  it('where the run had been killed', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    await takenBack(await killedWaiting());
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Clerk']);
    await rig.sync();
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Clerk']);
  });

  const off = { ...ANY_SHRINK.directions.bmsItGlue, contact: 'off' as const };
  const organizationTypes = ['!Prospect'];
  it.each([
    ['the other was out of sight', null],
    ['their kind was not synced', { kinds: ['organization' as const] }],
    ['their pair was off', { directions: { ...ANY_SHRINK.directions, bmsItGlue: off } }],
    ['their client was left out', { filters: { ...ANY_SHRINK.filters, organizationTypes } }],
  ])('while %s', async (_while, settings) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = ANY_SHRINK;
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    rig.type('bms', '1', { type: 'Prospect' });
    const run = await rig.sync();
    const undone = async () => {
      await rig.sync();
      await takenBack(run);
      expect(titles('itglue')).toEqual(['Clerk']);
    };
    rig.settings = { ...ANY_SHRINK, ...settings };
    await (settings === null ? rig.hiding('bms', undone) : undone());
    rig.settings = ANY_SHRINK;
    await rig.sync();
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Clerk']);
  });

  it('while the others dispute', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = ASKING;
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    const run = await rig.sync();
    rig.type('bms', '5', { title: 'Chief' });
    rig.type('vsa', '5', { title: 'Head' });
    await rig.sync();
    await takenBack(run);
    expect(titles(...SYSTEMS)).toEqual(['Chief', 'Head', 'Clerk']);
    rig.type('vsa', '5', { title: 'Chief' });
    await rig.sync();
    expect(titles(...SYSTEMS)).toEqual(['Chief', 'Chief', 'Chief']);
  });
});

it('what was typed before a run was taken back, and waits in a plan, goes on all the same', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  const run = await rig.sync();
  rig.type('bms', '5', { title: 'Chief' });
  await rig.session().plan(rig.options);
  await takenBack(run);
  await rig.sync();
  expect(titles('bms', 'itglue')).toEqual(['Chief', 'Chief']);
});

it('who is put back in use after a record in the only other system was gone stays in use', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = ANY_SHRINK;
  rig.put(ada('bms', '6'));
  rig.type('bms', '6', { name: 'Grace Hopper', firstName: 'Grace', lastName: 'Hopper', emails: [] });
  await rig.sync();
  rig.systems.bms.records.delete('5');
  await rig.sync();
  await rig.sync();
  expect(rig.value('itglue', '5', 'active')).toBe(false);
  rig.type('itglue', '5', { active: true });
  for (let run = 0; run < 4; run++) {
    await rig.sync();
    expect(rig.value('itglue', '5', 'active')).toBe(true);
  }
});
