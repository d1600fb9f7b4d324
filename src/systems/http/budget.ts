/** Counts calls in a sliding window, so that a vendor's limit is never reached, and lets callers wait for room. */
import type { Clock, Ledger } from '../../engine/ports';

export interface BudgetLimit {
  /** Length of the window in milliseconds. */
  readonly per: number;
  readonly calls: number;
  /** Whether each endpoint (verb and route template) has its own count, or all share one. */
  readonly scope: 'route' | 'all';
}

/** Instants (milliseconds since the epoch) of the calls in the window, by endpoint; storable. */
export type Spent = Readonly<Record<string, readonly number[]>>;

/** Told before a caller is made to wait; throws where it should not wait that long. */
export type Waiting = (endpoint: string, ms: number, why: 'allowance' | 'pause') => void;

export interface Budget {
  /** Takes up, once, what earlier processes spent and were told. */
  open(): Promise<void>;
  /** Resolves when the call may go, having counted it; rejects at once when the signal fires. */
  take(endpoint: string, signal?: AbortSignal): Promise<void>;
  /** No call of this endpoint goes before this instant: the server said so. */
  pauseUntil(endpoint: string, instant: number): void;
  /** Calls left right now; infinite without a limit, none while the server has us wait. */
  remaining(endpoint: string): number;
  /** When so many calls (default: one) may go in a row, in milliseconds since the epoch; now where they may go at once. */
  freeAt(endpoint: string, count?: number): number;
  /** When the last of so many calls can have gone, in milliseconds since the epoch: at the earliest. */
  lastAt(endpoint: string, count: number): number;
  spent(): Spent;
  /** Takes up counts kept from an earlier process. */
  restore(spent: Spent): void;
}

export interface BudgetOptions {
  readonly limit: BudgetLimit | undefined;
  readonly clock: Clock;
  /** Keeps the counts across restarts. */
  readonly ledger?: Ledger | undefined;
  readonly waiting?: Waiting;
}

export function createBudget({ limit, clock, ledger, waiting }: BudgetOptions): Budget {
  const calls = new Map<string, number[]>();
  const pauses = new Map<string, number>();
  let opening: Promise<void> | null = null;
  const keyOf = (endpoint: string): string => (limit?.scope === 'route' ? endpoint : '*');

  function recent(key: string): number[] {
    const now = clock.now();
    const since = now - (limit?.per ?? 0);
    const all = calls.get(key) ?? [];
    const [oldest = since] = all;
    const newest = all.at(-1) ?? now;
    if (oldest > since && newest <= now) return all;
    // A clock that was set back leaves instants of a future that would else count for ever.
    const kept = all.filter((instant) => instant > since && instant <= now);
    calls.set(key, kept);
    return kept;
  }

  const paused = (key: string): number => (pauses.get(key) ?? 0) - clock.now();

  /** Milliseconds until our own count lets so many calls through. */
  function crowded(key: string, count = 1): number {
    if (!limit) return 0;
    const kept = recent(key);
    const oldest = kept[kept.length - limit.calls + Math.min(count, limit.calls) - 1];
    return oldest === undefined ? 0 : oldest + limit.per - clock.now();
  }

  const waitFor = (key: string): number => Math.max(0, paused(key), crowded(key));

  function restore(spent: Spent): void {
    for (const [key, instants] of Object.entries(spent)) {
      calls.set(
        key,
        [...(calls.get(key) ?? []), ...instants].sort((a, b) => a - b),
      );
    }
  }

  async function takeUp(from: Ledger): Promise<void> {
    const kept = await from.read();
    restore(kept.calls);
    for (const [key, until] of Object.entries(kept.pauses))
      pauses.set(key, Math.max(until, pauses.get(key) ?? 0));
  }

  return {
    open() {
      opening ??= ledger ? takeUp(ledger) : Promise.resolve();
      return opening;
    },
    async take(endpoint, signal) {
      const key = keyOf(endpoint);
      for (let wait = waitFor(key); wait > 0; wait = waitFor(key)) {
        waiting?.(endpoint, wait, paused(key) > crowded(key) ? 'pause' : 'allowance');
        await clock.sleep(wait, signal);
      }
      if (!limit) return;
      const now = clock.now();
      recent(key).push(now);
      ledger?.spend(key, now);
    },
    pauseUntil(endpoint, instant) {
      const key = keyOf(endpoint);
      if (instant <= (pauses.get(key) ?? 0)) return;
      pauses.set(key, instant);
      ledger?.pause(key, instant);
    },
    remaining(endpoint) {
      const key = keyOf(endpoint);
      if (paused(key) > 0) return 0;
      return limit ? Math.max(0, limit.calls - recent(key).length) : Number.POSITIVE_INFINITY;
    },
    freeAt(endpoint, count) {
      const key = keyOf(endpoint);
      return clock.now() + Math.max(0, paused(key), crowded(key, count));
    },
    lastAt(endpoint, count) {
      const key = keyOf(endpoint);
      if (!limit || count < 1) return clock.now() + Math.max(0, paused(key));
      // Once as many have gone as the window takes, each waits for the one that went a window before it.
      const windows = Math.floor((count - 1) / limit.calls);
      const within = ((count - 1) % limit.calls) + 1;
      return clock.now() + Math.max(0, paused(key), crowded(key, within)) + windows * limit.per;
    },
    spent() {
      return Object.fromEntries([...calls.keys()].map((key) => [key, [...recent(key)]]));
    },
    restore,
  };
}
