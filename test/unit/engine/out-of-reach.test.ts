/** What one system could not be told while the others agreed, and how it comes to it when it is within reach again. */
import { afterEach, describe, expect, it } from 'vitest';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import type { Fields, SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { BOTH_WAYS } from '../../../src/engine/policy';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { ABLE, record } from './fakes';
import { ada, BOTH, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const ASKING = { ...DEFAULT_SETTINGS, authority: { contact: { title: 'ask' as const } } };
const titles = () => SYSTEMS.map((system) => rig.value(system, '5', 'title'));
const emailsIn = (system: SystemName) => rig.value(system, '5', 'emails');
const conflicts = async () => (await rig.session().overview()).plan.conflicts;

/** A run during which IT Glue does not show the person. */
const hidden = (change: () => void) =>
  rig.hiding('itglue', async () => {
    change();
    await rig.sync();
  });

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

describe('a value that its system could not take while its people had said something else', () => {
  const LOCKED = { title: 'its own sync holds it' };
  const follow = () => rig.session().follow({ ...rig.options, unasked: SAFE_UNASKED });
  const controller = (locked: boolean) => {
    const held = ada('itglue');
    rig.put({
      ...held,
      fields: { ...held.fields, title: 'Controller' },
      ...(locked ? { locked: LOCKED } : {}),
    });
  };

  it('is not written with nobody looking once it can be', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    controller(true);
    await follow();
    controller(false);
    await follow();
    expect(rig.value('itglue', '5', 'title')).toBe('Controller');
    await rig.sync();
    expect(rig.value('itglue', '5', 'title')).toBe('Boss');
  });

  it('nor where they had never agreed', async () => {
    rig = await Rig.withAda(['bms']);
    rig.put(record('itglue', 'organization', '1', { name: 'Acme Widgets', active: true }));
    controller(true);
    await rig.sync();
    controller(false);
    await follow();
    expect(rig.value('itglue', '5', 'title')).toBe('Controller');
  });
});

it('what a newly linked record says is not overruled with nobody looking, whoever else changed it in that run', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.systems.itglue.records.delete('5');
  rig.settings = { ...DEFAULT_SETTINGS, create: { organization: {}, location: {}, contact: {}, asset: {} } };
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  const held = ada('itglue');
  rig.put({ ...held, fields: { ...held.fields, title: 'Controller' } });
  await rig.session().follow({ ...rig.options, unasked: SAFE_UNASKED });
  expect(rig.value('itglue', '5', 'title')).toBe('Controller');
});

it('where no write came through, who is out of sight is owed nothing, and has the last word', async () => {
  rig = await Rig.withAda(SYSTEMS);
  await rig.sync();
  const held = rig.systems.itglue.records.get('5');
  rig.systems.itglue.records.delete('5');
  rig.type('bms', '5', { title: 'Boss' });
  rig.refusing('vsa');
  await rig.sync();
  rig.refusing();
  rig.type('bms', '5', { title: 'Clerk' });
  await rig.sync();
  if (held) rig.put(held);
  rig.type('itglue', '5', { title: 'Controller' });
  await rig.sync();
  expect(titles()).toEqual(['Controller', 'Controller', 'Controller']);
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
    rig.refusing('itglue');
    await rig.sync();
    rig.refusing();
    rig.type('vsa', '5', { emails: ['new@acme.example'] });
    await rig.sync();
    for (const system of SYSTEMS) expect(emailsIn(system)).toEqual(['new@acme.example']);
  });
});

it('a list whose own write failed has said what was added to it, and may take that back', async () => {
  rig = await Rig.withAda(SYSTEMS);
  await rig.sync();
  rig.type('itglue', '5', { emails: [...BOTH, 'third@acme.example'] });
  rig.type('bms', '5', { emails: [...BOTH, 'new@acme.example'] });
  rig.refusing('itglue');
  await rig.sync();
  rig.refusing();
  rig.type('itglue', '5', { emails: BOTH });
  await rig.sync();
  for (const system of SYSTEMS) {
    expect(emailsIn(system)).not.toContain('third@acme.example');
    expect(emailsIn(system)).toContain('new@acme.example');
  }
});

it('a list that was locked brings nothing back that was taken from the others meanwhile', async () => {
  rig = await Rig.withAda(SYSTEMS);
  await rig.sync();
  rig.put({ ...ada('itglue'), locked: { emails: 'its own sync holds it' } });
  rig.type('bms', '5', { emails: BOTH.slice(0, 1) });
  await rig.sync();
  rig.put(ada('itglue'));
  rig.type('itglue', '5', { emails: [...BOTH, 'third@acme.example'] });
  await rig.sync();
  expect(emailsIn('bms')).toEqual([BOTH[0], 'third@acme.example']);
});

describe('what was added to a list at the far end of a one-way pair', () => {
  const FAR = {
    ...DEFAULT_SETTINGS,
    directions: {
      ...BOTH_WAYS,
      bmsItGlue: { ...BOTH_WAYS.bmsItGlue, contact: 'bms-to-itglue' as const },
      vsaItGlue: { ...BOTH_WAYS.vsaItGlue, contact: 'vsa-to-itglue' as const },
    },
  };
  const begin = async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = FAR;
    await rig.sync();
    rig.type('itglue', '5', { emails: [...BOTH, 'far@acme.example'] });
    await rig.sync();
  };

  it('stays there while its record is out of sight and others change the list', async () => {
    await begin();
    await hidden(() => rig.type('bms', '5', { emails: [...BOTH, 'new@acme.example'] }));
    await rig.sync();
    expect(emailsIn('itglue')).toEqual(expect.arrayContaining(['far@acme.example', 'new@acme.example']));
  });

  it('and while a write to it fails: what each owes the other is offered all the same', async () => {
    await begin();
    rig.type('bms', '5', { emails: [...BOTH, 'new@acme.example'] });
    rig.refusing('itglue');
    await rig.sync();
    rig.refusing();
    await rig.sync();
    expect(emailsIn('itglue')).toEqual(expect.arrayContaining(['far@acme.example', 'new@acme.example']));
  });
});

it('a place that somebody makes and chooses while it is read goes on to the others once it is seen', async () => {
  rig = await Rig.begin();
  rig.settings = NO_CREATE;
  const place = (system: SystemName, id: string, name: string) =>
    rig.put(record(system, 'location', id, { name, address1: `${name} Street 1`, active: true }));
  for (const system of SYSTEMS) {
    rig.put(ada(system));
    place(system, '3', 'Harbour');
    rig.type(system, '5', { location: '3' });
  }
  for (const system of ['bms', 'vsa'] as const) place(system, '4', 'Depot');
  await rig.sync();
  rig.systems.itglue.before = (method, kind) => {
    if (method !== 'scan' || kind !== 'contact') return;
    place('itglue', '4', 'Depot');
    rig.type('itglue', '5', { location: '4' });
  };
  await rig.sync();
  rig.systems.itglue.before = () => undefined;
  await rig.sync();
  const chosen = SYSTEMS.map((system) => rig.systems[system].records.get('5')?.fields.location);
  expect(chosen).toEqual(['4', '4', '4']);
});

const listOf = (value: Fields['emails']): readonly string[] => (Array.isArray(value) ? value : []);
