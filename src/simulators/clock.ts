import type { Clock } from './simulator';

/** Real time, which may be put forward: tokens expire and allowances are renewed without waiting. */
export interface MovableClock extends Clock {
  /** By so many milliseconds; never back. */
  advance(ms: number): void;
}

export function movableClock(): MovableClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += Math.max(0, ms);
    },
  };
}
