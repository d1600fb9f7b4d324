/** What was said of a list since its sides agreed, and what of that somebody has not heard who was not there. Pure. */
import type { Debts } from './debts';
import { type FieldName, fieldSpec } from './fields';
import { LIST_TYPES } from './merge/sides';
import type { Due, FieldValue, Kind, SystemName } from './model';
import { fieldForm } from './normalize/value';

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

/** What the sides have added to a list, or taken from it, since they agreed; null for what is no list. */
export function wordsOf(kind: Kind, field: FieldName, speakers: readonly Speaker[]): Words | null {
  if (!isListField(kind, field)) return null;
  const [added, removed] = [new Set<string>(), new Set<string>()];
  for (const { agreed, read } of speakers) {
    if (read === undefined) continue;
    const [then, now] = [listForms(kind, field, agreed), listForms(kind, field, read)];
    for (const form of now) if (!then.has(form)) added.add(form);
    for (const form of then) if (!now.has(form)) removed.add(form);
  }
  for (const form of added) removed.delete(form);
  return { added, removed };
}

/** What who agreed to this is owed of the words. */
export function unheardBy(
  agreed: FieldValue | undefined,
  { added, removed }: Words,
  kind: Kind,
  field: FieldName,
): Due {
  const forms = listForms(kind, field, agreed);
  return {
    add: [...added].filter((form) => !forms.has(form)),
    remove: [...forms].filter((form) => removed.has(form)),
  };
}

/** It has not heard of the field what the others said: of a list, these words. */
export function missWords(
  debts: Debts,
  { kind, system, field }: { readonly kind: Kind; readonly system: SystemName; readonly field: FieldName },
  agreed: FieldValue | undefined,
  words: Words | null,
): void {
  if (words) debts.oweEntries('miss', system, field, unheardBy(agreed, words, kind, field));
  else debts.miss(system, field);
}

const listForms = (kind: Kind, field: FieldName, list: FieldValue | undefined): ReadonlySet<string> =>
  new Set(Array.isArray(list) ? list.map((item: string) => fieldForm(kind, field, [item])) : []);
