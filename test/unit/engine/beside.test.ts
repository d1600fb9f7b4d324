import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_INSTEAD, keeperOf, NO_KEEPER, type PairModes } from '../../../src/engine/beside';
import { merge } from '../../../src/engine/merge/merge';
import {
  type Fields,
  type Identity,
  keyOf,
  membersOf,
  type PerSystem,
  type RecordKey,
  type SourceRecord,
  SYSTEMS,
  type SystemName,
} from '../../../src/engine/model';
import { makePlan } from '../../../src/engine/plan/plan';
import { NO_BARRIER } from '../../../src/engine/policy';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { atOnce } from '../../../src/engine/slices';
import { ABLE, identity, record } from './fakes';

interface Given {
  readonly modes?: Partial<PairModes>;
  readonly kind?: 'contact' | 'asset';
  readonly sides: PerSystem<Fields>;
  readonly shadows?: Identity['shadows'];
  readonly authority?: SystemName | null;
}

/** One thing of one client that all three systems know, merged and planned. */
function think({ modes = {}, kind = 'contact', sides, shadows = {}, authority = null }: Given) {
  const home = identity('o', 'organization', { bms: '1', vsa: '1', itglue: '1' });
  const links = Object.fromEntries(Object.keys(sides).map((system) => [system, '5']));
  const thing = identity('p', kind, links, { organization: 'o', shadows });
  const held = SYSTEMS.flatMap((system) => {
    const fields = sides[system];
    const own = fields ? [record(system, kind, '5', { name: 'It', ...fields })] : [];
    return [record(system, 'organization', '1', { name: 'Acme' }), ...own];
  });
  const records = new Map<RecordKey, SourceRecord>(held.map((one) => [keyOf(one), one]));
  const identities = new Map([home, thing].map((one) => [one.id, one]));
  const identityOf = new Map(
    [home, thing].flatMap((one) => membersOf(one).map((ref) => [keyOf(ref), one.id] as const)),
  );
  const common = {
    ...{ identities, records, identityOf, barrier: NO_BARRIER, isPlaceholder: () => false },
    abilities: { bms: ABLE, vsa: ABLE, itglue: ABLE },
    keeper: keeperOf({ ...ALL_INSTEAD, ...modes }),
  };
  const merges = atOnce(merge({ ...common, authority: () => authority, decisions: [] }));
  const plan = atOnce(
    makePlan({
      ...{
        ...common,
        merges,
        creation: DEFAULT_SETTINGS.create,
        asked: new Map(),
        held: new Map(),
        different: new Set<string>(),
      },
      objection: () => null,
      madeAt: '2026-06-01T00:00:00Z',
    }),
  );
  return {
    writes: plan.steps.map(
      ({ system, action, changes }) => `${action} ${system} ${changes.map(({ to }) => String(to)).join()}`,
    ),
    drift: plan.drift.map(({ system, reason }) => `${system}: ${reason}`),
    conflicts: plan.conflicts.length,
  };
}

const BMS_LEADS =
  "itglue: the vendors' own sync keeps this in IT Glue as in Kaseya BMS, and is left to it (mspSync.sync.vendorIntegrations, bmsItGlue: adopt)";
const all = (title: string): PerSystem<Fields> => ({
  bms: { title },
  vsa: { title },
  itglue: { title },
});
const adopt = { bmsItGlue: 'adopt' } as const;

