/** Rows of an exported file: objects with the line they begin at, and what could not be read. */
import { parse } from 'csv-parse/sync';
import { parse as parseLossless } from 'lossless-json';
import { Failure } from '../../engine/failure';

export interface Row {
  /** 1-based line in the file. */
  readonly line: number;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface RowProblem {
  readonly line: number;
  readonly message: string;
}

export interface Rows {
  readonly rows: readonly Row[];
  readonly problems: readonly RowProblem[];
}

/** UTF-8 and UTF-16 with or without their marks; what is neither is taken as Windows-1252, as old exports are. */
export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** JSON where the text begins as an array does, else CSV with a header. */
export function readRows(text: string, file: string): Rows {
  const start = text.trimStart()[0];
  if (start === '[') return readJson(text);
  if (start === '{') {
    throw new Failure('usage', `${file} holds one JSON object, not an array of records.`, {
      remedy: 'Wrap the records in [ and ].',
    });
  }
  // One kind of line end, so that lines are counted as editors count them, also inside quotes.
  return readCsv(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Element by element, so that a broken one spoils only itself. */
function readJson(text: string): Rows {
  const rows: Row[] = [];
  const problems: RowProblem[] = [];
  for (const { line, source } of elements(text)) {
    try {
      const values: unknown = hasLongNumber(source)
        ? parseLossless(source, undefined, String)
        : JSON.parse(source);
      if (isObject(values)) rows.push({ line, values });
      else problems.push({ line, message: 'not a record' });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      problems.push({ line, message: `not valid JSON: ${why}` });
    }
  }
  return { rows, problems };
}

function hasLongNumber(source: string): boolean {
  return /\d{16}/.test(source);
}

/** The array's elements as text. A quote that never ends takes the rest of the file with it. */
function* elements(text: string): Generator<{ line: number; source: string }> {
  let depth = 0;
  let line = 1;
  let start = -1;
  let startLine = 1;
  let quoted = false;
  for (let at = text.indexOf('['); at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\n') line++;
    if (quoted) {
      if (char === '\\') at++;
      else if (char === '"') quoted = false;
      continue;
    }
    const ends = depth === 1 && (char === ',' || char === ']');
    if (ends) {
      const source = start < 0 ? '' : text.slice(start, at).trim();
      if (source !== '') yield { line: startLine, source };
      start = -1;
    } else if (depth === 1 && start < 0 && !/\s/.test(char)) {
      start = at;
      startLine = line;
    }
    if (char === '"') quoted = true;
    else if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
    if (depth <= 0) return;
  }
  const source = start < 0 ? '' : text.slice(start).trim();
  if (source !== '') yield { line: startLine, source };
  else yield { line, source: '"the file ends before the array does' };
}

interface CsvRecord {
  readonly record: readonly string[];
  /** Lines read when it ended. */
  readonly lines: number;
}

/** How often reading begins anew after a quote that never ends. */
const RESTARTS = 50;

function readCsv(text: string): Rows {
  const rows: Row[] = [];
  const problems: RowProblem[] = [];
  const headEnd = endOfLine(text, 0);
  const delimiter = delimiterOf(text.slice(0, headEnd));
  const [header] = parseCsv(text.slice(0, headEnd), delimiter).records;
  if (header === undefined) return { rows, problems };
  const names = header.record.map((name) => name.trim());
  let offset = headEnd;
  let line = 2;
  for (let round = 0; round < RESTARTS && offset < text.length; round++) {
    const { records, broken } = parseCsv(text.slice(offset), delimiter);
    let last = 0;
    for (const { record, lines } of records) {
      const at = line + last;
      last = lines;
      take(names, record, at, rows, problems);
    }
    if (!broken) break;
    problems.push({ line: line + last, message: 'a quoted value begins here and does not end' });
    for (let skip = 0; skip <= last; skip++) offset = endOfLine(text, offset);
    line += last + 1;
  }
  return { rows, problems };
}

function take(
  names: readonly string[],
  record: readonly string[],
  line: number,
  rows: Row[],
  problems: RowProblem[],
): void {
  if (record.every((value) => value.trim() === '')) return;
  if (record.length !== names.length) {
    problems.push({ line, message: `${record.length} values where the header names ${names.length}` });
    return;
  }
  rows.push({ line, values: Object.fromEntries(names.map((name, at) => [name, record[at] ?? ''])) });
}

function parseCsv(text: string, delimiter: string): { records: readonly CsvRecord[]; broken: boolean } {
  let broken = false;
  const records: CsvRecord[] = [];
  parse(text, {
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    on_record: (record: string[], { lines }): null => {
      records.push({ record, lines });
      return null;
    },
    on_skip: (): undefined => {
      broken = true;
    },
  });
  return { records, broken };
}

/** Where the next line begins. */
function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at + 1;
}

/** A comma; where the header has none, what else some spreadsheets write. */
function delimiterOf(header: string): string {
  if (header.includes(',')) return ',';
  return header.includes('\t') ? '\t' : header.includes(';') ? ';' : ',';
}
