/** Decisions of several people, and of a clock that jumps: the newest word counts, and outlives what was asked for before. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { ada, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const ASKING = { ...NO_CREATE, authority: { contact: { title: 'ask' as const } } };
const titles = (...systems: readonly SystemName[]) =>
  systems.map((system) => rig.value(system, '5', 'title'));

const ADA = 'bms:contact:5';
const EARLY = '2026-06-01T00:00:00.000Z';
const LATE = '2026-06-01T00:30:00.000Z';
const LATER = '2026-06-01T01:00:00.000Z';

describe('of what two people decided, and Git put together, the newer word counts', () => {
  it('about a value, whatever the order in the file', async () => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = ASKING;
    rig.type('itglue', '5', { title: 'Boss' });
    await rig.sync();
    const against = { bms: 'Clerk', itglue: 'Boss' };
    const said = { type: 'value', record: ADA, field: 'title', against } as const;
    await rig.merged(
      { ...said, value: 'Boss', by: 'kim', at: LATE },
      { ...said, value: 'Clerk', by: 'ada', at: EARLY },
    );
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Boss']);
  });

  it('who is to be left alone is not made', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    rig.put(ada('bms'));
    await rig.sync();
    await rig.merged(
      { type: 'create', record: ADA, in: ['itglue'], by: 'kim', at: EARLY },
      { type: 'ignore', record: ADA, reason: 'has left', by: 'ada', at: LATE },
    );
    await rig.sync();
    expect(rig.people('itglue')).toEqual([]);
  });

  it.each([
    ['is the same as another one', { type: 'same', records: [ADA, 'itglue:contact:5'] }],
    ['was to be left alone for a while', { type: 'ignore', record: ADA, reason: 'on leave', until: LATER }],
  ] as const)('who %s is left alone no more', async (_is, word) => {
    rig = await Rig.withAda(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await rig.sync();
    const left = { type: 'ignore', record: ADA, reason: 'has left', by: 'ada', at: EARLY } as const;
    await rig.merged(left, { ...word, by: 'kim', at: LATE });
    rig.type('bms', '5', { title: 'Boss' });
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Boss']);
  });
});

it('what was made because somebody asked for it is not made again once it is to be left alone', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  rig.put(ada('bms'));
  await rig.sync();
  await rig.session().decide({ type: 'create', records: [ADA], in: ['itglue'] });
  await rig.sync();
  await rig.session().decide({ type: 'ignore', records: rig.people('itglue'), reason: 'a test' });
  await rig.sync();
  await rig.sync();
  expect(rig.people('itglue')).toHaveLength(1);
  // Who asks for one now knows of that one.
  await rig.session().decide({ type: 'create', records: [ADA], in: ['itglue'] });
  await rig.sync();
  expect(rig.people('itglue')).toHaveLength(2);
});

describe('what is decided after the clock was set back is followed', () => {
  const decide = (record: `${SystemName}:contact:5`, value: string, ...says: readonly string[]) => {
    const against = Object.fromEntries(SYSTEMS.map((system, at) => [system, says[at] ?? null]));
    return rig.session().decide({ type: 'value', choices: [{ record, field: 'title', value, against }] });
  };

  it('where something was decided before by way of another record', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = ASKING;
    await rig.sync();
    rig.type('bms', '5', { title: 'Boss' });
    rig.type('itglue', '5', { title: 'Chief' });
    await rig.sync();
    await decide(ADA, 'Boss', ...titles(...SYSTEMS).map(String));
    await rig.sync();
    rig.now -= 30 * 3_600_000;
    rig.type('vsa', '5', { title: 'One' });
    rig.type('itglue', '5', { title: 'Two' });
    await rig.sync();
    await decide('vsa:contact:5', 'Two', ...titles(...SYSTEMS).map(String));
    await rig.sync();
    expect(titles(...SYSTEMS)).toEqual(['Two', 'Two', 'Two']);
  });

  it('where two programs had fought before', async () => {
    rig = await Rig.withAda(SYSTEMS);
    rig.settings = { ...NO_CREATE, authority: { contact: { title: 'bms' } } };
    await rig.sync();
    for (let flip = 0; flip < 4; flip++) {
      rig.type('bms', '5', { title: `Boss ${flip}` });
      rig.type('itglue', '5', { title: 'Clerk' });
      await rig.sync();
    }
    expect(titles('bms', 'itglue')).toEqual(['Boss 3', 'Clerk']);
    rig.now -= 48 * 3_600_000;
    await decide(ADA, 'Boss 3', ...titles(...SYSTEMS).map(String));
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Boss 3', 'Boss 3']);
  });
});

it('a value that is decided a second time, in the same words, is written again', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = ASKING;
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  const choices = [
    { record: ADA, field: 'title', value: 'Boss', against: { bms: 'Boss', itglue: 'Head' } },
  ] as const;
  for (let time = 0; time < 2; time++) {
    rig.type('itglue', '5', { title: 'Head' });
    await rig.sync();
    expect((await rig.session().overview()).plan.conflicts).toHaveLength(1);
    await rig.session().decide({ type: 'value', choices });
    await rig.sync();
    expect(titles('bms', 'itglue')).toEqual(['Boss', 'Boss']);
  }
});

it('a value that was decided, and whose run was taken back, is written again only once it is decided again', async () => {
  rig = await Rig.withAda(SYSTEMS);
  rig.settings = ASKING;
  await rig.sync();
  rig.type('bms', '5', { title: 'Boss' });
  rig.type('itglue', '5', { title: 'Head' });
  await rig.sync();
  const against = { bms: 'Boss', vsa: 'Clerk', itglue: 'Head' };
  const choices = [{ record: ADA, field: 'title', value: 'Boss', against }] as const;
  await rig.session().decide({ type: 'value', choices });
  const run = await rig.sync();
  expect(titles(...SYSTEMS)).toEqual(['Boss', 'Boss', 'Boss']);
  await rig.takeBack(run);
  for (let n = 0; n < 2; n++) await rig.sync();
  expect(titles(...SYSTEMS)).toEqual(['Boss', 'Clerk', 'Head']);
  await rig.session().decide({ type: 'value', choices });
  await rig.sync();
  expect(titles(...SYSTEMS)).toEqual(['Boss', 'Boss', 'Boss']);
});
