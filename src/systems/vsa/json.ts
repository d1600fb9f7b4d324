import { parse } from 'lossless-json';

/** Sixteen digits where a value may start: anything shorter survives a JavaScript number. */
const MAYBE_LONG = /[:[,\s-]\d{16}/;

const keepDigits = (number: string): number | string =>
  /^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number)) ? number : Number(number);

/**
 * Parses JSON so that integers too long for a JavaScript number come out as strings of their digits. The careful parser
 * is several times slower, so it only runs where such a number may be; a match inside a text costs time, never truth.
 */
export function parseKeepingDigits(text: string): unknown {
  return MAYBE_LONG.test(text) ? parse(text, undefined, keepDigits) : JSON.parse(text);
}
