import type { Fields, FieldValue, SourceRecord } from '../../engine/model';
import type { HttpCall } from '../http/model';
import type { Attributes, Entry } from './document';
import type { About } from './lens/shared';
import type { Lookups } from './lookups';

export interface WriteContext {
  readonly lookups: Lookups;
  readonly activeStatus: string;
  readonly inactiveStatus: string;
  /** The resource as it stands, read on demand; null for a new one. */
  readonly current: (() => Promise<Attributes>) | null;
  /** As just read; absent for a new one. */
  readonly before?: SourceRecord;
  readonly signal: AbortSignal;
}

/** One remote collection: how it is asked for, read and written. */
export interface Resource {
  /** `/configurations` */
  readonly collection: string;
  readonly what: string;
  /** As in a request body: `configurations`. */
  readonly type: string;
  readonly include: string;
  record(entry: Entry, about: About): SourceRecord;
  /** Attributes that bring about the changes: only what changes, look-ups resolved. */
  attributes(changes: Fields, context: WriteContext): Promise<Attributes>;
  /** Filters that a record made with these values passes; each is tried. */
  traces(values: Fields): readonly NonNullable<HttpCall['query']>[];
  /** Whether a found record is what these values make. */
  isTrace(record: SourceRecord, values: Fields): boolean;
}

export const textIn = (value: FieldValue | undefined): string =>
  typeof value === 'string' ? value.trim() : '';

export const alike = (a: FieldValue | undefined, b: FieldValue | undefined): boolean =>
  textIn(a) !== '' && textIn(a).toLowerCase() === textIn(b).toLowerCase();

/** A comma separates the values of a filter, unless escaped. */
export const filterText = (value: FieldValue | undefined): string =>
  textIn(value).replace(/\\/g, '\\\\').replace(/,/g, '\\,');
