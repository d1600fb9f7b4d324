import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, decide, lastAct, type Pair, pairsToUnlink, undo } from '../../../src/engine/decide';
import { checkChange } from '../../../src/engine/decide-check';
import { byTime, type Decision } from '../../../src/engine/decisions';
import { Failure } from '../../../src/engine/failure';
import type { FieldName } from '../../../src/engine/fields';
import { readDecisions } from '../../../src/engine/match/said';
import {
  type Fields,
  type Identity,
  keyOf,
  type RecordKey,
  type SourceRecord,
  SYSTEMS,
  type SystemName,
} from '../../../src/engine/model';
import { matched, record } from '../match/records';

const by = 'kim';
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 8, minute)).toISOString();
const NOW = '2026-06-01T00:00:00Z';

/** Says one after the other, a minute apart. */
function said(changes: readonly Change[], start: readonly Decision[] = []): readonly Decision[] {
  return changes.reduce(
    (list, change, minute) => decide(list, change, { by, at: at(minute) }).decisions,
    start,
  );
}

const same = (...pairs: Pair[]): Change => ({ type: 'same', pairs });
const different = (...pairs: Pair[]): Change => ({ type: 'different', pairs });
const A = 'bms:organization:a';
const B = 'vsa:organization:b';
const C = 'vsa:organization:c';
const D = 'itglue:organization:d';

describe('the newest word wins, and what it overrules goes', () => {
  const left = (list: readonly Decision[]) => list.map(({ by: _by, at: _at, ...rest }) => rest);

  test('never the same takes the place of the same, and the other way round, in either order of the pair', () => {
    expect(left(said([same([A, B]), different([B, A])]))).toEqual([{ type: 'different', records: [A, B] }]);
    expect(left(said([different([B, A]), same([A, B])]))).toEqual([{ type: 'same', records: [A, B] }]);
  });

  test('another choice in the same system takes the place of the former', () => {
    expect(left(said([same([A, B]), same([A, C])]))).toEqual([{ type: 'same', records: [A, C] }]);
    expect(left(said([same([A, B]), same([A, D])]))).toHaveLength(2);
  });

  test('linking by hand ends ignoring, and a creation that is not needed any more', () => {
    const ignore: Change = { type: 'ignore', records: [A, D], reason: 'test tenant' };
    expect(left(said([ignore, same([A, B])]))).toEqual([
      { type: 'same', records: [A, B] },
      { type: 'ignore', record: D, reason: 'test tenant' },
    ]);
    const create: Change = { type: 'create', records: [A], in: ['vsa'] };
    expect(left(said([create, same([A, B])]))).toEqual([{ type: 'same', records: [A, B] }]);
    expect(left(said([create, same([A, D])]))).toHaveLength(2);
  });

  test('a value takes the place of the one decided before for that field, and of no other', () => {
    const value = (field: 'city' | 'region', to: string): Change => ({
      type: 'value',
      choices: [{ record: A, field, value: to, against: { bms: 'x', vsa: 'y' } }],
    });
    const list = said([value('city', 'Bern'), value('region', 'BE'), value('city', 'Basel')]);
    expect(left(list)).toEqual([
      { type: 'value', record: A, field: 'city', value: 'Basel', against: { bms: 'x', vsa: 'y' } },
      { type: 'value', record: A, field: 'region', value: 'BE', against: { bms: 'x', vsa: 'y' } },
    ]);
    const again = said([value('city', 'Bern'), value('city', 'Bern')]);
    expect(left(again)).toEqual(left(said([value('city', 'Bern')])));
    // It may have been carried out since: then it is another word.
    expect(again).toMatchObject([{ at: at(1) }]);
  });

  test('ignoring again replaces the reason; creating again adds the system', () => {
    const ignore = (reason: string): Change => ({
      type: 'ignore',
      records: [A],
      reason,
      until: '2027-01-01',
    });
    expect(left(said([ignore('one'), ignore(' two ')]))).toEqual([
      { type: 'ignore', record: A, reason: 'two', until: '2027-01-01' },
    ]);
    const create = (system: 'vsa' | 'itglue'): Change => ({ type: 'create', records: [A], in: [system] });
    expect(left(said([create('vsa'), create('itglue')]))).toEqual([
      { type: 'create', record: A, in: ['itglue', 'vsa'] },
    ]);
    expect(left(said([create('vsa'), ignore('no')]))).toMatchObject([{ type: 'ignore' }]);
  });

  test('saying again what stands changes nothing, not even who said it first', () => {
    const once = said([same([A, B])]);
    const again = decide(once, same([B, A]), { by: 'lee', at: at(9) });
    expect(again.decisions).toEqual(once);
    expect(again.act).toEqual({ added: [], removed: [] });
  });

  test('saying it again counts where something else was said of it since', () => {
    const about = (organization: RecordKey, system: SystemName): Change => ({
      type: 'authority',
      choices: [{ organization, kind: 'contact', field: 'title', system }],
    });
    const [first, second] = [about(A, 'bms'), about(D, 'itglue')];
    const newest = [...said([first, second, first])].sort(byTime).at(-1);
    expect(newest).toMatchObject({ organization: A, system: 'bms', at: at(2) });

    const ignored = { type: 'ignore', record: A, reason: 'test tenant', by, at: at(0) } as const;
    const asked = { type: 'create', record: A, in: ['vsa'], by: 'lee', at: at(1) } as const;
    const again: Change = { type: 'ignore', records: [A], reason: 'test tenant' };
    const { decisions } = decide([ignored, asked], again, { by, at: at(2) });
    expect(readDecisions(decisions, NOW).ignored.has(A)).toBe(true);
  });

  test('other kinds of decisions are kept', () => {
    const value: Decision = {
      type: 'value',
      record: A,
      field: 'name',
      value: 'x',
      against: {},
      by,
      at: at(0),
    };
    expect(said([same([A, B]), different([A, B])], [value])).toContainEqual(value);
  });
});

