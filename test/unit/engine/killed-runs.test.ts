/** Runs that are killed between a write and its being written down, on the real session and store. */
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import type { Fields, SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { ANY_SHRINK, ada, BOTH, idOf, MAKING, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const [FIRST = ''] = BOTH;
const emails = (system: SystemName) => rig.value(system, '5', 'emails');

it.each([[[...BOTH, 'new@acme.example']], [[FIRST]]])(
  'a third side that a killed run did not reach hears of a list, too: %s',
  async (list) => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.type('bms', '5', { emails: list });
    rig.systems.itglue.before = (method) =>
      method === 'update' ? new Promise<void>(() => undefined) : undefined;
    await rig.killedAfter('update', 'vsa');
    rig.systems.itglue.before = () => undefined;
    await rig.sync();
    await rig.sync();
    for (const system of SYSTEMS) expect(emails(system)).toEqual(list);
  },
);

it.each<Fields>([{ title: 'Boss' }, { emails: [...BOTH, 'new@acme.example'] }])(
  'a third side that refused what a killed run wrote, and marks no changes, hears of it: %o',
  async (typed) => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.type('bms', '5', typed);
    const refused = new Promise<void>((told) => {
      rig.systems.itglue.before = (method) => {
        if (method !== 'update') return;
        told();
        throw new Failure('rejected', 'not today');
      };
    });
    const { vsa } = rig.systems;
    const update = vsa.update.bind(vsa);
    vsa.update = async (before, changes) => {
      await refused;
      return update(before, changes);
    };
    await rig.killedAfter('update', 'vsa');
    vsa.update = update;
    rig.systems.itglue.before = () => undefined;
    for (let n = 0; n < 2; n++) await rig.sync();
    expect(rig.systems.itglue.records.get('5')?.fields).toMatchObject(typed);
  },
);

describe('an entry taken from a list stays away where a killed run', () => {
  it('had made a record from it', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = MAKING;
    await rig.sync();
    rig.put(ada('bms'));
    await rig.killedAfter('create', 'itglue');
    rig.type('bms', '5', { emails: [FIRST] });
    await rig.sync();
    await rig.sync();
    expect([emails('bms'), rig.value('itglue', idOf(rig.people('itglue')[0]), 'emails')]).toEqual([
      [FIRST],
      [FIRST],
    ]);
  });

  it('had passed it on at first contact', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.put(ada('bms'));
    rig.put(ada('itglue'));
    rig.type('itglue', '5', { emails: [FIRST] });
    await rig.killedAfter('update', 'itglue');
    rig.type('bms', '5', { emails: [FIRST] });
    await rig.sync();
    await rig.sync();
    expect([emails('bms'), emails('itglue')]).toEqual([[FIRST], [FIRST]]);
  });

  it('had written it to who was out of sight next', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = ANY_SHRINK;
    await rig.sync();
    rig.type('bms', '5', { emails: [...BOTH, 'new@acme.example'] });
    await rig.killedAfter('update', 'itglue');
    await rig.hiding('itglue', async () => {
      await rig.sync();
      rig.type('bms', '5', { emails: BOTH });
      await rig.sync();
    });
    for (let n = 0; n < 3; n++) await rig.sync();
    expect([emails('bms'), emails('itglue')]).toEqual([BOTH, BOTH]);
  });
});

it('what is typed once more, after a killed run had carried out a decision against it, is not written over', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = { ...NO_CREATE, authority: { contact: { title: 'ask' } } };
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  rig.type('itglue', '5', { title: 'Head' });
  await rig.sync();
  const against = { bms: 'Boss', vsa: 'Clerk', itglue: 'Head' };
  const choices = [{ record: 'bms:contact:5', field: 'title', value: 'Boss', against }] as const;
  await rig.session().decide({ type: 'value', choices });
  await rig.killedWaitingFor('vsa');
  expect(rig.value('itglue', '5', 'title')).toBe('Boss');
  rig.type('itglue', '5', { title: 'Head' });
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(rig.value('itglue', '5', 'title')).toBe('Head');
});

it('who said the same at first contact has agreed to it, though the run was killed', async () => {
  rig = await Rig.begin();
  rig.settings = NO_CREATE;
  await rig.sync();
  for (const system of SYSTEMS) rig.put(ada(system));
  rig.type('itglue', '5', { title: '' });
  await rig.killedAfter('update', 'itglue');
  rig.type('vsa', '5', { title: 'Boss' });
  await rig.sync();
  expect(SYSTEMS.map((system) => rig.value(system, '5', 'title'))).toEqual(['Boss', 'Boss', 'Boss']);
});
