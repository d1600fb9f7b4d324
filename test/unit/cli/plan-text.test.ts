import { describe, expect, it } from 'vitest';
import { driftText, planText } from '../../../src/cli/plan-text';
import { selected } from '../../../src/cli/select';
import { PLAIN } from '../../../src/cli/style';
import { Failure } from '../../../src/engine/failure';
import type { Drift, Plan, Step } from '../../../src/engine/plan/model';
import { tickedSteps, withTicks } from '../../../src/engine/plan/ticks';

const step = (id: string, more: Partial<Step> = {}): Step => {
  const [system, action, kind, record] = id.split('/');
  return {
    id,
    action: action === 'create' ? 'create' : action === 'archive' ? 'archive' : 'update',
    system: system === 'vsa' ? 'vsa' : system === 'bms' ? 'bms' : 'itglue',
    kind: kind === 'asset' ? 'asset' : 'contact',
    identity: `i${record}`,
    record: action === 'create' ? null : (record ?? ''),
    name: 'Ada',
    organization: 'Acme',
    organizationIdentity: 'o',
    changes: [{ field: 'title', from: 'CTO', to: 'CEO', source: 'bms', reason: 'Kaseya BMS changed it' }],
    reason: 'takes a value from Kaseya BMS',
    ...more,
  };
};

const plan = (steps: readonly Step[], more: Partial<Plan> = {}): Plan => ({
  version: 1,
  madeAt: '',
  steps,
  conflicts: [],
  drift: [],
  fingerprint: '',
  ...more,
});

const GRACE = step('itglue/create/contact/2', {
  name: 'Grace',
  changes: [
    { field: 'firstName', from: null, to: 'Grace', source: 'bms', reason: 'as in Kaseya BMS' },
    { field: 'emails', from: null, to: ['g@acme.example'], source: 'vsa', reason: 'as in Kaseya VSA' },
  ],
  reason: 'Kaseya BMS has it, IT Glue does not',
});
const GONE = step('bms/archive/asset/3', {
  name: 'PC-3',
  organization: 'Beta',
  organizationIdentity: 'b',
  changes: [{ field: 'active', from: true, to: false, source: 'vsa', reason: 'Kaseya VSA changed it' }],
  reason: 'Kaseya VSA calls it inactive',
});
const STEPS = [GRACE, step('vsa/update/contact/1'), GONE];

describe('a plan in print', () => {
  it('is grouped by client and system, with a line a field, its reason, and a summary', () => {
    expect(planText(plan(STEPS), PLAIN)).toBe(
      [
        'Acme',
        '  Kaseya VSA',
        '    ~ contact Ada  # Kaseya BMS changed it',
        '        Job title  "CTO" -> "CEO"',
        '  IT Glue',
        '    + contact Grace  # Kaseya BMS has it, IT Glue does not',
        '        First name  "Grace"  # as in Kaseya BMS',
        '        E-mails     "g@acme.example"  # as in Kaseya VSA',
        '',
        'Beta',
        '  Kaseya BMS',
        '    - asset PC-3  # Kaseya VSA calls it inactive',
        '        Active  "yes" -> "no"',
        '',
        'Plan: 1 to create, 1 to update, 1 to archive, in Kaseya BMS, Kaseya VSA, IT Glue.',
      ].join('\n'),
    );
  });

  it('marks what is unticked, does not count it, and shows ids where they are asked for', () => {
    const text = planText(withTicks(plan(STEPS), [{ group: { system: 'bms' }, ticked: false }]), PLAIN, {
      ids: true,
    });
    expect(text).toContain('- asset PC-3  (unticked)  # Kaseya VSA calls it inactive  [bms/archive/asset/3]');
    expect(text).toContain(
      'Plan: 1 to create, 1 to update, 0 to archive, in Kaseya VSA, IT Glue. 1 step unticked.',
    );
  });

  it('says in one line what a difference is and why it stays', () => {
    const about = { identity: 'i', record: '1', name: 'Ada', organization: 'Acme', reason: 'locked' };
    const item: Drift = {
      ...about,
      system: 'itglue',
      kind: 'contact',
      field: 'title',
      value: 'CTO',
      wanted: 'CEO',
    };
    expect(driftText(item, PLAIN)).toBe(
      '  IT Glue: Ada (Acme), Job title  "CTO", elsewhere "CEO"\n      locked',
    );
    expect(planText(plan([], { drift: [item] }), PLAIN)).toBe(
      [
        '',
        'Cannot be done, and stays as it is',
        '      1  IT Glue, contact Job title: locked  e.g. Ada',
        '',
        'Nothing to write. 1 difference cannot be written.',
      ].join('\n'),
    );
  });
});

describe('which steps are meant', () => {
  const left = (words: Parameters<typeof selected>[1], given = plan(STEPS)) =>
    tickedSteps(selected(given, words)).map(({ id }) => id.split('/').slice(0, 2).join(' '));

  it.each([
    [{ only: ['itglue'] }, ['itglue create']],
    [{ only: ['IT Glue', 'asset'] }, ['itglue create', 'bms archive']],
    [{ only: ['contacts'] }, ['itglue create', 'vsa update']],
    [{ only: ['contact+vsa'] }, ['vsa update']],
    [{ except: ['create'] }, ['vsa update', 'bms archive']],
    [{ except: ['acme'] }, ['bms archive']],
    [{ only: ['Acme'], except: ['vsa/update/contact/1'] }, ['itglue create']],
    [{}, ['itglue create', 'vsa update', 'bms archive']],
  ])('%j', (words, expected) => expect(left(words)).toEqual(expected));

  it('what was unticked before stays so under --except, and is chosen anew by --only', () => {
    const before = withTicks(plan(STEPS), [{ group: { system: 'vsa' }, ticked: false }]);
    expect(left({ except: ['bms'] }, before)).toEqual(['itglue create']);
    expect(left({ only: ['vsa'] }, before)).toEqual(['vsa update']);
  });

  it('a word that means nothing is refused, with what could be meant', () => {
    const wrong = () => left({ only: ['gamma'] });
    expect(wrong).toThrow(Failure);
    expect(wrong).toThrow(/No step of the plan is meant by "gamma"/);
  });
});
