/** Reads single records afresh, without a scan. */

import type { Written } from './journaled';
import { KINDS, type Kind, keyOf } from './model';
import { chunks } from './pool';
import type { Progress, State, System } from './ports';

/** Records that are read together. */
const BATCH = 20;

export interface Afresh {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What is known, with the records that were written as their systems hold them now. */
export async function readAgain(
  systems: readonly System[],
  state: State,
  writes: readonly Written[],
  { progress, signal }: Afresh,
): Promise<State> {
  const records = new Map(state.records);
  const batches = systems.flatMap((system) => batchesOf(system, writes));
  const total = batches.reduce((sum, { ids }) => sum + ids.length, 0);
  let done = 0;
  for (const { system, kind, ids } of batches) {
    progress.report('scan', done, total);
    for (const [id, record] of await system.read(kind, ids, signal)) {
      if (record) records.set(keyOf(record), record);
      else records.delete(`${system.name}:${kind}:${id}`);
    }
    done += ids.length;
  }
  return { ...state, records };
}

interface Batch {
  readonly system: System;
  readonly kind: Kind;
  readonly ids: readonly string[];
}

function batchesOf(system: System, writes: readonly Written[]): readonly Batch[] {
  return KINDS.flatMap((kind) => {
    const own = writes.filter((write) => write.system === system.name && write.kind === kind);
    const ids = new Set(own.map(({ record }) => record));
    return chunks([...ids], BATCH).map((part) => ({ system, kind, ids: part }));
  });
}
