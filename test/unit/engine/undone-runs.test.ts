/** Runs that are taken back: what each leaves for the runs that follow, and what an undo leaves alone. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { ANY_SHRINK, ada, BOTH, idOf, MAKING, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const ASKING = { ...NO_CREATE, authority: { contact: { title: 'ask' as const } } };
const titles = (...systems: readonly SystemName[]) =>
  systems.map((system) => rig.value(system, '5', 'title'));

describe('what an undo restored is no word of that record', () => {
  it('where the run had been killed', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    await rig.takeBack(await rig.killedWaitingFor('vsa'));
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
      await rig.takeBack(run);
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
    await rig.takeBack(run);
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
  await rig.takeBack(run);
  await rig.sync();
  expect(titles('bms', 'itglue')).toEqual(['Chief', 'Chief']);
});

describe('an undo of what was written again since takes nothing back', () => {
  const changed = async (title: string): Promise<string> => {
    rig.type('bms', '5', { title });
    return rig.sync();
  };

  it.each([
    ['by a later run', async () => void (await changed('Chief'))],
    ['after it was taken back before', (run: string) => rig.takeBack(run)],
  ])('%s', async (_how, meanwhile) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    const run = await changed('Boss');
    await meanwhile(run);
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.sync();
    await changed('Boss');
    await rig.takeBack(run);
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Boss']);
  });

  it('unless the later ones were taken back themselves', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    const [first, second] = [await changed('Boss'), await changed('Chief')];
    await rig.takeBack(second);
    await rig.takeBack(first);
    expect(titles('itglue')).toEqual(['Clerk']);
    const [undo = ''] = (await rig.session().history()).map(({ run }) => run);
    await rig.takeBack(undo);
    expect(titles('itglue')).toEqual(['Boss']);
    await rig.takeBack(first);
    expect(titles('itglue')).toEqual(['Clerk']);
  });

  it('though it was made ready before another one took the run back', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    const run = await changed('Boss');
    const ready = await rig.session().undoOf(run, undefined, rig.options);
    await rig.takeBack(run);
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.sync();
    // Whether it is refused, or writes nothing, is the same to who has typed.
    const undone = rig.session().apply(ready, { ...rig.options, purpose: 'undo' });
    await undone.catch(() => undefined);
    expect(titles('itglue')).toEqual(['Boss']);
  });

  it('nor what was made and taken back, and somebody has put back in use', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = MAKING;
    rig.put(ada('bms'));
    const run = await rig.sync();
    const made = idOf(rig.people('itglue')[0]);
    await rig.takeBack(run);
    expect(rig.value('itglue', made, 'active')).toBe(false);
    rig.type('itglue', made, { active: true });
    await rig.sync();
    await rig.takeBack(run);
    expect(rig.value('itglue', made, 'active')).toBe(true);
  });
});

it('an undo leaves what the run has made where somebody has typed in it since, whatever the field', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = MAKING;
  rig.put(ada('bms'));
  const run = await rig.sync();
  const made = idOf(rig.people('itglue')[0]);
  rig.type('itglue', made, { notes: 'Call her before noon' });
  await rig.takeBack(run);
  expect(rig.value('itglue', made, 'active')).not.toBe(false);
});

it('nor where somebody types in it between the look at the undo and its writing', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = MAKING;
  rig.put(ada('bms'));
  const run = await rig.sync();
  const made = idOf(rig.people('itglue')[0]);
  const plan = await rig.session().undoOf(run, undefined, rig.options);
  rig.type('itglue', made, { notes: 'Call her before noon' });
  const { outcomes } = await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
  expect(outcomes.map(({ type }) => type)).toContain('stale');
  expect(rig.value('itglue', made, 'active')).not.toBe(false);
});

it('an undo leaves what the run has made where a later run has written in it, and tells so', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = MAKING;
  rig.put(ada('bms'));
  const run = await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  await rig.sync();
  const { steps, drift } = await rig.session().undoOf(run, undefined, rig.options);
  expect(steps).toEqual([]);
  expect(drift.map(({ reason }) => reason)).toEqual(['a later run has written it since']);
});

describe('another entry of a list that changes', () => {
  const [A = '', B = ''] = BOTH;
  const [X, Y] = ['x@acme.example', 'y@acme.example'];

  it.each([
    ['brings back none that an undo has taken', [A, B, X], [A, B, X, Y], [A, B, Y]],
    ['takes none along that an undo has put back', [A], [A, Y], [A, B, Y]],
  ])('%s', async (_what, first, second, far) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.type('bms', '5', { emails: first });
    const run = await rig.sync();
    await rig.takeBack(run);
    expect(rig.value('itglue', '5', 'emails')).toEqual(BOTH);
    rig.type('bms', '5', { emails: second });
    for (let n = 0; n < 2; n++) await rig.sync();
    expect([rig.value('bms', '5', 'emails'), rig.value('itglue', '5', 'emails')]).toEqual([second, far]);
  });
});

it('an entry that an undo takes from where it was written stays with who has typed it, though that is owed something', async () => {
  const [A = '', B = ''] = BOTH;
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { emails: [A] });
  rig.type('itglue', '5', { emails: [A, B, 'x@acme.example'] });
  rig.refusing('itglue');
  const run = await rig.sync();
  expect(rig.value('bms', '5', 'emails')).toEqual([A, 'x@acme.example']);
  await rig.takeBack(run);
  rig.refusing();
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(rig.value('bms', '5', 'emails')).toEqual([A]);
  expect(rig.value('itglue', '5', 'emails')).toContain('x@acme.example');
});

it('an entry that an undo takes elsewhere stays with who has typed it, though out of sight while another is offered what it is owed', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = ANY_SHRINK;
  await rig.sync();
  rig.type('itglue', '5', { emails: [...BOTH, 'x@acme.example'] });
  rig.type('vsa', '5', { emails: [...BOTH, 'y@acme.example'] });
  await rig.hiding('bms', async () => rig.takeBack(await rig.sync()));
  await rig.hiding('itglue', async () => void (await rig.sync()));
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(rig.value('itglue', '5', 'emails')).toContain('x@acme.example');
});

describe('before a run is taken back, its records are read', () => {
  const told = async (step?: string): Promise<readonly unknown[]> => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    const run = await rig.sync();
    const reports: unknown[] = [];
    const progress = { report: (...report: readonly unknown[]) => void reports.push(report) };
    await rig.session().undoOf(run, step, { ...rig.options, progress });
    return reports;
  };

  it('with how many of how many', async () => {
    expect(await told()).toEqual([
      ['scan', 0, 2],
      ['scan', 1, 2],
    ]);
  });

  it('of one step alone only its own', async () => {
    expect(await told('itglue/update/contact/5')).toEqual([['scan', 0, 1]]);
  });
});

it('what an undo took from a list stays away though all that it had left there goes for something else', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = ANY_SHRINK;
  const [first = ''] = BOTH;
  for (const system of SYSTEMS) rig.type(system, '5', { emails: [first] });
  await rig.sync();
  rig.type('itglue', '5', { emails: BOTH });
  await rig.takeBack(await rig.sync());
  rig.type('vsa', '5', { emails: ['edited@acme.example'] });
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(rig.value('bms', '5', 'emails')).toEqual(['edited@acme.example']);
});
