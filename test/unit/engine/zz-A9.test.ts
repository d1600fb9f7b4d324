/** Open: no mend tried. */
import { afterEach, expect, it } from 'vitest';
import { SYSTEMS } from '../../../src/engine/model';
import { BOTH, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());
const [A = '', B = ''] = BOTH;
const X = 'x@acme.example';

async function takenBack(run: string): Promise<void> {
  const plan = await rig.session().undoOf(run, undefined, rig.options);
  await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
}

it('H9 an undo of a list leaves owed what another entry owes', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = NO_CREATE;
  await rig.sync();
  const Y = 'y@acme.example';
  rig.type('bms', '5', { emails: [A, B, X] });
  rig.type('vsa', '5', { emails: [A, B, Y] });
  rig.refusing('bms');
  const run = await rig.sync();
  expect(rig.value('itglue', '5', 'emails')).toEqual(expect.arrayContaining([A, B, X, Y]));
  await takenBack(run);
  rig.refusing();
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(rig.value('bms', '5', 'emails')).toContain(X);
  expect(rig.value('vsa', '5', 'emails')).toContain(Y);
  expect(rig.value('bms', '5', 'emails')).toContain(Y);
});
