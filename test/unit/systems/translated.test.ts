import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merge } from '../../../src/engine/merge/merge';
import { keyOf, type RecordKey, type SourceRecord, type SystemName } from '../../../src/engine/model';
import { NO_BARRIER } from '../../../src/engine/policy';
import type { KindAbility } from '../../../src/engine/ports';
import { atOnce } from '../../../src/engine/slices';
import { translated } from '../../../src/systems/translated';
import { DEFAULT_VALUES, valueMap } from '../../../src/systems/value-maps';
import { FakeSystem, identity, record } from '../engine/fakes';
import { scanAll } from './support/tampered';

const signal = new AbortController().signal;
const STATUS = { 'asset.status': { Active: ['In Use', 'In Stock'], Inactive: ['Retired'] } };
const HELD = { write: 'always' } as const;
const ABILITY: KindAbility = {
  read: true,
  create: true,
  archive: true,
  fields: { name: HELD, status: HELD, type: HELD },
};

/** Knows the statuses of its own list and no others. */
class Listing extends FakeSystem {
  override readonly abilities = {
    organization: ABILITY,
    location: ABILITY,
    contact: ABILITY,
    asset: ABILITY,
  };

  constructor(
    readonly statuses: readonly string[],
    records: readonly SourceRecord[] = [],
  ) {
    super('itglue', records);
  }

  override objection(kind?: string, field?: string, value?: unknown): string | null {
    const listed = kind !== 'asset' || field !== 'status' || this.statuses.includes(String(value));
    return listed ? null : `no status ${String(value)}`;
  }
}

const asset = (status: string | null, system: SystemName = 'itglue', id = '1') =>
  record(system, 'asset', id, { name: 'PC', status });

describe('a table of values', () => {
  const anyTable = fc
    .uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), {
      minLength: 2,
      maxLength: 12,
      selector: (word) => word.trim().toLowerCase(),
    })
    .filter((words) => words.every((word) => word.trim() !== ''))
    .map((words) => {
      const half = Math.floor(words.length / 2);
      const own = words.slice(0, half);
      const table: Record<string, string[]> = Object.fromEntries(own.map((word) => [word, []]));
      for (const [at, word] of words.slice(half).entries()) table[own[at % half] ?? '']?.push(word);
      return { table, own };
    });

  it('gives each of the system’s own names back: writing what was read changes nothing', () => {
    fc.assert(
      fc.property(anyTable, ({ table, own }) => {
        const map = valueMap(table);
        for (const word of own) expect(map.own(map.common(word)) ?? word).toBe(word);
      }),
    );
  });

  it('reads what was written as a value of the same family', () => {
    fc.assert(
      fc.property(anyTable, ({ table }) => {
        const map = valueMap(table);
        for (const common of Object.values(table).flat()) {
          const back = map.common(map.own(common) ?? common);
          expect(map.family(back)).toBe(map.family(common));
        }
      }),
    );
  });
});

