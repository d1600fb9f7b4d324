import { describe, expect, test } from 'vitest';
import type { RunEntry, RunStep } from '../../../src/engine/history';
import { HistoryTree } from '../../../src/ui/history/model';
import { rowOf, tipFor } from '../../../src/ui/history/view';

const step = (name: string, more: Partial<RunStep> = {}): RunStep => ({
  step: `itglue/update/location/${name}`,
  action: 'update',
  system: 'itglue',
  kind: 'location',
  record: '1',
  name,
  organization: 'Acme',
  outcome: 'done',
  message: null,
  at: '2026-01-01T10:00:01Z',
  reasons: {},
  before: { city: 'Bern' },
  after: { city: 'Basel' },
  ...more,
});
const run = (name: string, steps: readonly RunStep[], more: Partial<RunEntry> = {}): RunEntry => ({
  run: name,
  purpose: 'apply',
  by: 'kim',
  startedAt: '2026-01-01T10:00:00Z',
  endedAt: '2026-01-01T10:00:05Z',
  result: 'done',
  message: null,
  outcomes: {},
  steps,
  writes: [],
  ...more,
});
const context = { at: (iso: string) => `<${iso}>`, showStep: 'show' };
const rows = (tree: HistoryTree, id?: string) =>
  tree.children(id === undefined ? undefined : tree.node(id)).map((node) => rowOf(node, context));

describe('the History tree', () => {
  const failed = step('b', { outcome: 'failed', message: 'IT Glue said no', before: {}, after: {} });
  const tree = new HistoryTree([
    run('r2', [step('a'), failed]),
    run('r1', [], { result: 'unfinished', by: '' }),
    run('r0', [], { result: 'refused' }),
  ]);

  test('each run with what, when, who and counts; only what wrote something can be taken back', () => {
    expect(rows(tree).map(({ label, description, context: tokens }) => [label, description, tokens])).toEqual(
      [
        ['Plan applied of <2026-01-01T10:00:00Z>', 'kim · 1 written, 1 failed', 'run.undoable'],
        ['Plan applied of <2026-01-01T10:00:00Z>', 'wrote nothing · unfinished', 'run'],
        ['Plan applied of <2026-01-01T10:00:00Z>', 'kim · wrote nothing · stopped by a guard', 'run'],
      ],
    );
  });

  test('each step with its outcome, in the words of the server where it spoke', () => {
    expect(
      rows(tree, 'run:r2').map(({ label, description, context: tokens }) => [label, description, tokens]),
    ).toEqual([
      ['a', 'update in IT Glue · City', 'step.undoable'],
      ['b', 'update in IT Glue · failed · IT Glue said no', 'step'],
    ]);
    const node = tree.node('step:itglue/update/location/a@r2');
    expect(node && tree.parent(node)?.id).toBe('run:r2');
    expect(node && tipFor(node, context)?.lines).toContainEqual(['Outcome', 'written']);
  });

  test('many steps are told by client', () => {
    const many = ['Acme', 'Zeta'].flatMap((organization) =>
      Array.from({ length: 10 }, (_, place) => step(`${organization} ${place}`, { organization })),
    );
    const big = new HistoryTree([run('r', many)]);
    expect(rows(big, 'run:r').map(({ label, description }) => [label, description])).toEqual([
      ['Acme', '10 written'],
      ['Zeta', '10 written'],
    ]);
    const leaf = big.node('step:itglue/update/location/Zeta 3@r');
    expect(leaf && big.parent(leaf)?.id).toBe('organization:Zeta@r');
    expect(
      rows(new HistoryTree([run('r', many.slice(0, 10).concat(many.slice(0, 5)))]), 'run:r'),
    ).toHaveLength(15);
  });
});
