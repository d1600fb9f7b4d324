import { afterEach, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { ABLE, record } from './fakes';
import { ANY_SHRINK, ada, BOTH, idOf, MAKING, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());
const [A = '', B = ''] = BOTH;
const X = 'x@acme.example';
const Y = 'y@acme.example';
const titles = (...systems: readonly SystemName[]) =>
  systems.map((system) => rig.value(system, '5', 'title'));
const listOf = (s: SystemName, id = '5') => {
  const v = rig.value(s, id, 'emails');
  return Array.isArray(v) ? [...v].map(String).sort() : [];
};
const lists = () => SYSTEMS.map((s) => listOf(s));
async function takenBack(run: string): Promise<void> {
  const plan = await rig.session().undoOf(run, undefined, rig.options);
  await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
}
const cap = (system: SystemName, capacity: number) => {
  const emails = { write: 'always' as const, capacity };
  rig.systems[system].abilities = {
    ...ABLE,
    contact: { ...ABLE.contact, fields: { ...ABLE.contact.fields, emails } },
  };
};
const lock = (system: SystemName, locked: Record<string, string>) => {
  const held = rig.systems[system].records.get('5');
  if (held) rig.put({ ...held, locked });
};

it('N1 capacity 1 x undo: what the small side holds is not replaced by other entries when another changes', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  cap('itglue', 1);
  rig.type('itglue', '5', { emails: [A] });
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { emails: [X, B] });
  const run = await rig.sync();
  expect(listOf('itglue')).toEqual([X]);
  await takenBack(run);
  expect(listOf('itglue')).toEqual([A]);
  for (let n = 0; n < 2; n++) await rig.sync();
  expect([listOf('bms'), listOf('itglue')]).toEqual([[B, X].sort(), [A]]);
});

it('N2 a lock x removal x undo: what was removed and locked', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = NO_CREATE;
  await rig.sync();
  lock('vsa', { emails: 'locked' });
  rig.type('bms', '5', { emails: [A] });
  const run = await rig.sync();
  expect(lists()).toEqual([[A], BOTH.slice().sort(), [A]]);
  await takenBack(run);
  lock('vsa', {});
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(listOf('itglue')).toEqual(BOTH.slice().sort());
  expect(listOf('bms')).toEqual([A]);
});

it('N3 a lock x addition x undo: vsa typed Y while locked', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = NO_CREATE;
  await rig.sync();
  lock('vsa', { emails: 'locked' });
  rig.type('bms', '5', { emails: [A] });
  rig.type('vsa', '5', { emails: [A, B, Y] });
  const run = await rig.sync();
  await takenBack(run);
  lock('vsa', {});
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(listOf('vsa')).toContain(Y);
  expect(listOf('itglue')).toContain(B);
});

it('N4 clear by authority, far end refuses, then typed at the far end', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = { ...NO_CREATE, authority: { contact: { title: 'bms' } } };
  await rig.sync();
  rig.type('bms', '5', { title: null });
  rig.refusing('itglue');
  await rig.sync();
  rig.refusing();
  rig.type('itglue', '5', { title: 'Head' });
  await rig.sync();
  const { conflicts } = (await rig.session().overview()).plan;
  expect(conflicts.length === 1 || titles(...SYSTEMS).every((t) => t === 'Head')).toBe(true);
});

it('N5 made with a value, killed before it is written down, and source edited', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = MAKING;
  rig.put(ada('bms'));
  await rig.killedAfter('create', 'itglue');
  rig.type('bms', '5', { title: 'Boss', emails: [A, X] });
  for (let n = 0; n < 3; n++) await rig.sync();
  expect(rig.people('itglue')).toHaveLength(1);
  const made = idOf(rig.people('itglue')[0]);
  expect(rig.value('itglue', made, 'title')).toBe('Boss');
  expect([listOf('bms'), listOf('itglue', made)]).toEqual([
    [A, X],
    [A, X],
  ]);
});

