import type { RecordKey, SourceRecord } from './model';
import { membersOf } from './model';
import type { State } from './ports';

/** The records that the last scan showed. */
export function presentRecords(state: State): ReadonlyMap<RecordKey, SourceRecord> {
  const present = new Map(state.records);
  for (const identity of state.identities.values()) {
    for (const ref of membersOf(identity)) {
      if (identity.missing?.[ref.system]) present.delete(`${ref.system}:${ref.kind}:${ref.id}`);
    }
  }
  return present;
}
