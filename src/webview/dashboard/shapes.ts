/** Where the shapes of a chart lie: numbers in, numbers out. Units are those of the drawing. Pure. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Narrower parts would not be seen, nor hit. */
const LEAST = 3;

/** Lengths that together are at most `length`, in proportion to the values; what is not zero can be seen. */
export function lengths(values: readonly number[], largest: number, length: number): readonly number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  if (sum <= 0 || largest <= 0) return values.map(() => 0);
  const whole = Math.max((length * sum) / largest, LEAST * values.filter((value) => value > 0).length);
  const small = values.map((value) => value > 0 && (whole * value) / sum < LEAST);
  const fixed = LEAST * small.filter(Boolean).length;
  const rest = values.reduce((total, value, at) => total + (small[at] ? 0 : value), 0);
  return values.map((value, at) => (value <= 0 ? 0 : small[at] ? LEAST : ((whole - fixed) * value) / rest));
}

/** A row of parts from left to right. */
export function barOf(parts: readonly number[], place: Box): readonly Box[] {
  let x = place.x;
  return parts.map((width) => {
    const box = { ...place, x, width };
    x += width;
    return box;
  });
}

/** A column of parts from the ground up. */
export function columnOf(parts: readonly number[], place: Box): readonly Box[] {
  let y = place.y + place.height;
  return parts.map((height) => {
    y -= height;
    return { ...place, y, height };
  });
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/** Points of a line from left to right; what was not measured has none. `low` is the value at the ground. */
export function pointsOf(values: readonly (number | null)[], place: Box, low: number): readonly Point[] {
  const step = values.length > 1 ? place.width / (values.length - 1) : 0;
  const span = Math.max(1 - low, Number.EPSILON);
  return values.flatMap((value, at) =>
    value === null
      ? []
      : [{ at, x: place.x + at * step, y: place.y + place.height * (1 - (value - low) / span) }],
  );
}

/** The lowest tenth that all shares lie above, and below 1: a small change near the top is to be seen. */
export function groundOf(shares: readonly (number | null)[]): number {
  const least = Math.min(1, ...shares.filter((share) => share !== null));
  return Math.max(0, Math.min(0.9, Math.floor(least * 10) / 10));
}
