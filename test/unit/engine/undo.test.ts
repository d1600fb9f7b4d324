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

  test('the family alone', () => {
    const before = { operatingSystem: 'Windows 10' };
    const values = { operatingSystem: 'Microsoft Windows 11 Pro 10.0.22631' };
    const plan = undone(
      'asset',
      'itglue',
      { before, values, after: { operatingSystem: 'Windows 11' } },
      coarse,
    );
    expect(plan.steps).toHaveLength(1);
    const typed = undone('asset', 'itglue', { before, values, after: { operatingSystem: 'Linux' } }, coarse);
    expect(typed.steps).toEqual([]);
  });

  test('a region by its other name', () => {
    const plan = undone('location', 'itglue', {
      before: { region: 'NSW' },
      values: { region: 'WA' },
      after: { region: 'Western Australia' },
    });
    expect(plan.steps).toHaveLength(1);
  });

  test('a text that was cut', () => {
    const plan = undone('contact', 'bms', {
      before: { notes: 'Short' },
      values: { notes: 'A long story about the contact' },
      after: { notes: 'A long story' },
    });
    expect(plan.steps).toHaveLength(1);
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
