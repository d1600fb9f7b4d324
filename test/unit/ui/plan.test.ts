import { describe, expect, test } from 'vitest';
import { CANCELLED } from '../../../src/engine/apply';
import type { Drift, FieldChange, Plan, Step } from '../../../src/engine/plan/model';
import { withTicks } from '../../../src/engine/plan/ticks';
import { actsText, applyQuestion, joined, shortText } from '../../../src/ui/plan/counts';
import { groupOf, PlanTree, type PlanTreeInput, sortsOf } from '../../../src/ui/plan/model';
import { appliedText } from '../../../src/ui/plan/text';
import { rowOf, tipFor } from '../../../src/ui/plan/view';

const change = (field: FieldChange['field'], from: string | null, to: string): FieldChange => ({
  field,
  from,
  to,
  source: 'bms',
  reason: 'Kaseya BMS changed it',
});
const step = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  action: 'update',
  system: 'itglue',
  kind: 'location',
  identity: `identity of ${id}`,
  record: '1',
  name: `Name ${id}`,
  organization: 'Acme',
  organizationIdentity: 'acme',
  changes: [change('city', 'Bern', 'Basel')],
  reason: 'takes a value from Kaseya BMS',
  ...more,
});
const plan = (steps: readonly Step[]): Plan => ({
  version: 1,
  madeAt: '2026-01-01T00:00:00Z',
  steps,
  conflicts: [],
  drift: [],
  fingerprint: '',
});
const tree = (steps: readonly Step[], more: Partial<PlanTreeInput> = {}): PlanTree =>
  new PlanTree({ plan: plan(steps), moved: new Map(), undoing: null, conflicts: 0, left: [], ...more });
const ALL = { unticked: 0, waiting: 0 };
const commands = { showStep: 'show', openConflicts: 'open', showDrift: 'drift' };
const row = (of: PlanTree, id: string) => {
  const node = of.node(id);
  if (!node) throw new Error(`no row ${id}`);
  return rowOf(of, node, commands);
};

const steps = [
  step('a'),
  step('b', {
    action: 'create',
    record: null,
    changes: [change('name', null, 'x'), change('city', null, 'y')],
  }),
  step('c', {
    system: 'bms',
    kind: 'asset',
    changes: [change('model', 'X1', 'X2'), change('serialNumber', null, 'S')],
  }),
  step('d', { organization: 'Zeta', organizationIdentity: 'zeta', action: 'archive', changes: [] }),
];

