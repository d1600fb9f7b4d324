/** Direct reads of several records: together where one call shows more than one of them, and one by one where not. */
import { Failure } from '../engine/failure';
import type { RecordId, SourceRecord } from '../engine/model';

/** A call that shows several records. */
export interface Together {
  /** Those of the ids that one call shows, call by call. */
  groups(ids: readonly RecordId[]): readonly (readonly RecordId[])[];
  /** What the call shows; records that nobody asked for are passed over: a server may take no notice of a filter. */
  read(ids: readonly RecordId[]): Promise<readonly SourceRecord[]>;
}

/** What a call for several was answered that says nothing of any one of them. */
const SAYS_NOTHING = ['rejected', 'not-found', 'forbidden', 'unsupported'] as const;

/** Only the reading of one record tells that it does not exist: what did not come with others is asked for alone. */
export async function readSeveral(
  ids: readonly RecordId[],
  ways: readonly Together[],
  one: (id: RecordId) => Promise<SourceRecord | null>,
): Promise<ReadonlyMap<RecordId, SourceRecord | null>> {
  const distinct = [...new Set(ids)];
  const found = new Map<RecordId, SourceRecord | null>();
  const left = () => distinct.filter((id) => !found.has(id));
  for (const way of ways) {
    const groups = way.groups(left()).filter((group) => group.length > 1);
    for (const records of await Promise.all(groups.map((group) => shown(way, group))))
      for (const record of records) found.set(record.id, record);
  }
  await Promise.all(left().map(async (id) => found.set(id, await one(id))));
  return new Map(distinct.map((id) => [id, found.get(id) ?? null]));
}

async function shown(way: Together, ids: readonly RecordId[]): Promise<readonly SourceRecord[]> {
  try {
    return (await way.read(ids)).filter(({ id }) => ids.includes(id));
  } catch (error) {
    if (Failure.is(error, ...SAYS_NOTHING)) return [];
    throw error;
  }
}

/** As many ids at a time as a call takes. */
export function inGroups(ids: readonly RecordId[], size: number): readonly (readonly RecordId[])[] {
  const groups: RecordId[][] = [];
  for (let at = 0; at < ids.length; at += size) groups.push(ids.slice(at, at + size));
  return groups;
}

/** The ids by what they have in common; those that have nothing of the sort are left out. */
export function groupedBy(
  ids: readonly RecordId[],
  common: (id: RecordId) => string | null | undefined,
): readonly (readonly RecordId[])[] {
  const groups = new Map<string, RecordId[]>();
  for (const id of ids) {
    const name = common(id);
    if (name) groups.set(name, [...(groups.get(name) ?? []), id]);
  }
  return [...groups.values()];
}
