/** The real clock behind the engine's port. */
import { setTimeout as after, setImmediate as nextTurn } from 'node:timers/promises';
import { Failure } from './engine/failure';
import type { Clock } from './engine/ports';

export const systemClock: Clock = {
  now: () => Date.now(),
  iso: () => new Date().toISOString(),
  yield: () => nextTurn(),
  sleep: async (ms, signal) => {
    try {
      await after(ms, undefined, signal ? { signal } : {});
    } catch {
      throw new Failure('cancelled', 'Cancelled.');
    }
  },
};
