import { describe, expect, test } from 'vitest';
import type { MatchStatus, SystemName } from '../../../src/engine/model';
import { atOnce } from '../../../src/engine/slices';
import { type SystemsNode, SystemsTree, type Trouble } from '../../../src/ui/trees/records/model';
import { outline } from '../../../src/ui/trees/records/outline';
import { tipFor } from '../../../src/ui/trees/records/text';
import { rowOf } from '../../../src/ui/trees/records/view';
import { type Given, overview, record, run } from './an-overview';

const NOON = Date.parse('2026-01-01T12:05:00Z');

interface Options {
  readonly filter?: readonly MatchStatus[];
  readonly troubles?: readonly Trouble[];
}

function treeOf(given: Given, { filter, troubles = [] }: Options = {}): SystemsTree {
  const index = atOnce(outline(overview(given)));
  return new SystemsTree({ outline: index, filter: filter ? new Set(filter) : null, troubles });
}

/** All rows, opened, as indented `label (description)`. */
function drawn(tree: SystemsTree, node?: SystemsNode, depth = 0): string[] {
  return tree.children(node).flatMap((child) => {
    const { label, description } = rowOf(tree, child, NOON);
    const line = `${'  '.repeat(depth)}${label}${description === undefined ? '' : ` (${description})`}`;
    return [line, ...drawn(tree, child, depth + 1)];
  });
}

const acme = record('bms', 'organization', '1', { name: 'Acme' });
const acmeInVsa = record('vsa', 'organization', '9', { name: 'ACME Inc' });
const laptop = record('bms', 'asset', '7', { name: 'LT-7', url: 'https://bms.example/7' });
const tablet = record('bms', 'asset', '10', { name: 'LT-10' });
const kim = record('bms', 'contact', '3', { name: 'Kim' });
const small: Given = {
  systems: ['bms', 'vsa'],
  records: [acme, tablet, laptop, kim, acmeInVsa],
  same: [[acme, acmeInVsa]],
  statuses: {
    'bms:organization:1': 'matched',
    'vsa:organization:9': 'matched',
    'bms:asset:7': 'conflict',
    'bms:contact:3': 'suggested',
  },
  lastRun: run(),
};

describe('what the tree shows', () => {
  test('systems, their organizations, groups with counts, and records in the order of their names', () => {
    expect(drawn(treeOf(small))).toEqual([
      'Kaseya BMS (4 records · 5 min ago)',
      '  Acme (2 to decide · matched · VSA)',
      '    Contacts (1 · 1 to decide)',
      '      Kim (suggested)',
      '    Assets (2 · 1 to decide)',
      '      LT-7 (conflict)',
      '      LT-10 (unmatched)',
      'Kaseya VSA (1 record · 5 min ago)',
      '  ACME Inc (matched · BMS)',
      '    No locations, contacts or assets',
    ]);
  });

  test('parts of an organization that is not known stand together, not nowhere', () => {
    const stray = record('bms', 'asset', '8', { organization: 'gone', name: 'STRAY' });
    const free = record('bms', 'contact', '4', { organization: null, name: 'Free' });
    expect(drawn(treeOf({ systems: ['bms'], records: [acme, stray, free] })).slice(3)).toEqual([
      '  Without an organization (2 records)',
      '    Contacts (1)',
      '      Free (unmatched)',
      '    Assets (1)',
      '      STRAY (unmatched)',
    ]);
  });

  test('an empty system says so', () => {
    expect(drawn(treeOf({ systems: ['itglue'] }))).toEqual([
      'IT Glue (0 records)',
      '  The account sees no organizations',
    ]);
  });

  test('a failure is a row of its system, and of the root when it has none that is shown', () => {
    const trouble = (system: SystemName | null): Trouble => ({
      system,
      message: 'The password was refused.',
      remedy: 'Enter it again.',
      code: 'MSP-201',
      guarded: false,
    });
    const troubles = [trouble('bms'), trouble(null), trouble('itglue')];
    const lines = drawn(treeOf({ systems: ['bms'], records: [acme], lastRun: run() }, { troubles }));
    expect(lines).toEqual([
      'The password was refused. (MSP-201)',
      'IT Glue: The password was refused. (MSP-201)',
      'Kaseya BMS (failed · 1 record · 5 min ago)',
      '  The password was refused. (MSP-201)',
      '  Acme (unmatched)',
      '    No locations, contacts or assets',
    ]);
  });

  test('a filter keeps what has the statuses and what it belongs to', () => {
    const tree = treeOf(small, { filter: ['conflict'] });
    expect(drawn(tree)).toEqual([
      'Kaseya BMS (1 of 4 records · 5 min ago)',
      '  Acme (2 to decide · matched · VSA)',
      '    Assets (1 · 1 to decide)',
      '      LT-7 (conflict)',
      'Kaseya VSA (0 of 1 record · 5 min ago)',
      '  Nothing has the chosen statuses',
    ]);
    expect(tree.counts()).toEqual({ shown: 1, total: 5 });
  });
});

