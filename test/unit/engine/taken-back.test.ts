/** What a person says about who is who, and takes back again: what was agreed on before is remembered. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Change } from '../../../src/engine/decide';
import { Failure } from '../../../src/engine/failure';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const titles = () => SYSTEMS.map((system) => rig.value(system, '5', 'title'));
const ASKING = { ...DEFAULT_SETTINGS, authority: { contact: { title: 'ask' as const } } };
const keyIn = (system: SystemName) => `${system}:contact:5` as const;
const RECORDS = SYSTEMS.flatMap((apart) =>
  (['ignore', 'different'] as const).map((word) => [word, apart] as const),
);

function said(word: 'ignore' | 'different', apart: SystemName): Change {
  if (word === 'ignore') return { type: 'ignore', records: [keyIn(apart)], reason: 'for a while' };
  const others = SYSTEMS.filter((system) => system !== apart);
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

it('who is made in the place of one that is somebody else is owed nothing that the other one was', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = { ...ASKING, create: { ...ASKING.create, contact: { itglue: ['bms'] } } };
  await rig.sync();
  await rig.session().decide(said('different', 'itglue'));
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
