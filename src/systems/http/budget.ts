/** Counts calls in a sliding window, so that a vendor's limit is never reached, and lets callers wait for room. */
import type { Clock } from '../../engine/ports';

export interface BudgetLimit {
  /** Length of the window in milliseconds. */
  readonly per: number;
  readonly calls: number;
  /** Whether each endpoint (verb and route template) has its own count, or all share one. */
  readonly scope: 'route' | 'all';
}

/** Instants (milliseconds since the epoch) of the calls in the window, by endpoint; storable. */
export type Spent = Readonly<Record<string, readonly number[]>>;

export interface Budget {
  /** Resolves when the call may go, having counted it. */
  take(endpoint: string, signal?: AbortSignal): Promise<void>;
  /** No call of this endpoint goes before this instant: the server said so. */
  pauseUntil(endpoint: string, instant: number): void;
  /** Calls left right now; infinite without a limit. */
  remaining(endpoint: string): number;
  spent(): Spent;
  /** Takes up counts kept from an earlier process. */
  restore(spent: Spent): void;
}

export function createBudget(limit: BudgetLimit | undefined, clock: Clock): Budget {
  const calls = new Map<string, number[]>();
  const pauses = new Map<string, number>();
  const keyOf = (endpoint: string): string => (limit?.scope === 'route' ? endpoint : '*');

  function recent(key: string): number[] {
    const since = clock.now() - (limit?.per ?? 0);
    const kept = (calls.get(key) ?? []).filter((instant) => instant > since);
    calls.set(key, kept);
    return kept;
  }

  function waitFor(key: string): number {
    const pause = (pauses.get(key) ?? 0) - clock.now();
    if (!limit) return pause;
    const kept = recent(key);
    const oldest = kept[kept.length - limit.calls];
    return Math.max(pause, oldest === undefined ? 0 : oldest + limit.per - clock.now());
  }

  return {
    async take(endpoint, signal) {
      const key = keyOf(endpoint);
      for (let wait = waitFor(key); wait > 0; wait = waitFor(key)) await clock.sleep(wait, signal);
      if (limit) recent(key).push(clock.now());
    },
    pauseUntil(endpoint, instant) {
      const key = keyOf(endpoint);
      pauses.set(key, Math.max(instant, pauses.get(key) ?? 0));
    },
    remaining(endpoint) {
      return limit ? Math.max(0, limit.calls - recent(keyOf(endpoint)).length) : Number.POSITIVE_INFINITY;
    },
    spent() {
      return Object.fromEntries([...calls.keys()].map((key) => [key, [...recent(key)]]));
    },
    restore(spent) {
      for (const [key, instants] of Object.entries(spent)) {
        calls.set(
          key,
          [...(calls.get(key) ?? []), ...instants].sort((a, b) => a - b),
        );
      }
    },
  };
}