it('N7 undo of a creation that a killed run made and a later run claimed', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = MAKING;
  rig.put(ada('bms'));
  await rig.killedAfter('create', 'itglue');
  const run = await rig.sync();
  const made = idOf(rig.people('itglue')[0]);
  const runs = await rig.session().history();
  const killed = runs.find((r) => r.result === 'unfinished')?.run ?? '';
  const plans = [
    await rig.session().undoOf(killed, undefined, rig.options),
    await rig.session().undoOf(run, undefined, rig.options),
  ];
  expect(plans.flatMap(({ steps, drift }) => [...steps, ...drift]).length).toBeGreaterThan(0);
  expect(made).not.toBe('');
});

it('N8 direction closed between plan kept and undo', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  const run = await rig.sync();
  const bmsItGlue = { ...NO_CREATE.directions.bmsItGlue, contact: 'off' as const };
  rig.settings = { ...NO_CREATE, directions: { ...NO_CREATE.directions, bmsItGlue } };
  await takenBack(run);
  rig.type('itglue', '5', { title: 'Head' });
  await rig.sync();
  rig.settings = NO_CREATE;
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(titles('bms', 'itglue')).toEqual(['Head', 'Head']);
});

it('N9 unattended: decided value and an unticked step of the same record', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = { ...NO_CREATE, authority: { contact: { title: 'ask' } } };
  rig.put(record('bms', 'organization', '2', { name: 'Globex', website: 'https://globex.example' }));
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss', emails: [A] });
  rig.type('itglue', '5', { title: 'Head' });
  await rig.session().plan(rig.options);
  await rig.session().tick({ group: { kind: 'contact' }, ticked: false });
  await rig.session().decide({
    type: 'value',
    choices: [
      { record: 'bms:contact:5', field: 'title', value: 'Boss', against: { bms: 'Boss', itglue: 'Head' } },
    ],
  });
  await rig.follow();
  expect(listOf('itglue')).toEqual(BOTH.slice().sort());
});

it('N10 two undos side by side of two runs of the same list', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { emails: [A, B, X] });
  const one = await rig.sync();
  rig.type('bms', '5', { emails: [A, B, X, Y] });
  const two = await rig.sync();
  await takenBack(two);
  await takenBack(one);
  expect(listOf('itglue')).toEqual(BOTH.slice().sort());
  for (let n = 0; n < 2; n++) await rig.sync();
  expect([listOf('bms'), listOf('itglue')]).toEqual([[A, B, X, Y].sort(), BOTH.slice().sort()]);
  rig.type('bms', '5', { emails: [A, B, Y] });
  for (let n = 0; n < 2; n++) await rig.sync();
  rig.type('bms', '5', { emails: [A, B, Y, X] });
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(listOf('itglue')).toContain(X);
});

it('N11 ignore x undo of an archive', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  await rig.sync();
  rig.type('bms', '5', { active: false });
  const run = await rig.sync();
  const act = await rig.session().decide({ type: 'ignore', records: ['bms:contact:5'], reason: 'x' });
  await rig.sync();
  await takenBack(run);
  expect(rig.value('itglue', '5', 'active')).toBe(true);
  await rig.session().undecide(act);
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(rig.value('itglue', '5', 'active')).toBe(true);
});

it('N12 a conflict answered while one side was hidden, with the hidden side typing', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = { ...ANY_SHRINK, authority: { contact: { title: 'ask' } } };
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  rig.type('itglue', '5', { title: 'Head' });
  await rig.hiding('vsa', async () => {
    await rig.sync();
    await rig.session().decide({
      type: 'value',
      choices: [
        {
          record: 'bms:contact:5',
          field: 'title',
          value: 'Boss',
          against: { bms: 'Boss', itglue: 'Head' },
        },
      ],
    });
    await rig.sync();
  });
  rig.type('vsa', '5', { title: 'Chief' });
  await rig.sync();
  const { conflicts } = (await rig.session().overview()).plan;
  expect(conflicts).toHaveLength(1);
  expect(titles('vsa')).toEqual(['Chief']);
});
