import { afterEach, describe, expect, it } from 'vitest';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import type { SystemName } from '../../../src/engine/model';
import { record } from './fakes';
import { ANY_SHRINK, ada, BOTH, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());
const [A = '', B = ''] = BOTH;
const X = 'x@acme.example';
const titles = (...systems: readonly SystemName[]) =>
  systems.map((system) => rig.value(system, '5', 'title'));
async function takenBack(run: string): Promise<void> {
  const plan = await rig.session().undoOf(run, undefined, rig.options);
  await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
}

it('H90 an undo that is killed takes no typed entry along', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { emails: [A] });
  rig.type('itglue', '5', { emails: [A, B, X] });
  rig.refusing('itglue');
  const run = await rig.sync();
  expect(rig.value('bms', '5', 'emails')).toEqual([A, X]);
  rig.refusing();
  const plan = await rig.session().undoOf(run, undefined, rig.options);
  await new Promise<void>((written) => {
    rig.systems.bms.after = (done) => {
      if (done !== 'update') return;
      written();
      return new Promise(() => undefined);
    };
    void rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
  });
  rig.systems.bms.after = () => undefined;
  expect(rig.value('bms', '5', 'emails')).toEqual([A]);
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(rig.value('itglue', '5', 'emails')).toContain(X);
});

it.each(['bms', 'itglue'] as const)(
  'H91 a move that a kill cut short empties no place, authority %s',
  async (authority) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = { ...NO_CREATE, authority: { contact: { location: authority } } };
    const { bms, itglue } = rig.systems;
    for (const system of ['bms', 'itglue'] as const) {
      rig.put(record(system, 'organization', '2', { name: 'Globex', active: true }));
      rig.put(record(system, 'location', '7', { name: 'North', active: true }));
      rig.type(system, '5', { organization: '1', location: '7' });
    }
    rig.put(
      record(
        'bms',
        'location',
        '8',
        { name: 'South', active: true, organization: '2' },
        { organization: '2' },
      ),
    );
    await rig.sync();
    const update = itglue.update.bind(itglue);
    itglue.update = async (before, changes) => {
      if (!changes.organization) return update(before, changes);
      const left = { ...before, organization: String(changes.organization) };
      return update({ ...left, fields: { ...left.fields, location: null } }, changes);
    };
    const held = bms.records.get('5');
    if (held)
      rig.put({ ...held, organization: '2', fields: { ...held.fields, organization: '2', location: '8' } });
    await rig.killedAfter('update', 'itglue');
    expect(itglue.records.get('5')?.fields).toMatchObject({ organization: '2', location: null });
    await rig.sync();
    await rig.sync();
    const { conflicts } = (await rig.session().overview()).plan;
    expect(bms.records.get('5')?.fields).toMatchObject({ organization: '2', location: '8' });
    expect(conflicts).toEqual([]);
  },
);

it('H105 an undo of a killed run takes back, or tells of, what it had written', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  await rig.killedAfter('update', 'itglue');
  await rig.sync();
  const runs = await rig.session().history();
  const killed = runs[1]?.run ?? '';
  const plan = await rig.session().undoOf(killed, undefined, rig.options);
  expect(plan.steps.length + plan.drift.length).toBeGreaterThan(0);
});

describe('H113', () => {
  const ended = async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    rig.put(
      record('bms', 'organization', '2', { name: 'Globex', website: 'https://globex.example', active: true }),
    );
    await rig.sync();
    rig.type('bms', '1', { active: false });
  };
  it('people of a client whose end waits for a person stay in use', async () => {
    await ended();
    await rig.session().follow({ ...rig.options, unasked: { ...SAFE_UNASKED, contact: 'allButConflicts' } });
    expect(rig.value('itglue', '1', 'active')).toBe(true);
    expect(rig.value('itglue', '5', 'active')).toBe(true);
  });
});

it('H25a what was archived as gone comes back, or is told, when its record is back', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = ANY_SHRINK;
  rig.put(ada('bms', '6'));
  rig.type('bms', '6', { name: 'Grace Hopper', firstName: 'Grace', lastName: 'Hopper', emails: [] });
  await rig.sync();
  const held = rig.systems.bms.records.get('5');
  rig.systems.bms.records.delete('5');
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(rig.value('itglue', '5', 'active')).toBe(false);
  if (held) rig.put(held);
  for (let n = 0; n < 3; n++) await rig.sync();
  const _over = await rig.session().overview();
  expect(rig.value('itglue', '5', 'active')).toBe(true);
});

it('H16 deciding about one field leaves a fight about another alone, and the plan can be applied', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = { ...NO_CREATE, authority: { contact: { title: 'bms', notes: 'ask' } } };
  await rig.sync();
  for (let flip = 0; flip < 4; flip++) {
    rig.type('bms', '5', { title: `Boss ${flip}` });
    rig.type('itglue', '5', { title: 'Clerk' });
    await rig.sync();
  }
  rig.type('bms', '5', { notes: 'one' });
  rig.type('itglue', '5', { notes: 'two' });
  const before = await rig.session().plan(rig.options);
  expect(before.plan.conflicts.map(({ field }) => field).sort()).toEqual(['notes', 'title']);
  await rig.session().decide({
    type: 'value',
    choices: [
      { record: 'bms:contact:5', field: 'notes', value: 'one', against: { bms: 'one', itglue: 'two' } },
    ],
  });
  const saved = await rig.session().savedPlan();
  expect(saved?.conflicts.map(({ field }) => field)).toEqual(['title']);
  if (saved) await rig.session().apply(saved, rig.options);
  expect(rig.systems.itglue.records.get('5')?.fields.notes).toBe('one');
  expect(rig.value('itglue', '5', 'title')).toBe('Clerk');
});

it('H66 an undo that was made ready before another took the run back does not take what was typed since', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  const run = await rig.sync();
  const first = await rig.session().undoOf(run, undefined, rig.options);
  await takenBack(run);
  rig.type('itglue', '5', { title: 'Boss' });
  await rig.sync();
  await rig
    .session()
    .apply(first, { ...rig.options, purpose: 'undo' })
    .catch(() => undefined);
  expect(titles('itglue')).toEqual(['Boss']);
});
