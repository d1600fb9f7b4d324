/** What a third reading found. */
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import type { Fields, SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { record } from './fakes';
import { ada, BOTH, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const NO_CREATE = { ...DEFAULT_SETTINGS, create: { organization: {}, location: {}, contact: {}, asset: {} } };
const ASKING = { ...NO_CREATE, authority: { contact: { title: 'ask' as const } } };
const MAKING = { ...NO_CREATE, create: { ...NO_CREATE.create, contact: { itglue: ['bms' as const] } } };
const ANY_SHRINK = { ...NO_CREATE, guard: { ...NO_CREATE.guard, maximumShrinkPercent: 100 } };
const [FIRST = '', SECOND = ''] = BOTH;
const titles = () => SYSTEMS.map((system) => rig.value(system, '5', 'title'));
const emails = (system: SystemName) => rig.value(system, '5', 'emails');
const idOf = (key: string | undefined) => key?.split(':')[2] ?? '';
const follow = () => rig.session().follow({ ...rig.options, unasked: SAFE_UNASKED });
const apart = (of: SystemName, ...from: readonly SystemName[]) =>
  rig.session().decide({
    type: 'different',
    pairs: from.map((system) => [`${of}:contact:5`, `${system}:contact:5`] as const),
  });
const ignore = (...systems: readonly SystemName[]) =>
  rig.session().decide({
    type: 'ignore',
    records: systems.map((system) => `${system}:contact:5` as const),
    reason: 'for a while',
  });

/** A run that is killed as soon as the system has written. */
async function killed(system: SystemName, method: 'create' | 'update'): Promise<void> {
  const target = rig.systems[system];
  const real = target[method].bind(target) as (...args: unknown[]) => Promise<unknown>;
  await new Promise<void>((written) => {
    Object.assign(target, {
      [method]: async (...args: unknown[]) => {
        await real(...args);
        written();
        return new Promise(() => undefined);
      },
    });
    void rig.sync();
  });
  Object.assign(target, { [method]: real });
}

it('1 what stood with somebody else meanwhile brings nothing of that one back', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  const grace = { firstName: 'Grace', lastName: 'Hopper', title: 'Chief', emails: ['grace@acme.example'] };
  rig.put(record('bms', 'contact', '6', { name: 'Grace Hopper', active: true, ...grace }));
  await rig.sync();
  await apart('itglue', 'bms');
  await rig.session().decide({ type: 'same', pairs: [['bms:contact:6', 'itglue:contact:5']] });
  await rig.sync();
  expect(rig.value('itglue', '5', 'title')).toBe('Chief');
  await rig.session().decide({ type: 'different', pairs: [['bms:contact:6', 'itglue:contact:5']] });
  await rig.session().decide({ type: 'same', pairs: [['bms:contact:5', 'itglue:contact:5']] });
  await rig.sync();
  expect(rig.systems.bms.records.get('5')?.fields).toMatchObject({ firstName: 'Ada', title: 'Clerk' });
});

it('2 a plan that ends a client that is gone can be applied', async () => {
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

describe('3 an entry that is taken from a list stays away from it', () => {
  const meet = () => {
    rig.put(ada('bms'));
    rig.put(ada('itglue'));
    rig.type('itglue', '5', { emails: [SECOND] });
  };

  it('although the first write to the other side failed', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    meet();
    rig.systems.itglue.before = (method) => {
      if (method === 'update') throw new Failure('rejected', 'not today');
    };
    await rig.sync();
    rig.systems.itglue.before = () => undefined;
    rig.type('bms', '5', { emails: [FIRST] });
    await rig.sync();
    expect(emails('bms')).toEqual([FIRST]);
  });

  it('although it waits for a person, with nobody looking', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    rig.put(record('bms', 'organization', '2', { name: 'Globex', website: 'https://globex.example' }));
    await rig.sync();
    meet();
    await follow();
    expect(emails('itglue')).toEqual([SECOND]);
    rig.type('bms', '5', { emails: [FIRST] });
    await follow();
    expect(emails('bms')).toEqual([FIRST]);
  });
});

it.each(['with nobody looking', 'by hand'])(
  '4 a decision that was carried out is no word about who stands in the place of one of them, %s',
  async (how) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = ASKING;
    rig.type('itglue', '5', { title: 'Controller' });
    await rig.sync();
    const against = { bms: 'Clerk', itglue: 'Controller' };
    const choices = [{ record: 'bms:contact:5', field: 'title', value: 'Clerk', against }] as const;
    await rig.session().decide({ type: 'value', choices });
    await rig.sync();
    expect(rig.value('itglue', '5', 'title')).toBe('Clerk');
    rig.systems.itglue.records.delete('5');
    rig.put(ada('itglue', '6'));
    rig.type('itglue', '6', { title: 'Controller' });
    await (how === 'by hand' ? rig.sync() : follow());
    expect(rig.value('itglue', '6', 'title')).toBe('Controller');
  },
);

