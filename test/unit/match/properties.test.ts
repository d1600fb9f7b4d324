/** What holds for any records whatever. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Fields,
  type Kind,
  keyOf,
  type SourceRecord,
  SYSTEMS,
  type SystemName,
} from '../../../src/engine/model';
import { matched, record } from './records';

const few = <T extends string>(...values: T[]) => fc.constantFrom(...values);
const some = (values: fc.Arbitrary<string>) => fc.option(values, { nil: null });

const organization = fc.record<Fields>({
  name: few(
    'Smith Dental',
    'Smith Dental Lab',
    'Smith Dental, Inc.',
    'Jones Law',
    'Jones & Law LLP',
    'Acme',
    'Acme - Dallas',
  ),
  phone: some(few('+12145550100', '214-555-0101')),
  address1: some(few('12 Main St', '12 Main Street', '14 Main St')),
});
const asset = fc.record<Fields>({
  name: few('PC-1', 'PC-2', 'pc-1', 'DESKTOP-ABC1234', 'iMac'),
  serialNumber: some(few('PF3K2M91', 'PF9Q8W77', 'To be filled by O.E.M.', 'PFXX1234')),
  macAddresses: fc.subarray(['00:1B:21:AA:BB:01', '00-1b-21-aa-bb-02', '00:E0:4C:68:01:02']),
  model: some(few('Latitude 5420', 'ThinkPad T14')),
});
const contact = fc.record<Fields>({
  firstName: few('Kim', 'Robert', 'Bob', 'K.'),
  lastName: few('Smith', 'Smyth', 'Jones'),
  emails: fc.subarray(['kim@contoso.com', 'info@contoso.com', 'bob@contoso.com']),
  phones: fc.subarray(['+12145550100', '+12145550101']),
});

interface Draft {
  readonly kind: Kind;
  readonly system: SystemName;
  readonly fields: Fields;
}

const draft = (kind: Kind, fields: fc.Arbitrary<Fields>): fc.Arbitrary<Draft> =>
  fc.record({ kind: fc.constant(kind), system: few(...SYSTEMS), fields });

/** Up to twelve records of each kind, owned by the first organization of their system where there is one. */
const world = fc
  .tuple(
    fc.array(draft('organization', organization), { maxLength: 6 }),
    fc.array(draft('asset', asset), { maxLength: 12 }),
    fc.array(draft('contact', contact), { maxLength: 9 }),
  )
  .map(([owners, assets, contacts]) => {
    const first = new Map<SystemName, string>();
    const made = owners.map((it, at) => {
      if (!first.has(it.system)) first.set(it.system, `${at}`);
      return record(it.system, it.kind, `${at}`, it.fields);
    });
    const owned = [...assets, ...contacts].map((it, at) =>
      record(it.system, it.kind, `${100 + at}`, it.fields, { organization: first.get(it.system) ?? null }),
    );
    return [...made, ...owned];
  });

