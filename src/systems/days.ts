/** Days that are left until something ends, as numbers and in words. */
export const DAY_MS = 86_400_000;

/** What ends within so many days is told beforehand. */
export const SOON_DAYS = 30;

/** Whole days from one instant to the other, both in milliseconds since the epoch; negative when it is past. */
export const daysUntil = (end: number, now: number): number => Math.floor((end - now) / DAY_MS);

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** `expires in 9 days, on 2026-06-13` */
export function expiresIn(end: number, now: number): string {
  const left = daysUntil(end, now);
  return `expires in ${left === 1 ? '1 day' : `${left} days`}, on ${dayOf(end)}`;
}
