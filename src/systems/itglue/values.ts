/** Small conversions between IT Glue's values and ours. */

/** Text without outer space; null when blank. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}

/** A foreign key as our id: numbers on read, now and then strings; null where there is none. */
export function keyOf(value: string | number | null | undefined): string | null {
  const text = textOf(value);
  return text === null || text === '0' ? null : text;
}

/** Our id as a foreign key: IT Glue's ids stay below 2^53. */
export function foreignKey(id: string): number | string {
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : id;
}

/** `YYYY-MM-DD` of a date or a timestamp. */
export function dateOf(value: unknown): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(textOf(value) ?? '')?.[0] ?? null;
}

/** Without blanks and repetitions, in order. */
export function distinct(values: readonly unknown[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const value of values) {
    const text = textOf(value);
    if (text !== null && !seen.has(text.toLowerCase())) seen.set(text.toLowerCase(), text);
  }
  return [...seen.values()];
}
