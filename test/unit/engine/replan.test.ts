import { describe, expect, it } from 'vitest';
import { decide, undo } from '../../../src/engine/decide';
import type { Decision } from '../../../src/engine/decisions';
import { identityIndex } from '../../../src/engine/identities';
import { merge } from '../../../src/engine/merge/merge';
import { keyOf } from '../../../src/engine/model';
import { withSteps } from '../../../src/engine/plan/fingerprint';
import type { Step } from '../../../src/engine/plan/model';
import { makePlan } from '../../../src/engine/plan/plan';
import { withTicks } from '../../../src/engine/plan/ticks';
import type { State } from '../../../src/engine/ports';
import { problemsOf } from '../../../src/engine/problems';
import { replanned } from '../../../src/engine/replan';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { atOnce } from '../../../src/engine/slices';
import { groundOf } from '../../../src/engine/think';
import { FakeSystem, identity, record } from './fakes';

/** Ada's title is in dispute; her notes are agreed to be new, and IT Glue objects to them. Bob's title simply changed. */
const shadows = { title: 'CTO', notes: 'old' };
const ada = identity(
  'ada',
  'contact',
  { bms: '1', vsa: '1', itglue: '1' },
  { shadows: { bms: shadows, vsa: shadows, itglue: shadows } },
);
const bob = identity(
  'bob',
  'contact',
  { bms: '2', vsa: '2' },
  { shadows: { bms: { title: 'A' }, vsa: { title: 'A' } } },
);
const records = [
  record('bms', 'contact', '1', { title: 'CTO', notes: 'new' }),
  record('vsa', 'contact', '1', { title: 'CEO', notes: 'new' }),
  record('itglue', 'contact', '1', { title: 'CFO', notes: 'old' }),
  record('bms', 'contact', '2', { title: 'B' }),
  record('vsa', 'contact', '2', { title: 'A' }),
];
const state: State = {
  identities: new Map([ada, bob].map((one) => [one.id, one])),
  records: new Map(records.map((one) => [keyOf(one), one])),
};
const systems = (['bms', 'vsa', 'itglue'] as const).map((name) => new FakeSystem(name));
const world = { systems, settings: DEFAULT_SETTINGS };

/** As it was made with the systems at hand: IT Glue objects to the notes. */
function savedPlan() {
  const ground = {
    ...{ identities: state.identities, records: state.records, identityOf: identityIndex([ada, bob]) },
    ...groundOf(world, [], state.records),
  };
  const merges = atOnce(merge(ground));
  return atOnce(
    makePlan({
      ...ground,
      merges,
      creation: { organization: {}, location: {}, contact: {}, asset: {} },
      asked: new Map(),
      held: new Map(),
      different: new Set<string>(),
      objection: (system, _kind, field) => (system === 'itglue' && field === 'notes' ? 'too long' : null),
      madeAt: '2026-06-01T00:00:00Z',
    }),
  );
}

const said = (decisions: readonly Decision[]) =>
  decide(
    decisions,
    {
      type: 'value',
      choices: [
        {
          record: 'bms:contact:1',
          field: 'title',
          value: 'CFO',
          against: { bms: 'CTO', vsa: 'CEO', itglue: 'CFO' },
        },
      ],
    },
    { by: 'kim', at: '2026-06-02T08:00:00Z' },
  );

