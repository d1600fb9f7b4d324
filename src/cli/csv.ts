/** Tables for a spreadsheet. */
import { stringify } from 'csv-stringify/sync';
import { Failure } from '../engine/failure';
import { inOneLine } from '../text/shown';

export type Row<Column extends string> = Readonly<Partial<Record<Column, string | number>>>;

/**
 * With a head, by RFC 4180, and with the mark by which spreadsheets know UTF-8. A text that a spreadsheet would run as a
 * formula gets an apostrophe before it, which shows it as the text that it is.
 */
export function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: readonly Row<Column>[],
): string {
  const shown = rows.map((row) => columns.map((column) => cell(row[column])));
  return stringify([[...columns], ...shown], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}

const cell = (value: string | number | undefined): string | number =>
  typeof value === 'string' ? inOneLine(value) : (value ?? '');

/** Fails with `usage` where both are asked for: standard output holds one document. */
export function oneFormat({ json, csv }: { readonly json?: boolean; readonly csv?: boolean }): void {
  if (!json || !csv) return;
  throw new Failure('usage', 'Asked for JSON and for CSV at once.', { remedy: 'Give --json or --csv.' });
}
