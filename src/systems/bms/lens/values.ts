/** Single values between BMS's form and ours. */
import { Failure } from '../../../engine/failure';
import { isFieldName } from '../../../engine/fields';
import type { Fields, FieldValue } from '../../../engine/model';
import { type ListName, missingWords, type Names } from '../names';

type Maybe<T> = T | null | undefined;

/** A record's two directions. `put` changes the named fields of the record as BMS shows it, and nothing else. */
export interface Lens<T> {
  get(wire: T): Fields;
  /** Rejects with `rejected` what BMS cannot hold. */
  put(wire: T, changes: Fields, names: Names): T;
}

export function textOf(value: Maybe<string>): string | null {
  return value === null || value === undefined || value.trim() === '' ? null : value;
}

/** BMS writes 0 for "none". */
export function idText(value: Maybe<number>): string | null {
  return value ? String(value) : null;
}

const NO_YEAR = '0001-';

/** `YYYY-MM-DD`; the vendor does not say in which zone it means its midnight, so the day is taken as it is written. */
export function dayOf(value: Maybe<string>): string | null {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(value ?? '')?.[0];
  return day === undefined || day.startsWith(NO_YEAR) ? null : day;
}

/** ISO 8601 in UTC; instants without a zone are read as UTC. */
export function instantOf(value: Maybe<string>): string | null {
  const text = textOf(value);
  if (text === null || text.startsWith(NO_YEAR)) return null;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  const instant = Date.parse(zoned);
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
}

/** Several values that were squeezed into a field made for one. */
export function listOf(value: Maybe<string>): readonly string[] {
  return (value ?? '')
    .split(/[,;|\r\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function same(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, at) => one === b[at]);
  return a === b;
}

/** Only what differs from the record as it is: writing back what was read is no change at all. */
export function realChanges(current: Fields, changes: Fields): Fields {
  const names = Object.keys(changes).filter(isFieldName);
  return Object.fromEntries(
    names.filter((name) => !same(current[name], changes[name])).map((name) => [name, changes[name]]),
  );
}

export function refuse(message: string, remedy: string): never {
  throw new Failure('rejected', message, { system: 'bms', remedy });
}

export function textIn(value: FieldValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string'
    ? textOf(value)
    : refuse('A text was expected.', 'Report this with the log.');
}

export function requiredText(value: FieldValue | undefined, label: string): string {
  return (
    textIn(value) ??
    refuse(`Kaseya BMS needs a value for "${label}".`, `Give the record a ${label.toLowerCase()}.`)
  );
}

export function flagIn(value: FieldValue | undefined): boolean {
  return value === true;
}

export function idIn(value: FieldValue | undefined): number | null {
  const text = textIn(value);
  if (text === null) return null;
  return /^[1-9]\d{0,9}$/.test(text)
    ? Number(text)
    : refuse(`"${text}" is no Kaseya BMS id.`, 'Report this with the log.');
}

export function requiredId(value: FieldValue | undefined, label: string): number {
  return idIn(value) ?? refuse(`Kaseya BMS needs a ${label}.`, `Give the record a ${label}.`);
}

export function listIn(value: FieldValue | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') return listOf(value);
  if (typeof value === 'boolean') return refuse('A list was expected.', 'Report this with the log.');
  return [...new Set(value.filter((one) => one.trim() !== ''))];
}

/** The day at midnight, without a zone, as BMS itself writes it. */
export function dayIn(value: FieldValue | undefined): string | null {
  const text = textIn(value);
  if (text === null) return null;
  const day = dayOf(text);
  return day === null ? refuse(`"${text}" is no date.`, 'Write it as YYYY-MM-DD.') : `${day}T00:00:00`;
}

/** A value of one of the tenant's lists, by its name. */
export function choiceIn(
  list: ListName,
  value: FieldValue | undefined,
  names: Names,
): { id: number | null; name: string | null } {
  const name = textIn(value);
  if (name === null) return { id: null, name: null };
  const id = names.idOf(list, name);
  if (id !== null) return { id, name };
  return refuse(
    missingWords(list, name),
    'Add it in Kaseya BMS under Admin > My Company > Lists, or allow adding missing list values.',
  );
}
