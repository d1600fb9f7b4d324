import { describe, expect, test } from 'vitest';
import { type Fields, type Kind, keyOf, type SystemName } from '../../../src/engine/model';
import type { JournalEntry, KindAbility } from '../../../src/engine/ports';
import { undoPlan } from '../../../src/engine/undo';
import { ABLE, identity, record } from './fakes';

/** The journal of one write: what was sent over what stood there, and what was read back. */
function journalOf(
  kind: Kind,
  system: SystemName,
  before: Fields,
  values: Fields,
  after: Fields,
): JournalEntry[] {
  const at = '2026-06-01T00:00:00Z';
  const about = {
    at,
    step: 's',
    action: 'update',
    system,
    kind,
    identity: 'i',
    record: '9',
    name: 'N',
    organization: 'O',
  };
  return [
    { type: 'intent', ...about, before, values },
    { at, type: 'outcome', step: 's', outcome: 'done', record: '9', after },
  ];
}

function undone(
  kind: Kind,
  system: SystemName,
  { before, values, after, now = after }: { before: Fields; values: Fields; after: Fields; now?: Fields },
  ability: KindAbility = ABLE[kind],
) {
  const held = record(system, kind, '9', now);
  return undoPlan({
    run: 'r',
    journal: journalOf(kind, system, before, values, after),
    state: {
      identities: new Map([['i', identity('i', kind, { [system]: '9' })]]),
      records: new Map([[keyOf(held), held]]),
    },
    ability: () => ability,
    madeAt: '2026-06-01T00:00:00Z',
  });
}

describe('what an undo takes back', () => {
  test('what we wrote, where it still stands', () => {
    const plan = undone('contact', 'itglue', {
      before: { title: 'Buyer' },
      values: { title: 'Head of purchasing' },
      after: { title: 'Head of purchasing' },
    });
    expect(plan.steps.map((step) => step.changes[0])).toMatchObject([
      { field: 'title', from: 'Head of purchasing', to: 'Buyer' },
    ]);
    expect(plan.drift).toEqual([]);
  });

  test('not what was typed since', () => {
    const plan = undone('contact', 'itglue', {
      before: { title: 'Buyer' },
      values: { title: 'Head of purchasing' },
      after: { title: 'Head of purchasing' },
      now: { title: 'Retired' },
    });
    expect(plan.steps).toEqual([]);
    expect(plan.drift).toMatchObject([{ field: 'title', reason: 'someone has changed it since' }]);
  });

  test('not what was typed between our write and its reading back: the journal holds it as what was read', () => {
    const plan = undone('contact', 'itglue', {
      before: { title: 'Buyer' },
      values: { title: 'Head of purchasing' },
      after: { title: 'Retired' },
    });
    expect(plan.steps).toEqual([]);
    expect(plan.drift).toMatchObject([
      {
        field: 'title',
        value: 'Retired',
        wanted: 'Buyer',
        reason: 'right after the run had written, it held something else',
      },
    ]);
  });
});

describe('what a system holds in a form of its own is still ours', () => {
  const coarse: KindAbility = {
    ...ABLE.asset,
    fields: { ...ABLE.asset.fields, operatingSystem: { write: 'always', coarse: true } },
  };

  test.each<[string, Kind, Fields, Fields, Fields]>([
    [
      'an operating system by its family',
      'asset',
      { operatingSystem: 'Windows 10' },
      { operatingSystem: 'Windows Server 2022 Standard' },
      { operatingSystem: 'Windows Server' },
    ],
    ['a region by its other name', 'location', { region: 'NSW' }, { region: 'BY' }, { region: 'Bavaria' }],
    [
      'a number as digits alone',
      'contact',
      { phones: ['1'] },
      { phones: ['+44 20 7386 2509'] },
      { phones: ['442073862509'] },
    ],
    [
      'the first of several cards',
      'asset',
      { macAddresses: [] },
      { macAddresses: ['a'] },
      { macAddresses: ['a', 'b'] },
    ],
    [
      'a model as the maker lists it',
      'asset',
      { model: null },
      { model: 'HP EliteBook 840 G8 Notebook PC' },
      { model: 'EliteBook 840 G8' },
    ],
    ['a text that was cut', 'contact', { notes: 'Short' }, { notes: 'A long story' }, { notes: 'A long' }],
    [
      'a text in other letters',
      'contact',
      { title: 'Old' },
      { title: 'Head of IT' },
      { title: 'HEAD OF IT' },
    ],
  ])('%s', (_, kind, before, values, after) => {
    expect(
      undone(kind, 'itglue', { before, values, after }, kind === 'asset' ? coarse : ABLE[kind]).steps,
    ).toHaveLength(1);
  });

  test('nothing at all, where the value did not stay: somebody has emptied it', () => {
    const plan = undone('contact', 'bms', {
      before: { notes: 'Old' },
      values: { notes: 'New' },
      after: { notes: null },
    });
    expect(plan.steps).toEqual([]);
  });
});