it('5 who is out of sight while a record is made hears what was typed before', async () => {
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

it('6 who is made in another one’s place while one alone is in sight is owed nothing', async () => {
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

it('7 an agent that is said to be another machine has spoken for no other agent', async () => {
  rig = await Rig.begin();
  rig.settings = NO_CREATE;
  const machine = (system: SystemName, id: string, fields: Fields = {}) =>
    rig.put(
      record(system, 'asset', id, {
        ...{ name: 'ACME-LT-1', serialNumber: 'PF2ABC34', model: 'Latitude', active: true },
        ...fields,
      }),
    );
  for (const system of SYSTEMS) machine(system, '9');
  await rig.sync();
  await rig.session().decide({
    type: 'different',
    pairs: [
      ['bms:asset:9', 'vsa:asset:9'],
      ['vsa:asset:9', 'itglue:asset:9'],
    ],
  });
  await rig.sync();
  rig.type('bms', '9', { model: 'OptiPlex' });
  await rig.sync();
  rig.type('vsa', '9', { name: 'ACME-LT-2', serialNumber: 'PF2XYZ99' });
  machine('vsa', '10');
  await rig.sync();
  const { identityOf } = await rig.session().overview();
  expect(identityOf.get('vsa:asset:10')).toBe(identityOf.get('bms:asset:9'));
  // VSA is believed about models, and this agent speaks for the first time.
  expect([rig.value('vsa', '10', 'model'), rig.value('bms', '9', 'model')]).toEqual(['Latitude', 'Latitude']);
});

it.each([
  ['different', () => apart('itglue', 'bms', 'vsa')],
  ['ignore', () => ignore('itglue')],
] as const)('8 what a killed run had agreed on comes to who was set apart then: %s', async (_, say) => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = NO_CREATE;
  await rig.sync();
  const act = await say();
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  await killed('vsa', 'update');
  await rig.sync();
  await rig.session().undecide(act);
  await rig.sync();
  await rig.sync();
  expect(titles()).toEqual(['Boss', 'Boss', 'Boss']);
});

it.each([[[...BOTH, 'new@acme.example']], [[FIRST]]])(
  '9 a third side that a killed run did not reach hears of a list, too: %s',
  async (list) => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.type('bms', '5', { emails: list });
    rig.systems.itglue.before = (method) =>
      method === 'update' ? new Promise<void>(() => undefined) : undefined;
    await killed('vsa', 'update');
    rig.systems.itglue.before = () => undefined;
    await rig.sync();
    await rig.sync();
    for (const system of SYSTEMS) expect(emails(system)).toEqual(list);
  },
);

describe('10 an entry taken from a list stays away where a killed run', () => {
  it('had made a record from it', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = MAKING;
    await rig.sync();
    rig.put(ada('bms'));
    await killed('itglue', 'create');
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
    await killed('itglue', 'update');
    rig.type('bms', '5', { emails: [FIRST] });
    await rig.sync();
    await rig.sync();
    expect([emails('bms'), emails('itglue')]).toEqual([[FIRST], [FIRST]]);
  });
});

describe('11 what was typed goes on where', () => {
  it('of two the one that is listed first was left alone', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    const act = await ignore('bms');
    await rig.sync();
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.sync();
    await rig.session().undecide(act);
    await rig.sync();
    expect([rig.value('bms', '5', 'title'), rig.value('itglue', '5', 'title')]).toEqual(['Boss', 'Boss']);
  });

  it.each([['bms'], ['itglue']] as const)('of three vsa and %s were', async (other) => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = NO_CREATE;
    await rig.sync();
    const act = await ignore('vsa', other);
    await rig.sync();
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.sync();
    await rig.session().undecide(act);
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss', 'Boss']);
  });

  it('the one that was not left alone was out of sight for a while', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = ANY_SHRINK;
    await rig.sync();
    const act = await ignore('itglue');
    await rig.sync();
    rig.systems.bms.records.delete('5');
    for (let run = 0; run < 3; run++) await rig.sync();
    rig.put(ada('bms'));
    await rig.sync();
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.session().undecide(act);
    await rig.sync();
    expect([rig.value('bms', '5', 'title'), rig.value('itglue', '5', 'title')]).toEqual(['Boss', 'Boss']);
  });
});
