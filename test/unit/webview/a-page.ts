/** A page in a document without a browser: what it says, what it keeps, and a way to feed it. */
import { vi } from 'vitest';
import type { KeptPage } from '../../../src/ui/panel/protocol';

/** The document here has no form participation, which the components ask for and these tests do not need. */
HTMLElement.prototype.attachInternals ??= function attachInternals(): ElementInternals {
  const nothing = () => undefined;
  const internals = { form: null, validity: {}, validationMessage: '', willValidate: true };
  return Object.assign(Object.create(null), internals, { setFormValue: nothing, setValidity: nothing });
};

export interface APage {
  /** Everything the page said, the newest last. */
  readonly said: unknown[];
  kept: KeptPage | undefined;
  show(shown: unknown): void;
  go(to: string): void;
}

/** One document serves all tests of a file: what an earlier page listens to is taken from it. */
let listening: (() => void)[] = [];

for (const target of [window, document]) {
  const add = target.addEventListener.bind(target);
  target.addEventListener = (type: string, listener: EventListenerOrEventListenerObject) => {
    add(type, listener);
    listening.push(() => target.removeEventListener(type, listener));
  };
}

function forgetEarlier(): void {
  for (const stop of listening) stop();
  listening = [];
}

/** Call before the page's module opens it. `state` is what the editor kept of an earlier one. */
export function aPage(subject: string, state?: unknown): APage {
  forgetEarlier();
  document.body.innerHTML = '<main id="page"><p>Loading…</p></main>';
  document.body.dataset.subject = subject;
  const said: unknown[] = [];
  const send = (data: unknown) => window.dispatchEvent(new MessageEvent('message', { data }));
  const page: APage = {
    said,
    kept: undefined,
    show: (shown) => send({ type: 'show', shown }),
    go: (to) => send({ type: 'go', to }),
  };
  vi.stubGlobal('acquireVsCodeApi', () => ({
    postMessage: (message: unknown) => said.push(message),
    getState: () => state,
    setState: (kept: KeptPage) => {
      page.kept = kept;
    },
  }));
  return page;
}
