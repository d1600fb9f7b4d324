import type { Progress } from '../../engine/ports';
import type { Running } from './view';

/** Milliseconds between two redraws of a progress. */
const PACE = 100;

/** The progress, told no faster than it can be drawn; a new phase at once. `shown` is told the same. */
export function pacedBy(progress: Progress, shown: (at: Omit<Running, 'doing'>) => void): Progress {
  let last = 0;
  let current = '';
  return {
    report: (phase, done, total, note, atLeast) => {
      const now = Date.now();
      if (phase === current && now - last < PACE) return;
      last = now;
      current = phase;
      progress.report(phase, done, total, note, atLeast);
      shown({ phase, done, total });
    },
  };
}