describe('the Plan tree', () => {
  test('goes from client to system to step, clients by name', () => {
    const shown = tree(steps);
    const [acme, zeta] = shown.children();
    expect([acme, zeta].map((node) => node && rowOf(shown, node, commands).label)).toEqual(['Acme', 'Zeta']);
    const systems = acme ? shown.children(acme) : [];
    expect(systems.map((node) => rowOf(shown, node, commands).label)).toEqual(['Kaseya BMS', 'IT Glue']);
    const [, itglue] = systems;
    const rows = itglue ? shown.children(itglue).map((node) => rowOf(shown, node, commands)) : [];
    expect(rows.map(({ label, description }) => [label, description])).toEqual([
      ['Name a', 'update · City'],
      ['Name b', 'create · location with 2 values'],
    ]);
    const leaf = shown.find('a');
    const path = [leaf, leaf && shown.parent(leaf)].map((node) => node?.id);
    expect(path).toEqual(['step:a', 'system:itglue:acme']);
  });

  test('every row has an id of its own that leads back to it', () => {
    const shown = tree(steps, { conflicts: 2 });
    const all = (node?: Parameters<typeof shown.children>[0]): string[] =>
      shown.children(node).flatMap((child) => [child.id, ...all(child)]);
    const ids = all();
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(shown.node(id)?.id).toBe(id);
  });

  test('a group is ticked when all below it is; else it says what is left out', () => {
    const some = tree(steps, { plan: withTicks(plan(steps), [{ group: { step: 'a' }, ticked: false }]) });
    expect(row(some, 'organization:acme').checkbox?.checked).toBe(false);
    expect(row(some, 'organization:acme').description).toBe('2 values, 1 new · 1 left out');
    expect(row(some, 'system:itglue:acme').checkbox?.checked).toBe(false);
    expect(row(some, 'system:bms:acme').checkbox?.checked).toBe(true);
    expect(row(some, 'step:a').checkbox).toMatchObject({ checked: false, tooltip: 'Apply this step' });
    expect(some.ticked.map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  });

  test('what waits for something that is unticked says so, and is not applied', () => {
    const leads = step('e', {
      changes: [{ ...change('contact', null, ''), to: { identity: 'identity of b' } }],
    });
    const all = [...steps, leads];
    const some = tree(all, { plan: withTicks(plan(all), [{ group: { step: 'b' }, ticked: false }]) });
    expect(some.ticked.map(({ id }) => id)).toEqual(['a', 'c', 'd']);
    expect(some.leftOut).toEqual({ unticked: 1, waiting: 1 });
    const waiting = row(some, 'step:e');
    expect(waiting.description).toContain('waits for what was unticked');
    expect(waiting.spoken).toContain('waits for what was unticked');
    expect(waiting.checkbox?.checked).toBe(true);
    expect(row(some, 'organization:acme').description).toBe('3 values · 1 left out · 1 waits');
    const node = some.find('e');
    expect(node && tipFor(some, node)?.lines.map(([name]) => name)).toContain('Waits');
    expect(row(tree(all), 'step:e').description).not.toContain('waits');
  });

  test('a tick on a row is about the steps below it, and no others', () => {
    const shown = tree(steps);
    for (const id of ['organization:acme', 'system:itglue:acme', 'step:c']) {
      const node = shown.node(id);
      const group = node && groupOf(node);
      if (!node || !group) throw new Error(id);
      const left = tree(steps, { plan: withTicks(plan(steps), [{ group, ticked: false }]) });
      const below = new Set(shown.steps(node).map((one) => one.id));
      expect(left.ticked.map((one) => one.id)).toEqual(
        steps.map((one) => one.id).filter((one) => !below.has(one)),
      );
    }
  });

  test('of two gestures made at once the later holds', () => {
    const gestures = [
      { group: { kind: 'asset' as const }, ticked: true },
      { group: {}, ticked: false },
      { group: { step: 'a' }, ticked: true },
    ];
    const some = tree(steps, { plan: withTicks(plan(steps), gestures) });
    expect(some.ticked.map(({ id }) => id)).toEqual(['a']);
  });

  test('a step that no longer fits says what moved', () => {
    const shown = tree(steps, { moved: new Map([['a', 'City has another value now']]) });
    expect(row(shown, 'step:a').description).toBe('no longer fits: City has another value now');
    expect(row(shown, 'organization:acme').description).toContain('1 no longer fit');
    const node = shown.node('step:a');
    expect(node && tipFor(shown, node)?.lines).toContainEqual([
      'No longer fits',
      'City has another value now. Make a new plan.',
    ]);
  });

  test('conflicts lead to their panel, what stays so to its report', () => {
    const drift: Drift = {
      system: 'itglue',
      kind: 'asset',
      identity: 'i',
      record: '1',
      name: 'pc',
      organization: 'Acme',
      field: 'model',
      value: 'X1',
      wanted: 'X2',
      reason: 'IT Glue locks it',
    };
    const shown = tree(steps, { conflicts: 3, left: [drift] });
    expect(row(shown, 'conflicts')).toMatchObject({
      label: '3 conflicts to decide',
      command: { id: 'open' },
    });
    expect(row(shown, 'left')).toMatchObject({ children: 'none', command: { id: 'drift' } });
    const undoing = { run: 'r', step: null, title: 'Sync of today' };
    const undo = tree(steps, { left: [drift], undoing });
    expect(row(undo, 'left')).toMatchObject({ label: 'Cannot be taken back', children: 'expanded' });
    const [item] = undo.children(undo.node('left'));
    expect(item && rowOf(undo, item, commands).description).toBe('IT Glue · Model: IT Glue locks it');
  });

  test('systems and kinds with how much of each is ticked', () => {
    const sorts = sortsOf(
      tree(steps, { plan: withTicks(plan(steps), [{ group: { kind: 'asset' }, ticked: false }]) }),
    );
    expect(sorts).toContainEqual({ kind: 'asset', count: 1, ticked: 0 });
    expect(sorts).toContainEqual({ system: 'itglue', count: 3, ticked: 3 });
  });
});

describe('the question before anything is written', () => {
  test('one system, values only', () => {
    expect(applyQuestion([step('a'), step('b')], ALL, false).question).toBe(
      'Write 2 values to 2 records in IT Glue?',
    );
  });

  test('several systems and acts, with the unticked ones', () => {
    const { question, detail, yes } = applyQuestion(steps, { unticked: 4, waiting: 1 }, false);
    expect(question).toBe(
      'Write 3 values to 2 records, create 1 record and archive 1 record in Kaseya BMS and IT Glue?',
    );
    expect(detail).toContain('Kaseya BMS: write 2 values to 1 record.');
    expect(detail).toContain('4 steps that you unticked will be left out. 1 more step waits for them.');
    expect(yes).toBe('Apply');
    expect(applyQuestion(steps, ALL, true).yes).toBe('Take Back');
  });

  test('in short, and lists in words', () => {
    expect(shortText(steps)).toBe('3 values, 1 new, 1 archived');
    expect(actsText([])).toBe('');
    expect(joined(['a', 'b', 'c'])).toBe('a, b and c');
  });
});

test('what became of an applied plan', () => {
  const outcome = (type: 'done' | 'stale' | 'failed' | 'unchanged') => ({ step: type, type, record: null });
  expect(appliedText([outcome('done'), outcome('done')], false)).toEqual({
    text: 'Plan finished: 2 changes written.',
    good: true,
  });
  const part = { ...outcome('done'), left: ['location'] as const };
  expect(appliedText([part, outcome('done')], false)).toEqual({
    text: 'Plan finished: 2 changes written, 1 only in part.',
    good: false,
  });
  const bad = appliedText([outcome('stale'), outcome('failed'), outcome('unchanged')], true);
  expect(bad.good).toBe(false);
  expect(bad.text).toBe(
    'Undo finished: nothing was taken back, 1 so already, 1 left alone because someone changed it meanwhile, 1 not done.',
  );
  const waiting = { ...outcome('failed'), type: 'refused', message: CANCELLED } as const;
  expect(appliedText([outcome('done'), waiting, waiting], false)).toEqual({
    text: 'Plan cancelled: 1 change written, 2 steps still to do.',
    good: true,
  });
});
