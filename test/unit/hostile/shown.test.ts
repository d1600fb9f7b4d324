/** One fleet with hostile names, on every surface that can be looked at without an editor. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { conflictText } from '../../../src/cli/conflicts';
import { csvOf } from '../../../src/cli/csv';
import { planText } from '../../../src/cli/plan-text';
import { PLAIN, styleFor } from '../../../src/cli/style';
import { asJson, forTerminal } from '../../../src/cli/terminal';
import type { ConflictItem } from '../../../src/engine/conflicts';
import { inList, inMarkdown, inMessage, inOneLine, visible } from '../../../src/text/shown';
import { driftText } from '../../../src/ui/report/drift';
import { reportText } from '../../../src/ui/report/text';
import { overview, record, run } from '../ui/an-overview';
import { HOSTILE, UNSEEN, WORST } from './texts';

const about = { kind: 'asset', identity: 'i', name: WORST, organization: WORST } as const;
const conflict = {
  ...about,
  field: 'serialNumber',
  values: { bms: WORST, vsa: 'B' },
  changed: [],
  suggestion: null,
  reason: WORST,
} as const;
const drift = { ...about, system: 'itglue', record: '1', field: 'model', value: WORST, wanted: 'x' } as const;
const records = HOSTILE.map((name, place) => record('bms', 'asset', String(place), { name }));
const step = {
  ...about,
  id: 'a',
  action: 'update',
  system: 'bms',
  record: '1',
  organizationIdentity: 'o',
  changes: [{ field: 'model', from: WORST, to: WORST, source: 'vsa', reason: WORST }],
  reason: WORST,
} as const;
const worst = {
  ...overview({
    records,
    conflicts: [conflict],
    steps: [step],
    lastRun: run({ result: 'failed', message: WORST }),
    ambiguous: [{ record: 'bms:asset:0', candidates: [], reason: WORST }],
  }),
  drift: [{ ...drift, reason: WORST }],
};

describe('what is shown', () => {
  test.each(HOSTILE)('of %j nothing hides and nothing acts', (text) => {
    for (const shown of [visible(text), inOneLine(text), inMessage(text), inList(text), inMarkdown(text)])
      expect(shown).not.toMatch(UNSEEN);
    for (const shown of [inOneLine(text), inList(text), inMarkdown(text)]) expect(shown).not.toContain('\n');
    expect(inMessage(text)).not.toMatch(/\]\(/);
    expect(inList(text)).not.toMatch(/\$\(/);
    expect(inMarkdown(text).replace(/\\./g, '')).not.toMatch(/[\\`*_~$&[\]<>|#!]/);
  });

  it('is still what it was where it is harmless', () => {
    const names = ['Müßig & Söhne GmbH', 'علی‌رضا', '日本 株式会社', 'Ann-Marie O’Neil', '👩‍🔧 Repairs'];
    for (const name of names)
      expect([visible(name), inOneLine(name), inMessage(name)]).toEqual([name, name, name]);
    expect(visible('two\nlines\tand a tab')).toBe('two\nlines\tand a tab');
  });
});

describe('a terminal', () => {
  const style = styleFor({ isTTY: true }, { FORCE_COLOR: '1' });
  const own = new RegExp(`${String.fromCharCode(27)}\\[(?:1|2|22|3[1-4]|39)m`, 'g');

  it('gets no control but our own colours', () => {
    const side = { record: 'bms:asset:1', name: WORST, url: null, value: WORST, text: WORST } as const;
    const item: ConflictItem = {
      ...({
        ...about,
        key: 'k',
        organizationIdentity: 'o',
        field: 'model',
        label: 'Model',
        isList: false,
      } as const),
      sides: { bms: { ...side, agreed: null, changed: true, lastChange: null, refusal: null } },
      ...{ to: null, agreed: null, authority: null, suggestion: null, reason: WORST },
    };
    const said = [planText(worst.plan, style), conflictText(item, 1, style), WORST];
    for (const text of said) expect(forTerminal(text).replace(own, '')).not.toMatch(UNSEEN);
    expect(forTerminal(style.red('Acme'))).toBe(style.red('Acme'));
    expect(planText(worst.plan, PLAIN)).not.toMatch(/^MSP-000/m);
  });

  it('gets JSON that holds the texts as they are and shows nothing active', () => {
    const json = asJson({ names: HOSTILE });
    expect(json).not.toMatch(UNSEEN);
    expect(JSON.parse(json)).toEqual({ names: HOSTILE });
  });
});

describe('a spreadsheet', () => {
  it('gets texts only: nothing hides, nothing is a formula, no name makes a row of its own', () => {
    const formulas = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\uff1d1',
      '=HYPERLINK("https://evil.example")',
    ];
    const names = [...HOSTILE, ...formulas];
    const csv = csvOf(
      ['name'],
      names.map((name) => ({ name })),
    );
    const rows = z.array(z.tuple([z.string()])).parse(parse(csv, { bom: true }));
    expect(rows).toHaveLength(names.length + 1);
    for (const [text] of rows) {
      expect(text).not.toMatch(UNSEEN);
      expect(text).not.toMatch(/^[=+\-@\t\r\uff1d]/);
    }
  });
});

describe('a report', () => {
  it('holds no markup that came from a system', () => {
    for (const text of [reportText({ overview: worst, report: null }), driftText(worst)]) {
      expect(text).toContain('Acme');
      expect(text).not.toMatch(UNSEEN);
      const ours = text.replace(/\\./g, '');
      expect(ours).not.toMatch(/[[\]<>`$&~]/);
      expect(ours).not.toMatch(/^(?:MSP-000|=|!)/m);
    }
  });
});

/** Each surface has one way to it: whoever goes round it shows texts as they came. */
const ONLY_WAYS: readonly (readonly [string, RegExp, readonly string[]])[] = [
  ["the editor's messages", /window\s*\.\s*(show\w+Message|setStatusBarMessage)\b/, ['host/told.ts']],
  ['rows of trees', /new TreeItem\(/, ['ui/trees/item.ts']],
  ['Markdown', /new MarkdownString\(/, ['ui/trees/item.ts', 'ui/status/bar.ts']],
  ['trusted Markdown', /(?:isTrusted|supportHtml)\s*=(?!=)\s*(?!\s|false)/, []],
  ['markup in pages', /innerHTML|outerHTML|insertAdjacentHTML|document\.write/, []],
  [
    'the terminal',
    /process\.std(out|err)\.write|console\.\w+\(/,
    ['cli/context.ts', 'cli/main.ts', 'cli/watch.ts', 'cli/simulate.ts', 'cli/match/command.ts'],
  ],
];

test.each(ONLY_WAYS)('there is one way to %s', (_what, way, files) => {
  const root = join(import.meta.dirname, '../../../src');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const users = sources
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !name.startsWith('simulators/') && way.test(readFileSync(join(root, name), 'utf8')));
  expect(users.sort()).toEqual([...files].sort());
});
