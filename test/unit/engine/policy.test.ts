import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commit } from '../../../src/engine/commit';
import { leftOut, takingPart, without } from '../../../src/engine/filter';
import { merge } from '../../../src/engine/merge/merge';
import type { Fields, Identity, PerSystem, RecordKey, SourceRecord } from '../../../src/engine/model';
import { keyOf, membersOf, SYSTEMS, type SystemName } from '../../../src/engine/model';
import { makePlan } from '../../../src/engine/plan/plan';
import {
  BOTH_WAYS,
  barrierOf,
  type Direction,
  type Directions,
  PAIRS,
  type PairName,
  waysOf,
} from '../../../src/engine/policy';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { atOnce } from '../../../src/engine/slices';
import { ABLE, identity, record } from './fakes';

const only = (pair: PairName, direction: Direction, more: Partial<Directions> = {}): Directions => ({
  ...BOTH_WAYS,
  ...more,
  [pair]: { ...BOTH_WAYS[pair], contact: direction },
});

interface Given {
  readonly directions: Directions;
  readonly sides: PerSystem<Fields>;
  /** What each side said when all agreed; absent at first contact. */
  readonly shadows?: PerSystem<Fields>;
  readonly owed?: Identity['owed'];
  readonly authority?: SystemName | null;
  readonly create?: typeof DEFAULT_SETTINGS.create;
  readonly asked?: readonly SystemName[];
}

/** One contact of one client that all three systems know, merged and planned. */
function think({ directions, sides, shadows = {}, owed, authority = null, create, asked = [] }: Given) {
  const barrier = barrierOf(directions);
  const home = identity('o', 'organization', { bms: '1', vsa: '1', itglue: '1' });
  const links = Object.fromEntries(Object.keys(sides).map((system) => [system, '5']));
  const ada = identity('p', 'contact', links, { organization: 'o', shadows, ...(owed ? { owed } : {}) });
  const held = [
    ...SYSTEMS.map((system) => record(system, 'organization', '1', { name: 'Acme' })),
    ...SYSTEMS.flatMap((system) => {
      const fields = sides[system];
      return fields ? [record(system, 'contact', '5', { name: 'Ada', ...fields })] : [];
    }),
  ];
  const records = new Map<RecordKey, SourceRecord>(held.map((one) => [keyOf(one), one]));
  const identities = new Map([home, ada].map((one) => [one.id, one]));
  const identityOf = new Map(
    [home, ada].flatMap((one) => membersOf(one).map((ref) => [keyOf(ref), one.id] as const)),
  );
  const abilities = { bms: ABLE, vsa: ABLE, itglue: ABLE };
  const isPlaceholder = () => false;
  const common = { identities, records, identityOf, abilities, isPlaceholder, barrier };
  const merges = atOnce(merge({ ...common, authority: () => authority, decisions: [] }));
  const [first] = SYSTEMS.filter((system) => sides[system]);
  const plan = atOnce(
    makePlan({
      ...common,
      merges,
      creation: create ?? DEFAULT_SETTINGS.create,
      asked: new Map(asked.length > 0 ? [[`${first ?? 'bms'}:contact:5` as const, asked]] : []),
      held: new Map(),
      different: new Set<string>(),
      objection: () => null,
      madeAt: '2026-06-01T00:00:00Z',
    }),
  );
  const after = atOnce(commit({ identities, records, merges, settled: [] })).identities;
  const writes = plan.steps.flatMap((step) =>
    step.changes.map((change) => [step.system, change.field, change.to] as const),
  );
  return { plan, writes, owed: after.find(({ id }) => id === 'p')?.owed };
}

const OLD = { title: 'Clerk' };
const NEW = { title: 'Head' };
const AGREED = { bms: OLD, vsa: OLD, itglue: OLD };

