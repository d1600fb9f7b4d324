/** Dates and instants as text, without a clock: days are counted, not looked up. */

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?(?:\d{2})?)?)?$/i;

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

/** Seconds since the epoch of an ISO 8601 instant or date; without an offset it is taken as UTC. */
export function secondsOf(text: string): number | undefined {
  const match = INSTANT.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const ofDay = (hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0);
  return dayNumber(year, month, day) * 86_400 + ofDay - offsetSeconds(match[7]);
}

function offsetSeconds(offset: string | undefined): number {
  if (offset === undefined || /^z$/i.test(offset)) return 0;
  const digits = offset.slice(1).replace(':', '');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2) || 0) * 60;
  return offset.startsWith('-') ? -seconds : seconds;
}

/** `2026-01-31T08:00:00Z`: to the second, in UTC; other text as it is. */
export function instantForm(text: string): string {
  const seconds = secondsOf(text);
  if (seconds === undefined) return text.trim();
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(Math.floor(rest / 3600))}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`;
  return `${dateOfDay(days)}T${time}Z`;
}

function dateOfDay(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * march + 2) / 5) + 1;
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** `2026-01-31`, whatever time of day stands behind it; other text as it is. */
export function dateForm(text: string): string {
  const plain = text.trim();
  return /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.test(plain) ? plain.slice(0, 10) : plain;
}

/** Milliseconds since the epoch as ISO 8601 in UTC. */
export function isoOf(ms: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: words an instant that it is given, and reads no clock.
  return new Date(ms).toISOString();
}

/** An ISO 8601 instant in milliseconds since the epoch; `NaN` for what is none. */
export const msOf = (iso: string): number => (secondsOf(iso) ?? Number.NaN) * 1000;
