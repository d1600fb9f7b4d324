/** What lists are owed, entry by entry, on the real session and store: only what somebody said is given or taken. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { BOTH_WAYS } from '../../../src/engine/policy';
import { ANY_SHRINK, BOTH, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const [FIRST = ''] = BOTH;
const [X, Y] = ['x@acme.example', 'y@acme.example'];
const emails = (system: SystemName) => rig.value(system, '5', 'emails');
const add = (system: SystemName, entry: string) => {
  const held = emails(system);
  rig.type(system, '5', { emails: [...(Array.isArray(held) ? held : []), entry] });
};
const begin = async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = ANY_SHRINK;
  await rig.sync();
};
const hidden = (system: SystemName) => rig.hiding(system, async () => void (await rig.sync()));
const quietly = async () => {
  for (let n = 0; n < 3; n++) await rig.sync();
  const { outcomes } = await rig.session().sync(rig.options);
  expect(outcomes).toEqual([]);
};
/** A run that the person takes no part in in this system. */
const ignored = async (system: SystemName) => {
  const records = [`${system}:contact:5` as const];
  const said = await rig.session().decide({ type: 'ignore', records, reason: 'not now' });
  const run = await rig.sync();
  await rig.session().undecide(said);
  return run;
};

describe('what an undo took from a list', () => {
  it('stays with who has typed it, who is given what others typed', async () => {
    await begin();
    add('bms', X);
    add('vsa', Y);
    rig.refusing('bms');
    const run = await rig.sync();
    expect(emails('itglue')).toEqual(expect.arrayContaining([X, Y]));
    await rig.takeBack(run);
    rig.refusing();
    await quietly();
    expect([emails('bms'), emails('vsa')]).toEqual([
      [...BOTH, X, Y],
      [...BOTH, Y],
    ]);
  });

  it('stays with who has typed it, and is out of sight while others add to the list', async () => {
    await begin();
    add('bms', X);
    const run = await ignored('itglue');
    await rig.takeBack(run);
    add('itglue', Y);
    await hidden('bms');
    await rig.killedAfter('update', 'bms');
    await quietly();
    expect(emails('bms')).toEqual([...BOTH, X, Y]);
  });

  it('comes not back where it was taken, as that is given what it has missed since', async () => {
    await begin();
    add('bms', X);
    await rig.takeBack(await rig.sync());
    add('bms', Y);
    await hidden('vsa');
    await quietly();
    expect([emails('vsa'), emails('itglue')]).toEqual([
      [...BOTH, Y],
      [...BOTH, Y],
    ]);
    expect(emails('bms')).toEqual([...BOTH, X, Y]);
  });
});

describe('what somebody took from a list', () => {
  const took = () => rig.type('bms', '5', { emails: [FIRST] });

  it('is taken from who was out of sight then', async () => {
    await begin();
    took();
    await hidden('itglue');
    await quietly();
    expect(emails('itglue')).toEqual([FIRST]);
  });

  it('is taken from who was out of sight then, though the run was killed', async () => {
    await begin();
    took();
    await rig.hiding('itglue', () => rig.killedAfter('update', 'vsa'));
    await quietly();
    expect(emails('itglue')).toEqual([FIRST]);
  });

  it('stays where that was taken back before it was seen again', async () => {
    await begin();
    took();
    await rig.hiding('itglue', async () => rig.takeBack(await rig.sync()));
    add('vsa', X);
    await quietly();
    expect([emails('vsa'), emails('itglue')]).toEqual([[...BOTH, X], expect.arrayContaining([...BOTH, X])]);
    expect(emails('bms')).toEqual([FIRST, X]);
  });

  it('stays where somebody has added it anew meanwhile', async () => {
    await begin();
    took();
    await rig.hiding('itglue', async () => {
      await rig.sync();
      rig.type('vsa', '5', { emails: BOTH });
      await rig.sync();
    });
    await quietly();
    for (const system of SYSTEMS) expect(emails(system)).toEqual(expect.arrayContaining([...BOTH]));
  });

  it('is taken from the far end of a one-way pair that was out of sight then', async () => {
    await begin();
    const directions = {
      ...BOTH_WAYS,
      bmsItGlue: { ...BOTH_WAYS.bmsItGlue, contact: 'bms-to-itglue' as const },
    };
    const vsaItGlue = { ...BOTH_WAYS.vsaItGlue, contact: 'vsa-to-itglue' as const };
    rig.settings = { ...ANY_SHRINK, directions: { ...directions, vsaItGlue } };
    add('itglue', X);
    await rig.sync();
    took();
    await hidden('itglue');
    await quietly();
    expect([emails('bms'), emails('itglue')]).toEqual([[FIRST], [FIRST, X]]);
  });
});
