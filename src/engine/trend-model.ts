/** How runs and clients went over time, as it is kept. */
import type { IdentityId, Kind, MatchStatus } from './model';

/** One small line for each run, to see how it goes over time. */
export interface TrendLine {
  readonly run: string;
  /** When the run ended; ISO instant. */
  readonly at: string;
  /** Records in use when it ended. */
  readonly records: number;
  readonly conflicts: number;
  /** Of the records in use, how many were linked and in order, from 0 to 1, by kind; absent where there was none. */
  readonly shares: Readonly<Partial<Record<Kind, number>>>;
}

/** How a client stood at the end of a day, and until the next point. */
export interface ClientPoint {
  /** `2026-01-05`, in UTC. */
  readonly day: string;
  /** Records in use by status. */
  readonly counts: Readonly<Partial<Record<MatchStatus, number>>>;
  /** Of the records in use, how many were linked and in order, from 0 to 1, by kind. */
  readonly shares: Readonly<Partial<Record<Kind, number>>>;
  readonly placeholders: number;
}

/** By client, oldest first; a client that is not known any more has none. */
export type ClientTrends = Readonly<Record<IdentityId, readonly ClientPoint[]>>;
