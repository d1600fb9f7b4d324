// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import * as z from 'zod';
import { openPage } from '../../../src/webview/page';
import { aPage } from './a-page';

function open(subject: string, state?: unknown) {
  const page = aPage(subject, state);
  const seen: string[] = [];
  const kept: unknown[] = [];
  openPage({
    shown: z.object({ text: z.string() }),
    kept: z.object({ at: z.number() }),
    version: 3,
    fresh: { at: 0 },
    open: (opened) => {
      kept.push(opened.kept);
      return {
        show: ({ text }) => {
          seen.push(text);
          opened.root.textContent = text;
        },
        go: (to) => seen.push(`go ${to}`),
      };
    },
  });
  return { page, seen, kept };
}

test('says that it is up, and keeps its subject before anyone touched it', () => {
  const { page } = open('one');
  expect(page.said).toEqual([{ type: 'ready' }]);
  expect(page.kept).toEqual({ version: 3, subject: 'one', kept: { at: 0 } });
});

test('takes up what was kept of the same subject and version, and nothing else', () => {
  const state = { version: 3, subject: 'one', kept: { at: 7 } };
  const start = (subject: string, before: unknown) => {
    const { page, kept } = open(subject, before);
    page.show({ text: 'x' });
    return kept[0];
  };
  expect(start('one', state)).toEqual({ at: 7 });
  expect(start('two', state)).toEqual({ at: 0 });
  expect(start('one', { ...state, version: 2 })).toEqual({ at: 0 });
  expect(start('one', { ...state, kept: { at: 'seven' } })).toEqual({ at: 0 });
  expect(start('one', 'nonsense')).toEqual({ at: 0 });
});

test('shows what it is told and goes where it is told', () => {
  const { page, seen } = open('one');
  page.go('too early');
  page.show({ text: 'a' });
  page.go('there');
  page.show({ text: 'b' });
  expect(seen).toEqual(['a', 'go there', 'b']);
});

test('what it does not understand is told in it, and other scripts’ messages are left alone', () => {
  const { page, seen } = open('one');
  page.show({ text: 'a' });
  window.dispatchEvent(new MessageEvent('message', { data: { vscodeScheduleAsyncWork: 1 } }));
  expect(document.getElementById('page')?.textContent).toBe('a');
  page.show({ text: 5 });
  expect(document.querySelector('[role=alert]')?.textContent).toMatch(/text/);
  page.show({ text: 'b' });
  expect(document.getElementById('page')?.textContent).toBe('b');
  expect(seen).toEqual(['a', 'b']);
});
