/** Machines whose agent goes, or comes back under another number, and what people have said of them meanwhile. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fields } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { ABLE, record } from './fakes';
import { ANY_SHRINK, Rig } from './rig';
import { following } from './two-clients';

let rig: Rig;
afterEach(() => rig.end());

const LAPTOP: Fields = {
  name: 'ACME-LT-01',
  hostname: 'ACME-LT-01',
  serialNumber: '5CG1234XYZ',
  manufacturer: 'HP',
  model: 'EliteBook',
  active: true,
};
const machine = (id: string) => record('vsa', 'asset', id, LAPTOP);
const inUse = () => [rig.value('bms', '7', 'active'), rig.value('itglue', '7', 'active')];

beforeEach(async () => {
  rig = await Rig.begin();
  const { asset } = ABLE;
  const fields = { ...asset.fields, model: { write: 'never' as const }, name: { write: 'never' as const } };
  const agents = {
    ...asset,
    create: { reason: 'agents install' },
    archive: { reason: 'agents leave' },
    fields,
  };
  rig.systems.vsa.abilities = { ...ABLE, asset: agents };
  for (const system of SYSTEMS) rig.put(record(system, 'asset', '7', LAPTOP));
  await rig.sync();
});

describe('a machine whose agent is gone', () => {
  let archival: string;

  beforeEach(async () => {
    rig.systems.vsa.records.delete('7');
    await rig.sync();
    archival = await rig.sync();
    expect(inUse()).toEqual([false, false]);
  });

  it('stays in use, too, where its archival is taken back', async () => {
    await rig.sync();
    await rig.undo(archival);
    for (let run = 0; run < 3; run++) {
      await rig.sync();
      expect(inUse()).toEqual([true, true]);
    }
  });

  it('and that somebody puts back in use stays in use, in every system and in every later run', async () => {
    rig.type('bms', '7', { active: true });
    for (let run = 0; run < 4; run++) {
      await rig.sync();
      expect(inUse()).toEqual([true, true]);
    }
  });

  it('and can be archived again by hand', async () => {
    rig.type('bms', '7', { active: true });
    await rig.sync();
    rig.type('itglue', '7', { active: false });
    await rig.sync();
    expect(inUse()).toEqual([false, false]);
  });

  it('is in use again once the very same agent is back', async () => {
    rig.put(machine('7'));
    await rig.sync();
    await rig.sync();
    expect(inUse()).toEqual([true, true]);
  });

  it('is in use again once an agent reports for it', async () => {
    rig.put(machine('8'));
    await rig.sync();
    expect(inUse()).toEqual([true, true]);
  });
});

describe('a machine whose agent and whose BMS asset are gone stays in use', () => {
  let archival: string;

  beforeEach(async () => {
    rig.settings = ANY_SHRINK;
    for (const system of ['vsa', 'bms'] as const) rig.systems[system].records.delete('7');
    await rig.sync();
    archival = await rig.sync();
    expect(rig.value('itglue', '7', 'active')).toBe(false);
  });

  it.each([
    ['where somebody puts it back', () => rig.type('itglue', '7', { active: true })],
    ['where its archival is taken back', () => rig.undo(archival)],
  ])('%s', async (_where, putBack) => {
    await putBack();
    for (let run = 0; run < 3; run++) {
      await rig.sync();
      expect(rig.value('itglue', '7', 'active')).toBe(true);
    }
  });
});

it('a person whose BMS record is merely hidden keeps it, whatever is archived and put back elsewhere meanwhile', async () => {
  await rig.end();
  rig = await Rig.withAda(SYSTEMS);
  const contact = { bms: ['itglue'], itglue: ['bms'] } as const;
  rig.settings = { ...DEFAULT_SETTINGS, create: { ...DEFAULT_SETTINGS.create, contact } };
  await rig.sync();
  rig.systems.bms.outOfSight = async (_kind, hidden) => new Set(hidden.map(({ id }) => id));
  const held = rig.systems.bms.records.get('5');
  rig.systems.bms.records.delete('5');
  for (let run = 0; run < 3; run++) await rig.sync();
  rig.type('itglue', '5', { active: false });
  await rig.sync();
  rig.type('itglue', '5', { active: true, title: 'Boss' });
  await rig.sync();
  await rig.sync();
  expect(rig.people('bms')).toEqual([]);
  if (held) rig.put(held);
  await rig.sync();
  expect(rig.value('bms', '5', 'title')).toBe('Boss');
});

describe('an agent that is installed anew under another number', () => {
  const models = () => (['bms', 'itglue'] as const).map((system) => rig.value(system, '7', 'model'));

  it('takes back nothing that was corrected since it reported it first', async () => {
    rig.type('bms', '7', { model: 'EliteBook 840 G8' });
    await rig.sync();
    rig.systems.vsa.records.delete('7');
    rig.put(machine('8'));
    for (let run = 0; run < 3; run++) await rig.sync();
    expect(models()).toEqual(['EliteBook 840 G8', 'EliteBook 840 G8']);
  });

  it('is a question, where somebody archives the machine meanwhile', async () => {
    rig.systems.vsa.records.delete('7');
    rig.put({ ...machine('8') });
    rig.type('itglue', '7', { active: false });
    await rig.sync();
    await rig.sync();
    expect(inUse()).toEqual([true, false]);
    const { plan } = await rig.session().plan(rig.options);
    expect(plan.conflicts.map(({ field }) => field)).toEqual(['active']);
  });

  it('under another client moves the machine there, as the same agent would', async () => {
    following(rig);
    for (const system of SYSTEMS) {
      rig.put(record(system, 'organization', '2', { name: 'Globex', active: true }));
      rig.type(system, '7', { organization: '1' });
    }
    await rig.sync();
    rig.systems.vsa.records.delete('7');
    rig.put(record('vsa', 'asset', '8', { ...LAPTOP, organization: '2' }, { organization: '2' }));
    for (let run = 0; run < 2; run++) await rig.sync();
    const homes = (['bms', 'itglue'] as const).map((system) => rig.value(system, '7', 'organization'));
    expect(homes).toEqual(['2', '2']);
  });

  it('and tells what is new', async () => {
    rig.systems.vsa.records.delete('7');
    rig.put(record('vsa', 'asset', '8', { ...LAPTOP, model: 'EliteBook 850' }));
    await rig.sync();
    expect(models()).toEqual(['EliteBook 850', 'EliteBook 850']);
  });
});
