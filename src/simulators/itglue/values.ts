/** Plain JSON values, and the spellings and formats that IT Glue gives them. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A record's own values, keyed by attribute names in their underscore spelling. */
export type Values = Readonly<Record<string, Json>>;

/** Remembers what it gave: a listing asks for the same few thousand times. */
function remembering<T>(give: (text: string) => T): (text: string) => T {
  const given = new Map<string, T>();
  return (text) => {
    const known = given.get(text);
    if (known !== undefined) return known;
    const fresh = give(text);
    given.set(text, fresh);
    return fresh;
  };
}

export const hyphenated = remembering((name) => name.replaceAll('_', '-'));

export function underscored(name: string): string {
  return name.replaceAll('-', '_');
}

/** Responses hyphenate every attribute name, also those of nested items. */
export function hyphenatedDeep(value: Json): Json {
  if (isList(value)) return value.map(hyphenatedDeep);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [hyphenated(key), hyphenatedDeep(inner)]),
  );
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `2026-05-19T16:02:41.000Z`: whole seconds, written with milliseconds. */
export function timestamp(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
}

/** Plain date `2026-05-19` of an instant, or null. */
export function plainDate(date: Date | null): string | null {
  return date === null ? null : date.toISOString().slice(0, 10);
}

export function blankAsNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}

export function digits(text: string): string {
  return text.replaceAll(/\D/g, '');
}

/** A stored number (digits only) as people of that country write it; the digits themselves where they make no number. */
export function formattedPhone(number: string, iso: string): string {
  return formatted(`${iso}:${number}`);
}

const formatted = remembering((written) => {
  const [iso = '', number = ''] = written.split(':');
  const country: CountryCode = isSupportedCountry(iso) ? iso : 'US';
  const parsed = parsePhoneNumberFromString(number, country);
  if (parsed === undefined || !parsed.isPossible()) return number;
  return parsed.country === country ? parsed.formatNational() : parsed.formatInternational();
});
