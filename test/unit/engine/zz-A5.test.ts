/** A write of unknown outcome to a record that is out of sight next: lists, and what takes back. */
import { afterEach, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { ANY_SHRINK, BOTH, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());
const [A = '', B = ''] = BOTH;
const X = 'x@acme.example';
const listOf = (system: SystemName) => rig.value(system, '5', 'emails');

const begun = async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = ANY_SHRINK;
  await rig.sync();
};

/** The undo is killed as soon as BMS's people's other system has written. */
async function undoKilled(run: string): Promise<void> {
  const plan = await rig.session().undoOf(run, undefined, rig.options);
  await new Promise<void>((written) => {
    rig.systems.itglue.after = (done) => {
      if (done !== 'update') return;
      written();
      return new Promise(() => undefined);
    };
    void rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
  });
  rig.systems.itglue.after = () => undefined;
}

it('P1 an entry that its giver took back does not come back from where a killed run had written it', async () => {
  await begun();
  rig.type('bms', '5', { emails: [A, B, X] });
  await rig.killedAfter('update', 'itglue');
  await rig.hiding('itglue', async () => {
    await rig.sync();
    rig.type('bms', '5', { emails: [A, B] });
    await rig.sync();
  });
  for (let n = 0; n < 3; n++) await rig.sync();
  expect([listOf('bms'), listOf('itglue')]).toEqual([BOTH, BOTH]);
});

it('P2 an entry that a killed undo took from where it was written stays with who typed it', async () => {
  await begun();
  rig.type('bms', '5', { emails: [A, B, X] });
  await undoKilled(await rig.sync());
  await rig.hiding('itglue', async () => void (await rig.sync()));
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(listOf('bms')).toEqual([A, B, X]);
});

it('P3 what a killed undo restored is not written again once it is seen', async () => {
  await begun();
  rig.type('bms', '5', { title: 'Boss' });
  await undoKilled(await rig.sync());
  await rig.hiding('itglue', async () => void (await rig.sync()));
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(['bms', 'itglue'].map((s) => rig.value(s === 'bms' ? 'bms' : 'itglue', '5', 'title'))).toEqual([
    'Boss',
    'Clerk',
  ]);
});

it('P4 a place that a killed undo restored is not news', async () => {
  await begun();
  rig.type('bms', '5', { emails: [A] });
  await undoKilled(await rig.sync());
  expect(listOf('itglue')).toEqual(BOTH);
  await rig.hiding('itglue', async () => void (await rig.sync()));
  for (let n = 0; n < 3; n++) await rig.sync();
  expect([listOf('bms'), listOf('itglue')]).toEqual([[A], BOTH]);
});

it('P5 who is out of sight while another is offered what it is owed keeps what an undo took elsewhere', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = ANY_SHRINK;
  await rig.sync();
  rig.type('itglue', '5', { emails: [A, B, X] });
  rig.type('vsa', '5', { emails: [A, B, 'y@acme.example'] });
  await rig.hiding('bms', async () => {
    const run = await rig.sync();
    const plan = await rig.session().undoOf(run, undefined, rig.options);
    await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
  });
  await rig.hiding('itglue', async () => void (await rig.sync()));
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(listOf('itglue')).toContain(X);
});
