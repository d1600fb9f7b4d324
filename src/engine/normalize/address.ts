/** Postal addresses in English, German, French and Spanish habits. */
import { countryCode } from './country';
import { regionForm } from './region';
import { folded, wordsOf } from './text';

export interface PostalAddress {
  /** House number with its letter: `12a`; '' where none is given. */
  readonly number: string;
  /** The street's own words, without its kind and direction: `main`, `haupt`. */
  readonly street: readonly string[];
  /** `n`, `sw`; '' where none is given. */
  readonly direction: string;
  /** Suite, apartment or floor. */
  readonly unit: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
}

export interface AddressParts {
  readonly address1: string;
  readonly address2: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
}

const KINDS = new Set(
  (
    'street st avenue ave av boulevard blvd road rd drive dr lane ln la court ct place pl square sq terrace ter terr highway ' +
    'hwy parkway pkwy pky way circle cir trail trl alley aly plaza plz expressway expy freeway fwy turnpike tpke crescent cres ' +
    'close mews row walk broadway quay wharf strasse str weg allee platz gasse ring ufer damm chaussee rue chemin impasse ' +
    'route cours quai allees calle avenida avda carrera carretera paseo camino plaza plaça via viale corso piazza'
  ).split(' '),
);
const SMALL = new Set(
  'the of de la le les du des el los las der die das dem den am an im in d l und and y et'.split(' '),
);
const DIRECTIONS: Readonly<Record<string, string>> = {
  n: 'n',
  north: 'n',
  s: 's',
  south: 's',
  e: 'e',
  east: 'e',
  w: 'w',
  west: 'w',
  ne: 'ne',
  northeast: 'ne',
  nw: 'nw',
  northwest: 'nw',
  se: 'se',
  southeast: 'se',
  sw: 'sw',
  southwest: 'sw',
};
const ORDINALS: Readonly<Record<string, string>> = {
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
  seventh: '7th',
  eighth: '8th',
  ninth: '9th',
  tenth: '10th',
  eleventh: '11th',
  twelfth: '12th',
  saint: 'st',
  sankt: 'st',
  fort: 'ft',
  mount: 'mt',
};
const UNIT =
  /(?:,|\s|^)(?:suite|ste|unit|apt|apartment|appartement|appt|floor|fl|room|rm|bldg|building|bureau|büro|stock|etage|étage|piso|office|level|lvl|#)\.?\s*#?\s*([\w-]{1,6})\b/i;
const FLOOR = /\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:floor|fl|stock|etage|og)\b\.?/i;
/** What follows is said for the visitor: a cross street. */
const ASIDE = /\s+(?:at|between|bet\.?|near|off|corner of|cnr|opp\.?|opposite|behind|next to|c\/o)\s.*$/i;

export function postalAddress(parts: AddressParts): PostalAddress {
  const [line, unit] = streetLine(parts.address1, parts.address2);
  const country = countryCode(parts.country) ?? '';
  return {
    ...streetOf(line),
    unit,
    city: cityForm(parts.city),
    region: parts.region === '' ? '' : regionForm(parts.region),
    postalCode: postalForm(parts.postalCode, country),
    country,
  };
}

/** The line that holds the street (the first with a number, else the first), without asides, and the unit. */
function streetLine(address1: string, address2: string): [line: string, unit: string] {
  const all = `${address1}, ${address2}`;
  const found = FLOOR.exec(all) ?? UNIT.exec(all);
  const clean = (text: string) =>
    text
      .replace(/\([^)]*\)/g, ' ')
      .replace(FLOOR, ' ')
      .replace(UNIT, ' ')
      .replace(ASIDE, '');
  const lines = [address1, address2]
    .flatMap((text) => text.replace(/^(\s*\d+\w?)\s*,\s*/, '$1 ').split(/[\n;]|,(?=\s*\D)/))
    .map(clean);
  const line =
    lines.find((text) => /\d/.test(text) && /\p{L}{2}/u.test(text)) ??
    lines.find((text) => text.trim() !== '') ??
    '';
  return [line, found?.[1]?.toLowerCase() ?? ''];
}

function streetOf(line: string): Pick<PostalAddress, 'number' | 'street' | 'direction'> {
  const words = wordsOf(line).flatMap(germanStreet);
  const at = numberAt(words);
  const number = at < 0 ? '' : (words[at] ?? '');
  const rest = words.filter((_, index) => index !== at).map((word) => ORDINALS[word] ?? word);
  const direction = rest.map((word) => DIRECTIONS[word]).find((word) => word !== undefined) ?? '';
  const named = rest.filter((word) => !KINDS.has(word) && !SMALL.has(word) && DIRECTIONS[word] === undefined);
  const street = named.length > 0 ? named : rest.filter((word) => !SMALL.has(word));
  return { number, street, direction };
}

/** First in most countries, last in Germany; a word such as `5th` is a street's name. */
function numberAt(words: readonly string[]): number {
  const isNumber = (word: string | undefined) => word !== undefined && /^\d{1,6}[a-z]?$/.test(word);
  if (isNumber(words[0])) return 0;
  return words.findIndex((word, at) => at > 0 && isNumber(word));
}

/** `hauptstr` and `hauptstrasse` are `haupt strasse`. */
function germanStreet(word: string): string[] {
  const match = /^(\p{L}{3,}?)(strasse|str|weg|platz|allee|gasse|ring|damm|ufer)$/u.exec(word);
  return match?.[1] ? [match[1], match[2] ?? ''] : [word];
}

/** `new york city` is `new york`; `st. louis` is `saint louis`. */
export function cityForm(text: string): string {
  return folded(text)
    .replace(/\(.*?\)/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(?:city of|town of) /, '')
    .replace(/ city$/, '')
    .replace(/^(?:st|saint|sankt) /, 'st ')
    .replace(/\b(?:fort|ft) /, 'ft ');
}

/** Without blanks and case; a US ZIP's last four digits do not count. */
export function postalForm(text: string, country: string): string {
  const plain = text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^(?:D|DE|A|AT|CH|F|FR)(?=\d{4,5}$)/, '');
  const american = /^\d{9}$/.test(plain) && (country === 'US' || country === '');
  return american ? plain.slice(0, 5) : plain;
}