const RUNS = { numRuns: 150 };
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('matching', () => {
  test('does not depend on the order of the records', () => {
    fc.assert(
      fc.property(
        world.chain((records) =>
          fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
        ),
        ([records, shuffled]) => {
          expect(plain(matched(shuffled))).toEqual(plain(matched(records)));
        },
      ),
      RUNS,
    );
  });

  test('holds at most one record of a system in a group, and no record in two groups', () => {
    fc.assert(
      fc.property(world, (records) => {
        const { groups } = matched(records);
        const keys = groups.flatMap((group) =>
          Object.entries(group.members).map(([system, id]) => `${group.kind}:${system}:${id}`),
        );
        expect(new Set(keys).size).toBe(keys.length);
        for (const group of groups) expect(Object.keys(group.members).length).toBeGreaterThan(1);
      }),
      RUNS,
    );
  });

  test('never links two usable serial numbers that differ', () => {
    fc.assert(
      fc.property(world, (records) => {
        const byKey = new Map(records.map((it) => [keyOf(it), it]));
        for (const group of matched(records).groups) {
          if (group.kind !== 'asset') continue;
          const serials = SYSTEMS.flatMap((system) => {
            const id = group.members[system];
            const serial = id && byKey.get(keyOf({ system, kind: 'asset', id }))?.fields.serialNumber;
            return serial && serial !== 'To be filled by O.E.M.' ? [serial] : [];
          });
          expect(new Set(serials).size).toBeLessThan(2);
        }
      }),
      RUNS,
    );
  });

  test('always does as a person decided', () => {
    const pick = world.chain((records) => fc.tuple(fc.constant(records), fc.nat(), fc.nat(), fc.boolean()));
    fc.assert(
      fc.property(pick, ([records, x, y, same]) => {
        if (records.length < 2) return;
        const a = records[x % records.length];
        const b = records[y % records.length];
        if (!a || !b || a.kind !== b.kind || a.system === b.system) return;
        const decision = { by: 'kim', at: '2026-01-01T00:00:00Z', records: [keyOf(a), keyOf(b)] as const };
        const { groups } = matched(records, {
          decisions: [{ ...decision, type: same ? 'same' : 'different' }],
        });
        const together = groups.some(
          (it) => it.kind === a.kind && it.members[a.system] === a.id && it.members[b.system] === b.id,
        );
        expect(together).toBe(same);
      }),
      { numRuns: 600 },
    );
  });

  test('changes nothing when an unrelated record comes', () => {
    const stranger = (system: SystemName, kind: Kind): SourceRecord =>
      record(system, kind, '999', { name: 'ZZYZX-QWV', firstName: 'Xanthippe', lastName: 'Quuxworth' });
    fc.assert(
      fc.property(
        world,
        few(...SYSTEMS),
        few<Kind>('organization', 'asset', 'contact'),
        (records, system, kind) => {
          expect(plain(matched([...records, stranger(system, kind)]))).toEqual(plain(matched(records)));
        },
      ),
      RUNS,
    );
  });

  test('changes nothing about people when a stranger makes a list longer, however long it is', () => {
    // Every half of a name on a few people, and on the more, the longer the list: verdicts of all sorts.
    const name = (at: number, of: number) => `${'bcdfghjklm'[at % of]}${'aeiou'[at % 5]}`.repeat(3);
    const people = (system: SystemName, count: number) =>
      Array.from({ length: count }, (_, at) =>
        record(system, 'contact', `${at}`, {
          firstName: name(at, 7),
          lastName: name(at >> 3, 10) + name(at >> 6, 9),
          ...(at % 3 === 0 ? { address1: `${at} Main St`, city: 'Dallas' } : {}),
        }),
      );
    const strangers = Array.from({ length: 8 }, (_, at) =>
      record('bms', 'contact', `9${at}99`, { firstName: `Xanthippe${at}`, lastName: `Quuxworth${at}` }),
    );
    for (const count of [508, 512, 516, 1020]) {
      const records = [...people('bms', count), ...people('itglue', count)];
      const alone = matched(records);
      expect(alone.groups.length + alone.suggestions.length + alone.ambiguous.length).toBeGreaterThan(0);
      expect(plain(matched([...records, ...strangers]))).toEqual(plain(alone));
    }
  });

  test('treats the systems alike', () => {
    const turn: Readonly<Record<SystemName, SystemName>> = { bms: 'vsa', vsa: 'itglue', itglue: 'bms' };
    const shape = (records: readonly SourceRecord[], name: (system: SystemName) => SystemName): string[] => {
      const { groups, suggestions } = matched(records);
      return [...groups, ...suggestions]
        .map(
          (group) =>
            SYSTEMS.map((system) => `${system}=${group.members[name(system)] ?? ''}`).join(' ') +
            ` ${group.kind} ${group.confidence.toFixed(9)}`,
        )
        .sort();
    };
    fc.assert(
      fc.property(world, (records) => {
        const turned = records.map((it) => ({ ...it, system: turn[it.system] }));
        expect(shape(turned, (system) => turn[system])).toEqual(shape(records, (system) => system));
      }),
      RUNS,
    );
  });

  test('keeps every link when its own result is given back', () => {
    fc.assert(
      fc.property(world, (records) => {
        const before = matched(records);
        const identities = before.groups.map((group, at) => ({
          id: `i${at}`,
          kind: group.kind,
          organization: null,
          links: group.links,
          aliases: [],
          shadows: {},
        }));
        const after = matched(records, { identities });
        const kept = new Map(after.groups.map((group) => [group.identity, group]));
        for (const [at, group] of before.groups.entries()) {
          expect(kept.get(`i${at}`)?.members).toMatchObject(group.members);
        }
      }),
      RUNS,
    );
  });
});
