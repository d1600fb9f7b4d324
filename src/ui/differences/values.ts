/** Values as people read them. Pure. */
import { type FieldName, type FieldSpec, fieldSpec } from '../../engine/fields';
import {
  type FieldValue,
  isBlank,
  type Kind,
  type RecordKey,
  type SourceRecord,
  type SystemName,
} from '../../engine/model';
import { canonicalForm } from '../../engine/normalize/value';

export type Records = ReadonlyMap<RecordKey, SourceRecord>;

const LISTS: ReadonlySet<FieldSpec['type']> = new Set(['emails', 'phones', 'macs', 'ips']);

export const isList = (kind: Kind, field: FieldName): boolean =>
  LISTS.has(fieldSpec(kind, field)?.type ?? 'text');

export const labelOf = (kind: Kind, field: FieldName): string => fieldSpec(kind, field)?.label ?? field;

/** What the value says, in lines: one for a text, one for each item of a list, none when blank. */
export function linesOf(
  { system, kind, field }: { readonly system: SystemName; readonly kind: Kind; readonly field: FieldName },
  value: FieldValue | undefined,
  records: Records,
): readonly string[] {
  if (value === undefined || value === null || isBlank(value)) return [];
  if (typeof value === 'boolean') return [value ? 'Yes' : 'No'];
  if (typeof value !== 'string') return value;
  const to = fieldSpec(kind, field)?.to;
  return [to ? nameOf(`${system}:${to}:${value}`, records) : value];
}

/** What people call the record; an id where it is not known. */
export function nameOf(key: RecordKey, records: Records): string {
  return records.get(key)?.name ?? `id ${key.split(':').slice(2).join(':')}`;
}

/** Whether two values of one system's field are the same to the merge. */
export function isSame(kind: Kind, field: FieldName, a: FieldValue, b: FieldValue): boolean {
  const spec = fieldSpec(kind, field);
  const form = (value: FieldValue) => (!spec || isBlank(value) ? '' : canonicalForm(spec, value));
  return form(a) === form(b);
}
