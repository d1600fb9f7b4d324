/** What was settled, barred, owed or decided in one run, and what comes of it in those after it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { BOTH_WAYS } from '../../../src/engine/policy';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { record } from './fakes';
import { ada, BOTH, Rig } from './rig';

const ONE_WAY = {
  ...DEFAULT_SETTINGS,
  directions: { ...BOTH_WAYS, bmsItGlue: { ...BOTH_WAYS.bmsItGlue, contact: 'bms-to-itglue' as const } },
};

let rig: Rig;
afterEach(() => rig.end());

async function begin(systems: readonly SystemName[]): Promise<void> {
  rig = await Rig.withAda(systems);
}

/** Typed where it may not be passed on from: the other side is owed it. Then the pair is synced both ways. */
async function typedAtTheFarEnd(): Promise<void> {
  rig.settings = ONE_WAY;
  await rig.sync();
  rig.type('itglue', '5', { title: 'Typed in IT Glue' });
  await rig.sync();
  rig.settings = DEFAULT_SETTINGS;
}

describe('a pair that is synced one way', () => {
  beforeEach(() => begin(['bms', 'itglue']));

  it('never takes from a list what somebody took from it at its far end, in no later run either', async () => {
    rig.settings = ONE_WAY;
    await rig.sync();
    rig.type('itglue', '5', { emails: ['ada@acme.example'] });
    for (let run = 0; run < 3; run++) {
      await rig.sync();
      expect(rig.value('bms', '5', 'emails')).toEqual(BOTH);
    }
  });

  it('and once it is synced both ways, what the source says itself is owed to it no more', async () => {
    await typedAtTheFarEnd();
    rig.type('bms', '5', { title: 'Typed in BMS' });
    await rig.undo(await rig.sync());
    await rig.sync();
    expect(rig.value('bms', '5', 'title')).toBe('Typed in BMS');
  });

  it('nor does that debt keep a later value from a record that was locked for a while', async () => {
    await typedAtTheFarEnd();
    rig.type('bms', '5', { title: 'Typed in BMS' });
    await rig.sync();
    rig.put({ ...ada('itglue'), locked: { title: 'its PSA sync holds it' } });
    rig.type('itglue', '5', { title: 'Typed in BMS' });
    rig.type('bms', '5', { title: 'Second in BMS' });
    await rig.sync();
    rig.put(ada('itglue'));
    rig.type('itglue', '5', { title: 'Typed in BMS' });
    await rig.sync();
    expect(rig.value('itglue', '5', 'title')).toBe('Second in BMS');
  });
});

it('a system that is only written to empties no list of those that it is written from', async () => {
  await begin(SYSTEMS);
  const directions = {
    ...BOTH_WAYS,
    bmsVsa: { ...BOTH_WAYS.bmsVsa, contact: 'bms-to-vsa' as const },
    vsaItGlue: { ...BOTH_WAYS.vsaItGlue, contact: 'itglue-to-vsa' as const },
  };
  rig.settings = { ...DEFAULT_SETTINGS, directions };
  await rig.sync();
  rig.type('vsa', '5', { emails: ['typo@acme.example'] });
  for (let run = 0; run < 3; run++) await rig.sync();
  expect([rig.value('bms', '5', 'emails'), rig.value('itglue', '5', 'emails')]).toEqual([BOTH, BOTH]);
});

it('of two authorities decided for one client, by way of two of its records, the newer one counts', async () => {
  await begin(['bms', 'itglue']);
  await rig.sync();
  const choose = (system: 'bms' | 'itglue') => {
    const choice = {
      organization: `${system}:organization:1`,
      kind: 'contact',
      field: 'title',
      system,
    } as const;
    return rig.session().decide({ type: 'authority', choices: [choice] });
  };
  await choose('bms');
  await choose('itglue');
  rig.type('bms', '5', { title: 'From BMS' });
  rig.type('itglue', '5', { title: 'From IT Glue' });
  await rig.sync();
  expect(rig.value('bms', '5', 'title')).toBe('From IT Glue');
});

it('a record that is to be left alone is not archived with its client', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.put(ada('itglue', '7'));
  await rig.sync();
  await rig.session().decide({ type: 'ignore', records: ['itglue:contact:7'], reason: 'leave her alone' });
  rig.type('bms', '1', { active: false });
  await rig.sync();
  expect(rig.value('itglue', '1', 'active')).toBe(false);
  expect(rig.value('itglue', '7', 'active')).toBe(true);
});

