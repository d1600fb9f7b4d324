/** Elements as expressions. Text is always text: nothing here reads markup, and nothing unseen hides in it. */
import { visible } from '../text/shown';

type Attribute = string | number | boolean | null | undefined;
export type Child = Node | string | null | undefined | false | readonly Child[];

export interface Attributes {
  /** Class names, blank ones left out. */
  readonly class?: string | false | readonly (string | false | undefined)[];
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
  readonly [name: string]: Attribute | Attributes['on'] | Attributes['class'];
}

/** `h('button', { type: 'button', on: { click } }, 'Undo')`. False, null and undefined leave an attribute out. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes?: Attributes,
  ...children: Child[]
): HTMLElementTagNameMap[Name];
export function h(name: string, attributes?: Attributes, ...children: Child[]): HTMLElement;
export function h(name: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'on' || value === false || value === null || value === undefined) continue;
    if (Array.isArray(value)) element.setAttribute(key, value.filter(Boolean).join(' '));
    else element.setAttribute(key, value === true ? '' : said(key, String(value)));
  }
  for (const [type, listener] of Object.entries(attributes.on ?? {}))
    element.addEventListener(type, listener);
  append(element, children);
  return element;
}

/** What is read out or pops up is shown as well; a value that a person edits stays as it is. */
const said = (key: string, text: string): string =>
  key === 'title' || key.startsWith('aria-') ? visible(text) : text;

function append(element: HTMLElement, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (typeof child === 'string') element.append(visible(child));
    else if (child instanceof Node) element.append(child);
    else append(element, child);
  }
}
