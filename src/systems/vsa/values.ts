/** Small conversions between VSA's values and ours. */
import { Failure } from '../../engine/failure';

/** Text without outer space; null when blank. */
export function textOf(value: string | number | null | undefined): string | null {
  const text = value === null || value === undefined ? '' : String(value).trim();
  return text === '' ? null : text;
}

/**
 * An id as its digits. A number with an exponent or a fraction has already lost digits on its way, and naming the wrong
 * record is worse than naming none.
 */
export function idOf(value: string | number): string {
  const digits = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof digits === 'string' && /^\d{1,40}$/.test(digits.trim())) return digits.trim();
  throw new Failure(
    'protocol',
    `VSA sent the id ${String(value).slice(0, 60)}, which is not a whole number.`,
    {
      system: 'vsa',
      remedy: 'A proxy that rewrites numbers may stand between; check the server in a browser.',
    },
  );
}

/** As `idOf`; null where there is none. VSA writes "no parent" as null, on some servers as 0. */
export function maybeIdOf(value: string | number | null | undefined): string | null {
  const text = textOf(value);
  return text === null || text === '0' ? null : idOf(text);
}

const ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/**
 * VSA's time as an ISO instant, or null. Some servers omit the zone and mean their own, `offsetMinutes` east of UTC.
 */
export function instantOf(value: string | number | null | undefined, offsetMinutes: number): string | null {
  const text = textOf(value);
  if (text === null) return null;
  const zoned = ZONE.test(text);
  const at = new Date(Date.parse(zoned ? text : `${text}Z`) - (zoned ? 0 : offsetMinutes * 60_000));
  // No time at all, or one beyond those that can be told.
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
