import { afterEach, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { ANY_SHRINK, ada, BOTH, idOf, MAKING, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());
const [A = '', B = ''] = BOTH;
const X = 'x@acme.example';
const Y = 'y@acme.example';
const titles = (...systems: readonly SystemName[]) =>
  systems.map((system) => rig.value(system, '5', 'title'));
async function takenBack(run: string): Promise<void> {
  const plan = await rig.session().undoOf(run, undefined, rig.options);
  await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
}
async function undoKilled(run: string, system: SystemName): Promise<void> {
  const plan = await rig.session().undoOf(run, undefined, rig.options);
  await new Promise<void>((written) => {
    rig.systems[system].after = (done) => {
      if (done !== 'update') return;
      written();
      return new Promise(() => undefined);
    };
    void rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
  });
  rig.systems[system].after = () => undefined;
}
/** Killed while `hanging` keeps it waiting, once `n` writes are written down. */
async function killedWaiting(hanging: SystemName, n = 1): Promise<string> {
  await new Promise<void>((waits) => {
    rig.systems[hanging].before = async (method) => {
      if (method !== 'update') return;
      while ((await rig.session().history())[0]?.writes.length !== n) await new Promise(setImmediate);
      waits();
      await new Promise(() => undefined);
    };
    void rig.sync();
  });
  rig.systems[hanging].before = () => undefined;
  return (await rig.session().history())[0]?.run ?? '';
}

it('K4 who an undo that was killed has put back in use stays in use', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = ANY_SHRINK;
  rig.put(ada('bms', '6'));
  rig.type('bms', '6', { name: 'Grace Hopper', firstName: 'Grace', lastName: 'Hopper', emails: [] });
  await rig.sync();
  rig.systems.bms.records.delete('5');
  await rig.sync();
  const run = await rig.sync();
  expect(rig.value('itglue', '5', 'active')).toBe(false);
  await undoKilled(run, 'itglue');
  expect(rig.value('itglue', '5', 'active')).toBe(true);
  for (let n = 0; n < 3; n++) {
    await rig.sync();
    expect(rig.value('itglue', '5', 'active')).toBe(true);
  }
});

it('K10 what was decided against, and typed again after a killed run had carried it out, is asked about', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = { ...NO_CREATE, authority: { contact: { title: 'ask' } } };
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  rig.type('itglue', '5', { title: 'Head' });
  await rig.sync();
  const choices = [
    {
      record: 'bms:contact:5',
      field: 'title',
      value: 'Boss',
      against: { bms: 'Boss', vsa: 'Clerk', itglue: 'Head' },
    },
  ] as const;
  await rig.session().decide({ type: 'value', choices });
  await killedWaiting('vsa');
  expect(titles('itglue')).toEqual(['Boss']);
  rig.type('itglue', '5', { title: 'Head' });
  await rig.sync();
  await rig.sync();
  expect(titles('itglue')).toEqual(['Head']);
});

it('L1 a value decided by a person is not spread anew by a later run after the decision was undone by its run', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = { ...NO_CREATE, authority: { contact: { title: 'ask' } } };
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  rig.type('itglue', '5', { title: 'Head' });
  await rig.sync();
  const choices = [
    {
      record: 'bms:contact:5',
      field: 'title',
      value: 'Boss',
      against: { bms: 'Boss', vsa: 'Clerk', itglue: 'Head' },
    },
  ] as const;
  await rig.session().decide({ type: 'value', choices });
  const run = await rig.sync();
  expect(titles(...SYSTEMS)).toEqual(['Boss', 'Boss', 'Boss']);
  await takenBack(run);
  expect(titles(...SYSTEMS)).toEqual(['Boss', 'Clerk', 'Head']);
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(titles(...SYSTEMS)).toEqual(['Boss', 'Clerk', 'Head']);
  // said again
  await rig.session().decide({ type: 'value', choices });
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(titles(...SYSTEMS)).toEqual(['Boss', 'Boss', 'Boss']);
});

it('L2 a list entry typed at a side while its write is stale is not lost', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { emails: [A, B, X] });
  rig.systems.itglue.before = (method) => {
    if (method === 'read') {
      rig.type('itglue', '5', { emails: [A, Y] });
      rig.systems.itglue.before = () => undefined;
    }
  };
  await rig.sync();
  for (let n = 0; n < 2; n++) await rig.sync();
  for (const s of ['bms', 'itglue'] as const) {
    const list = rig.value(s, '5', 'emails');
    expect([...(Array.isArray(list) ? list : [])].sort()).toEqual([A, X, Y].sort());
  }
});

