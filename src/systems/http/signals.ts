import { setMaxListeners } from 'node:events';

/** Aborts when any of them does, without leaving a listener on a signal that outlives the call. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  release(): void;
}

export function linkSignals(...signals: readonly AbortSignal[]): LinkedSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  for (const signal of signals) {
    if (signal.aborted) abort();
    // Many calls wait on one signal, and each takes its listener away: this is no leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', abort);
  }
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', abort);
    },
  };
}