describe('a saved plan after a decision', () => {
  const saved = savedPlan();

  it('is made of a conflict, of what is objected to, and of the rest', () => {
    expect(saved.steps.map(({ id }) => id)).toEqual(['vsa/update/contact/2']);
    expect(saved.conflicts.map(({ field }) => field)).toEqual(['title']);
    expect(saved.drift.map(({ system, field, reason }) => [system, field, reason])).toEqual([
      ['itglue', 'notes', 'too long'],
    ]);
  });

  it('has the steps it asks for, still knows what was objected to, and leaves the rest and its ticks alone', () => {
    const ticked = withTicks(saved, [{ group: { step: 'vsa/update/contact/2' }, ticked: false }]);
    const { decisions, act } = said([]);
    const plan = atOnce(replanned(world, ticked, state, decisions, act));
    expect(
      plan.steps.map(({ id, changes }) => [id, changes.map(({ field, to }) => `${field} ${to}`)]),
    ).toEqual([
      ['vsa/update/contact/2', ['title B']],
      ['bms/update/contact/1', ['title CFO']],
      ['vsa/update/contact/1', ['title CFO']],
    ]);
    expect(plan.unticked).toEqual(['vsa/update/contact/2']);
    expect(plan.conflicts).toEqual([]);
    expect(plan.drift.map(({ field, reason }) => [field, reason])).toEqual([['notes', 'too long']]);
    expect(plan.fingerprint).not.toBe(saved.fingerprint);
  });

  it('is what it was once the decision is taken back', () => {
    const { decisions, act } = said([]);
    const after = atOnce(replanned(world, saved, state, decisions, act));
    expect(atOnce(replanned(world, after, state, undo(decisions, act), act))).toEqual(saved);
  });

  it('still archives what is gone, whatever was decided about its other values, and not what was decided to live', () => {
    const going: Step = {
      ...{ id: 'itglue/archive/contact/1', action: 'archive', system: 'itglue', kind: 'contact' },
      ...{ identity: 'ada', record: '1', name: 'Ada', organization: '', organizationIdentity: 'ada' },
      changes: [{ field: 'active', from: true, to: false, source: 'bms', reason: 'gone', settled: true }],
      reason: 'gone',
    };
    const plan = atOnce(withSteps(saved, [...saved.steps, going]));
    const { decisions, act } = said([]);
    expect(atOnce(replanned(world, plan, state, decisions, act)).steps).toContainEqual(going);
    const about = { record: 'bms:contact:1', field: 'active', value: true, against: {} } as const;
    const living = decide([], { type: 'value', choices: [about] }, { by: 'kim', at: '2026-06-02T08:00:00Z' });
    const { steps } = atOnce(replanned(world, plan, state, living.decisions, living.act));
    expect(steps.map(({ id }) => id)).not.toContain(going.id);
  });

  it('asks no question again that is answered for the client by an authority', () => {
    const owner = { ...ada, organization: 'acme' };
    const acme = identity('acme', 'organization', { bms: '9' });
    const client = record('bms', 'organization', '9', { name: 'Acme' });
    const known: State = {
      identities: new Map([owner, acme].map((one) => [one.id, one])),
      records: new Map([...state.records, [keyOf(client), client]]),
    };
    const choice = {
      organization: 'bms:organization:9',
      kind: 'contact',
      field: 'title',
      system: 'vsa',
    } as const;
    const { decisions, act } = decide(
      [],
      { type: 'authority', choices: [choice] },
      { by: 'kim', at: '2026-06-02T08:00:00Z' },
    );
    const plan = atOnce(replanned(world, saved, known, decisions, act));
    expect(plan.conflicts).toEqual([]);
    expect(plan.steps.map(({ id }) => id)).toContain('itglue/update/contact/1');
  });
});

describe('what went wrong with records', () => {
  const [step] = savedPlan().steps;
  if (!step) throw new Error('no step');
  const about = { identities: state.identities, steps: [step], problems: [] };
  const outcome = (type: 'done' | 'failed', message?: string) =>
    ({ step: step.id, type, record: '2', ...(message ? { message } : {}) }) as const;

  it('stands on the record in the server’s words, and goes once a step succeeds', () => {
    const failed = problemsOf({ ...about, outcomes: [outcome('failed', 'Title is too long')] });
    expect([...failed]).toEqual([['vsa:contact:2', 'Title is too long']]);
    const before = { ...Object.fromEntries(failed), 'bms:asset:7': 'other' };
    const after = problemsOf({ ...about, outcomes: [outcome('done')], before });
    expect([...after]).toEqual([['bms:asset:7', 'other']]);
  });

  it('of a creation stands on the record that called for it', () => {
    const create = { ...step, action: 'create', record: null } as const;
    const told = problemsOf({ ...about, steps: [create], outcomes: [outcome('failed', 'no licence')] });
    expect([...told]).toEqual([['bms:contact:2', 'not created in Kaseya VSA: no licence']]);
  });
});