it('L3 an undo of a creation leaves it when a later typed list entry was added; and sync goes on', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = MAKING;
  rig.put(ada('bms'));
  const run = await rig.sync();
  const made = idOf(rig.people('itglue')[0]);
  await takenBack(run);
  rig.type('bms', '5', { title: 'Boss' });
  rig.type('itglue', made, { title: 'Head' });
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(rig.value('itglue', made, 'active')).toBe(false);
});

it('L4 one step of a run that is taken back alone leaves the others be', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { emails: [A] });
  const run = await rig.sync();
  const plan = await rig.session().undoOf(run, 'itglue/update/contact/5', rig.options);
  await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
  expect(rig.value('itglue', '5', 'emails')).toEqual(BOTH);
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(SYSTEMS.map((s) => rig.value(s, '5', 'emails'))).toEqual([[A], [A], BOTH]);
  rig.type('vsa', '5', { emails: [A, Y] });
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(SYSTEMS.map((s) => rig.value(s, '5', 'emails'))).toEqual([
    [A, Y],
    [A, Y],
    [A, B, Y],
  ]);
  // B typed again in bms is news
  rig.type('bms', '5', { emails: [A, Y, B] });
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(rig.value('vsa', '5', 'emails')).toContain(B);
});

it('L5 a person ignored between plan and apply of a move; list typed elsewhere is kept', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = NO_CREATE;
  await rig.sync();
  const act = await rig.session().decide({ type: 'ignore', records: ['vsa:contact:5'], reason: 'x' });
  rig.type('bms', '5', { emails: [A, B, X] });
  rig.type('vsa', '5', { emails: [A] });
  const run = await rig.sync();
  await takenBack(run);
  await rig.session().undecide(act);
  for (let n = 0; n < 3; n++) await rig.sync();
  // vsa took B away: a plain word; X of bms: to vsa, not to itglue
  expect(rig.value('bms', '5', 'emails')).toContain(X);
});

it('L6 a value that an undo restored is not overwritten by who comes into sight', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = ANY_SHRINK;
  await rig.sync();
  let run = '';
  await rig.hiding('vsa', async () => {
    rig.type('bms', '5', { title: 'Boss' });
    run = await rig.sync();
    await takenBack(run);
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Clerk']);
  });
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(titles('bms', 'itglue')).toEqual(['Boss', 'Clerk']);
});

it('L7 of lists, who comes into sight after an undo brings nothing back', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = ANY_SHRINK;
  await rig.sync();
  let run = '';
  await rig.hiding('vsa', async () => {
    rig.type('bms', '5', { emails: [A, B, X] });
    run = await rig.sync();
    await takenBack(run);
  });
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(rig.value('bms', '5', 'emails')).toContain(X);
  expect(rig.value('itglue', '5', 'emails')).toEqual(BOTH);
});

it('L8 an undo of a removal, with one out of sight: B stays where it was restored', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = ANY_SHRINK;
  await rig.sync();
  let run = '';
  await rig.hiding('vsa', async () => {
    rig.type('bms', '5', { emails: [A] });
    run = await rig.sync();
    await takenBack(run);
    expect(rig.value('itglue', '5', 'emails')).toEqual(BOTH);
  });
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(rig.value('bms', '5', 'emails')).toEqual([A]);
  expect(rig.value('itglue', '5', 'emails')).toEqual(BOTH);
});

it('L9 a file of a kept plan, half applied by select, then the rest after a typed list entry', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { emails: [A, X] });
  const { plan } = await rig.session().plan(rig.options);
  await rig.session().apply(plan, { ...rig.options, select: ({ system }) => system === 'vsa' });
  rig.type('vsa', '5', { emails: [A, X, Y] });
  for (let n = 0; n < 3; n++) await rig.sync();
  for (const s of SYSTEMS) {
    const list = rig.value(s, '5', 'emails');
    expect([...(Array.isArray(list) ? list : [])].sort()).toEqual([A, X, Y].sort());
  }
});
