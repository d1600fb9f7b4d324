/**
 * Changing a record of which IT Glue refuses a part: it takes all attributes of a request or none, so what it names as locked
 * is left out and the rest is sent once more. A refusal is told on the record as a lock, and nothing is tried a third time.
 */
import { Failure } from '../../engine/failure';
import type { FieldName } from '../../engine/fields';
import type { Fields, SourceRecord } from '../../engine/model';
import type { Attributes } from './document';

/** The attributes that the pointers of a refusal name: `/data/attributes/contact-emails.base`. */
export function namedIn(detail: string | undefined): ReadonlySet<string> {
  const pointers = (detail ?? '').matchAll(/data\/attributes\/([\w-]+)/g);
  return new Set([...pointers].map(([, name = '']) => name.replace(/_/g, '-')));
}

/** Sends, and sends the rest where a part is refused. Gives the server's words for what was refused, or null. */
export async function patchWhatGoes(
  attributes: Attributes,
  send: (attributes: Attributes) => Promise<unknown>,
): Promise<string | null> {
  let rest = attributes;
  let words: string | null = null;
  for (let attempt = 0; attempt < 2 && Object.keys(rest).length > 0; attempt++) {
    try {
      await send(rest);
      return words;
    } catch (error) {
      if (!Failure.is(error, 'locked')) throw error;
      words = error.detail ?? error.message;
      const named = namedIn(error.detail);
      const left = Object.entries(rest).filter(([name]) => !named.has(name));
      if (left.length === Object.keys(rest).length) return words;
      rest = Object.fromEntries(left);
    }
  }
  return words;
}

const REFUSED = 'IT Glue refuses to change this: its own PSA sync, or a rule of this account, holds it.';

/**
 * What was refused stays refused until somebody changes the record over there: trying it at every run would be an error at
 * every run. `known` is the record as it was last kept.
 */
export function stillRefused(record: SourceRecord, known: SourceRecord | undefined): SourceRecord {
  if (!known?.locked || known.revision !== record.revision) return record;
  const refused = Object.entries(known.locked).filter(([, reason]) => reason === REFUSED);
  if (refused.length === 0) return record;
  return { ...record, locked: { ...Object.fromEntries(refused), ...record.locked } };
}

/** The record as it now stands, locked in the fields that kept what they had. */
export function withRefusals(after: SourceRecord, before: SourceRecord, changes: Fields): SourceRecord {
  const kept = Object.keys(changes).filter((field) => same(after, before, field));
  const locked: Partial<Record<FieldName, string>> = Object.fromEntries(
    kept.map((field) => [field, REFUSED]),
  );
  return { ...after, locked: { ...after.locked, ...locked } };
}

function same(after: SourceRecord, before: SourceRecord, field: string): boolean {
  const value = (record: SourceRecord) => Object.entries(record.fields).find(([name]) => name === field)?.[1];
  return JSON.stringify(value(after)) === JSON.stringify(value(before));
}
