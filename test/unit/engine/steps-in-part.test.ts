/** What leads to a record that is not there yet waits for it, and holds up nothing else of its step. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { driftOf } from '../../../src/engine/drift';
import { Failure } from '../../../src/engine/failure';
import { record } from './fakes';
import { NO_CREATE, Rig } from './rig';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = { ...NO_CREATE, create: { ...NO_CREATE.create, location: { itglue: ['bms'] } } };
  for (const system of ['bms', 'itglue'] as const) rig.type(system, '5', { location: null });
  await rig.sync();
  const place = { name: 'Rome Office', active: true, city: 'Rome', address1: 'Via Nazionale 7' };
  rig.put(record('bms', 'location', '23', place));
  rig.type('bms', '5', { title: 'Boss', location: '23' });
});
afterEach(() => rig.end());

const WAITING = { left: ['location'], message: 'Location: it leads to what is not in IT Glue yet' };

/** Ada's title, and what the place is called to which she leads. */
const held = () => {
  const place = rig.systems.itglue.records.get(String(rig.value('itglue', '5', 'location')));
  return [rig.value('itglue', '5', 'title'), place?.name];
};
const refusing = (method: string | null) => {
  rig.systems.itglue.before = (tried) => {
    if (tried === method) throw new Failure('rejected', 'not today');
  };
};

it('a title arrives where the place typed beside it cannot be made, and the place once it can', async () => {
  refusing('create');
  const { outcomes, statuses } = await rig.session().sync(rig.options);
  expect(held()).toEqual(['Boss', undefined]);
  expect(outcomes).toContainEqual(expect.objectContaining({ type: 'done', ...WAITING }));
  expect(statuses.get('itglue:contact:5')).toEqual({ status: 'error', reason: WAITING.message });
  refusing(null);
  await rig.sync();
  expect(held()).toEqual(['Boss', 'Rome Office']);
});

it('a title arrives where a person unticked the place; what leads to it stays in the plan, and is written with it', async () => {
  await rig.session().plan(rig.options);
  await rig.session().tick({ group: { kind: 'location' }, ticked: false });
  const apply = async () => {
    const plan = await rig.session().savedPlan();
    return plan && rig.session().apply(plan, rig.options);
  };
  await apply();
  expect(held()).toEqual(['Boss', undefined]);
  const rest = await rig.session().savedPlan();
  expect(rest?.steps.map(({ changes }) => changes.map(({ field }) => field))).toEqual([
    expect.arrayContaining(['name']),
    ['location'],
  ]);
  await rig.session().tick({ group: { kind: 'location' }, ticked: true });
  await apply();
  expect(held()).toEqual(['Boss', 'Rome Office']);
});

it('what is typed in the other side meanwhile is passed on, and undoing takes back what was written', async () => {
  refusing('create');
  const run = await rig.sync();
  rig.type('itglue', '5', { firstName: 'Augusta' });
  await rig.sync();
  expect(rig.value('bms', '5', 'firstName')).toBe('Augusta');
  expect(rig.value('bms', '5', 'location')).toBe('23');
  await rig.undo(run);
  expect(rig.value('itglue', '5', 'title')).toBe('Clerk');
});

it('what waits for an unticked place with all it says is not tried, and stands among the differences', async () => {
  rig.type('bms', '5', { title: 'Clerk' });
  await rig.session().plan(rig.options);
  await rig.session().tick({ group: { kind: 'location' }, ticked: false });
  const { outcomes, prepared } = await rig.session().sync(rig.options);
  expect(outcomes).toEqual([]);
  expect(driftOf({ ...prepared, records: prepared.scan.records })).toContainEqual(
    expect.objectContaining({
      field: 'location',
      reason: 'it waits for what a person has unticked in the plan',
    }),
  );
  await rig.session().tick({ group: { kind: 'location' }, ticked: true });
  await rig.sync();
  expect(held()).toEqual(['Clerk', 'Rome Office']);
});