describe('what the editor relies on', () => {
  const every = (tree: SystemsTree, node?: SystemsNode): readonly SystemsNode[] =>
    tree.children(node).flatMap((child) => [child, ...every(tree, child)]);

  test('ids are unique, and the same whatever labels, statuses and times say', () => {
    const ids = every(treeOf(small)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const renamed = (small.records ?? []).map((item) => ({ ...item, name: `${item.name}!` }));
    const later: Given = { ...small, records: renamed, statuses: {}, lastRun: null };
    expect(every(treeOf(later)).map(({ id }) => id)).toEqual(ids);
  });

  test('the parent of each child is the row it was found under', () => {
    const tree = treeOf(small);
    for (const node of every(tree)) {
      for (const child of tree.children(node)) expect(tree.parent(child)?.id).toBe(node.id);
    }
    for (const root of tree.children()) expect(tree.parent(root)).toBeUndefined();
  });

  test('a record is found by its key unless the filter hides it', () => {
    expect(treeOf(small).find('bms:asset:7')?.id).toBe('record:bms:asset:7');
    expect(treeOf(small, { filter: ['suggested'] }).find('bms:asset:7')).toBeUndefined();
    expect(treeOf(small).find('bms:asset:404')).toBeUndefined();
  });

  test('menus find kind, status, link and portal in the context', () => {
    const tree = treeOf(small);
    const contextOf = (key: 'bms:asset:7' | 'bms:organization:1') => {
      const node = tree.find(key);
      return node ? rowOf(tree, node, NOON).context : '';
    };
    expect(contextOf('bms:asset:7')).toBe('record.asset.conflict.single.portal');
    expect(contextOf('bms:organization:1')).toBe('record.organization.matched.linked');
  });

  test('a screen reader hears what icon and colour show', () => {
    const tree = treeOf(small);
    const spoken = every(tree).map((node) => rowOf(tree, node, NOON).spoken);
    expect(spoken).toContain('Acme, organization, matched with VSA, 2 records wait for a decision');
    expect(spoken).toContain('LT-7, asset, conflict');
  });

  test('thousands of records are indexed in slices, and a row costs no search', () => {
    const records = Array.from({ length: 20_000 }, (_, n) =>
      record('bms', n % 100 === 0 ? 'organization' : 'asset', String(n), {
        organization: n % 100 === 0 ? null : String(n - (n % 100)),
      }),
    );
    const work = outline(overview({ records, systems: ['bms'] }));
    let pauses = 0;
    let step = work.next();
    while (!step.done) {
      pauses += 1;
      step = work.next();
    }
    expect(pauses).toBeGreaterThanOrEqual(20_000 / 500 - 1);
    const tree = new SystemsTree({ outline: step.value, filter: null, troubles: [] });
    const [system] = tree.children();
    expect(tree.children(system)).toHaveLength(200);
  });
});

describe('the tooltip', () => {
  test('tells ids, reason and evidence', () => {
    const evidence = {
      field: 'serial number',
      between: ['bms:organization:1', 'vsa:organization:9'] as const,
      values: ['A-1', 'a1'] as const,
      normalized: 'A1',
      weight: 9,
      verdict: 'agrees' as const,
    };
    const tree = treeOf({ ...small, evidence: [evidence, evidence] });
    const node = tree.find('bms:organization:1');
    const tip = node ? tipFor(tree, node) : null;
    expect(tip?.title).toBe('Acme');
    expect(tip?.lines).toEqual([
      ['Organization', 'Kaseya BMS id 1'],
      ['Same in Kaseya VSA', 'ACME Inc (id 9)'],
      ['Matched', 'because of Acme'],
    ]);
    expect(tip?.lists?.at(-1)).toEqual({
      title: 'Evidence',
      items: ['serial number agrees: BMS “A-1”, VSA “a1”'],
    });
  });
});
