/** A watch over thousands of hours on a clock of its own: it keeps its pace, stops when asked, and holds on to nothing. */
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { Follower } from '../../../src/engine/follow/follower';
import type { RunEnd, Told } from '../../../src/engine/follow/schedule';
import { fakeClock } from '../systems/support/clock';

const HOUR = 3_600_000;
const table = { intervalMs: HOUR, quiet: [], minuteOfDay: () => 0 };

/** A clock whose sleepers can be woken, and on which time passes only while somebody sleeps. */
function wakeable() {
  const clock = fakeClock();
  let sleepers = 0;
  return {
    ...clock,
    get sleepers() {
      return sleepers;
    },
    async sleep(ms: number, signal?: AbortSignal) {
      sleepers++;
      try {
        await clock.sleep(ms, signal);
      } finally {
        sleepers--;
      }
    },
  };
}

describe('following', () => {
  it('for five thousand hours runs once an hour, neither early nor late, and tells only what changed', async () => {
    const clock = wakeable();
    const began = clock.now();
    const starts: number[] = [];
    const told: Told[] = [];
    let under = 0;
    const run = async (): Promise<RunEnd> => {
      under++;
      expect(under).toBe(1);
      starts.push(clock.now());
      clock.advance(90_000);
      await clock.yield();
      under--;
      if (starts.length === 5000) follower.send({ type: 'stop' });
      // A night without a network, once.
      const failing = starts.length > 1000 && starts.length <= 1005;
      return failing
        ? { type: 'failed', reason: 'unreachable', message: 'no network', passing: true, retryAt: null }
        : { type: 'done', resumeAt: null };
    };
    const follower = new Follower(
      { clock, run, tell: (one) => told.push(one), changed: () => undefined },
      table,
      { lastRunAt: null },
    );
    await follower.follow();
    expect(starts).toHaveLength(5000);
    expect(starts[0]).toBe(began);
    const gaps = starts.slice(1).map((at, place) => at - (starts[place] ?? 0) - 90_000);
    const usual = gaps.filter((_gap, place) => place < 1000 || place > 1005);
    // A look each minute finds the hour over at most a minute late, and never early.
    expect(Math.min(...usual)).toBeGreaterThanOrEqual(HOUR);
    expect(Math.max(...usual)).toBeLessThanOrEqual(HOUR + 180_000);
    expect(told).toEqual([
      { what: 'failed', reason: 'unreachable', message: 'no network' },
      { what: 'recovered', after: 5 },
    ]);
    expect(clock.sleepers).toBe(0);
  });

  it('stops the run under way and returns when it has ended', async () => {
    const clock = wakeable();
    let stopped = false;
    const run = (signal: AbortSignal): Promise<RunEnd> =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          stopped = Failure.is(signal.reason, 'cancelled');
          resolve({ type: 'failed', reason: 'cancelled', message: '', passing: false, retryAt: null });
        });
      });
    const follower = new Follower({ clock, run, tell: () => undefined, changed: () => undefined }, table, {
      lastRunAt: null,
    });
    const following = follower.follow();
    await clock.yield();
    follower.send({ type: 'stop' });
    await following;
    expect(stopped).toBe(true);
  });

  it('takes up new times at once', async () => {
    const clock = wakeable();
    let runs = 0;
    const follower = new Follower(
      {
        clock,
        run: async () => {
          runs++;
          if (runs === 2) follower.send({ type: 'stop' });
          return { type: 'done', resumeAt: null };
        },
        tell: () => undefined,
        changed: () => undefined,
      },
      { ...table, intervalMs: 1000 * HOUR },
      { lastRunAt: clock.now() },
    );
    const following = follower.follow();
    const began = clock.now();
    follower.retime(table);
    await following;
    expect(clock.now() - began).toBeLessThan(3 * HOUR);
  });
});
