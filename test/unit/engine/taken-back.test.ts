/** What a person says about who is who, and takes back again: what was agreed on before is remembered. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Change } from '../../../src/engine/decide';
import type { Fields, SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { record } from './fakes';
import { ANY_SHRINK, ada, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const titles = (...systems: readonly SystemName[]) =>
  (systems.length > 0 ? systems : SYSTEMS).map((system) => rig.value(system, '5', 'title'));
const ASKING = { ...DEFAULT_SETTINGS, authority: { contact: { title: 'ask' as const } } };
const keyIn = (system: SystemName) => `${system}:contact:5` as const;
const RECORDS = SYSTEMS.flatMap((apart) =>
  (['ignore', 'different'] as const).map((word) => [word, apart] as const),
);

function said(
  word: 'ignore' | 'different',
  apart: SystemName,
  among: readonly SystemName[] = SYSTEMS,
): Change {
  if (word === 'ignore') return { type: 'ignore', records: [keyIn(apart)], reason: 'for a while' };
  const others = among.filter((system) => system !== apart);
  return { type: 'different', pairs: others.map((system) => [keyIn(apart), keyIn(system)]) };
}

/** A run while what the person said stands, and another after it was taken back. */
async function meanwhile(word: 'ignore' | 'different', apart: SystemName, change: () => void): Promise<void> {
  const act = await rig.session().decide(said(word, apart));
  change();
  await rig.sync();
  await rig.session().undecide(act);
  await rig.sync();
}

describe.each(RECORDS)('%s, said of the record of %s and taken back', (word, apart) => {
  const others = SYSTEMS.filter((system) => system !== apart);

  it('brings it what the others agreed on since', async () => {
    rig = await Rig.withAda(SYSTEMS);
    await rig.sync();
    await meanwhile(word, apart, () => rig.type(others[0] ?? 'bms', '5', { title: 'Boss' }));
    expect(titles()).toEqual(['Boss', 'Boss', 'Boss']);
  });

  it('brings the others what was typed there since', async () => {
    rig = await Rig.withAda(SYSTEMS);
    await rig.sync();
    await meanwhile(word, apart, () => rig.type(apart, '5', { title: 'Boss' }));
    expect(titles()).toEqual(['Boss', 'Boss', 'Boss']);
  });

  it('asks where both have said something else', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = ASKING;
    await rig.sync();
    await meanwhile(word, apart, () => {
      rig.type(apart, '5', { title: 'Boss' });
      for (const system of others) rig.type(system, '5', { title: 'Chief' });
    });
    const { conflicts } = (await rig.session().overview()).plan;
    expect(conflicts).toMatchObject([{ field: 'title' }]);
  });
});

it('what stood with somebody else meanwhile brings nothing of that one back', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  const grace = { firstName: 'Grace', lastName: 'Hopper', title: 'Chief', emails: ['grace@acme.example'] };
  rig.put(record('bms', 'contact', '6', { name: 'Grace Hopper', active: true, ...grace }));
  await rig.sync();
  await rig.session().decide({ type: 'different', pairs: [[keyIn('bms'), keyIn('itglue')]] });
  await rig.session().decide({ type: 'same', pairs: [['bms:contact:6', 'itglue:contact:5']] });
  await rig.sync();
  expect(rig.value('itglue', '5', 'title')).toBe('Chief');
  await rig.session().decide({ type: 'different', pairs: [['bms:contact:6', 'itglue:contact:5']] });
  await rig.session().decide({ type: 'same', pairs: [['bms:contact:5', 'itglue:contact:5']] });
  await rig.sync();
  expect(rig.systems.bms.records.get('5')?.fields).toMatchObject({ firstName: 'Ada', title: 'Clerk' });
});

it('an agent that is said to be another machine has spoken for no other agent', async () => {
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

it.each(['different', 'ignore'] as const)(
  'what a killed run had agreed on comes to who was set apart then: %s',
  async (word) => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = NO_CREATE;
    await rig.sync();
    const act = await rig.session().decide(said(word, 'itglue'));
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    await rig.killedAfter('update', 'vsa');
    await rig.sync();
    await rig.session().undecide(act);
    await rig.sync();
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss', 'Boss']);
  },
);

describe('what was typed goes on where', () => {
  it('of two the one that is listed first was left alone', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    const act = await rig.session().decide(said('ignore', 'bms'));
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
    const act = await rig
      .session()
      .decide({ type: 'ignore', records: [keyIn('vsa'), keyIn(other)], reason: 'for a while' });
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
    const act = await rig.session().decide(said('ignore', 'itglue'));
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

describe('what a killed run wrote to a record that is set apart then is no word of that record', () => {
  it.each(['ignore', 'different'] as const)('%s', async (word) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    await rig.killedAfter('update', 'itglue');
    const act = await rig.session().decide(said(word, 'itglue', ['bms', 'itglue']));
    await rig.sync();
    rig.type('bms', '5', { title: 'Clerk' });
    await rig.session().undecide(act);
    await rig.sync();
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Clerk', 'Clerk']);
  });

  it('and asks nothing', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = ASKING;
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    await rig.killedAfter('update', 'itglue');
    const act = await rig.session().decide(said('ignore', 'itglue'));
    await rig.sync();
    rig.type('bms', '5', { title: 'Chief' });
    await rig.session().undecide(act);
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Chief', 'Chief']);
  });
});

it('what an undo restored in a record that is set apart is no word of that record', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  const run = await rig.sync();
  const act = await rig.session().decide(said('ignore', 'itglue'));
  await rig.sync();
  await rig.undo(run);
  expect(titles('bms', 'itglue')).toEqual(['Boss', 'Clerk']);
  await rig.session().undecide(act);
  await rig.sync();
  expect(rig.value('bms', '5', 'title')).toBe('Boss');
});

it('the memory goes on that knows both, whichever of two identities has the smaller id', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  rig.put(ada('itglue'));
  await rig.sync();
  rig.put(ada('bms'));
  await rig.sync();
  const act = await rig.session().decide(said('ignore', 'bms'));
  await rig.sync();
  rig.type('itglue', '5', { title: 'Boss' });
  await rig.sync();
  await rig.session().undecide(act);
  await rig.sync();
  expect(titles('bms', 'itglue')).toEqual(['Boss', 'Boss']);
});

it('who was parted is forgotten once all of them are gone', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = ANY_SHRINK;
  await rig.sync();
  await rig.session().decide(said('different', 'itglue', ['bms', 'itglue']));
  await rig.sync();
  for (const system of ['bms', 'itglue'] as const) rig.systems[system].records.delete('5');
  for (let run = 0; run < 5; run++) await rig.sync();
  await expect(rig.remembered()).rejects.toThrow('Nobody is remembered.');
});
