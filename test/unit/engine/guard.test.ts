import { describe, expect, it } from 'vitest';
import { type GuardInput, guard } from '../../../src/engine/guard';
import type { Action, Plan, Step } from '../../../src/engine/plan/model';

const step = (action: Action, n: number, settled = true, from: string | null = 'Old'): Step => ({
  id: `${action} ${n}`,
  action,
  system: 'bms',
  kind: 'asset',
  identity: `i${n}`,
  record: String(n),
  name: '',
  organization: '',
  organizationIdentity: '',
  changes: [{ field: 'model', from, to: 'New', source: 'vsa', reason: '', ...(settled ? { settled } : {}) }],
  reason: '',
});

const many = (count: number, make: (n: number) => Step): Step[] =>
  Array.from({ length: count }, (_, n) => make(n));

function trips(steps: readonly Step[], received = 100, before = 100): readonly string[] {
  const plan: Plan = { version: 1, madeAt: '', steps, conflicts: [], drift: [], fingerprint: '' };
  const input: GuardInput = {
    plan,
    coverage: [{ system: 'bms', kind: 'asset', announced: null, received, proof: 'all', hidden: null }],
    knownBefore: (system, kind) => (system === 'bms' && kind === 'asset' ? before : 0),
    limits: { maximumWrites: 50, maximumArchives: 5, maximumOverwritePercent: 30, maximumShrinkPercent: 20 },
  };
  const found = guard(input);
  for (const trip of found) expect(trip.remedy).not.toBe('');
  return found.map((trip) => trip.guard);
}

describe('the guard', () => {
  it('lets an ordinary plan pass', () => {
    expect(trips([])).toEqual([]);
    expect(trips(many(30, (n) => step('update', n)))).toEqual([]);
  });

  it('stops more writes than allowed', () => {
    expect(trips(many(50, (n) => step('create', n)))).toEqual([]);
    expect(trips(many(51, (n) => step('create', n)))).toEqual(['too-many-writes']);
  });

  it('stops more archivals than allowed', () => {
    expect(trips(many(5, (n) => step('archive', n)))).toEqual([]);
    expect(trips(many(6, (n) => step('archive', n)))).toEqual(['too-many-archives']);
  });

  it('stops overwriting agreed values in a large part of a system, but not filling blanks or a first contact', () => {
    expect(trips(many(31, (n) => step('update', n)))).toEqual(['too-many-overwrites']);
    expect(trips(many(31, (n) => step('update', n, false)))).toEqual([]);
    expect(trips(many(31, (n) => step('update', n, true, null)))).toEqual([]);
    expect(
      trips(
        many(9, (n) => step('update', n)),
        10,
        10,
      ),
    ).toEqual([]);
  });

  it.each([
    [100, 80, false],
    [100, 79, true],
    [100, 0, true],
    [10, 0, true],
    [9, 0, false],
    [0, 100, false],
  ])('with %i known and %i shown, trips: %s', (before, received, expected) => {
    expect(trips([], received, before)).toEqual(expected ? ['shrunken-listing'] : []);
  });
});
