/** Who was set apart for a while stands with the others again: not made a second time, and as they were. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Act } from '../../../src/engine/decide';
import { record } from './fakes';
import { ANY_SHRINK, idOf, MAKING, type Rig } from './rig';
import { twoClients } from './two-clients';

let rig: Rig;
afterEach(() => rig.end());

const ignored = (until?: string) =>
  rig.session().decide({
    ...{ type: 'ignore', records: ['itglue:contact:5'], reason: 'not now' },
    ...(until === undefined ? {} : { until }),
  });
const different = () =>
  rig.session().decide({ type: 'different', pairs: [['bms:contact:5', 'itglue:contact:5']] });
const unsaid = (act: Act) => rig.session().undecide(act);

describe('is made no second time', () => {
  beforeEach(async () => {
    rig = await twoClients();
    rig.settings = { ...ANY_SHRINK, create: MAKING.create };
  });
  const settled = async () => {
    for (let n = 0; n < 3; n++) await rig.sync();
    expect(rig.people('itglue')).toEqual(['itglue:contact:5']);
  };

  it.each(['bms', 'itglue'] as const)('though moved in %s meanwhile', async (system) => {
    const act = await ignored();
    await rig.sync();
    rig.move(system, '2');
    await unsaid(act);
    await settled();
  });

  it('though moved, and set apart until a day that has come', async () => {
    await ignored('2026-06-02');
    await rig.sync();
    rig.move('bms', '2');
    rig.now += 3 * 24 * 3_600_000;
    await settled();
  });

  it('though married meanwhile', async () => {
    const act = await ignored();
    await rig.sync();
    const married = { lastName: 'King', name: 'Ada King', emails: ['king@acme.example'] };
    rig.type('bms', '5', married);
    await unsaid(act);
    await settled();
  });

  it('though moved while said to be another one', async () => {
    const act = await different();
    rig.settings = ANY_SHRINK;
    await rig.sync();
    rig.settings = { ...ANY_SHRINK, create: MAKING.create };
    rig.move('bms', '2');
    await unsaid(act);
    await settled();
  });

  it('while out of sight and ignored still', async () => {
    await ignored();
    await rig.sync();
    await rig.hiding('itglue', async () => void (await rig.sync()));
    await settled();
  });

  it('while out of sight, and no more ignored', async () => {
    const act = await ignored();
    await rig.sync();
    await unsaid(act);
    await rig.hiding('itglue', async () => {
      await rig.sync();
      const { plan } = await rig.session().plan(rig.options);
      expect(plan.drift.map(({ reason }) => reason)).toEqual([expect.stringContaining('is not seen')]);
    });
    await settled();
  });
});

it.each(['ignored', 'said to be another one'])(
  'was archived with the client, was %s, and comes back with it',
  async (how) => {
    rig = await twoClients();
    rig.type('bms', '1', { active: false });
    await rig.sync();
    const act = how === 'ignored' ? await ignored() : await different();
    await rig.sync();
    await unsaid(act);
    await rig.sync();
    rig.type('bms', '1', { active: true });
    for (let n = 0; n < 2; n++) await rig.sync();
    expect([rig.value('itglue', '1', 'active'), rig.value('itglue', '5', 'active')]).toEqual([true, true]);
  },
);

it('what is typed in a record that a killed run had made stays, though its client was set apart in the run that followed', async () => {
  rig = await twoClients();
  rig.settings = { ...ANY_SHRINK, create: MAKING.create };
  const bob = { firstName: 'Bob', lastName: 'Builder', name: 'Bob Builder', title: 'Builder', active: true };
  const mails = { emails: ['bob@acme.example'], organization: '1' };
  rig.put(record('bms', 'contact', '6', { ...bob, ...mails }));
  await rig.killedAfter('create', 'itglue');
  const records = ['itglue:organization:1'] as const;
  const act = await rig.session().decide({ type: 'ignore', records, reason: 'not now' });
  await rig.sync();
  const made = idOf(rig.people('itglue').find((key) => key !== 'itglue:contact:5'));
  rig.type('itglue', made, { title: 'Boss' });
  await unsaid(act);
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(rig.people('itglue')).toHaveLength(2);
  expect([rig.value('itglue', made, 'title'), rig.value('bms', '6', 'title')]).toEqual(['Boss', 'Boss']);
});

describe('who is said to be another one stays apart', () => {
  const asBob = () => {
    const bob = { firstName: 'Bob', lastName: 'Builder', name: 'Bob Builder', title: 'Builder' };
    rig.type('itglue', '5', { ...bob, emails: ['bob@acme.example'] });
  };
  const apart = () => {
    const held = (['bms', 'vsa'] as const).map((system) => rig.value(system, '5', 'firstName'));
    expect([rig.value('itglue', '5', 'title'), ...held]).toEqual(['Builder', 'Ada', 'Ada']);
  };
  beforeEach(async () => {
    rig = await twoClients(['bms', 'vsa', 'itglue']);
    await rig.session().decide({ type: 'different', pairs: [['vsa:contact:5', 'itglue:contact:5']] });
    await rig.sync();
    asBob();
    await rig.sync();
  });

  it('while who it was said of is out of sight', async () => {
    await rig.hiding('vsa', async () => void (await rig.sync()));
    for (let n = 0; n < 2; n++) await rig.sync();
    apart();
  });

  it('while who it was said of is to be left alone', async () => {
    const records = ['vsa:contact:5'] as const;
    await rig.session().decide({ type: 'ignore', records, reason: 'not now' });
    for (let n = 0; n < 2; n++) await rig.sync();
    apart();
  });
});
