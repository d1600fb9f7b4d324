/** Clients that end in one system, and who is archived with them, and who is not. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import { ABLE, record } from './fakes';
import { NO_CREATE, Rig } from './rig';

let rig: Rig;
/** The client and their person in IT Glue. */
const inUse = () => [rig.value('itglue', '1', 'active'), rig.value('itglue', '5', 'active')];

beforeEach(async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  const globex = { name: 'Globex', website: 'https://globex.example', active: true };
  // One of them without a website, so that the first run writes and later ones may do so with nobody looking.
  rig.put(record('bms', 'organization', '2', globex));
  rig.put(record('itglue', 'organization', '2', { name: 'Globex', active: true }));
  for (const system of ['bms', 'itglue'] as const) rig.type(system, '5', { organization: '1' });
  await rig.sync();
});
afterEach(() => rig.end());

it('people of a client whose end waits for a person stay in use', async () => {
  rig.type('bms', '1', { active: false });
  await rig.session().follow({ ...rig.options, unasked: { ...SAFE_UNASKED, contact: 'allButConflicts' } });
  expect(inUse()).toEqual([true, true]);
});

it('a client whose end was taken back, and who ends anew, ends with their people', async () => {
  rig.type('bms', '1', { active: false });
  const run = await rig.sync();
  await rig.takeBack(run);
  await rig.sync();
  expect(inUse()).toEqual([true, true]);
  for (const active of [true, false]) {
    rig.type('bms', '1', { active });
    await rig.sync();
  }
  expect(inUse()).toEqual([false, false]);
});

it('who has moved to another client in one system stays in use, though the other cannot follow', async () => {
  const organization = { write: 'never' as const };
  const contact = { ...ABLE.contact, fields: { ...ABLE.contact.fields, organization } };
  rig.systems.itglue.abilities = { ...ABLE, contact };
  rig.move('bms', '2');
  rig.type('bms', '1', { active: false });
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(inUse()).toEqual([false, true]);
});
