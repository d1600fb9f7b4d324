/** Runs taken back, decisions of several people and clocks that jump: what each leaves for the runs that follow. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import type { SyncSettings } from '../../../src/engine/settings';
import { ANY_SHRINK, ada, BOTH, idOf, MAKING, NO_CREATE, Rig } from './rig';

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

const ADA = 'bms:contact:5';
const EARLY = '2026-06-01T00:00:00.000Z';
const LATE = '2026-06-01T00:30:00.000Z';
const LATER = '2026-06-01T01:00:00.000Z';

describe('of what two people decided, and Git put together, the newer word counts', () => {
  it('about a value, whatever the order in the file', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = ASKING;
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.sync();
    const against = { bms: 'Clerk', itglue: 'Boss' };
    const said = { type: 'value', record: ADA, field: 'title', against } as const;
    await rig.merged(
      { ...said, value: 'Boss', by: 'kim', at: LATE },
      { ...said, value: 'Clerk', by: 'ada', at: EARLY },
    );
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Boss']);
  });

  it('who is to be left alone is not made', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    rig.put(ada('bms'));
    await rig.sync();
    await rig.merged(
      { type: 'create', record: ADA, in: ['itglue'], by: 'kim', at: EARLY },
      { type: 'ignore', record: ADA, reason: 'has left', by: 'ada', at: LATE },
    );
    await rig.sync();
    expect(rig.people('itglue')).toEqual([]);
  });

  it.each([
    ['is the same as another one', { type: 'same', records: [ADA, 'itglue:contact:5'] }],
    ['was to be left alone for a while', { type: 'ignore', record: ADA, reason: 'on leave', until: LATER }],
  ] as const)('who %s is left alone no more', async (_is, word) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    const left = { type: 'ignore', record: ADA, reason: 'has left', by: 'ada', at: EARLY } as const;
    await rig.merged(left, { ...word, by: 'kim', at: LATE });
    rig.type('bms', '5', { title: 'Boss' });
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Boss']);
  });
});

it('what was made because somebody asked for it is not made again once it is to be left alone', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  rig.put(ada('bms'));
  await rig.sync();
  await rig.session().decide({ type: 'create', records: [ADA], in: ['itglue'] });
  await rig.sync();
  await rig.session().decide({ type: 'ignore', records: rig.people('itglue'), reason: 'a test' });
  await rig.sync();
  await rig.sync();
  expect(rig.people('itglue')).toHaveLength(1);
  // Who asks for one now knows of that one.
  await rig.session().decide({ type: 'create', records: [ADA], in: ['itglue'] });
  await rig.sync();
  expect(rig.people('itglue')).toHaveLength(2);
});

describe('what is decided after the clock was set back is followed', () => {
  const decide = (record: `${SystemName}:contact:5`, value: string, ...says: readonly string[]) => {
    const against = Object.fromEntries(SYSTEMS.map((system, at) => [system, says[at] ?? null]));
    return rig.session().decide({ type: 'value', choices: [{ record, field: 'title', value, against }] });
  };

  it('where something was decided before by way of another record', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = ASKING;
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    rig.type('itglue', '5', { title: 'Chief' });
    await rig.sync();
    await decide(ADA, 'Boss', ...titles(...SYSTEMS).map(String));
    await rig.sync();
    rig.now -= 30 * 3_600_000;
    rig.type('vsa', '5', { title: 'One' });
    rig.type('itglue', '5', { title: 'Two' });
    await rig.sync();
    await decide('vsa:contact:5', 'Two', ...titles(...SYSTEMS).map(String));
    await rig.sync();
    expect(titles(...SYSTEMS)).toEqual(['Two', 'Two', 'Two']);
  });

  it('where two programs had fought before', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = { ...NO_CREATE, authority: { contact: { title: 'bms' } } };
    await rig.sync();
    for (let flip = 0; flip < 4; flip++) {
      rig.type('bms', '5', { title: `Boss ${flip}` });
      rig.type('itglue', '5', { title: 'Clerk' });
      await rig.sync();
    }
    expect(titles('bms', 'itglue')).toEqual(['Boss 3', 'Clerk']);
    rig.now -= 48 * 3_600_000;
    await decide(ADA, 'Boss 3', ...titles(...SYSTEMS).map(String));
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Boss 3', 'Boss 3']);
  });
});

describe('an undo of what was written again since takes nothing back', () => {
  const changed = async (title: string): Promise<string> => {
    rig.type('bms', '5', { title });
    return rig.sync();
  };

  it.each([
    ['by a later run', async () => void (await changed('Chief'))],
    ['after it was taken back before', takenBack],
  ])('%s', async (_how, meanwhile) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    const run = await changed('Boss');
    await meanwhile(run);
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.sync();
    await changed('Boss');
    await takenBack(run);
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Boss']);
  });

  it('unless the later ones were taken back themselves', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    const [first, second] = [await changed('Boss'), await changed('Chief')];
    await takenBack(second);
    await takenBack(first);
    expect(titles('itglue')).toEqual(['Clerk']);
    const [undo = ''] = (await rig.session().history()).map(({ run }) => run);
    await takenBack(undo);
    expect(titles('itglue')).toEqual(['Boss']);
    await takenBack(first);
    expect(titles('itglue')).toEqual(['Clerk']);
  });

  it('nor what was made and taken back, and somebody has put back in use', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = MAKING;
    rig.put(ada('bms'));
    const run = await rig.sync();
    const made = idOf(rig.people('itglue')[0]);
    await takenBack(run);
    expect(rig.value('itglue', made, 'active')).toBe(false);
    rig.type('itglue', made, { active: true });
    await rig.sync();
    await takenBack(run);
    expect(rig.value('itglue', made, 'active')).toBe(true);
  });
});

it('a plan that was kept writes nothing of a kind that is not synced any more', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  const { plan } = await rig.session().plan(rig.options);
  rig.settings = { ...NO_CREATE, kinds: ['organization'] };
  await expect(rig.session().apply(plan, rig.options)).rejects.toThrow(/contacts are not synced any more/);
  expect(titles('itglue')).toEqual(['Clerk']);
});

it('an undo leaves what the run has made where somebody has typed in it since, whatever the field', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = MAKING;
  rig.put(ada('bms'));
  const run = await rig.sync();
  const made = idOf(rig.people('itglue')[0]);
  rig.type('itglue', made, { notes: 'Call her before noon' });
  await takenBack(run);
  expect(rig.value('itglue', made, 'active')).not.toBe(false);
});

describe('a record that is made while something is on its way to the others', () => {
  const entries = (system: SystemName, id = '5'): readonly string[] => {
    const held = rig.value(system, id, 'emails');
    return Array.isArray(held) ? held.map(String).sort() : [];
  };
  const lists = () => [entries('bms'), entries('vsa'), entries('itglue', idOf(rig.people('itglue')[0]))];
  const allTitles = () => [
    ...titles('bms', 'vsa'),
    rig.value('itglue', idOf(rig.people('itglue')[0]), 'title'),
  ];
  const [A = '', B = ''] = BOTH;
  const [X, Y] = ['x@acme.example', 'y@acme.example'];

  it('takes what each of them lists where they meet', async () => {
    rig = await Rig.begin();
    rig.settings = MAKING;
    for (const system of ['bms', 'vsa'] as const) rig.put(ada(system));
    rig.type('bms', '5', { emails: [A, X] });
    rig.type('vsa', '5', { emails: [A, Y] });
    for (let run = 0; run < 3; run++) await rig.sync();
    expect(lists()).toEqual([
      [A, X, Y],
      [A, X, Y],
      [A, X, Y],
    ]);
  });

  const agreed = async (authority: SyncSettings['authority'] = {}): Promise<void> => {
    rig = await Rig.begin();
    rig.settings = { ...NO_CREATE, authority };
    for (const system of ['bms', 'vsa'] as const) rig.put(ada(system));
    await rig.sync();
    rig.settings = { ...MAKING, authority };
  };

  it('lists nothing that one of them took away', async () => {
    await agreed();
    rig.type('bms', '5', { emails: [A, B, X] });
    rig.type('vsa', '5', { emails: [A] });
    for (let run = 0; run < 3; run++) await rig.sync();
    expect(lists()).toEqual([
      [A, X],
      [A, X],
      [A, X],
    ]);
  });

  it('takes what was decided between them', async () => {
    await agreed({ contact: { title: 'ask' } });
    rig.type('bms', '5', { title: 'Boss' });
    rig.type('vsa', '5', { title: 'Head' });
    const against = { bms: 'Boss', vsa: 'Head' };
    const choices = [{ record: ADA, field: 'title', value: 'Chief', against }] as const;
    await rig.session().decide({ type: 'value', choices });
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(allTitles()).toEqual(['Chief', 'Chief', 'Chief']);
  });

  it('takes nothing that the authority has cleared', async () => {
    await agreed({ contact: { title: 'bms' } });
    rig.type('bms', '5', { title: '' });
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(allTitles().map((title) => title ?? '')).toEqual(['', '', '']);
  });

  it('takes what comes to it by way of another one as soon as that has it', async () => {
    await agreed();
    const { itglue } = rig.systems;
    const create = itglue.create.bind(itglue);
    itglue.create = (kind, values) => create(kind, { title: null, ...values });
    const vsaItGlue = { ...NO_CREATE.directions.vsaItGlue, contact: 'off' as const };
    rig.settings = { ...rig.settings, directions: { ...rig.settings.directions, vsaItGlue } };
    rig.type('vsa', '5', { title: 'Boss' });
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(allTitles()).toEqual(['Boss', 'Boss', 'Boss']);
  });
});
