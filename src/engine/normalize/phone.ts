/** Telephone numbers: E.164 where the number says, or the country tells, what it is; else its bare digits. */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';

const EXTENSION =
  /(?:;ext=|,|#|\b(?:extension|ext|durchwahl|dw|poste|anexo|x)\.?:?|(?<=\d)x)\s*(\d{1,6})\s*$/i;
/** A North American number: area code and exchange never start with 0 or 1. */
const NORTH_AMERICAN = /^1?([2-9]\d{2}[2-9]\d{6})$/;

/** `+12145550100`, `+12145550100;ext=12`, or digits where no country is known; '' when there is no digit in it. */
export function phoneForm(raw: string, country?: string): string {
  const extension = EXTENSION.exec(raw);
  const number = extension === null ? raw : raw.slice(0, extension.index);
  const main = mainNumber(number, country);
  if (main === '') return raw === number ? '' : phoneForm(raw.replace(/\D/g, ''), country);
  return extension === null ? main : `${main};ext=${extension[1]}`;
}

/** The number without its extension: what two people of one company share. */
export function phoneTrunk(form: string): string {
  const at = form.indexOf(';');
  return at < 0 ? form : form.slice(0, at);
}

/**
 * Whether two forms are one number. A number without its country is the end of the same number with it: `02073862509`
 * and `+442073862509`.
 */
export function isSamePhone(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [phoneTrunk(a), phoneTrunk(b)];
  if (left.startsWith('+') === right.startsWith('+') || a.slice(left.length) !== b.slice(right.length))
    return false;
  const [whole, national] = left.startsWith('+') ? [left, right] : [right, left];
  const significant = national.replace(/^0+/, '');
  return (
    significant.length >= SIGNIFICANT && whole.length - significant.length <= 4 && whole.endsWith(significant)
  );
}

/** The same for all forms of one number, and for few others. */
export function phoneKey(form: string): string {
  const trunk = phoneTrunk(form);
  return trunk.length > TAIL ? trunk.slice(-TAIL) + form.slice(trunk.length) : form;
}

const SIGNIFICANT = 7;
const TAIL = 7;

function mainNumber(raw: string, country: string | undefined): string {
  const digits = raw.replace(/\D/g, '');
  if (digits === '') return '';
  const trimmed = raw.trimStart();
  const international = trimmed.startsWith('+') || trimmed.startsWith('(+');
  if (international) return withCountryCode(digits, raw);
  if (digits.startsWith('00') && digits.length >= 10) return withCountryCode(digits.slice(2), raw);
  return national(digits, country) ?? northAmerican(digits, country) ?? digits;
}

/** With its country code, and without the trunk zeros that people leave in, however many: `+44 (0)20 …`. */
function withCountryCode(digits: string, raw: string): string {
  if (digits.startsWith('1') || !raw.includes('0')) return `+${digits}`;
  const number = parsePhoneNumberFromString(`+${digits}`)?.number ?? `+${digits}`;
  // Each reading takes one zero away: the form is what no further reading shortens.
  return number.length > digits.length ? number : withCountryCode(number.slice(1), number);
}

function national(digits: string, country: string | undefined): string | undefined {
  if (country === undefined || !isSupportedCountry(country)) return undefined;
  if (country === 'US' || country === 'CA') return undefined;
  const code: CountryCode = country;
  // A system that keeps digits alone has dropped the plus, not the country code: no trunk zero stands before it.
  if (digits.startsWith(getCountryCallingCode(code))) {
    const whole = parsePhoneNumberFromString(`+${digits}`);
    if (whole?.isValid() && whole.country === code) return whole.number;
  }
  const parsed = parsePhoneNumberFromString(digits, code);
  if (!parsed?.isPossible()) return undefined;
  return withoutPlus(digits, parsed.number, parsed.countryCallingCode) ?? parsed.number;
}

/**
 * The international number that a system keeps without its plus, as IT Glue does. Where a country's numbers have no
 * fixed length, as in Germany, only the missing trunk zero tells: `497118269301` is no number of the area 04971.
 */
function withoutPlus(digits: string, read: string, code: string): string | undefined {
  if (!read.startsWith(`+${code}${code}`) || digits.startsWith('0')) return undefined;
  const international = parsePhoneNumberFromString(`+${digits}`);
  return international?.isValid() ? international.number : undefined;
}

/** Ten digits of this shape are nearly always North American: elsewhere a national number starts with its trunk zero. */
function northAmerican(digits: string, country: string | undefined): string | undefined {
  const known = country === undefined || country === 'US' || country === 'CA';
  const match = known ? NORTH_AMERICAN.exec(digits) : null;
  return match ? `+1${match[1]}` : undefined;
}
