/** What is disputed, decided, gone or owed, when one more thing happens before it is settled. */
import { afterEach, describe, expect, it } from 'vitest';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import type { Fields, SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { record } from './fakes';
import { ada, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const NO_CREATE = { ...DEFAULT_SETTINGS, create: { organization: {}, location: {}, contact: {}, asset: {} } };
const ASKING = { ...NO_CREATE, authority: { contact: { title: 'ask' as const } } };
const titles = () => SYSTEMS.map((system) => rig.value(system, '5', 'title'));
const follow = () => rig.session().follow({ ...rig.options, unasked: SAFE_UNASKED });
const join = (system: SystemName, fields: Fields) => {
  const held = ada(system);
  rig.put({ ...held, fields: { ...held.fields, ...fields } });
};
const decide = (value: string, against: Partial<Record<SystemName, string>>) =>
  rig.session().decide({
    type: 'value',
    choices: [{ record: 'bms:contact:5', field: 'title', value, against }],
  });

describe('with nobody looking nothing is written over', () => {
  it('a disputed value, although its source was edited again', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    const held = ada('itglue');
    const fields = { ...held.fields, title: 'Controller' };
    rig.put({ ...held, fields, locked: { title: 'its own sync holds it' } });
    await follow();
    rig.put({ ...held, fields });
    rig.type('bms', '5', { title: 'Head' });
    await follow();
    expect(rig.value('itglue', '5', 'title')).toBe('Controller');
  });

  it('a list that waits since first contact, although a blank one was filled from it', async () => {
    rig = await Rig.begin();
    rig.settings = NO_CREATE;
    // A first plan was carried out, so that what follows may write at all.
    rig.put(record('bms', 'organization', '2', { name: 'Globex', website: 'https://globex.example' }));
    await rig.sync();
    const phones = ['+49 30 1234567'];
    join('bms', { emails: ['ada@acme.example', 'b@acme.example'], phones });
    join('vsa', { emails: [], phones });
    join('itglue', { emails: ['ada@acme.example'], phones });
    for (let run = 0; run < 3; run++) await follow();
    expect(rig.value('itglue', '5', 'emails')).toEqual(['ada@acme.example']);
  });
});

describe('a decision about a value', () => {
  it('that was carried out is no word about who joins later', async () => {
    rig = await Rig.begin();
    rig.settings = ASKING;
    join('bms', { title: 'Clerk' });
    join('itglue', { title: 'Boss' });
    await rig.sync();
    await decide('Clerk', { bms: 'Clerk', itglue: 'Boss' });
    await rig.sync();
    join('vsa', { title: 'Controller' });
    await follow();
    expect(rig.value('vsa', '5', 'title')).toBe('Controller');
  });

  it('nor about what was typed where nobody had seen it when it was made', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = ASKING;
    await rig.sync();
    rig.type('bms', '5', { title: 'Head' });
    rig.type('vsa', '5', { title: 'Boss' });
    await rig.hiding('itglue', async () => {
      await rig.sync();
      await decide('Head', { bms: 'Head', vsa: 'Boss' });
      await rig.sync();
    });
    rig.type('itglue', '5', { title: 'Controller' });
    await follow();
    expect(rig.value('itglue', '5', 'title')).toBe('Controller');
  });
});

it('what is seen again is gone no more, though another one is out of sight then', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = NO_CREATE;
  await rig.sync();
  await rig.hiding('bms', async () => {
    await rig.sync();
    await rig.session().plan(rig.options);
    expect(await rig.remembered()).toMatchObject({ gone: ['bms'] });
  });
  rig.systems.vsa.records.delete('5');
  await rig.sync();
  expect(await rig.remembered()).not.toHaveProperty('gone');
});

it('a debt is paid by no change that nobody took', async () => {
  rig = await Rig.withAda(SYSTEMS);
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  rig.refusing('itglue');
  await rig.sync();
  rig.type('bms', '5', { title: 'Clerk' });
  rig.refusing('vsa');
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  rig.refusing();
  await rig.sync();
  expect(titles()).toEqual(['Boss', 'Boss', 'Boss']);
});

it('what was typed out of reach is asked about, too, while those that hold the other value are out of sight', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = ASKING;
  await rig.sync();
  const vsa = ada('vsa');
  rig.put({ ...vsa, locked: { title: 'its own sync holds it' } });
  await rig.hiding('itglue', async () => {
    rig.type('bms', '5', { title: 'Boss' });
    await rig.sync();
  });
  rig.type('itglue', '5', { title: 'Controller' });
  await rig.hiding('bms', async () => {
    await rig.sync();
  });
  rig.put(vsa);
  await rig.sync();
  expect(rig.value('bms', '5', 'title')).toBe('Boss');
  expect((await rig.session().overview()).plan.conflicts).toHaveLength(1);
});

it.each(['with nobody looking', 'by hand'])(
  'a decision that was carried out is no word about who stands in the place of one of them, %s',
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
