/** What one system could not be told while the others agreed, and how it comes to it when it is within reach again. */
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import type { Fields, SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { BOTH_WAYS } from '../../../src/engine/policy';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { ABLE } from './fakes';
import { ada, BOTH, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const ASKING = { ...DEFAULT_SETTINGS, authority: { contact: { title: 'ask' as const } } };
const titles = () => SYSTEMS.map((system) => rig.value(system, '5', 'title'));
const emailsIn = (system: SystemName) => rig.value(system, '5', 'emails');
const conflicts = async () => (await rig.session().overview()).plan.conflicts;

/** A run during which IT Glue does not show the person. */
async function hidden(change: () => void): Promise<void> {
  const held = rig.systems.itglue.records.get('5');
  if (!held) throw new Error('IT Glue has nobody.');
  rig.systems.itglue.records.delete('5');
  change();
  await rig.sync();
  rig.put(held);
}

describe('a record that was out of sight', () => {
  it('takes what the others agreed on', async () => {
    rig = await Rig.withAda(SYSTEMS);
    await rig.sync();
    await hidden(() => rig.type('bms', '5', { title: 'Boss' }));
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss', 'Boss']);
    expect(await rig.remembered()).not.toHaveProperty('unreached');
  });

  it('and was edited there is asked about: nobody knows which of the two words is the later', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = ASKING;
    await rig.sync();
    rig.type('itglue', '5', { title: 'Controller' });
    await hidden(() => rig.type('bms', '5', { title: 'Boss' }));
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss', 'Controller']);
    expect(await conflicts()).toMatchObject([{ field: 'title', reason: /IT Glue/ }]);
  });

  it('and was edited there has the last word where the others agreed on nothing new, whatever joined them', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = ASKING;
    rig.systems.vsa.records.delete('5');
    await rig.sync();
    rig.type('itglue', '5', { title: 'Controller' });
    await hidden(() => rig.put(ada('vsa')));
    await rig.sync();
    expect(titles()).toEqual(['Controller', 'Controller', 'Controller']);
  });

  it('and was edited to the very same is settled', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = ASKING;
    await rig.sync();
    rig.type('itglue', '5', { title: 'Boss' });
    await hidden(() => rig.type('bms', '5', { title: 'Boss' }));
    await rig.sync();
    expect(await conflicts()).toEqual([]);
    rig.type('itglue', '5', { title: 'Controller' });
    await rig.sync();
    expect(titles()).toEqual(['Controller', 'Controller', 'Controller']);
  });
});

describe('a pair that is switched off, and on again', () => {
  const OFF = {
    ...DEFAULT_SETTINGS,
    directions: {
      ...BOTH_WAYS,
      bmsItGlue: { ...BOTH_WAYS.bmsItGlue, contact: 'off' as const },
      vsaItGlue: { ...BOTH_WAYS.vsaItGlue, contact: 'off' as const },
    },
  };

  it('brings what was edited meanwhile', async () => {
    rig = await Rig.withAda(SYSTEMS);
    await rig.sync();
    rig.settings = OFF;
    rig.type('bms', '5', { title: 'Boss' });
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss', 'Clerk']);
    rig.settings = DEFAULT_SETTINGS;
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss', 'Boss']);
  });

  it('and asks about what was edited on both sides of it', async () => {
    rig = await Rig.withAda(SYSTEMS);
    await rig.sync();
    rig.settings = OFF;
    rig.type('bms', '5', { title: 'Boss' });
    await rig.sync();
    rig.settings = ASKING;
    rig.type('itglue', '5', { title: 'Controller' });
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss', 'Controller']);
    expect(await conflicts()).toHaveLength(1);
  });
});

describe('a list', () => {
  const narrow = (system: SystemName, capacity: number) => {
    const { contact } = ABLE;
    const emails = { write: 'always' as const, capacity };
    rig.systems[system].abilities = {
      ...ABLE,
      contact: { ...contact, fields: { ...contact.fields, emails } },
    };
  };
  const [FIRST = '', SECOND = ''] = BOTH;

  it('that was locked for a while keeps what the others have no room for', async () => {
    rig = await Rig.withAda(['bms', 'vsa']);
    narrow('vsa', 1);
    rig.type('vsa', '5', { emails: [FIRST] });
    await rig.sync();
    const held = rig.systems.bms.records.get('5');
    rig.put({ ...ada('bms'), locked: { emails: 'its own sync holds it' } });
    rig.type('vsa', '5', { emails: ['new@acme.example'] });
    await rig.sync();
    if (held) rig.put(held);
    await rig.sync();
    expect(emailsIn('bms')).toEqual(expect.arrayContaining(['new@acme.example', SECOND]));
  });

  it('that was out of sight lets go of what the others took away, and brings what was added to it', async () => {
    rig = await Rig.withAda(SYSTEMS);
    narrow('vsa', 1);
    rig.type('vsa', '5', { emails: [FIRST] });
    await rig.sync();
    rig.type('itglue', '5', { emails: [...BOTH, 'third@acme.example'] });
    await hidden(() => rig.type('bms', '5', { emails: [FIRST, 'new@acme.example'] }));
    await rig.sync();
    const wanted = [FIRST, 'new@acme.example', 'third@acme.example'].sort();
    for (const system of ['bms', 'itglue'] as const)
      expect([...listOf(emailsIn(system))].sort()).toEqual(wanted);
    expect(emailsIn('vsa')).toEqual([FIRST]);
  });

  it('of which one write failed goes by what was done to the other since', async () => {
    rig = await Rig.withAda(SYSTEMS);
    await rig.sync();
    rig.type('bms', '5', { emails: [FIRST, 'new@acme.example'] });
    rig.systems.itglue.before = (method) => {
      if (method === 'update') throw new Failure('rejected', 'not today');
    };
    await rig.sync();
    rig.systems.itglue.before = () => undefined;
    rig.type('vsa', '5', { emails: ['new@acme.example'] });
    await rig.sync();
    for (const system of SYSTEMS) expect(emailsIn(system)).toEqual(['new@acme.example']);
  });
});

const listOf = (value: Fields['emails']): readonly string[] => (Array.isArray(value) ? value : []);
