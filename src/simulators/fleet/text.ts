/** Ways people and programs write one and the same thing. */
import { ABBREVIATIONS, LEGAL_FORM_SPELLINGS } from './data/companies';
import type { Country } from './data/places';
import type { Random } from './random';

const TRANSLITERATIONS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ß: 'ss',
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  ı: 'i',
  đ: 'd',
};

/** Plain ASCII letters: `Müller` is `Mueller`, `Côté` is `Cote`. */
export function ascii(text: string): string {
  return text
    .replace(/[äöüÄÖÜßłŁøıđ]/g, (letter) => TRANSLITERATIONS[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '');
}

/** Lower-case ASCII letters and digits alone. */
export function slug(text: string): string {
  return ascii(text)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

export const NAME_VARIANTS = [
  'same',
  'noForm',
  'otherForm',
  'ampersand',
  'noPunctuation',
  'upperCase',
  'the',
  'abbreviated',
  'headquarters',
  'spacing',
] as const;
export type NameVariant = (typeof NAME_VARIANTS)[number];

export function fullName(core: string, form: string): string {
  if (form === '') return core;
  return ['GmbH', 'AG', 'KG', 'e.K.', 'GmbH & Co. KG', 'Pty', 'Ltd', 'Limited', 'plc', 'LLP'].some((start) =>
    form.startsWith(start),
  )
    ? `${core} ${form}`
    : `${core}, ${form}`;
}

/** An organization's name as this variant has it; the plain name where the variant finds nothing to change. */
export function organizationName(variant: NameVariant, core: string, form: string, random: Random): string {
  const full = fullName(core, form);
  switch (variant) {
    case 'same':
      return full;
    case 'noForm':
      return core;
    case 'otherForm':
      return `${full.slice(0, full.length - form.length)}${random.pick(LEGAL_FORM_SPELLINGS[form] ?? [form])}`;
    case 'ampersand':
      return core.includes(' & ') ? core.replaceAll(' & ', ' and ') : full.replace(' and ', ' & ');
    case 'noPunctuation':
      return full.replace(/[.,']/g, '');
    case 'upperCase':
      return full.toUpperCase();
    case 'the':
      return `The ${core}`;
    case 'abbreviated':
      return abbreviate(core);
    case 'headquarters':
      return `${core} - HQ`;
    case 'spacing':
      return `${core.replace(' ', '  ')} ${form}`.trim();
  }
}

export function abbreviate(name: string): string {
  return ABBREVIATIONS.reduce((text, [long, short]) => text.replace(long, short), name);
}

export const PHONE_STYLES = [
  'e164',
  'international',
  'national',
  'dotted',
  'dashed',
  'bare',
  'extension',
] as const;
export type PhoneStyle = (typeof PHONE_STYLES)[number];

/** A national number as its country's people and programs write it. `line` is what follows the area code. */
export function formatPhone(
  country: Country,
  areaCode: string,
  line: string,
  style: PhoneStyle,
  extension = '',
): string {
  const national = `${country.trunk}${areaCode}`;
  const split = Math.max(3, line.length - 4);
  const parts = [line.slice(0, split), line.slice(split)];
  const grouped = country.name === 'Germany' ? line : parts.join(' ');
  const american = country.dialCode === '1';
  switch (style) {
    case 'e164':
      return `+${country.dialCode}${areaCode}${line}`;
    case 'international':
      return `+${country.dialCode} ${areaCode} ${american ? parts.join('-') : grouped}`;
    case 'national':
      return american
        ? `(${areaCode}) ${parts.join('-')}`
        : `${country.name === 'Germany' ? `${national}/` : `(${national}) `}${grouped}`;
    case 'dotted':
      return american ? [areaCode, ...parts].join('.') : `${national} ${grouped}`;
    case 'dashed':
      return [national, ...parts].join('-');
    case 'bare':
      return `${national}${line}`;
    case 'extension':
      return `${formatPhone(country, areaCode, line, 'national')}${extension === '' ? '' : ` x${extension}`}`;
  }
}

/** An international number `+1 512 555-1234` taken apart and written in another style. */
export function restylePhone(country: Country, phone: string, style: PhoneStyle, extension = ''): string {
  const [, areaCode, ...line] = phone.split(/[ -]/);
  return areaCode === undefined ? phone : formatPhone(country, areaCode, line.join(''), style, extension);
}

const STREET_WORDS: readonly (readonly [long: string, short: string])[] = [
  ['Street', 'St.'],
  ['Avenue', 'Ave'],
  ['Boulevard', 'Blvd.'],
  ['Drive', 'Dr'],
  ['Road', 'Rd.'],
  ['Lane', 'Ln'],
  ['Parkway', 'Pkwy'],
  ['Highway', 'Hwy'],
  ['Terrace', 'Tce'],
  ['Suite', 'Ste'],
  ['straße', 'str.'],
  ['West', 'W'],
  ['East', 'E.'],
  ['platz', 'pl.'],
];

export function shortStreet(address: string): string {
  return STREET_WORDS.reduce((text, [long, short]) => text.replace(long, short), address);
}

export const MAC_STYLES = ['colon', 'colonLower', 'dash', 'dotted', 'bare'] as const;
export type MacStyle = (typeof MAC_STYLES)[number];

/** `00:14:22:AB:CD:EF` as each kind of program writes it; `dotted` is Cisco's `0014.22ab.cdef`. */
export function formatMac(mac: string, style: MacStyle): string {
  const bare = mac.replaceAll(':', '');
  switch (style) {
    case 'colon':
      return mac;
    case 'colonLower':
      return mac.toLowerCase();
    case 'dash':
      return mac.replaceAll(':', '-');
    case 'dotted':
      return (bare.match(/.{4}/g) ?? [bare]).join('.').toLowerCase();
    case 'bare':
      return bare;
  }
}

/** What Windows makes of a host name: capitals, cut to 15 characters. */
export function netbios(hostname: string): string {
  return hostname.slice(0, 15).toUpperCase();
}
