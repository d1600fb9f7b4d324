/** How two postal addresses compare. Shared by organizations, locations and contacts. */
import type { SourceRecord } from '../model';
import { type PostalAddress, postalAddress } from '../normalize/address';
import { isSlip, slips } from '../normalize/similar';
import { textOf } from './rules';

/** `number`: same street of the same town, other house. */
export type AddressLevel = 'same' | 'near' | 'street' | 'number' | 'town' | 'different';

export interface AddressVerdict {
  readonly level: AddressLevel;
  readonly note: string;
}

export function addressOf(record: SourceRecord): PostalAddress {
  return postalAddress({
    address1: textOf(record, 'address1'),
    address2: textOf(record, 'address2'),
    city: textOf(record, 'city'),
    region: textOf(record, 'region'),
    postalCode: textOf(record, 'postalCode'),
    country: textOf(record, 'country'),
  });
}

const PARTS = ['address1', 'address2', 'city', 'region', 'postalCode', 'country'] as const;

export function addressText(record: SourceRecord): string {
  let text = '';
  for (const field of PARTS) {
    const part = textOf(record, field);
    if (part !== '') text += text === '' ? part : `, ${part}`;
  }
  return text;
}

export function hasStreet(address: PostalAddress): boolean {
  return address.street.length > 0;
}

/** Number and street's own words: one key for all spellings of an address; '' without a number. */
export function streetKey(address: PostalAddress): string {
  if (address.number === '' || address.street.length === 0) return '';
  return `${address.number} ${[...address.street].sort().join(' ')}`;
}

/** Undefined where one side has neither street nor town. */
export function compareAddresses(a: PostalAddress, b: PostalAddress): AddressVerdict | undefined {
  const town = compareTowns(a, b);
  if (!hasStreet(a) || !hasStreet(b)) {
    if (town === undefined) return undefined;
    const numbered = a.number !== '' && a.number === b.number;
    if (town && numbered) return { level: 'street', note: 'same town and house number' };
    return town ? { level: 'town', note: 'same town' } : { level: 'different', note: 'other town' };
  }
  const street = compareStreets(a, b) || mistyped(a, b, town);
  if (!street) return { level: 'different', note: 'other street' };
  if (a.number !== '' && b.number !== '' && !sameNumber(a.number, b.number)) {
    return { level: town ? 'number' : 'different', note: 'other house number' };
  }
  if (
    a.direction !== '' &&
    b.direction !== '' &&
    a.direction !== b.direction &&
    a.direction.length === b.direction.length
  ) {
    return { level: 'different', note: 'other end of the street' };
  }
  const numbered = a.number !== '' && b.number !== '';
  if (!numbered)
    return town === false
      ? { level: 'different', note: 'other town' }
      : { level: 'street', note: 'same street' };
  if (town === false) return { level: 'near', note: 'same street and number, other town' };
  if (a.unit !== '' && b.unit !== '' && a.unit !== b.unit)
    return { level: 'near', note: 'same house, other unit' };
  return street === 'same'
    ? { level: 'same', note: 'same address' }
    : { level: 'near', note: 'same but for the spelling' };
}

function sameNumber(a: string, b: string): boolean {
  return a === b || (a.replace(/[a-z]$/, '') === b.replace(/[a-z]$/, '') && /\d$/.test(a) !== /\d$/.test(b));
}

/** True and false where a postal code or a town tells; undefined where nothing does. */
function compareTowns(a: PostalAddress, b: PostalAddress): boolean | undefined {
  if (a.country !== '' && b.country !== '' && a.country !== b.country) return false;
  if (a.postalCode !== '' && a.postalCode === b.postalCode) return true;
  if (a.city !== '' && b.city !== '') {
    if (a.city === b.city || isSlip(a.city, b.city) || a.city.includes(b.city) || b.city.includes(a.city)) {
      return a.region === '' || b.region === '' || a.region === b.region;
    }
    return false;
  }
  if (a.postalCode !== '' && b.postalCode !== '') return false;
  return a.region !== '' && b.region !== '' && a.region !== b.region ? false : undefined;
}

/** One town and number: a street may be badly typed. */
function mistyped(a: PostalAddress, b: PostalAddress, town: boolean | undefined): 'similar' | false {
  if (town !== true || a.number === '' || a.number !== b.number) return false;
  const [left, right] = [a.street.join(''), b.street.join('')];
  return Math.min(left.length, right.length) >= 5 && slips(left, right, 2) >= 0 ? 'similar' : false;
}

function compareStreets(a: PostalAddress, b: PostalAddress): 'same' | 'similar' | false {
  const [left, right] = [[...a.street].sort(), [...b.street].sort()];
  if (left.join(' ') === right.join(' ') || left.join('') === right.join('')) return 'same';
  const [short, long] = a.street.length <= b.street.length ? [a.street, b.street] : [b.street, a.street];
  let slips = 0;
  for (const word of short) {
    if (long.includes(word)) continue;
    if (!long.some((other) => isSlip(word, other))) return false;
    slips++;
  }
  return slips === 0 && long.length - short.length <= 2 ? 'same' : 'similar';
}