const numbers = fc.constantFrom('1', '2', '3');
const key = fc
  .tuple(fc.constantFrom(...SYSTEMS), numbers)
  .map(([system, id]): RecordKey => `${system}:organization:${id}`);
const pair = fc
  .tuple(key, key)
  .filter(([a, b]) => a.split(':')[0] !== b.split(':')[0])
  .map(([a, b]): Pair => [a, b]);
const change = fc.oneof(
  fc.array(pair, { minLength: 1, maxLength: 2 }).map((pairs): Change => ({ type: 'same', pairs })),
  fc.array(pair, { minLength: 1, maxLength: 3 }).map((pairs): Change => ({ type: 'different', pairs })),
  fc
    .array(key, { minLength: 1, maxLength: 3 })
    .map((records): Change => ({ type: 'ignore', records, reason: 'so' })),
  fc.tuple(key, fc.constantFrom(...SYSTEMS)).map(
    ([one, system]): Change => ({
      type: 'create',
      records: [one],
      in: [system],
    }),
  ),
);
const changes = fc.array(change, { maxLength: 8 });

describe('for any series of acts', () => {
  test('undoing the last one restores the list', () => {
    fc.assert(
      fc.property(changes, change, (before, last) => {
        const list = said(before);
        const { decisions, act } = decide(list, last, { by, at: at(30) });
        expect(undo(decisions, act)).toEqual(list);
      }),
    );
  });

  test('undoing one leaves what somebody else said meanwhile', () => {
    fc.assert(
      fc.property(changes, (before) => {
        const first = decide(said(before), same([A, B]), { by, at: at(40) });
        const later = decide(first.decisions, different([A, C]), { by: 'lee', at: at(41) });
        const undone = undo(later.decisions, first.act);
        for (const decision of later.act.added) expect(undone).toContainEqual(decision);
        for (const decision of first.act.added) expect(undone).not.toContainEqual(decision);
      }),
    );
  });

  test('the order on disk depends on what stands there alone', () => {
    fc.assert(
      fc.property(changes, fc.infiniteStream(fc.nat()), (made, numbers) => {
        const list = said(made);
        const shuffled = list
          .map((decision) => [numbers.next().value, decision] as const)
          .sort(([a], [b]) => (a ?? 0) - (b ?? 0))
          .map(([, decision]) => decision);
        expect(undo(shuffled, { added: [], removed: [] })).toEqual(list);
      }),
    );
  });

  test('never two of them contradict each other about one pair, and each newest word is heard', () => {
    fc.assert(
      fc.property(changes, (made) => {
        const list = said(made);
        const pairs = list.flatMap((item) => ('records' in item ? [[...item.records].sort().join()] : []));
        expect(new Set(pairs).size).toBe(pairs.length);
        const heard = readDecisions(list, NOW);
        const last = made.at(-1);
        if (last?.type === 'ignore')
          for (const one of last.records) expect(heard.ignored.has(one)).toBe(true);
        if (last?.type === 'create') expect(heard.toCreate.has(last.records[0] ?? A)).toBe(true);
      }),
    );
  });
});

// Names that a rule would link, or would never link: a decision wins over either.
const fields = (name: string): Fields => ({ name });
const records = SYSTEMS.flatMap((system) =>
  ['1', '2', '3'].map((id) =>
    record(system, 'organization', id, fields(id === '1' ? 'Northwind Traders' : `${system} ${id} Works`)),
  ),
);

function together(list: readonly Decision[], [a, b]: Pair, identities: readonly Identity[] = []): boolean {
  return matched(records, { decisions: list, identities }).groups.some((group) => {
    const keys = SYSTEMS.map((system) => `${system}:${group.kind}:${group.members[system] ?? ''}`);
    return keys.includes(a) && keys.includes(b);
  });
}

