/** Redrawing under a person's hands: what had the focus keeps it, and lists stay where they were scrolled to. */
import type { Child } from './dom';
import { h } from './dom';

const named = (root: HTMLElement, name: string): HTMLElement | null =>
  [...root.querySelectorAll<HTMLElement>('[data-focus]')].find(({ dataset }) => dataset.focus === name) ??
  null;

/** Focuses the element that bears the name as `data-focus`; false when there is none. */
export function focusOn(root: HTMLElement, name: string): boolean {
  const element = named(root, name);
  if (!element) return false;
  element.focus();
  // A component that was only just made can be focused once it has drawn itself.
  if (document.activeElement !== element && isComponent(element)) {
    void element.updateComplete.then(() => {
      if (element.isConnected && !root.contains(document.activeElement)) element.focus();
    });
  }
  return true;
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