describe('a direction', () => {
  it('lets everything go both ways unless told otherwise', () => {
    const { writes, plan } = think({
      directions: BOTH_WAYS,
      sides: { bms: OLD, itglue: NEW },
      shadows: AGREED,
    });
    expect(writes).toEqual([['bms', 'title', 'Head']]);
    expect(plan.drift).toEqual([]);
  });

  it('keeps a change from going against it, and says why with the setting', () => {
    const { writes, plan, owed } = think({
      directions: only('bmsItGlue', 'bms-to-itglue'),
      sides: { bms: OLD, itglue: NEW },
      shadows: AGREED,
    });
    expect(writes).toEqual([]);
    expect(plan.drift).toMatchObject([
      {
        system: 'bms',
        field: 'title',
        value: 'Clerk',
        wanted: 'Head',
        reason: 'nothing goes from IT Glue to Kaseya BMS for contacts (mspSync.sync.bmsItGlue)',
      },
    ]);
    expect(owed).toEqual({ bms: ['title'] });
  });

  it('lets what was kept go once it is open', () => {
    const given = {
      sides: { bms: OLD, itglue: NEW },
      shadows: { bms: OLD, itglue: NEW },
      owed: { bms: ['title'] },
    };
    const shut = think({
      ...given,
      owed: { bms: ['title'] },
      directions: only('bmsItGlue', 'bms-to-itglue'),
    });
    expect(shut.writes).toEqual([]);
    expect(shut.plan.drift).toHaveLength(1);
    const open = think({ ...given, owed: { bms: ['title'] }, directions: BOTH_WAYS });
    expect(open.writes).toEqual([['bms', 'title', 'Head']]);
  });

  it('lets the other side’s next change go its way', () => {
    const { writes } = think({
      directions: only('bmsItGlue', 'bms-to-itglue'),
      sides: { bms: { title: 'Chief' }, itglue: NEW },
      shadows: { bms: OLD, itglue: NEW },
      owed: { bms: ['title'] },
    });
    expect(writes).toEqual([['itglue', 'title', 'Chief']]);
  });

  it('that is off makes neither a write, nor a conflict, nor drift of what differs', () => {
    const { writes, plan, owed } = think({
      directions: only('bmsItGlue', 'off'),
      sides: { bms: NEW, itglue: { title: 'Boss' } },
      shadows: AGREED,
    });
    expect([writes, plan.conflicts, plan.drift, owed]).toEqual([[], [], [], undefined]);
  });

  it('that is off lets a value through the system between, one sync after the other', () => {
    const directions = only('vsaItGlue', 'off');
    const first = think({ directions, sides: { bms: OLD, vsa: NEW, itglue: OLD }, shadows: AGREED });
    expect(first.writes).toEqual([['bms', 'title', 'Head']]);
    const second = think({
      directions,
      sides: { bms: NEW, vsa: NEW, itglue: OLD },
      shadows: { bms: NEW, vsa: NEW, itglue: OLD },
      owed: { itglue: ['title'] },
    });
    expect(second.writes).toEqual([['itglue', 'title', 'Head']]);
  });

  it('is kept item by item in a list', () => {
    const sides = { bms: { emails: ['a@x.com', 'b@x.com'] }, itglue: { emails: ['a@x.com', 'c@x.com'] } };
    const { writes, plan, owed } = think({
      directions: only('bmsItGlue', 'bms-to-itglue'),
      sides,
      shadows: { bms: { emails: ['a@x.com'] }, itglue: { emails: ['a@x.com'] } },
    });
    expect(writes).toEqual([['itglue', 'emails', ['a@x.com', 'c@x.com', 'b@x.com']]]);
    expect(plan.drift).toMatchObject([{ system: 'bms', field: 'emails' }]);
    expect(owed?.bms).toEqual(['emails']);
  });

  it('does not let an item be taken away against it', () => {
    const { writes } = think({
      directions: only('bmsItGlue', 'bms-to-itglue'),
      sides: { bms: { emails: ['a@x.com', 'b@x.com'] }, itglue: { emails: ['a@x.com'] } },
      shadows: { bms: { emails: ['a@x.com', 'b@x.com'] }, itglue: { emails: ['a@x.com', 'b@x.com'] } },
    });
    expect(writes).toEqual([]);
  });

  it('holds for creations: none against it, none with values from the wrong side', () => {
    const create = { ...DEFAULT_SETTINGS.create, contact: { itglue: ['bms', 'vsa'] } } as const;
    const sides = { bms: { lastName: 'L' }, vsa: { title: 'From VSA' } };
    const open = think({ directions: BOTH_WAYS, sides, create });
    expect(open.writes).toContainEqual(['itglue', 'title', 'From VSA']);
    const half = think({ directions: only('vsaItGlue', 'itglue-to-vsa'), sides, create });
    expect(half.plan.steps.map(({ id }) => id)).toContain('itglue/create/contact/p');
    expect(half.writes.filter(([system]) => system === 'itglue')).toEqual([['itglue', 'lastName', 'L']]);
    const alone = think({ directions: only('vsaItGlue', 'itglue-to-vsa'), sides: { vsa: NEW }, create });
    expect(alone.plan.steps).toEqual([]);
  });

  it('holds for a counterpart that a person asked for, who is told', () => {
    const { plan } = think({
      directions: only('bmsItGlue', 'off'),
      sides: { bms: NEW },
      asked: ['itglue'],
    });
    expect(plan.steps).toEqual([]);
    expect(plan.drift).toMatchObject([
      { system: 'itglue', field: null, reason: expect.stringContaining('mspSync.sync.bmsItGlue') },
    ]);
  });

  it('is never gone against, whatever the sides say', () => {
    const directionOf = (pair: (typeof PAIRS)[number]): fc.Arbitrary<Direction> => {
      const [a, b] = pair.systems;
      return fc.constantFrom<Direction>('both', 'off', `${a}-to-${b}`, `${b}-to-${a}`);
    };
    const [one, two, three] = PAIRS.map(directionOf);
    if (!one || !two || !three) throw new Error('There are three pairs');
    const word = fc.constantFrom('A', 'B', 'C', null);
    const items = fc.uniqueArray(fc.constantFrom('a@x.com', 'b@x.com', 'c@x.com'));
    const side = fc.record({ title: word, emails: items });
    const every = fc.record({ bms: side, vsa: side, itglue: side });
    const authority = fc.constantFrom<SystemName | null>('bms', 'vsa', 'itglue', null);
    const property = fc.property(
      one,
      two,
      three,
      every,
      fc.option(every),
      authority,
      (a, b, c, sides, before, trusted) => {
        const directions = {
          ...BOTH_WAYS,
          bmsVsa: { ...BOTH_WAYS.bmsVsa, contact: a },
          bmsItGlue: { ...BOTH_WAYS.bmsItGlue, contact: b },
          vsaItGlue: { ...BOTH_WAYS.vsaItGlue, contact: c },
        };
        const barrier = barrierOf(directions);
        const { plan } = think({
          directions,
          sides,
          authority: trusted,
          ...(before ? { shadows: before } : {}),
        });
        for (const step of plan.steps) {
          const givers = SYSTEMS.filter(
            (system) => system !== step.system && barrier('contact', system, step.system) === null,
          );
          for (const { field, to } of step.changes) {
            if (field === 'title') {
              expect(givers.map((system) => sides[system].title)).toContain(to);
              continue;
            }
            const own = sides[step.system].emails;
            const news = Array.isArray(to) ? to.filter((item) => !own.includes(item)) : [];
            for (const item of news)
              expect(givers.some((system) => sides[system].emails.includes(item))).toBe(true);
          }
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('is told in words', () => {
    const directions = {
      ...BOTH_WAYS,
      bmsItGlue: { ...BOTH_WAYS.bmsItGlue, contact: 'bms-to-itglue', asset: 'off' },
    } as const;
    const ways = waysOf(PAIRS[1], { ...DEFAULT_SETTINGS, directions });
    expect(ways.map(({ kind, words }) => `${kind}: ${words}`)).toEqual([
      'organization: both ways, new ones are created in IT Glue',
      'location: both ways, new ones are created in IT Glue',
      'contact: only to IT Glue, new ones are created in IT Glue',
      'asset: off',
    ]);
  });
});

describe('a filter', () => {
  const acme = identity('o', 'organization', { bms: '1', itglue: '10' });
  const globex = identity('g', 'organization', { bms: '2' });
  const rack = identity('r', 'asset', { bms: '7', vsa: '8' }, { organization: 'g' });
  const plain = identity('v', 'organization', { vsa: '3' });
  const identities = new Map([acme, globex, rack, plain].map((one) => [one.id, one]));
  const held = [
    record('bms', 'organization', '1', { name: 'Acme', type: 'Customer' }),
    record('itglue', 'organization', '10', { name: 'Acme', type: null }),
    record('bms', 'organization', '2', { name: 'Globex', type: 'Vendor' }),
    record('vsa', 'organization', '3', { name: 'Initech' }),
    record('bms', 'asset', '7', { name: 'RACK', type: 'Server', status: 'Retired' }),
    record('vsa', 'asset', '8', { name: 'RACK', type: 'Server' }),
  ];
  const records = new Map(held.map((one) => [keyOf(one), one]));
  const out = (filters: Partial<typeof DEFAULT_SETTINGS.filters>) =>
    Object.fromEntries(
      atOnce(leftOut({ identities, records, filters: { ...DEFAULT_SETTINGS.filters, ...filters } })),
    );

  it('leaves nothing out unless told to', () => {
    expect(out({})).toEqual({});
  });

  it('leaves out what is excluded, with all that belongs to it and the reason', () => {
    expect(out({ organizationTypes: ['!vendor'] })).toEqual({
      'bms:organization:2': 'its type is Vendor (mspSync.filter.organizationTypes)',
      'bms:asset:7': 'its organization is left out: its type is Vendor (mspSync.filter.organizationTypes)',
      'vsa:asset:8': 'its organization is left out: its type is Vendor (mspSync.filter.organizationTypes)',
    });
  });

  it('lets in only what is named; one side’s word is enough, and a system without types is not judged', () => {
    expect(Object.keys(out({ organizationTypes: ['Customer'] }))).toEqual([
      'bms:organization:2',
      'bms:asset:7',
      'vsa:asset:8',
    ]);
  });

  it('tells statuses from types', () => {
    expect(Object.keys(out({ assetStatuses: ['!Retired'] }))).toEqual(['bms:asset:7', 'vsa:asset:8']);
    expect(out({ assetTypes: ['!Retired'] })).toEqual({});
  });

  it('takes what is left out from the merge and from the tasks', () => {
    const gone = atOnce(
      leftOut({
        identities,
        records,
        filters: { ...DEFAULT_SETTINGS.filters, organizationTypes: ['!Vendor'] },
      }),
    );
    expect([...takingPart(identities, gone).keys()]).toEqual(['o', 'v']);
    const match = {
      groups: [],
      suggestions: [
        {
          kind: 'organization',
          members: { bms: '2', vsa: '3' },
          links: {},
          confidence: 0.6,
          evidence: [],
          reason: '',
        },
      ],
      ambiguous: [],
      alarms: [],
      ignored: new Map(),
    } as const;
    const rest = without(match, gone);
    expect(rest.suggestions).toEqual([]);
    expect(rest.ignored.get('bms:organization:2')).toMatch(/Vendor/);
  });
});
