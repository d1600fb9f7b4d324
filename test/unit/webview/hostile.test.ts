// @vitest-environment happy-dom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible } from '../../../src/text/shown';
import type { ShownConflicts } from '../../../src/ui/conflicts/protocol';
import { saidShape as saidOfConflicts, shownShape } from '../../../src/ui/conflicts/protocol';
import { saidShape as saidOfDashboard } from '../../../src/ui/dashboard/protocol';
import { saidShape as saidOfMatches } from '../../../src/ui/matches/protocol';
import { pageHtml } from '../../../src/ui/panel/page';
import { fromPage, keptShape } from '../../../src/ui/panel/protocol';
import { h } from '../../../src/webview/dom';
import { anyChange, spoilt } from '../hostile/spoil';
import { UNSEEN, WORST } from '../hostile/texts';
import { aPage } from './a-page';

describe('a page', () => {
  it('is not left by what stands in its attributes and title', () => {
    const html = pageHtml({
      ...{ title: WORST, subject: WORST, loading: WORST, language: 'en' },
      ...{ cspSource: 'https://own.example', nonce: 'n', styles: [], script: 'a.js' },
    });
    const page = new DOMParser().parseFromString(html, 'text/html');
    expect(page.querySelectorAll('img, a, iframe')).toHaveLength(0);
    expect(page.querySelectorAll('script')).toHaveLength(1);
    expect(visible(page.body.dataset.subject ?? '')).toBe(visible(WORST));
  });

  it('shows texts as texts, also in what is read out, and leaves what is edited alone', () => {
    const element = h('p', { title: WORST, 'aria-label': WORST, value: WORST }, WORST, [WORST]);
    expect(element.children).toHaveLength(0);
    expect(element.textContent).toBe(visible(WORST).repeat(2));
    expect(element.getAttribute('title')).not.toMatch(UNSEEN);
    expect(element.getAttribute('aria-label')).not.toMatch(UNSEEN);
    expect(element.getAttribute('value')).toBe(WORST);
  });
});

const CONFLICTS: ShownConflicts = {
  empty: '',
  conflicts: [
    {
      ...{ key: 'k', name: WORST, what: WORST, field: 'Model', reason: WORST, alike: 2 },
      cells: ['bms', 'vsa'].map((id) => ({
        ...{ id, title: WORST, state: WORST, tone: 'changed', list: false, notes: [WORST] },
        lines: [[{ text: WORST, mark: 'new' }]],
      })),
      suggestion: { cell: 'bms', title: WORST, reason: WORST },
      edit: { type: 'text', value: WORST, rows: 1 },
    },
  ],
  ...{ total: 1, said: WORST, back: null, undo: WORST, decided: 0 },
  texts: { alike: 'The same for {0} others', use: 'Use This', suggestion: '{0}, because {1}.' },
};
const RUNS = Number(process.env.MSP_SYNC_FUZZ ?? 60);

describe('messages between a page and its panel', () => {
  const SAID = [
    { type: 'said', message: { type: 'accept', key: 'a', candidate: 'vsa:asset:2' } },
    { type: 'said', message: { type: 'never', key: 'a', candidate: null } },
    { type: 'said', message: { type: 'use', keys: ['a'], cell: 'bms' } },
    { version: 1, subject: 's', kept: { at: 'k' } },
  ];

  it('that are odd are told apart, whatever they hold, and reach nothing', () => {
    const shapes = [fromPage, keptShape, saidOfConflicts, saidOfDashboard, saidOfMatches, shownShape];
    const message = fc.oneof(
      fc.anything({ withNullPrototype: true, withBigInt: true, withMap: true, maxDepth: 4 }),
      fc
        .tuple(fc.constantFrom(...SAID), anyChange)
        .map(([said, change]) => spoilt(JSON.stringify(said), change)),
    );
    fc.assert(
      fc.property(message, (odd) => {
        for (const shape of shapes) shape.safeParse(odd);
        expect({}).not.toHaveProperty('polluted');
      }),
      { numRuns: RUNS },
    );
  });

  it('that are spoilt at one place are shown as text or told where the page stands', async () => {
    aPage('queue');
    const { openPage } = await import('../../../src/webview/page');
    const { FRESH, KEPT_VERSION, keptShape: kept } = await import('../../../src/webview/conflicts/kept');
    const { ConflictView } = await import('../../../src/webview/conflicts/view');
    const page = aPage('queue');
    const open = { version: KEPT_VERSION, fresh: FRESH, kept, shown: shownShape };
    openPage({ ...open, open: (opened) => new ConflictView(opened) });
    const errors: unknown[] = [];
    window.addEventListener('error', ({ error }) => errors.push(error));
    page.show(CONFLICTS);
    expect(document.querySelector('h2')?.textContent).toBe(visible(`${WORST}: Model`));
    fc.assert(
      fc.property(anyChange, (change) => {
        const text = spoilt(JSON.stringify(CONFLICTS), change);
        const shown = asJson(text);
        page.show(shown);
        expect(errors).toEqual([]);
        expect(document.querySelectorAll('script, img, a, iframe, object')).toHaveLength(0);
        expect(document.body.textContent).not.toMatch(UNSEEN);
      }),
      { numRuns: RUNS },
    );
  });
});

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