describe('after matching again', () => {
  test('the newest decision on a pair always wins over rules and over older decisions', () => {
    fc.assert(
      fc.property(changes, pair, fc.boolean(), (before, both, joined) => {
        const list = said([...before, joined ? same(both) : different(both)]);
        expect(together(list, both)).toBe(joined && !ignores(list, both));
      }),
      { numRuns: 60 },
    );
  });

  const ignores = (list: readonly Decision[], both: Pair) =>
    list.some((item) => item.type === 'ignore' && both.includes(item.record));

  test('what is never the same is kept apart from an earlier identity too', () => {
    const both: Pair = ['bms:organization:1', 'vsa:organization:1'];
    const identity = identityOf(['bms', 'vsa', 'itglue']);
    expect(together([], both, [identity])).toBe(true);
    const pairs = pairsToUnlink(
      both[0],
      new Map([[identity.id, identity]]),
      new Map([[both[0], identity.id]]),
    );
    expect(pairs).toEqual([both, ['bms:organization:1', 'itglue:organization:1']]);
    const list = said([different(...pairs)]);
    expect(together(list, both, [identity])).toBe(false);
    expect(together(list, ['vsa:organization:1', 'itglue:organization:1'], [identity])).toBe(true);
  });

  test('a vendor link that a person has refused alarms no more', () => {
    const one = record('bms', 'asset', '1', { name: 'x', serialNumber: 'PF3ABCD1', hostname: 'x' });
    const other = record(
      'itglue',
      'asset',
      '2',
      { name: 'y', serialNumber: 'ZZ9QWER7', hostname: 'y' },
      { links: [{ system: 'bms', id: '1', via: 'IT Glue' }] },
    );
    const alarms = (decisions: readonly Decision[]) =>
      matched([one, other], { decisions }).alarms.map(({ type }) => type);
    expect(alarms([])).toEqual(['wrong-vendor-link']);
    expect(alarms(said([different([keyOf(one), keyOf(other)])]))).toEqual([]);
  });
});

function identityOf(systems: readonly (typeof SYSTEMS)[number][]): Identity {
  const link = { record: '1', provenance: 'rule', rule: 'name', confidence: 1, evidence: [] } as const;
  return {
    id: 'organization/bms/1',
    kind: 'organization',
    organization: null,
    links: Object.fromEntries(systems.map((system) => [system, link])),
    aliases: [],
    shadows: {},
  };
}

test('the last act is all that was said at its instant', () => {
  const list = said([same([A, B]), { type: 'ignore', records: [C, D], reason: 'so' }]);
  expect(lastAct(list).added.map(({ type }) => type)).toEqual(['ignore', 'ignore']);
  expect(undo(list, lastAct(list))).toEqual(said([same([A, B])]));
  expect(lastAct([])).toEqual({ added: [], removed: [] });
});

const valued = (key: RecordKey, field: FieldName, value: string | null): Change => ({
  type: 'value',
  choices: [{ record: key, field, value, against: {} }],
});

describe('what cannot be is refused', () => {
  const asset = record('itglue', 'asset', '9', { name: 'pc' });
  const known = new Map<RecordKey, SourceRecord>([...records, asset].map((item) => [keyOf(item), item]));
  const refusal = (system: string) => (system === 'vsa' ? 'no endpoint' : null);
  const [here, there] = ['bms:organization:1', 'bms:organization:2'] as const;
  test.each([
    ['an unknown record', same([here, 'vsa:organization:77']), /There is no record vsa:organization:77/],
    ['two records of one system', same([here, there]), /are both of Kaseya BMS/],
    ['two kinds', different([here, 'itglue:asset:9']), /is of kind organization, "pc" of asset/],
    ['no reason', { type: 'ignore', records: [here], reason: ' ' }, /needs a reason/],
    ['no date', { type: 'ignore', records: [here], reason: 'x', until: 'soon' }, /"soon" is not a date/],
    ['its own system', { type: 'create', records: [here], in: ['bms'] }, /is already in Kaseya BMS/],
    ['a system that cannot', { type: 'create', records: [here], in: ['vsa'] }, /no endpoint/],
    ['a field of another kind', valued(here, 'serialNumber', 'x'), /no field of organization/],
    ['a field that moves by itself', valued('itglue:asset:9', 'lastSeen', null), /no field of asset/],
    ['a reference to nothing', valued('itglue:asset:9', 'location', '77'), /no location that Location/],
    ['a reference to another kind', valued('itglue:asset:9', 'location', here), /no location that Location/],
  ] satisfies [string, Change, RegExp][])('%s', (_what, change, words) => {
    const refused = () => checkChange(change, { records: known, refusal });
    expect(refused).toThrow(Failure);
    expect(refused).toThrow(words);
  });
});
