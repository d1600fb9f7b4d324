import type { Clock } from '../../../../src/engine/ports';

export interface FakeClock extends Clock {
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[];
  advance(ms: number): void;
}

/** Time that passes only when somebody sleeps. */
export function fakeClock(start = Date.UTC(2026, 0, 5, 12)): FakeClock {
  let now = start;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    iso: () => new Date(now).toISOString(),
    advance(ms) {
      now += ms;
    },
    yield: () => new Promise((resolve) => setImmediate(resolve)),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      waits.push(ms);
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
  };
}
