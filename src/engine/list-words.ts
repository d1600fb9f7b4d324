/** What was said of a list since its sides agreed, and what of that somebody has not heard who was not there. Pure. */
import type { Debts } from './debts';
import { type FieldName, fieldSpec } from './fields';
import { LIST_TYPES } from './merge/sides';
import type { Due, FieldValue, Kind, SystemName } from './model';
import { fieldForm, type ValueHint } from './normalize/value';

export interface Words {
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

interface Speaker {
  readonly agreed: FieldValue | undefined;
  /** What it said afterwards; undefined where it took no part. */
  readonly read: FieldValue | undefined;
}

export function isListField(kind: Kind, field: FieldName): boolean {
  const type = fieldSpec(kind, field)?.type;
  return type !== undefined && LIST_TYPES.has(type);
}

/** Which list, and how its entries are compared. */
export interface ListOf {
  readonly kind: Kind;
  readonly field: FieldName;
  readonly hint: ValueHint;
}

/** What the sides have added to a list, or taken from it, since they agreed; null for what is no list. */
export function wordsOf(list: ListOf, speakers: readonly Speaker[]): Words | null {
  if (!isListField(list.kind, list.field)) return null;
  const [added, removed] = [new Set<string>(), new Set<string>()];
  for (const { agreed, read } of speakers) {
    if (read === undefined) continue;
    const [then, now] = [listForms(list, agreed), listForms(list, read)];
    for (const form of now) if (!then.has(form)) added.add(form);
    for (const form of then) if (!now.has(form)) removed.add(form);
  }
  for (const form of added) removed.delete(form);
  return { added, removed };
}

/** What who agreed to this is owed of the words. */
export function unheardBy(agreed: FieldValue | undefined, { added, removed }: Words, list: ListOf): Due {
  const forms = listForms(list, agreed);
  return {
    add: [...added].filter((form) => !forms.has(form)),
    remove: [...forms].filter((form) => removed.has(form)),
  };
}

/** It has not heard of the field what the others said: of a list, these words. */
export function missWords(
  debts: Debts,
  system: SystemName,
  list: ListOf,
  agreed: FieldValue | undefined,
  words: Words | null,
): void {
  if (words) debts.oweEntries('miss', system, list.field, unheardBy(agreed, words, list));
  else debts.miss(system, list.field);
}

export const listForms = ({ kind, field, hint }: ListOf, held: FieldValue | undefined): ReadonlySet<string> =>
  new Set(Array.isArray(held) ? held.map((item: string) => fieldForm(kind, field, [item], hint)) : []);
