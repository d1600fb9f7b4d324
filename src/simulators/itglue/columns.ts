/** The kinds of attributes that can be written, and what they take. */
import { isIP } from 'node:net';
import type { Collection } from './collections';
import { BadValue, type Column } from './resource';
import { blankAsNull, digits, isList, isObject, type Json, underscored, type Values } from './values';

interface Options {
  readonly required?: boolean;
  readonly fixed?: boolean;
}

function asText(value: Json): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return blankAsNull(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new BadValue('is invalid');
}

export function text(name: string, options: Options = {}): Column {
  return { name, accept: asText, ...options };
}

/** `true`, `false`, `1` and `0`, also as text. */
export function flag(name: string): Column {
  return { name, accept: acceptFlag };
}

function acceptFlag(value: Json): Json {
  if (value === null) return null;
  const word = String(value).toLowerCase();
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  throw new BadValue('is invalid');
}

function acceptNumber(value: Json): Json {
  if (value === null || value === '') return null;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw new BadValue('is not a number');
  return number;
}

export function number(name: string): Column {
  return { name, accept: acceptNumber };
}

/** A foreign key: a number, or its digits as text. */
export function reference(name: string, refersTo: Collection, options: Options = {}): Column {
  return { name, accept: acceptNumber, refersTo, ...options };
}

/** A plain date; a timestamp is cut down to its day. */
export function date(name: string): Column {
  return {
    name,
    accept(value) {
      const written = asText(value);
      if (written === null) return null;
      const day = /^(\d{4}-\d{2}-\d{2})(T.*)?$/.exec(written)?.[1];
      if (day === undefined || Number.isNaN(Date.parse(day))) throw new BadValue('is invalid');
      return day;
    },
  };
}

const MAC_FORMS = [
  /^[\dA-F]{2}(:[\dA-F]{2}){5}$/i,
  /^[\dA-F]{2}(-[\dA-F]{2}){5}$/i,
  /^[\dA-F]{4}(\.[\dA-F]{4}){2}$/i,
  /^[\dA-F]{12}$/i,
];
const LONGEST_MAC = 17;

/** Kept as it was written: no normalisation is documented. */
export function macAddress(name: string): Column {
  return {
    name,
    accept(value) {
      const written = asText(value);
      if (written === null) return null;
      if (written.length > LONGEST_MAC) {
        throw new BadValue(`is too long (maximum is ${LONGEST_MAC} characters)`);
      }
      if (!MAC_FORMS.some((form) => form.test(written))) throw new BadValue('is invalid');
      return written;
    },
  };
}

export function ipAddress(name: string): Column {
  return {
    name,
    accept(value) {
      const written = asText(value);
      if (written !== null && isIP(written) === 0) throw new BadValue('is invalid');
      return written;
    },
  };
}

/** Stored as digits only. */
export function phone(name: string): Column {
  return {
    name,
    accept(value) {
      const written = asText(value);
      return written === null ? null : blankAsNull(digits(written));
    },
  };
}

/** The items of `contact-emails` and `contact-phones`, with underscore keys. */
function items(value: Json): Values[] {
  if (value === null) return [];
  if (!isList(value)) throw new BadValue('is invalid');
  return value.map((item) => {
    if (!isObject(item)) throw new BadValue('is invalid');
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [underscored(key), inner]));
  });
}

function requiredText(item: Values, key: string, message: string): string {
  const written = asText(item[key] ?? null);
  if (written === null) throw new BadValue(message);
  return written;
}

/** Text, an `@`, and a dotted or plain domain: the server's own test is not documented. */
const EMAIL_FORM = /^[^\s@,;]+@[^\s@,;]+$/;

export function emails(name: string): Column {
  return {
    name,
    accept: (value) =>
      items(value).map((item) => {
        const address = requiredText(item, 'value', "value can't be blank");
        if (!EMAIL_FORM.test(address)) throw new BadValue('value is invalid');
        const label = requiredText(item, 'label_name', "label_name can't be blank");
        return { value: address, primary: acceptFlag(item.primary ?? false) === true, label_name: label };
      }),
  };
}

export function phones(name: string): Column {
  return {
    name,
    accept: (value) =>
      items(value).map((item) => {
        const stripped = digits(requiredText(item, 'value', "value can't be blank"));
        if (stripped === '') throw new BadValue('value is invalid');
        const label = requiredText(item, 'label_name', "label_name can't be blank");
        const kind = asText(item.label_type ?? null) ?? 'phone';
        if (kind !== 'phone' && kind !== 'fax') throw new BadValue('label_type is not included in the list');
        const extension = asText(item.extension ?? null);
        return {
          value: stripped,
          extension: extension === null ? null : blankAsNull(digits(extension)),
          primary: acceptFlag(item.primary ?? false) === true,
          label_name: label,
          label_type: kind,
        };
      }),
  };
}
