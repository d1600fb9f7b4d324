/** Reads single records afresh, without a scan. */

import type { Written } from './journaled';
import { KINDS, keyOf } from './model';
import { chunks } from './pool';
import type { State, System } from './ports';

/** Records that are read together. */
const BATCH = 20;

/** What is known, with the records that were written as their systems hold them now. */
export async function readAgain(
  systems: readonly System[],
  state: State,
  writes: readonly Written[],
  signal: AbortSignal,
): Promise<State> {
  const records = new Map(state.records);
  for (const system of systems) {
    for (const kind of KINDS) {
      const own = writes.filter((write) => write.system === system.name && write.kind === kind);
      for (const ids of chunks([...new Set(own.map(({ record }) => record))], BATCH)) {
        for (const [id, record] of await system.read(kind, ids, signal)) {
          if (record) records.set(keyOf(record), record);
          else records.delete(`${system.name}:${kind}:${id}`);
        }
      }
    }
  }
  return { ...state, records };
}
