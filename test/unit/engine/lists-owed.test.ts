/** What lists are owed, entry by entry, on the real session and store: only what somebody said is given or taken. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { BOTH_WAYS } from '../../../src/engine/policy';
import { ABLE, record } from './fakes';
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

describe('what a list is owed by somebody who is out of sight', () => {
  it('is owed still once it was given something else', async () => {
    await begin();
    add('bms', 'a@acme.example');
    add('vsa', 'b@acme.example');
    rig.refusing('bms');
    await hidden('itglue');
    rig.refusing();
    add('bms', 'c@acme.example');
    await hidden('vsa');
    await quietly();
    for (const system of SYSTEMS) expect(emails(system), system).toContain('b@acme.example');
  });

  it('is owed still where those in sight say the same', async () => {
    await begin();
    add('bms', X);
    rig.refusing('itglue');
    await rig.takeBack(await rig.sync());
    await hidden('bms');
    rig.refusing();
    await quietly();
    expect(emails('itglue')).toContain(X);
  });
});

it.each([
  ['bms', 'vsa'],
  ['vsa', 'bms'],
] as const)(
  '%s is told of an entry that was added while it was out of sight, though %s has no room for it',
  async (away, small) => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = ANY_SHRINK;
    const one = { write: 'always' as const, capacity: 1 };
    const contact = { ...ABLE.contact, fields: { ...ABLE.contact.fields, emails: one } };
    rig.systems[small].abilities = { ...ABLE, contact };
    for (const system of SYSTEMS) rig.type(system, '5', { emails: [FIRST] });
    await rig.sync();
    add('itglue', X);
    await hidden(away);
    await quietly();
    expect(emails(away)).toEqual([FIRST, X]);
  },
);

it('what was taken away where it came from leaves who may have been given it by a killed run, and was out of sight', async () => {
  await begin();
  add('bms', X);
  await rig.killedAfter('update', 'itglue');
  await rig.hiding('itglue', async () => {
    await rig.sync();
    rig.type('bms', '5', { emails: BOTH });
    await rig.sync();
  });
  await quietly();
  for (const system of SYSTEMS) expect(emails(system), system).toEqual(BOTH);
});

it('what the undo of a killed run took away comes back to none that the run had written to', async () => {
  await begin();
  add('vsa', X);
  await rig.killedAfter('update', 'bms');
  await rig.takeBack((await rig.session().history())[0]?.run ?? '');
  await quietly();
  expect(SYSTEMS.map(emails)).toEqual([BOTH, [...BOTH, X], BOTH]);
});

describe('numbers with a country code here, and without one there, are the same', () => {
  const [FIXED, MOBILE, DESK] = ['020 7386 2501', '020 7386 2502', '020 7386 2503'];
  const abroad = (number: string) => number.replace(/^0/, '+44 ');
  const phones = (system: SystemName) => rig.value(system, '5', 'phones');
  const sizes = () =>
    SYSTEMS.map((system) => {
      const held = phones(system);
      return Array.isArray(held) ? held.length : 0;
    });
  const inBritain = async (itglue: (number: string) => string) => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = ANY_SHRINK;
    for (const system of SYSTEMS) {
      const hints = { country: 'United Kingdom' };
      rig.put({ ...record(system, 'organization', '1', { name: 'Acme Widgets', active: true }), hints });
      rig.type(system, '5', { phones: [FIXED, MOBILE].map(system === 'itglue' ? itglue : String) });
    }
    await rig.sync();
  };

  it('where an undo puts one back', async () => {
    await inBritain(String);
    rig.type('bms', '5', { phones: [FIXED] });
    await rig.hiding('itglue', async () => rig.takeBack(await rig.sync()));
    await hidden('vsa');
    await quietly();
    expect(phones('itglue')).toEqual([FIXED, MOBILE]);
  });

  it('where one is taken away while another is out of sight, and the run is killed', async () => {
    await inBritain(abroad);
    rig.type('bms', '5', { phones: [FIXED] });
    await rig.hiding('itglue', () => rig.killedAfter('update', 'vsa'));
    await quietly();
    expect(sizes()).toEqual([1, 1, 1]);
  });

  it('where one is taken away to which a killed run had just added another', async () => {
    await inBritain(abroad);
    rig.type('bms', '5', { phones: [FIXED, MOBILE, DESK] });
    await rig.killedAfter('update', 'itglue');
    const held = phones('itglue');
    const left = (Array.isArray(held) ? held : []).filter((number: string) => !number.endsWith('02'));
    rig.type('itglue', '5', { phones: left });
    await quietly();
    expect(sizes()).toEqual([2, 2, 2]);
  });
});

describe('lists that several have added to, and a run that was killed', () => {
  const [A, B, C] = ['a@acme.example', 'b@acme.example', 'c@acme.example'];

  it('once one was written: the one that it was told to come from is given the others’ entries, too', async () => {
    await begin();
    add('itglue', A);
    add('vsa', B);
    await new Promise<void>((waits) => {
      for (const system of ['vsa', 'itglue'] as const)
        rig.systems[system].before = async (method) => {
          if (method !== 'update') return;
          while ((await rig.session().history())[0]?.writes.length !== 1) await new Promise(setImmediate);
          waits();
          await new Promise(() => undefined);
        };
      void rig.sync();
    });
    rig.refusing();
    add('bms', C);
    await hidden('itglue');
    await quietly();
    for (const system of SYSTEMS) expect(emails(system), system).toEqual(expect.arrayContaining([A, B, C]));
  });

  it('before anything was written: what somebody adds since is no sign that it was', async () => {
    await begin();
    rig.settings = { ...ANY_SHRINK, authority: { contact: { emails: 'itglue' } } };
    add('bms', A);
    rig.type('itglue', '5', { emails: BOTH.slice(1) });
    let left = 2;
    await new Promise<void>((waits) => {
      for (const system of SYSTEMS)
        rig.systems[system].before = (method) => {
          if (method !== 'update') return;
          left -= 1;
          if (left === 0) waits();
          return new Promise(() => undefined);
        };
      void rig.sync();
    });
    rig.refusing();
    add('bms', C);
    await quietly();
    for (const system of SYSTEMS) expect(emails(system), system).toEqual(expect.arrayContaining([A, C]));
  });

  it('and one that waits for who is out of sight gets it all the same', async () => {
    await begin();
    add('bms', A);
    add('vsa', B);
    rig.refusing('bms');
    await hidden('itglue');
    rig.refusing();
    add('bms', C);
    await rig.hiding('vsa', () => rig.killedAfter('update', 'itglue'));
    await quietly();
    for (const system of SYSTEMS) expect(emails(system), system).toContain(B);
  });
});

it('what an undo took stays away where the way was closed for a while, though another refused in that run', async () => {
  await begin();
  add('bms', X);
  await rig.takeBack(await rig.sync());
  const [toBms, toVsa] = [{ contact: 'itglue-to-bms' as const }, { contact: 'itglue-to-vsa' as const }];
  const bmsItGlue = { ...BOTH_WAYS.bmsItGlue, ...toBms };
  const vsaItGlue = { ...BOTH_WAYS.vsaItGlue, ...toVsa };
  rig.settings = { ...ANY_SHRINK, directions: { ...BOTH_WAYS, bmsItGlue, vsaItGlue } };
  add('bms', Y);
  rig.refusing('vsa');
  await rig.sync();
  rig.refusing();
  await rig.sync();
  rig.settings = ANY_SHRINK;
  await quietly();
  expect([emails('vsa'), emails('itglue')]).toEqual([
    [...BOTH, Y],
    [...BOTH, Y],
  ]);
});
