/** How long a row of like steps still takes, told from how long the first of them took. Pure. */

/** Steps, and milliseconds, before anything is said: the first ones are slower than the rest. */
const STEPS_SEEN = 5;
const TIME_SEEN = 3000;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** `about 2 min left`; blank while nobody can tell. `elapsed` in milliseconds since the first step began. */
export function timeLeft(done: number, total: number, elapsed: number): string {
  if (done < STEPS_SEEN || elapsed < TIME_SEEN || total <= done) return '';
  const left = (elapsed / done) * (total - done);
  if (left < 10 * SECOND) return 'a few seconds left';
  if (left < MINUTE) return `about ${Math.ceil(left / (10 * SECOND)) * 10} s left`;
  if (left < HOUR) return `about ${Math.ceil(left / MINUTE)} min left`;
  return `about ${(left / HOUR).toFixed(1)} h left`;
}
