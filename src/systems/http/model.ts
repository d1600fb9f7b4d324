/** What a system says about its server, what it asks, and what it gets. */
import type { AxiosAdapter } from 'axios';
import type { SystemName } from '../../engine/model';
import type { Clock, Ledger, Log } from '../../engine/ports';
import type { Query } from './address';
import type { BudgetLimit, Spent } from './budget';
import type { Backoff } from './retry';

export interface Authorize {
  /** Headers that prove who we are; may itself make an anonymous call to sign in. */
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Called once after a 401, never twice at a time; false means that it cannot be mended. */
  renew?(signal: AbortSignal): Promise<boolean>;
}

export interface HttpOptions {
  readonly system: SystemName;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 up to 1, for jitter. */
  readonly random: () => number;
  readonly concurrency: number;
  /** From connecting to the last byte. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** PEM of the only authority to trust, for servers with a private one. Read on first use, and anew after a refusal. */
  readonly ca?: () => Promise<string>;
  readonly budget?: BudgetLimit;
  /** Keeps the count of the calls, and what the server said of waiting, across restarts. */
  readonly ledger?: Ledger | undefined;
  readonly backoff?: Partial<Backoff>;
  /** Sent with every call: `Accept`, a vendor's content type. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly parse?: (text: string) => unknown;
  readonly stringify?: (value: unknown) => string;
  /** The status that an envelope means where it differs from HTTP's: a 200 that says "not found". */
  readonly statusOf?: (status: number, body: unknown) => number;
  /** The server's words in an error body. */
  readonly wordsOf?: (body: unknown) => string | undefined;
  readonly authorize: Authorize;
  /** The network, when absent. */
  readonly carrier?: Carrier;
}

/** What carries a call to the server and back, and the time in which it must do so: replaced in rehearsals alone. */
export interface Carrier {
  readonly adapter: AxiosAdapter | 'http';
  /** Calls `act` after so many milliseconds. Gives the way to call that off. */
  after(ms: number, act: () => void): () => void;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Template with `{name}` places, which budgets and logs count by. */
  readonly route: string;
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent urlencoded. */
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Whether the call can be repeated without harm. */
  readonly retry: 'read' | 'write';
  /** Goes without authorization: the sign-in itself. */
  readonly anonymous?: true;
  /** A part of a write that has begun: it is not given up for having waited. */
  readonly goesOn?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Http {
  /** Resolves for 2xx alone; everything else is a `Failure`. */
  request(call: HttpCall): Promise<HttpAnswer>;
  /** Calls left in the budget's window right now; infinite without a budget. */
  remaining(method: HttpCall['method'], route: string): number;
  /** When so many such calls may go in a row, in milliseconds since the epoch. */
  freeAt(method: HttpCall['method'], route: string, count: number): number;
  /** When the last of so many such calls can have gone: at the earliest. */
  lastAt(method: HttpCall['method'], route: string, count: number): number;
  /** Counts to keep across restarts, and the way to take them up again. */
  spent(): Spent;
  restore(spent: Spent): void;
  /** By how many milliseconds the server's clock was ahead of ours at its last answer that told; null before. */
  skew(): number | null;
  /** What the server's clock said when ours said this, in milliseconds since the epoch; the same before its first answer. */
  theirTime(ours: number): number;
  /** Waiting calls fail, connections close. */
  dispose(): void;
}