describe('a plan is refused, and nothing written, where it was said since it was made', () => {
  const apply = async () => {
    const plan = await rig.session().savedPlan();
    if (plan === null) throw new Error('There is no plan.');
    return rig.session().apply(plan, rig.options);
  };
  const waiting = async () => (await rig.session().overview()).plan.steps;

  it('that the record it writes to is another person', async () => {
    await begin(['bms', 'itglue']);
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    await rig.session().plan(rig.options);
    await rig.session().decide({ type: 'different', pairs: [['bms:contact:5', 'itglue:contact:5']] });
    await expect(apply()).rejects.toMatchObject({ reason: 'stale', message: /linked differently/ });
    expect(await waiting()).toEqual([]);
    expect(rig.value('itglue', '5', 'title')).toBe('Clerk');
  });

  it('that what it makes is there already, under another name', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.put(ada('bms'));
    const queen = { firstName: 'Countess', lastName: 'King', emails: ['king@home.example'] };
    rig.put(record('itglue', 'contact', '9', { name: 'Countess King', ...queen }));
    await rig.session().plan(rig.options);
    await rig.session().decide({ type: 'same', pairs: [['bms:contact:5', 'itglue:contact:9']] });
    await expect(apply()).rejects.toMatchObject({ reason: 'stale' });
    expect(await waiting()).toEqual([]);
    expect(rig.people('itglue')).toEqual(['itglue:contact:9']);
  });

  it('by another run, that its value was a mistake: a plan that was kept writes it no more', async () => {
    await begin(['bms', 'itglue']);
    await rig.sync();
    rig.type('bms', '5', { title: 'Typo' });
    const { plan } = await rig.session().plan(rig.options);
    rig.type('bms', '5', { title: 'Clerk' });
    await rig.sync();
    await expect(rig.session().apply(plan, rig.options)).rejects.toMatchObject({ reason: 'stale' });
    expect(rig.value('itglue', '5', 'title')).toBe('Clerk');
  });

  it('by the settings, that nothing goes this way any more', async () => {
    await begin(['bms', 'itglue']);
    await rig.sync();
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.session().plan(rig.options);
    rig.settings = ONE_WAY;
    expect(await waiting()).toEqual([]);
    await expect(apply()).rejects.toMatchObject({ reason: 'stale' });
    expect(rig.value('bms', '5', 'title')).toBe('Clerk');
  });

  it('that the record is to be left alone', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.put(ada('bms'));
    await rig.session().plan(rig.options);
    await rig.session().decide({ type: 'ignore', records: ['bms:contact:5'], reason: 'a test person' });
    await expect(apply()).rejects.toMatchObject({ reason: 'stale', message: /left alone/ });
    expect(await waiting()).toEqual([]);
    expect(rig.people('itglue')).toEqual([]);
  });
});

describe('of two writes of one value one came through', () => {
  const title = (system: SystemName) => rig.value(system, '5', 'title');
  const titles = () => SYSTEMS.map(title);
  beforeEach(async () => {
    await begin(SYSTEMS);
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    rig.refusing('itglue');
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss', 'Clerk']);
  });

  it('and what is typed over it there is the later word, whether or not the other still fails', async () => {
    rig.type('vsa', '5', { title: 'Head' });
    await rig.sync();
    expect(titles()).toEqual(['Head', 'Head', 'Clerk']);
    rig.refusing();
    await rig.sync();
    expect(titles()).toEqual(['Head', 'Head', 'Head']);
  });

  it('and so is the former value, typed there again', async () => {
    rig.type('vsa', '5', { title: 'Clerk' });
    await rig.sync();
    expect(titles()).toEqual(['Clerk', 'Clerk', 'Clerk']);
  });

  it('and where the source takes its value back, what was written is taken back', async () => {
    rig.type('bms', '5', { title: 'Clerk' });
    rig.refusing();
    await rig.sync();
    expect(titles()).toEqual(['Clerk', 'Clerk', 'Clerk']);
  });

  it('and what was typed meanwhile where the other failed is asked about', async () => {
    rig.settings = { ...DEFAULT_SETTINGS, authority: { contact: { title: 'ask' } } };
    rig.type('itglue', '5', { title: 'Controller' });
    rig.refusing();
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss', 'Controller']);
    const [conflict] = (await rig.session().overview()).plan.conflicts;
    expect(conflict).toMatchObject({ field: 'title', values: { bms: 'Boss', itglue: 'Controller' } });
  });

  it('and else the other is written when it can be', async () => {
    rig.refusing();
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss', 'Boss']);
    expect((await rig.remembered()).owed).toBeUndefined();
  });
});

