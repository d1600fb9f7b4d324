/** Several records in one call, by a list that takes their ids and whose rows show only some of their fields. */
import type * as z from 'zod';
import type { FieldName } from '../../../engine/fields';
import { isFieldName } from '../../../engine/fields';
import type { Fields, RecordId, SourceRecord } from '../../../engine/model';
import type { Look } from '../../../engine/ports';
import { inGroups, type Together } from '../../several';
import type { Client, Target } from '../client';
import { PAGE_SIZE } from '../listing';

export interface Light<Wire extends { readonly id: number }> {
  readonly target: Target;
  readonly shape: z.ZodType<Wire>;
  /** The fields that a row shows in the same form as the record. */
  readonly fields: readonly FieldName[];
  fieldsOf(wire: Wire): Fields;
}

/** `Filter.Ids=2147483647&` fifty times makes an address of little more than a thousand letters. */
const MOST_IDS = 50;

export interface Glimpses<Wire> {
  /** For records of which no more must be fresh than a row shows; the rest of them is as it was known. */
  together(look: Look | undefined, signal: AbortSignal): Together;
  /** The row that the record was last seen in, where it shows all that these changes are about. */
  rowOf(record: SourceRecord, changes: Fields): Wire | undefined;
}

export function createGlimpses<Wire extends { readonly id: number }>(
  client: Client,
  { target, shape, fields, fieldsOf }: Light<Wire>,
): Glimpses<Wire> {
  const rows = new WeakMap<SourceRecord, Wire>();
  const shown: ReadonlySet<string> = new Set(fields);

  function seen(row: Wire, known: SourceRecord): SourceRecord {
    const all = Object.entries(fieldsOf(row)).filter(([field]) => shown.has(field));
    const record = { ...known, fields: { ...known.fields, ...Object.fromEntries(all) } };
    rows.set(record, row);
    return record;
  }

  async function read(ids: readonly RecordId[], look: Look, signal: AbortSignal) {
    const query = { ...target.query, 'Filter.Ids': ids, PageSize: PAGE_SIZE, PageNumber: 1 };
    const answer = await client.rows({ ...target, query }, shape, signal);
    return answer.rows.flatMap((row) => {
      const known = look.known(String(row.id));
      return known ? [seen(row, known)] : [];
    });
  }

  return {
    together: (look, signal) => ({
      groups: (ids) => {
        const enough = (id: RecordId): boolean => {
          const fresh = look?.known(id) && look.fresh(id);
          return fresh !== undefined && [...fresh].every((field) => shown.has(field));
        };
        return inGroups(ids.filter(enough), MOST_IDS);
      },
      read: async (ids) => (look ? read(ids, look, signal) : []),
    }),
    rowOf: (record, changes) =>
      Object.keys(changes).every((field) => !isFieldName(field) || shown.has(field))
        ? rows.get(record)
        : undefined,
  };
}
