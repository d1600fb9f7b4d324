/** Records that are made beside others, and what these have agreed to by it. */
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { record } from './fakes';
import { ada, idOf, MAKING, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const ASKING = { ...NO_CREATE, authority: { contact: { title: 'ask' as const } } };
const keyIn = (system: SystemName) => `${system}:contact:5` as const;
const placeOf = (system: SystemName, id = '5') => rig.systems[system].records.get(id)?.fields.location;
const conflicts = async () => (await rig.session().overview()).plan.conflicts;
const apart = (of: SystemName, ...from: readonly SystemName[]) =>
  rig
    .session()
    .decide({ type: 'different', pairs: from.map((system) => [keyIn(of), keyIn(system)] as const) });
const offices = () => {
  for (const system of SYSTEMS)
    ['Berlin', 'Munich', 'Rome'].forEach((city, at) => {
      const fields = { name: `${city} Office`, active: true, city, address1: `${city} Street 1` };
      rig.put(record(system, 'location', `2${at + 1}`, fields));
    });
};
const at = (place: string, ...systems: readonly SystemName[]) => {
  for (const system of systems) {
    rig.put(ada(system));
    rig.type(system, '5', { location: place });
  }
};

it('who is out of sight while a record is made hears what was typed before', async () => {
  rig = await Rig.begin();
  rig.settings = NO_CREATE;
  rig.put(ada('bms'));
  rig.put(ada('vsa'));
  await rig.sync();
  rig.systems.vsa.records.delete('5');
  rig.type('bms', '5', { title: 'Boss' });
  rig.settings = MAKING;
  await rig.sync();
  expect(rig.people('itglue')).toHaveLength(1);
  rig.put(ada('vsa'));
  await rig.sync();
  await rig.sync();
  expect(rig.value('vsa', '5', 'title')).toBe('Boss');
});

it('who is made in the place of one that is somebody else is owed nothing that the other one was', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = { ...ASKING, create: { ...ASKING.create, contact: { itglue: ['bms'] } } };
  await rig.sync();
  await apart('itglue', 'bms', 'vsa');
  rig.type('bms', '5', { title: 'Boss' });
  rig.type('itglue', '5', { firstName: 'Grace', lastName: 'Hopper', emails: ['grace@acme.example'] });
  rig.systems.itglue.before = (method) => {
    if (method === 'create') throw new Failure('rejected', 'not today');
  };
  await rig.sync();
  rig.systems.itglue.before = () => undefined;
  await rig.sync();
  const made = rig.people('itglue').find((key) => key !== keyIn('itglue'));
  rig.type('itglue', made?.slice('itglue:contact:'.length) ?? '', { title: 'Chief' });
  await rig.sync();
  expect([rig.value('bms', '5', 'title'), rig.value('vsa', '5', 'title')]).toEqual(['Chief', 'Chief']);
});

it('one that stood alone has agreed to what a record was made from', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = { ...ASKING, create: { ...ASKING.create, contact: { itglue: ['bms'] } } };
  await rig.sync();
  await rig.session().decide({ type: 'different', pairs: [[keyIn('bms'), keyIn('itglue')]] });
  rig.type('bms', '5', { title: 'Boss' });
  rig.type('itglue', '5', { firstName: 'Grace', lastName: 'Hopper', emails: ['grace@acme.example'] });
  await rig.sync();
  const made = rig.people('itglue').find((key) => key !== keyIn('itglue'));
  rig.type('itglue', made?.slice('itglue:contact:'.length) ?? '', { title: 'Chief' });
  await rig.sync();
  expect(rig.value('bms', '5', 'title')).toBe('Chief');
});

it('who is made in another one’s place while one alone is in sight is owed nothing', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = ASKING;
  await rig.sync();
  await apart('itglue', 'bms', 'vsa');
  rig.type('bms', '5', { title: 'Boss' });
  rig.type('itglue', '5', { firstName: 'Grace', lastName: 'Hopper', emails: ['grace@acme.example'] });
  await rig.sync();
  rig.settings = { ...MAKING, authority: ASKING.authority };
  const held = rig.systems.vsa.records.get('5');
  rig.systems.vsa.records.delete('5');
  await rig.sync();
  if (held) rig.put(held);
  const made = rig.people('itglue').find((key) => key !== 'itglue:contact:5');
  rig.type('itglue', idOf(made), { title: 'Chief' });
  await rig.sync();
  expect([rig.value('bms', '5', 'title'), rig.value('vsa', '5', 'title')]).toEqual(['Chief', 'Chief']);
});

describe('a place that did not change is no news to who', () => {
  const begin = async () => {
    rig = await Rig.begin();
    rig.settings = NO_CREATE;
    offices();
    at('21', 'bms', 'vsa');
    await rig.sync();
  };
  const making = async () => {
    rig.settings = MAKING;
    await rig.sync();
    expect(rig.people('itglue')).toHaveLength(1);
  };
  const edited = async () => {
    rig.type('vsa', '5', { location: '22' });
    await rig.sync();
    expect(await conflicts()).toEqual([]);
    expect(placeOf('bms')).toBe('22');
  };

  it('was out of sight while a record was made', async () => {
    await begin();
    await rig.hiding('vsa', making);
    await edited();
  });

  it('was set apart meanwhile', async () => {
    await begin();
    const act = await rig
      .session()
      .decide({ type: 'ignore', records: [keyIn('vsa')], reason: 'for a while' });
    await making();
    await rig.session().undecide(act);
    await edited();
  });
});

it('a place that was typed where somebody stood alone is agreed on by who was made from it', async () => {
  rig = await Rig.begin();
  rig.settings = NO_CREATE;
  offices();
  at('21', 'bms', 'itglue');
  await rig.sync();
  await apart('itglue', 'bms');
  rig.type('bms', '5', { location: '22' });
  rig.type('itglue', '5', { firstName: 'Grace', lastName: 'Hopper', emails: ['grace@acme.example'] });
  rig.settings = MAKING;
  await rig.sync();
  const made = idOf(rig.people('itglue').find((key) => key !== keyIn('itglue')));
  expect(placeOf('itglue', made)).toBe('22');
  rig.type('itglue', made, { location: '23' });
  await rig.sync();
  expect([placeOf('bms'), placeOf('itglue', made)]).toEqual(['23', '23']);
});
