/**
 * Every small world there is: two or three systems, each with its value, its shadow and its lock, under each authority,
 * carried through merge, plan, write and commit, and then looked at again.
 */
import { describe, expect, it } from 'vitest';
import { commit } from '../../../src/engine/commit';
import type { FieldName } from '../../../src/engine/fields';
import { identityIndex } from '../../../src/engine/identities';
import { merge } from '../../../src/engine/merge/merge';
import type { FieldMerge, MergeInput } from '../../../src/engine/merge/model';
import type {
  Fields,
  FieldValue,
  Identity,
  RecordKey,
  SourceRecord,
  SystemName,
} from '../../../src/engine/model';
import { isBlank, keyOf, SYSTEMS } from '../../../src/engine/model';
import type { Plan, Step } from '../../../src/engine/plan/model';
import { makePlan } from '../../../src/engine/plan/plan';
import { NO_BARRIER } from '../../../src/engine/policy';
import type { KindAbility } from '../../../src/engine/ports';
import { atOnce } from '../../../src/engine/slices';
import { ABLE, identity, record } from './fakes';

const NOTHING = { organization: {}, location: {}, contact: {}, asset: {} };

interface Side {
  readonly now: FieldValue;
  /** Undefined before first contact. */
  readonly shadow?: FieldValue;
}

interface World {
  readonly field: FieldName;
  readonly identity: Identity;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly authority: SystemName | null;
}

/** Thousands of worlds on a machine that others use too. */
const SLOW = 300_000;

const LOCKED = 'a PSA holds it';

function worldOf(
  field: FieldName,
  sides: readonly Side[],
  authority: SystemName | null,
  locked: SystemName | null,
): World {
  const names = SYSTEMS.slice(0, sides.length);
  const shadows: Partial<Record<SystemName, Fields>> = {};
  const records = names.map((system, at) => {
    const side = sides[at];
    if (side?.shadow !== undefined) shadows[system] = { [field]: side.shadow };
    const lock = system === locked ? { locked: { [field]: LOCKED } } : {};
    return record(system, 'contact', '1', { [field]: side?.now ?? null }, lock);
  });
  return {
    field,
    identity: identity('i', 'contact', Object.fromEntries(names.map((name) => [name, '1'])), { shadows }),
    records: new Map(records.map((one) => [keyOf(one), one])),
    authority,
  };
}

const HOLDS_ONE: KindAbility = {
  ...ABLE.contact,
  fields: { ...ABLE.contact.fields, emails: { write: 'always', capacity: 1 } },
};
/** BMS holds a single e-mail here. */
const ABILITIES: MergeInput['abilities'] = { bms: { ...ABLE, contact: HOLDS_ONE }, vsa: ABLE, itglue: ABLE };

function planned({ field, identity: one, records, authority }: World) {
  const identities = new Map([[one.id, one]]);
  const ground = {
    ...{ identities, records, identityOf: identityIndex([one]), abilities: ABILITIES },
    ...{ isPlaceholder: () => false, barrier: NO_BARRIER, decisions: [], authority: () => authority },
  };
  const merges = atOnce(merge(ground));
  const more = { merges, creation: NOTHING, asked: new Map(), held: new Map(), different: new Set<string>() };
  const plan = atOnce(makePlan({ ...ground, ...more, objection: () => null, madeAt: '' }));
  const merged = merges[0]?.fields.find((each) => each.field === field);
  return { plan, merges, merged };
}

/** All steps are carried out, and what came of it is remembered. */
function carriedOut(world: World): World {
  const { plan, merges } = planned(world);
  const records = new Map(world.records);
  const settled = plan.steps.map((step) => {
    const key: RecordKey = `${step.system}:contact:1`;
    const before = records.get(key);
    if (!before) throw new Error(`nothing to write at ${key}`);
    const after = { ...before, fields: { ...before.fields, ...writtenBy(step) } };
    records.set(key, after);
    return { step, outcome: { step: step.id, type: 'done', record: '1' } as const, record: after };
  });
  const identities = new Map([[world.identity.id, world.identity]]);
  const done = atOnce(commit({ identities, records: world.records, merges, settled }));
  return { ...world, identity: done.identities[0] ?? world.identity, records };
}

function writtenBy(step: Step): Fields {
  return Object.fromEntries(
    step.changes.map(({ field, to }) => {
      if (to !== null && typeof to === 'object' && 'identity' in to) throw new Error('no references here');
      return [field, to];
    }),
  );
}

function* product<T>(choices: readonly T[], length: number): Generator<readonly T[]> {
  if (length === 0) return yield [];
  for (const rest of product(choices, length - 1)) for (const choice of choices) yield [...rest, choice];
}

