/** What a person unticked stays unticked in what the plan does with the record by then. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import type { Rig } from './rig';
import { twoClients } from './two-clients';

let rig: Rig;
beforeEach(async () => {
  rig = await twoClients();
});
afterEach(() => rig.end());

const untick = async (step: string) => {
  await rig.session().plan(rig.options);
  await rig.session().tick({ group: { step }, ticked: false });
};
const ada = () => [rig.value('itglue', '5', 'title'), rig.value('itglue', '5', 'active')];

it.each(['sync', 'follow'] as const)('a title, once the person is archived (%s)', async (how) => {
  // So that a first plan is carried out.
  rig.type('bms', '1', { website: 'https://acme.example' });
  rig.type('bms', '5', { title: 'Secret' });
  await untick('itglue/update/contact/5');
  await rig.sync();
  rig.type('bms', '5', { active: false });
  if (how === 'sync') await rig.sync();
  else
    await rig.session().follow({ ...rig.options, unasked: { ...SAFE_UNASKED, contact: 'allButConflicts' } });
  expect(ada()).toEqual(['Clerk', true]);
  await rig.session().tick({ group: {}, ticked: true });
  await rig.sync();
  expect(ada()).toEqual(['Secret', false]);
});

it('a title, once the person comes back with the client', async () => {
  rig.type('bms', '1', { active: false });
  await rig.sync();
  rig.type('bms', '5', { title: 'Secret' });
  await untick('itglue/update/contact/5');
  rig.type('bms', '1', { active: true });
  await rig.sync();
  expect(ada()[0]).toBe('Clerk');
});

it('a title unticked with an archival that nobody asks for any more', async () => {
  rig.type('bms', '5', { active: false, title: 'Secret' });
  await untick('itglue/archive/contact/5');
  rig.type('bms', '5', { active: true });
  await rig.sync();
  expect(ada()).toEqual(['Clerk', true]);
});

it('and nothing else: what is typed in another field goes on', async () => {
  rig.type('bms', '5', { title: 'Secret' });
  await untick('itglue/update/contact/5');
  rig.type('bms', '5', { title: 'Clerk', active: false });
  await rig.sync();
  expect(ada()).toEqual(['Clerk', false]);
});

it('a title, as the end of the client is decided in the saved plan', async () => {
  rig.type('bms', '5', { title: 'Secret' });
  await untick('itglue/update/contact/5');
  const against = { bms: true, itglue: true };
  const choices = [{ record: 'bms:organization:1', field: 'active', value: false, against }] as const;
  await rig.session().decide({ type: 'value', choices });
  const plan = await rig.session().savedPlan();
  if (plan) await rig.session().apply(plan, rig.options);
  await rig.sync();
  expect(ada()[0]).toBe('Clerk');
});

it('a return that is unticked is no reason to leave an end out', async () => {
  rig.type('bms', '1', { active: false });
  await rig.sync();
  rig.type('bms', '1', { active: true });
  await rig.session().plan(rig.options);
  await rig.session().tick({ group: { kind: 'contact' }, ticked: false });
  await rig.sync();
  rig.type('itglue', '5', { active: true });
  rig.type('bms', '5', { active: false });
  await rig.sync();
  expect(ada()[1]).toBe(false);
});