describe('a translated system', () => {
  it('is the system itself where no table says anything', () => {
    const system = new Listing([]);
    expect(translated(system, {})).toBe(system);
    expect(translated(system, { 'asset.status': {} })).toBe(system);
  });

  it('tells its values in the common words, and does not translate twice what was read before', async () => {
    const system = new Listing(['Active'], [asset('Active')]);
    const itglue = translated(system, STATUS);
    const { records } = await scanAll(itglue, 'asset');
    expect(records[0]?.fields.status).toBe('In Use');
    expect((await itglue.read('asset', ['1'], signal)).get('1')?.fields.status).toBe('In Use');
    const swapped = translated(system, { 'asset.status': { Active: ['Idle'], Idle: ['Gone'] } });
    const seen: SourceRecord[] = [];
    system.scan = async (kind, context) => {
      const known = context.known('1');
      context.page(known ? [known] : [], { done: 1, total: 1 });
      return { system: 'itglue', kind, announced: 1, received: 1, proof: 'all', hidden: null };
    };
    await swapped.scan('asset', {
      signal,
      known: () => asset('Idle'),
      stirred: new Set(),
      page: (page) => seen.push(...page),
      problem: () => undefined,
    });
    expect(seen[0]?.fields.status).toBe('Idle');
  });

  it('writes its own word, or the common one where its list has that alone', async () => {
    const system = new Listing(['Active', 'Inactive'], [asset('Active')]);
    const itglue = translated(system, STATUS);
    const [before] = (await scanAll(itglue, 'asset')).records;
    if (!before) throw new Error('nothing was read');
    const after = await itglue.update(before, { status: 'Retired' }, signal);
    expect(after.fields.status).toBe('Retired');
    expect(system.calls.at(-1)).toEqual(['update', '1', { status: 'Inactive' }]);
    const copied = translated(new Listing(['In Stock'], [asset(null)]), STATUS);
    expect(copied.objection('asset', 'status', 'In Stock')).toBeNull();
    const made = await copied.create('asset', { name: 'New', status: 'In Stock' }, signal);
    expect(made.fields.status).toBe('In Stock');
  });

  it('says which word is missing', () => {
    const itglue = translated(new Listing(['Active']), STATUS);
    expect(itglue.objection('asset', 'status', 'Retired')).toBe('no status Inactive');
    expect(itglue.objection('asset', 'status', 'On Loan')).toBe('no status On Loan');
    expect(itglue.objection('asset', 'status', 'In Use')).toBeNull();
  });

  it('writes nothing where it has one name for both', async () => {
    const system = new Listing(['Active'], [asset('Active')]);
    const itglue = translated(system, STATUS);
    const [before] = (await scanAll(itglue, 'asset')).records;
    if (!before) throw new Error('nothing was read');
    await itglue.update(before, { status: 'In Stock', name: 'PC-2' }, signal);
    expect(system.calls.at(-1)).toEqual(['update', '1', { name: 'PC-2' }]);
  });
});

it('what says nothing of values goes through: the clock, and who answers', async () => {
  const itglue = Object.assign(new Listing([]), { skew: () => 90_000 });
  const through = translated(itglue, DEFAULT_VALUES.itglue ?? {});
  expect(through).not.toBe(itglue);
  expect(through.skew?.()).toBe(90_000);
  expect(await through.tenant(signal)).toEqual(await itglue.tenant());
});

describe('merging with a system that has one name for several values', () => {
  const abilities = {
    bms: new Listing([]).abilities,
    itglue: translated(new Listing([]), DEFAULT_VALUES.itglue ?? {}).abilities,
  };
  function rows(bms: string, itglue: string, shadows?: { bms: string; itglue: string }) {
    const records = new Map<RecordKey, SourceRecord>();
    for (const one of [asset(bms, 'bms', 'b'), asset(itglue, 'itglue', 'g')]) records.set(keyOf(one), one);
    const linked = identity(
      'i',
      'asset',
      { bms: 'b', itglue: 'g' },
      {
        ...(shadows ? { shadows: { bms: { status: shadows.bms }, itglue: { status: shadows.itglue } } } : {}),
      },
    );
    const [merged] = atOnce(
      merge({
        identities: new Map([['i', linked]]),
        records,
        identityOf: new Map(),
        abilities,
        authority: () => 'bms',
        decisions: [],
        isPlaceholder: () => false,
        barrier: NO_BARRIER,
      }),
    );
    const status = merged?.fields.find(({ field }) => field === 'status')?.merged;
    return status?.type === 'propagate' ? [status.value, status.targets] : status?.type;
  }

  it.each([
    ['they agree at first contact', 'In Stock', 'In Use', undefined, 'agree'],
    ['a value of another family goes over', 'Retired', 'In Use', undefined, ['Retired', ['itglue']]],
    ['a change within the family stays', 'In Repair', 'In Use', { bms: 'In Use', itglue: 'In Use' }, 'agree'],
    [
      'a change over there comes back',
      'In Stock',
      'Retired',
      { bms: 'In Stock', itglue: 'In Use' },
      ['Retired', ['bms']],
    ],
    [
      'a table that is new makes no change of its own',
      'Retired',
      'In Use',
      { bms: 'Retired', itglue: 'Active' },
      'agree',
    ],
  ])('%s', (_, bms, itglue, shadows, expected) => {
    expect(rows(bms, itglue, shadows)).toEqual(expected);
  });
});