function* everyWorld(field: FieldName, values: readonly FieldValue[]): Generator<World> {
  const [blank, one] = values;
  const shadows = [blank, one].filter((shadow) => shadow !== undefined);
  const sides = values.flatMap((now): Side[] => [{ now }, ...shadows.map((shadow) => ({ now, shadow }))]);
  for (const count of [2, 3]) {
    for (const chosen of product(sides, count)) {
      for (const authority of [null, ...SYSTEMS.slice(0, count)]) {
        for (const locked of [null, ...SYSTEMS.slice(0, count)]) {
          yield worldOf(field, chosen, authority, locked);
        }
      }
    }
  }
}

const inWords = ({ field, records, identity: { shadows }, authority }: World): string =>
  JSON.stringify({
    authority,
    sides: [...records.values()].map(({ system, fields, locked }) => ({
      ...{ system, now: fields[field], shadow: shadows[system]?.[field] },
      locked: locked !== undefined,
    })),
  });

interface Seen extends World {
  readonly plan: Plan;
  readonly merged: FieldMerge | undefined;
}

/** The first worlds that break the law, in words. */
function breaking(worlds: readonly Seen[], holds: (world: Seen) => boolean): readonly string[] {
  const broken: string[] = [];
  for (const world of worlds) {
    if (!holds(world)) broken.push(inWords(world));
    if (broken.length === 3) break;
  }
  return broken;
}

const changesIn = (plan: Plan) =>
  plan.steps.flatMap((step) => step.changes.map((change) => [step, change] as const));

const valueIn = ({ field, records }: World, system: SystemName): FieldValue =>
  records.get(`${system}:contact:1`)?.fields[field] ?? null;

describe.each([
  ['a value', 'title', [null, 'A', 'B']],
  ['a list, of which one system holds a single item', 'emails', [[], ['a@x.example'], ['b@x.example']]],
] as const)('every world of %s', (_name, field, values) => {
  const worlds = [...everyWorld(field, values)].map((world): Seen => ({ ...world, ...planned(world) }));
  const breaks = (holds: (world: Seen) => boolean) => expect(breaking(worlds, holds)).toEqual([]);

  it('is many', () => expect(worlds.length).toBe(9 ** 2 * 3 * 3 + 9 ** 3 * 4 * 4));

  it('says of each side that differs from the winner a step, or why there is none; and of no other', () =>
    breaks(({ plan, merged }) => {
      const targets = merged?.merged.type === 'propagate' ? merged.merged.targets : [];
      const told = [...plan.steps, ...plan.drift].map(({ system }) => system).sort();
      return told.join() === [...targets].sort().join();
    }));

  it('writes nothing that is locked, and says so', () =>
    breaks(
      ({ plan, records }) =>
        plan.steps.every(({ system }) => records.get(`${system}:contact:1`)?.locked === undefined) &&
        plan.drift.every(({ reason }) => reason === LOCKED),
    ));

  it(
    'is quiet once it was carried out: the next run writes nothing and asks nothing new',
    () =>
      breaks((world) => {
        const again = planned(carriedOut(world)).plan;
        return again.steps.length === 0 && again.conflicts.length === world.plan.conflicts.length;
      }),
    SLOW,
  );

  it('blanks nothing at first contact, and later by the word of the authority alone', () =>
    breaks((world) => {
      const { plan, identity: one, authority } = world;
      const blanked = changesIn(plan).some(([, { from, to }]) => to === null && !isBlank(from));
      if (!blanked) return true;
      const agreed = Object.keys(one.shadows).length > 0;
      return agreed && authority !== null && isBlank(valueIn(world, authority));
    }));

  it('leaves a conflict as it is: no side of it is written', () =>
    breaks(
      ({ plan, merged }) =>
        (merged?.merged.type === 'conflict') === (plan.conflicts.length === 1) &&
        (plan.conflicts.length === 0 || plan.steps.length === 0),
    ));

  it('overwrites what somebody changed only with the word of the authority', () =>
    breaks((world) => {
      const { plan, merged, identity: one, authority } = world;
      // Of a list only what was taken away or added moves, by whomever; no item is lost but by who took it away.
      if (field !== 'title' || merged?.merged.type !== 'propagate') return true;
      const source = merged.merged.source;
      return changesIn(plan).every(([{ system }, change]) => {
        const shadow = one.shadows[system]?.[field];
        return shadow === undefined || (shadow ?? '') === (change.from ?? '') || source === authority;
      });
    }));
});
