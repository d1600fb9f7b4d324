/**
 * The comparison form of a field's value: two values are the same for merging when their forms are equal. Strict: only
 * what systems do to a value on their own is taken out, never a difference that a person may have meant.
 */
import { type FieldName, type FieldSpec, type FieldType, fieldSpec } from '../fields';
import { type FieldValue, isBlank, type Kind } from '../model';
import { countryCode } from './country';
import { makerForm } from './hardware';
import { dateForm, instantForm } from './instant';
import { ipForm } from './ip';
import { macForm } from './mac';
import { noteForm } from './note';
import { phoneForm } from './phone';
import { regionForm } from './region';
import { caseless, tidy } from './text';
import { urlForm } from './url';

export interface ValueHint {
  /** ISO code of the address's country: how a phone number without a country code is to be read. */
  readonly country?: string;
}

type Form = (text: string, hint: ValueHint) => string;

const FORMS: Readonly<Record<FieldType, Form>> = {
  text: tidy,
  choice: caseless,
  maker: (text) => makerForm(text) || caseless(text),
  host: caseless,
  note: noteForm,
  // Some letters come apart when they are made large.
  serial: (text) => tidy(text).toUpperCase().normalize(),
  url: urlForm,
  phone: (text, hint) => phoneForm(text, hint.country) || tidy(text),
  country: (text) => countryCode(text) ?? caseless(text),
  region: regionForm,
  date: dateForm,
  instant: instantForm,
  flag: flagForm,
  ip: ipForm,
  emails: (text) => caseless(text).replace(/^mailto:\s*/, ''),
  phones: (text, hint) => phoneForm(text, hint.country) || tidy(text),
  macs: (text) => macForm(text) || caseless(text),
  ips: ipForm,
  reference: (text) => text,
};

const LISTS: ReadonlySet<FieldType> = new Set(['emails', 'phones', 'macs', 'ips']);
const BETWEEN = ';';
/** A list that some system keeps in one field; a phone's `;ext=` is part of the number. */
const SPLIT = /[\n\r|]+|;(?!ext=)/;

function flagForm(text: string): string {
  const plain = caseless(text);
  if (/^(?:true|yes|y|1|on|active|enabled)$/.test(plain)) return 'true';
  if (/^(?:false|no|n|0|off|inactive|disabled)$/.test(plain)) return 'false';
  return plain;
}

/** The form of what a record of a kind holds in a field, blank for nothing. */
export function fieldForm(
  kind: Kind,
  field: FieldName,
  value: FieldValue | undefined,
  hint: ValueHint = {},
): string {
  const spec = fieldSpec(kind, field);
  return !spec || value === undefined || isBlank(value) ? '' : canonicalForm(spec, value, hint);
}

/** '' for a blank value. A list is compared as a set. Idempotent: the form of a form is that form. */
export function canonicalForm(spec: FieldSpec, value: FieldValue, hint: ValueHint = {}): string {
  if (value === null) return '';
  const form = FORMS[spec.type];
  if (typeof value === 'boolean') return String(value);
  if (!LISTS.has(spec.type)) {
    return typeof value === 'string'
      ? form(value, hint)
      : value.map((item) => form(item, hint)).join(BETWEEN);
  }
  const items = typeof value === 'string' ? [value] : value;
  const forms = items.flatMap((item) => item.split(SPLIT)).map((item) => form(item, hint));
  return [...new Set(forms.filter((item) => item !== ''))].sort().join(BETWEEN);
}
