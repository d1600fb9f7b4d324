import { afterEach, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { BOTH, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());
const [_A = '', _B = ''] = BOTH;
const _X = 'x@acme.example';
const titles = (...systems: readonly SystemName[]) =>
  systems.map((system) => rig.value(system, '5', 'title'));
async function takenBack(run: string): Promise<void> {
  const plan = await rig.session().undoOf(run, undefined, rig.options);
  await rig.session().apply(plan, { ...rig.options, purpose: 'undo' });
}

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
