// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { h } from '../../../src/webview/dom';
import { focusOn, redraw } from '../../../src/webview/focus';

const root = document.createElement('div');
const draw = () => redraw(root, [h('button', { 'data-focus': 'one' }), h('button', { 'data-focus': 'two' })]);
const focused = () =>
  document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;

beforeEach(() => {
  document.body.replaceChildren(root);
  draw();
  focusOn(root, 'two');
});
afterEach(() => void vi.restoreAllMocks());

test('what had the focus keeps it while the page is drawn anew', () => {
  draw();
  expect(focused()).toBe('two');
});

test('a page that is drawn anew while the person is elsewhere takes the focus only when they come back', () => {
  const away = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  draw();
  expect(focused()).toBeUndefined();
  draw();
  away.mockReturnValue(true);
  window.dispatchEvent(new Event('focus'));
  expect(focused()).toBe('two');
});

test('where the person comes back to something else, it stays there', () => {
  const away = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  draw();
  away.mockReturnValue(true);
  focusOn(root, 'one');
  window.dispatchEvent(new Event('focus'));
  expect(focused()).toBe('one');
});