describe('a value that was decided between two', () => {
  const decide = (value: 'Clerk' | 'Boss') =>
    rig.session().decide({
      type: 'value',
      choices: [
        { record: 'bms:contact:5', field: 'title', value, against: { bms: 'Clerk', itglue: 'Boss' } },
      ],
    });
  const titles = () => (['bms', 'itglue'] as const).map((system) => rig.value(system, '5', 'title'));

  beforeEach(async () => {
    await begin(['bms', 'itglue']);
    rig.settings = { ...DEFAULT_SETTINGS, authority: { contact: { title: 'ask' } } };
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.sync();
    await decide('Clerk');
  });

  it('is carried out, and is no word against what comes later', async () => {
    await rig.sync();
    expect(titles()).toEqual(['Clerk', 'Clerk']);
    rig.type('itglue', '5', { title: 'Head' });
    await rig.sync();
    expect(titles()).toEqual(['Head', 'Head']);
  });

  it('nor overrules who means the other one a year later: it asks', async () => {
    await rig.sync();
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.sync();
    expect(titles()).toEqual(['Clerk', 'Boss']);
    const [conflict] = (await rig.session().overview()).plan.conflicts;
    expect(conflict).toMatchObject({
      field: 'title',
      reason: /IT Glue says again what was decided against by kim/,
    });
    await decide('Boss');
    await rig.sync();
    expect(titles()).toEqual(['Boss', 'Boss']);
  });

  it('nor where it came about by hand before any run', async () => {
    await decide('Clerk');
    rig.type('itglue', '5', { title: 'Clerk' });
    await rig.sync();
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.sync();
    expect(titles()).toEqual(['Clerk', 'Boss']);
  });

  it('stands until it was carried out', async () => {
    rig.refusing('itglue');
    await rig.sync();
    expect(titles()).toEqual(['Clerk', 'Boss']);
    rig.refusing();
    await rig.sync();
    expect(titles()).toEqual(['Clerk', 'Clerk']);
  });
});

it('a decision that waits in one system overrules nobody where it was carried out', async () => {
  await begin(SYSTEMS);
  rig.settings = { ...DEFAULT_SETTINGS, authority: { contact: { title: 'ask' } } };
  for (const system of ['vsa', 'itglue'] as const) rig.type(system, '5', { title: 'Boss' });
  await rig.sync();
  const against = { bms: 'Clerk', vsa: 'Boss', itglue: 'Boss' };
  const choices = [{ record: 'bms:contact:5', field: 'title', value: 'Clerk', against }] as const;
  await rig.session().decide({ type: 'value', choices });
  rig.refusing('itglue');
  await rig.sync();
  expect(SYSTEMS.map((system) => rig.value(system, '5', 'title'))).toEqual(['Clerk', 'Clerk', 'Boss']);
  rig.type('vsa', '5', { title: 'Boss' });
  await rig.sync();
  expect(rig.value('vsa', '5', 'title')).toBe('Boss');
});

it('a list that was decided stands, and comes back, whatever the order of its entries', async () => {
  const [first = '', second = ''] = BOTH;
  const third = 'third@acme.example';
  await begin(['bms', 'itglue']);
  await rig.sync();
  rig.type('bms', '5', { emails: [first, third] });
  rig.type('itglue', '5', { emails: [] });
  await rig.sync();
  const against = { bms: [third, first], itglue: [] };
  const choices = [{ record: 'bms:contact:5', field: 'emails', value: [second], against }] as const;
  await rig.session().decide({ type: 'value', choices });
  await rig.sync();
  expect(rig.value('itglue', '5', 'emails')).toEqual([second]);
  expect(rig.value('bms', '5', 'emails')).toEqual([second]);
});
