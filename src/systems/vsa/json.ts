import { parse } from 'lossless-json';

/** Sixteen digits where a value may start: anything shorter survives a JavaScript number. */
const MAYBE_LONG = /[:[,\s-]\d{16}/;

const keepDigits = (number: string): number | string =>
  /^-?\d{16,}$/.test(number) ? number : Number(number);

/**
 * Parses JSON so that bare integers of sixteen digits and more come out as strings of their digits. The careful parser
 * is several times slower, so it only runs where such a number may be; a match inside a text costs time, never truth.
 */
export function parseKeepingDigits(text: string): unknown {
  return MAYBE_LONG.test(text) ? parse(text, undefined, keepDigits) : JSON.parse(text);
}
