/** People who move to another client, in a system that empties their place with the move. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { record } from './fakes';
import { ANY_SHRINK, NO_CREATE, Rig } from './rig';
import { twoClients } from './two-clients';

let rig: Rig;
const fieldsIn = (system: 'bms' | 'itglue') => rig.systems[system].records.get('5')?.fields;

beforeEach(async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  for (const system of ['bms', 'itglue'] as const) {
    rig.put(record(system, 'organization', '2', { name: 'Globex', active: true }));
    rig.put(record(system, 'location', '7', { name: 'North', active: true }));
    rig.type(system, '5', { organization: '1', location: '7' });
  }
  const { itglue } = rig.systems;
  const update = itglue.update.bind(itglue);
  itglue.update = async (before, changes) => {
    if (!changes.organization) return update(before, changes);
    const left = { ...before, organization: String(changes.organization) };
    return update({ ...left, fields: { ...left.fields, location: null } }, changes);
  };
});
afterEach(() => rig.end());

it('a move that is taken back gives the place back that it had emptied', async () => {
  await rig.sync();
  rig.move('bms', '2');
  const run = await rig.sync();
  expect(fieldsIn('itglue')).toMatchObject({ organization: '2', location: null });
  await rig.takeBack(run);
  expect(fieldsIn('itglue')).toMatchObject({ organization: '1', location: '7' });
});

it.each(['bms', 'itglue'] as const)(
  'a move that was killed before the place followed empties no place elsewhere, and asks nothing, where %s is believed',
  async (authority) => {
    rig.settings = { ...NO_CREATE, authority: { contact: { location: authority } } };
    const south = { name: 'South', active: true, organization: '2' };
    rig.put(record('bms', 'location', '8', south, { organization: '2' }));
    await rig.sync();
    rig.move('bms', '2', { location: '8' });
    await rig.killedAfter('update', 'itglue');
    expect(fieldsIn('itglue')).toMatchObject({ organization: '2', location: null });
    for (let n = 0; n < 2; n++) await rig.sync();
    expect(fieldsIn('bms')).toMatchObject({ organization: '2', location: '8' });
    expect((await rig.session().overview()).plan.conflicts).toEqual([]);
  },
);

it('a place that was typed in one system, against one that a move in the other brought, is asked about after the move, too', async () => {
  await rig.end();
  rig = await twoClients();
  rig.settings = { ...ANY_SHRINK, authority: { contact: { location: 'ask' } } };
  const homes = { 7: '1', 8: '2', 9: '1' };
  for (const system of ['bms', 'itglue'] as const) {
    for (const [id, organization] of Object.entries(homes)) {
      const place = { name: `Place ${id}`, address1: `Via ${id}`, active: true, organization };
      rig.put(record(system, 'location', id, place, { organization }));
    }
    rig.type(system, '5', { location: '7' });
  }
  await rig.sync();
  rig.move('itglue', '2', { location: '8' });
  rig.type('bms', '5', { location: '9' });
  for (let n = 0; n < 2; n++) await rig.sync();
  const { plan } = await rig.session().plan(rig.options);
  expect(fieldsIn('bms')).toMatchObject({ organization: '2', location: '9' });
  expect(plan.conflicts.map(({ field }) => field)).toEqual(['location']);
});