describe('a pair that is adopted', () => {
  it('is not written where the vendors’ sync carries the value, and elsewhere is', () => {
    const sides = { ...all('CFO'), bms: { title: 'CEO' } };
    expect(think({ sides, shadows: all('CFO') }).writes).toEqual(['update vsa CEO', 'update itglue CEO']);
    expect(think({ sides, shadows: all('CFO'), modes: adopt })).toEqual({
      writes: ['update vsa CEO'],
      drift: [BMS_LEADS],
      conflicts: 0,
    });
  });

  it('is not written from the third system either: the value arrives through the leading one', () => {
    const sides = { ...all('CFO'), vsa: { title: 'CEO' } };
    expect(think({ sides, shadows: all('CFO'), modes: adopt })).toEqual({
      writes: ['update bms CEO'],
      drift: [BMS_LEADS],
      conflicts: 0,
    });
  });

  it('takes what a person wrote into the following system on to the leading one', () => {
    const sides = { ...all('CFO'), itglue: { title: 'CEO' } };
    expect(think({ sides, shadows: all('CFO'), modes: adopt }).writes).toEqual([
      'update bms CEO',
      'update vsa CEO',
    ]);
  });

  it('asks nobody where leader and follower contradict each other, and asks where the leaders do', () => {
    const two = { bms: { title: 'CEO' }, itglue: { title: 'COO' } };
    expect(think({ sides: two }).conflicts).toBe(1);
    expect(think({ sides: two, modes: adopt })).toEqual({ writes: [], drift: [BMS_LEADS], conflicts: 0 });
    const three = { ...two, vsa: { title: 'CTO' } };
    expect(think({ sides: three, shadows: all('CFO'), modes: adopt }).conflicts).toBe(1);
  });

  it('does not let the following system win by authority', () => {
    const sides = { bms: { title: 'CEO' }, itglue: { title: 'COO' } };
    expect(think({ sides, authority: 'itglue' }).writes).toEqual(['update bms COO']);
    expect(think({ sides, authority: 'itglue', modes: adopt }).writes).toEqual([]);
  });

  it('fills a blank that the leading system never said anything about', () => {
    const sides = { bms: { title: null }, vsa: { title: 'CEO' }, itglue: { title: null } };
    expect(think({ sides, modes: adopt }).writes).toEqual(['update bms CEO', 'update itglue CEO']);
  });

  it('has lists left alone as a whole', () => {
    const sides = {
      bms: { emails: ['a@acme.example', 'b@acme.example'] },
      itglue: { emails: ['a@acme.example'] },
    };
    const before = { bms: { emails: ['a@acme.example'] }, itglue: { emails: ['a@acme.example'] } };
    expect(think({ sides, shadows: before, modes: adopt })).toEqual({
      writes: [],
      drift: [BMS_LEADS],
      conflicts: 0,
    });
  });

  it('makes no record that the vendors’ sync makes, and says so', () => {
    const sides = { bms: { title: 'CEO' } };
    expect(think({ sides }).writes).toEqual([expect.stringMatching(/^create itglue/)]);
    expect(think({ sides, modes: adopt })).toMatchObject({
      writes: [],
      drift: [expect.stringMatching(/^itglue: the vendors' own sync makes contacts in IT Glue/)],
    });
    // An asset that BMS has too comes to IT Glue from there, though VSA alone would call for it.
    const both = { bms: { serialNumber: 'S1' }, vsa: { serialNumber: 'S1' } };
    expect(think({ kind: 'asset', sides: both, modes: adopt }).writes).toEqual([]);
    expect(think({ kind: 'asset', sides: { vsa: { serialNumber: 'S1' } }, modes: adopt }).writes).toEqual([
      expect.stringMatching(/^create bms/),
      expect.stringMatching(/^create itglue/),
    ]);
  });

  it('leaves to the vendors what is mapped, and nothing else', () => {
    const keeper = keeperOf({ bmsVsa: 'adopt', bmsItGlue: 'adopt', vsaItGlue: 'adopt' });
    expect(keeper('asset', 'hostname', 'bms', 'itglue')).toBeNull();
    expect(keeper('asset', 'serialNumber', 'vsa', 'bms')).not.toBeNull();
    expect(keeper('asset', 'serialNumber', 'bms', 'vsa')).toBeNull();
    expect(keeper('contact', 'title', 'vsa', 'bms')).toBeNull();
    expect(keeper('asset', 'model', 'vsa', 'itglue')).not.toBeNull();
    expect(keeper('asset', 'record', 'vsa', 'itglue')).toBeNull();
  });
});

it('whatever the sides say and said, an adopted follower of a leader that speaks is never written', () => {
  const word = fc.constantFrom('CEO', 'CFO', 'COO', null);
  const said = fc.record({ bms: word, vsa: word, itglue: word });
  const authority = fc.constantFrom<SystemName | null>('bms', 'vsa', 'itglue', null);
  fc.assert(
    fc.property(said, fc.option(said), authority, (now, before, trusted) => {
      const fieldsOf = (of: typeof now): PerSystem<Fields> => ({
        bms: { title: of.bms },
        vsa: { title: of.vsa },
        itglue: { title: of.itglue },
      });
      fc.pre(now.bms !== null);
      const { writes } = think({
        ...{ sides: fieldsOf(now), authority: trusted, modes: adopt },
        shadows: before ? fieldsOf(before) : {},
      });
      expect(writes.filter((write) => write.includes('itglue'))).toEqual([]);
    }),
  );
  expect(keeperOf(ALL_INSTEAD)('contact', 'title', 'bms', 'itglue')).toBe(
    NO_KEEPER('contact', 'title', 'bms', 'itglue'),
  );
});
