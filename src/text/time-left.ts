/** How long a row of like steps still takes: at the pace of those that are done, and never less than the allowances alone. Pure. */

/** Steps, and milliseconds, before a pace can be told: the first ones are slower than the rest. */
const STEPS_SEEN = 5;
const TIME_SEEN = 3000;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export interface Underway {
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  /** Milliseconds since the first step began. */
  readonly elapsed: number;
  /** Milliseconds that the servers' allowances make the rest take, however quick it is otherwise. */
  readonly atLeast?: number | undefined;
}

/** `about 2 min left`; blank while nobody can tell. */
export function timeLeft({ done, total, elapsed, atLeast = 0 }: Underway): string {
  if (total === null || total <= done) return '';
  const paced = done >= STEPS_SEEN && elapsed >= TIME_SEEN ? (elapsed / done) * (total - done) : null;
  if (paced === null && atLeast < MINUTE) return '';
  const left = Math.max(paced ?? 0, atLeast);
  if (left < 10 * SECOND) return 'a few seconds left';
  if (left < MINUTE) return `about ${Math.ceil(left / (10 * SECOND)) * 10} s left`;
  if (left < HOUR) return `about ${Math.ceil(left / MINUTE)} min left`;
  return `about ${(left / HOUR).toFixed(1)} h left`;
}
