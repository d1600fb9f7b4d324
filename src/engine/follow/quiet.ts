/** Times of day in which nothing starts by itself. Pure: the local time of day comes from whoever has a clock. */

/** Minutes since midnight; a range that ends before it begins goes past midnight. */
export interface QuietRange {
  readonly from: number;
  readonly to: number;
}

const DAY = 24 * 60;
const RANGE = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/** `22:00-06:00`, or null for what is no range. A range that begins where it ends is the whole day. */
export function quietRange(text: string): QuietRange | null {
  const parts = RANGE.exec(text.trim())?.slice(1).map(Number);
  if (!parts) return null;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = parts;
  return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
}

/** Minutes from this time of day until no range covers it; 0 where none does, null where they cover the whole day. */
export function minutesOfQuiet(minute: number, ranges: readonly QuietRange[]): number | null {
  let at = minute;
  let waited = 0;
  for (;;) {
    const range = ranges.find((one) => covers(one, at));
    if (!range) return waited;
    waited += (range.to - at + DAY) % DAY || DAY;
    if (waited >= DAY) return null;
    at = range.to;
  }
}

const covers = ({ from, to }: QuietRange, minute: number): boolean =>
  from < to ? minute >= from && minute < to : minute >= from || minute < to;
