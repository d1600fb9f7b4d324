/** People who are archived because their record in the only other system is gone, and who are in use again since. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ANY_SHRINK, ada, Rig } from './rig';

let rig: Rig;
let archival: string;
const held = ada('bms');
const inUse = () => rig.value('itglue', '5', 'active');

beforeEach(async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = ANY_SHRINK;
  // BMS still shows somebody, or its silence would be no word at all.
  rig.put(ada('bms', '6'));
  rig.type('bms', '6', { name: 'Grace Hopper', firstName: 'Grace', lastName: 'Hopper', emails: [] });
  await rig.sync();
  rig.systems.bms.records.delete('5');
  await rig.sync();
  archival = await rig.sync();
  expect(inUse()).toBe(false);
});
afterEach(() => rig.end());

const staysInUse = async () => {
  for (let run = 0; run < 4; run++) {
    await rig.sync();
    expect(inUse()).toBe(true);
  }
};

it('who is put back in use by hand stays in use', async () => {
  rig.type('itglue', '5', { active: true });
  await staysInUse();
});

it('who an undo has put back in use stays in use, though it was killed then', async () => {
  const plan = await rig.session().undoOf(archival, undefined, rig.options);
  const options = { ...rig.options, purpose: 'undo' as const };
  await rig.killedAfter('update', 'itglue', () => rig.session().apply(plan, options));
  expect(inUse()).toBe(true);
  await staysInUse();
});

it('whose record is back is in use again', async () => {
  rig.put(held);
  for (let run = 0; run < 2; run++) await rig.sync();
  await staysInUse();
});
