/** Undos that are killed between a write and its being written down, and undos of runs that were. */
import { afterEach, describe, expect, it } from 'vitest';
import type { FieldName } from '../../../src/engine/fields';
import type { FieldValue, SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { ANY_SHRINK, ada, BOTH, MAKING, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const [A = '', B = ''] = BOTH;
const X = 'x@acme.example';

async function undoKilled(run: string, system: SystemName): Promise<void> {
  const plan = await rig.session().undoOf(run, undefined, rig.options);
  const options = { ...rig.options, purpose: 'undo' as const };
  await rig.killedAfter('update', system, () => rig.session().apply(plan, options));
}

it('an undo that is killed leaves an entry with who has typed it, though that is owed something', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { emails: [A] });
  rig.type('itglue', '5', { emails: [A, B, X] });
  rig.refusing('itglue');
  const run = await rig.sync();
  expect(rig.value('bms', '5', 'emails')).toEqual([A, X]);
  rig.refusing();
  await undoKilled(run, 'bms');
  expect(rig.value('bms', '5', 'emails')).toEqual([A]);
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(rig.value('itglue', '5', 'emails')).toContain(X);
});

describe('where an undo was killed, and the record it restored is out of sight next', () => {
  it.each<[string, FieldName, FieldValue]>([
    ['an entry that was added stays with who has typed it, and comes not back', 'emails', [A, B, X]],
    ['an entry that was taken away stays away there, and stays restored', 'emails', [A]],
    ['a value stays with who has typed it, and is not written again', 'title', 'Boss'],
  ])('%s', async (_what, field, typed) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = ANY_SHRINK;
    await rig.sync();
    const restored = rig.value('itglue', '5', field);
    rig.type('bms', '5', { [field]: typed });
    await undoKilled(await rig.sync(), 'itglue');
    await rig.hiding('itglue', async () => void (await rig.sync()));
    for (let n = 0; n < 3; n++) await rig.sync();
    expect([rig.value('bms', '5', field), rig.value('itglue', '5', field)]).toEqual([typed, restored]);
  });
});

describe('an undo of a killed run', () => {
  const undoOfKilled = async () => {
    const killed = (await rig.session().history()).find(({ result }) => result === 'unfinished');
    return rig.session().undoOf(killed?.run ?? '', undefined, rig.options);
  };

  it('takes back what it had written', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    await rig.killedAfter('update', 'itglue');
    await rig.sync();
    const plan = await undoOfKilled();
    await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
    expect(rig.value('itglue', '5', 'title')).toBe('Clerk');
  });

  it('tells what it may have made', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = MAKING;
    rig.put(ada('bms'));
    await rig.killedAfter('create', 'itglue');
    await rig.sync();
    const { drift } = await undoOfKilled();
    expect(drift.map(({ reason }) => reason)).toEqual(['the run did not live to hear whether it was made']);
  });
});

describe('what somebody typed is no word of whoever passed it on to a killed run, once an undo has taken it there', () => {
  const beside = async (value: string | boolean, field: 'title' | 'active') => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = { ...ANY_SHRINK, authority: { contact: { [field]: 'ask' } } };
    await rig.sync();
    rig.type('itglue', '5', { [field]: value });
    rig.refusing('bms');
    const run = await rig.sync();
    rig.refusing();
    // BMS is given it, as from VSA, where the undo takes it then.
    await rig.killedAfter('update', 'bms');
    await rig.takeBack(run);
    for (let n = 0; n < 2; n++) await rig.sync();
    expect(rig.value('itglue', '5', field)).toBe(value);
  };

  it('a value', () => beside('Boss', 'title'));
  it('that somebody is archived', () => beside(false, 'active'));

  it('nor where the killed run had made a record of it', async () => {
    rig = await Rig.begin();
    for (const system of ['bms', 'vsa'] as const) rig.put(ada(system));
    const authority = { contact: { title: 'ask' as const } };
    rig.settings = { ...ANY_SHRINK, authority };
    await rig.sync();
    rig.type('vsa', '5', { title: 'Boss' });
    const run = await rig.sync();
    rig.settings = { ...ANY_SHRINK, create: MAKING.create, authority };
    await rig.killedAfter('create', 'itglue');
    await rig.takeBack(run);
    for (let n = 0; n < 2; n++) await rig.sync();
    expect(rig.value('vsa', '5', 'title')).toBe('Boss');
  });
});

describe('what an undo took, of a run that was killed before it knew what it had written, comes not back', () => {
  const typed = (field: FieldName) => (field === 'emails' ? [A, B, X] : 'Boss');

  it.each([
    ['emails', false],
    ['title', false],
    ['emails', true],
    ['title', true],
  ] as const)('%s; the undo is killed, too: %s', async (field, isKilled) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = ANY_SHRINK;
    await rig.sync();
    const before = rig.value('itglue', '5', field);
    rig.type('bms', '5', { [field]: typed(field) });
    await rig.killedAfter('update', 'itglue');
    const run = (await rig.session().history())[0]?.run ?? '';
    await (isKilled ? undoKilled(run, 'itglue') : rig.takeBack(run));
    for (let n = 0; n < 3; n++) await rig.sync();
    expect([rig.value('bms', '5', field), rig.value('itglue', '5', field)]).toEqual([typed(field), before]);
  });
});

describe('a write that never arrived, beside the undo of the run before it, is no reason to take back what was typed', () => {
  const killedBefore = (begin: () => Promise<unknown>) =>
    new Promise<void>((hangs) => {
      rig.systems.itglue.before = async (method) => {
        if (method !== 'update') return;
        hangs();
        await new Promise(() => undefined);
      };
      void begin();
    }).then(() => {
      rig.refusing();
    });

  it.each([false, true])('the undo is killed, too: %s', async (isKilled) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = ANY_SHRINK;
    await rig.sync();
    rig.type('bms', '5', { title: 'First' });
    const run = await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    await killedBefore(() => rig.sync());
    if (isKilled) await killedBefore(() => rig.takeBack(run));
    else await rig.takeBack(run);
    for (let n = 0; n < 2; n++) await rig.sync();
    expect([rig.value('bms', '5', 'title'), rig.value('itglue', '5', 'title')]).toEqual(['Boss', 'Boss']);
  });
});
