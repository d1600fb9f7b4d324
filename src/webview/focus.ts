/** Redrawing under a person's hands: what had the focus keeps it, and lists stay where they were scrolled to. */
import type { Child } from './dom';
import { h } from './dom';

const named = (root: HTMLElement, name: string): HTMLElement | null =>
  [...root.querySelectorAll<HTMLElement>('[data-focus]')].find(({ dataset }) => dataset.focus === name) ??
  null;

/** What takes the focus once the person comes back to the page. */
let owed: { readonly root: HTMLElement; readonly name: string } | null = null;

/**
 * Focuses the element that bears the name as `data-focus`; false when there is none. A page that is drawn anew while the
 * person is elsewhere, in a tree or an open list, takes the focus only when they come back: it would close that list.
 */
export function focusOn(root: HTMLElement, name: string): boolean {
  const element = named(root, name);
  if (!element) return false;
  if (document.hasFocus()) focusNow(root, element);
  else owe(root, name);
  return true;
}

function owe(root: HTMLElement, name: string): void {
  if (owed === null) window.addEventListener('focus', payOwed, { once: true });
  owed = { root, name };
}

function payOwed(): void {
  const element = owed && named(owed.root, owed.name);
  if (owed && element && !owed.root.contains(document.activeElement)) focusNow(owed.root, element);
  owed = null;
}

function focusNow(root: HTMLElement, element: HTMLElement): void {
  element.focus();
  // A component that was only just made can be focused once it has drawn itself.
  if (document.activeElement !== element && isComponent(element)) {
    void element.updateComplete.then(() => {
      const free = element.isConnected && document.hasFocus() && !root.contains(document.activeElement);
      if (free) element.focus();
    });
  }
}

const isComponent = (
  element: HTMLElement,
): element is HTMLElement & { readonly updateComplete: Promise<unknown> } => 'updateComplete' in element;

export function redraw(root: HTMLElement, children: readonly Child[]): void {
  const active = document.activeElement;
  const held = active instanceof HTMLElement && root.contains(active) ? active.dataset.focus : undefined;
  const scrolled = new Map(
    [...root.querySelectorAll<HTMLElement>('[data-focus]')].map(({ dataset, scrollTop }) => [
      dataset.focus,
      scrollTop,
    ]),
  );
  root.replaceChildren(...h('div', {}, ...children).childNodes);
  for (const [name, top] of scrolled) {
    const element = top > 0 && name !== undefined ? named(root, name) : null;
    if (element) element.scrollTop = top;
  }
  if (held !== undefined) focusOn(root, held);
}
