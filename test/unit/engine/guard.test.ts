import { describe, expect, it } from 'vitest';
import { doubtsScan, type GuardInput, guard } from '../../../src/engine/guard';
import { type Kind, keyOf, type SourceRecord } from '../../../src/engine/model';
import type { Action, Plan, Step } from '../../../src/engine/plan/model';
import { record } from './fakes';

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

const LIMITS = {
  maximumWrites: 50,
  maximumArchives: 5,
  maximumOverwritePercent: 30,
  maximumShrinkPercent: 20,
  maximumClockMinutes: 15,
};

const planOf = (steps: readonly Step[]): Plan => ({
  version: 1,
  madeAt: '',
  steps,
  conflicts: [],
  drift: [],
  fingerprint: '',
});

function trips(steps: readonly Step[], received = 100, before = 100): readonly string[] {
  const input: GuardInput = {
    plan: planOf(steps),
    coverage: [{ system: 'bms', kind: 'asset', announced: null, received, proof: 'all', hidden: null }],
    knownBefore: (system, kind) => (system === 'bms' && kind === 'asset' ? before : 0),
    limits: LIMITS,
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
    [100, 80, []],
    [100, 79, ['shrunken-listing']],
    [100, 0, ['emptied-listing']],
    [9, 1, []],
    [9, 0, ['emptied-listing']],
    [2, 0, []],
    [0, 100, []],
  ])('with %i known and %i shown, trips: %j', (before, received, expected) => {
    expect(trips([], received, before)).toEqual(expected);
  });
});

describe('a scan that is doubted', () => {
  const acme = record('bms', 'organization', '1', { name: 'Acme' });
  const beta = record('bms', 'organization', '2', { name: 'Beta' });
  const assets = ['1', '2', '3'].map((id) => record('bms', 'asset', id, {}, { organization: '1' }));
  const known = (records: readonly SourceRecord[]) => new Map(records.map((one) => [keyOf(one), one]));
  const listing = (kind: Kind) =>
    ({ system: 'bms', kind, announced: null, received: 9, proof: '', hidden: null }) as const;
  const guarded = (now: readonly SourceRecord[], more: Partial<GuardInput> = {}) =>
    guard({
      plan: planOf([]),
      coverage: [listing('organization'), listing('asset')],
      knownBefore: () => 0,
      limits: LIMITS,
      seen: { before: known([acme, beta, ...assets]), now: known(now) },
      ...more,
    });

  it('hides a client with all that belongs to it', () => {
    expect(guarded([beta])).toMatchObject([
      {
        guard: 'scope-loss',
        message: 'Kaseya BMS no longer shows one client that the last run saw, nor anything of theirs.',
        examples: ['Acme, with 3 records'],
      },
    ]);
    expect(guarded([beta]).every(doubtsScan)).toBe(true);
  });

  it('is not one where the client, or anything of it, is there, or where it had hardly anything', () => {
    expect(guarded([acme, beta])).toEqual([]);
    expect(guarded([beta, ...assets.slice(0, 1)])).toEqual([]);
    expect(guarded([acme, ...assets])).toEqual([]);
    expect(guarded([beta], { coverage: [listing('organization')] })).toEqual([]);
  });

  it.each([
    [16, 'The clock of Kaseya BMS is 16 minutes ahead of this computer\u0027s.'],
    [-90, 'The clock of Kaseya BMS is 90 minutes behind this computer\u0027s.'],
    [15, undefined],
    [-15, undefined],
  ])('comes from a server whose clock is off by %i minutes', (minutes, message) => {
    const [trip] = guarded([acme, beta, ...assets], { skews: { bms: minutes * 60_000 } });
    expect(trip?.message).toBe(message);
  });
});

describe('a first contact', () => {
  const change = (more: Partial<Step['changes'][number]>): Step => ({
    ...step('update', 1, false),
    changes: [{ field: 'model', from: 'Old', to: null, source: 'vsa', reason: '', ...more }],
  });
  const found = (one: Step) =>
    guard({ plan: planOf([one]), coverage: [], knownBefore: () => 0, limits: LIMITS }).map(
      ({ guard: name }) => name,
    );

  it('never clears or archives, whatever a plan says', () => {
    expect(found(change({}))).toEqual(['first-contact']);
    expect(found(change({ field: 'macAddresses', from: ['00:1B:21:AA:BB:CC'], to: [] }))).toEqual([
      'first-contact',
    ]);
    expect(found(change({ field: 'active', from: true, to: false }))).toEqual(['first-contact']);
  });

  it('is none where the sides had agreed, where a person said so, or where nothing is lost', () => {
    expect(found(change({ settled: true }))).toEqual([]);
    expect(found(change({ source: 'person' }))).toEqual([]);
    expect(found(change({ from: null, to: 'New' }))).toEqual([]);
    expect(found(change({ to: 'New' }))).toEqual([]);
    expect(found(change({ field: 'primary', from: true, to: false }))).toEqual([]);
  });
});
