/** How long to wait before the same call goes again. */

export interface Backoff {
  /** Calls in all, the first included. */
  readonly attempts: number;
  /** Milliseconds before the second call; doubles from there. */
  readonly firstMs: number;
  /** The same after a 429 that names no time. */
  readonly rateLimitedFirstMs: number;
  /** No single wait is longer; a server that asks for more gets a failure that says how long. */
  readonly maxMs: number;
}

export const BACKOFF: Backoff = { attempts: 4, firstMs: 500, rateLimitedFirstMs: 5_000, maxMs: 120_000 };

/** A write that waits longer for its turn, in milliseconds, is given up before it is sent: what it rests on may have changed. */
export const WRITE_WAITS_MS = 120_000;

/** `Retry-After` in milliseconds from now: seconds or an HTTP date. Null where there is none that can be read. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : Math.max(0, instant - now);
}

/** Exponential with half of it jitter, so that callers that failed together do not return together. */
export function backoffMs(firstMs: number, attempt: number, maxMs: number, random: () => number): number {
  const full = Math.min(maxMs, firstMs * 2 ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * random());
}
