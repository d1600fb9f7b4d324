/** The page's end of its panel: says it is up, takes what is to be shown, and keeps a little over hide and restart. */
import * as z from 'zod';
import { visible } from '../text/shown';
import { type FromPage, type KeptPage, keptShape, toPage } from '../ui/panel/protocol';

/** What the editor gives every page, once. */
interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: KeptPage): void;
}

declare const acquireVsCodeApi: () => EditorApi;

export interface PageSpec<Shown, Said, Kept> {
  readonly shown: z.ZodType<Shown>;
  /** The shape of what is kept, and the number that goes up when it changes. */
  readonly kept: z.ZodType<Kept>;
  readonly version: number;
  /** What is kept of a page that was never touched. */
  readonly fresh: Kept;
  open(page: Page<Said, Kept>): PageView<Shown>;
}

/** What stands in the page. */
export interface PageView<Shown> {
  /** Draws it; called again with every change. */
  show(shown: Shown): void;
  /** Goes to a place that the extension was asked for. */
  go?(to: string): void;
}

export interface Page<Said, Kept> {
  readonly root: HTMLElement;
  readonly subject: string;
  readonly kept: Kept;
  say(message: Said): void;
  keep(kept: Kept): void;
}

/** Opens the page; to be called once, when the document stands. */
export function openPage<Shown, Said, Kept>(spec: PageSpec<Shown, Said, Kept>): void {
  const api = acquireVsCodeApi();
  const root = document.getElementById('page') ?? document.body;
  const subject = document.body.dataset.subject ?? '';
  const { version } = spec;
  let kept = keptBefore(api.getState(), spec, subject);
  const page: Page<Said, Kept> = {
    root,
    subject,
    get kept() {
      return kept;
    },
    say: (message) => api.postMessage({ type: 'said', message }),
    keep: (next) => {
      kept = next;
      api.setState({ version, subject, kept });
    },
  };
  // At once: a page that nobody touched must come back after a restart too.
  page.keep(kept);
  let view: PageView<Shown> | undefined;
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = toPage.safeParse(data);
    // The editor's own scripts post messages too.
    if (!message.success) return;
    if (message.data.type === 'go') {
      view?.go?.(message.data.to);
      return;
    }
    const shown = spec.shown.safeParse(message.data.shown);
    if (!shown.success) {
      view = undefined;
      tell(root, z.prettifyError(shown.error));
      return;
    }
    view ??= spec.open(page);
    view.show(shown.data);
  });
  api.postMessage({ type: 'ready' });
}

function keptBefore<Shown, Said, Kept>(
  state: unknown,
  spec: PageSpec<Shown, Said, Kept>,
  subject: string,
): Kept {
  const before = keptShape.safeParse(state);
  if (!before.success || before.data.version !== spec.version || before.data.subject !== subject)
    return spec.fresh;
  const kept = spec.kept.safeParse(before.data.kept);
  return kept.success ? kept.data : spec.fresh;
}

/** Told where it happened: a page that stays as it was would be believed. */
function tell(root: HTMLElement, why: string): void {
  const text = document.createElement('pre');
  text.setAttribute('role', 'alert');
  text.textContent = visible(why);
  root.replaceChildren(text);
}
