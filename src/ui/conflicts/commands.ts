import type { CommandContext } from '../commands/context';

/** The subject of the panel: the queue, there is one. */
const QUEUE = 'queue';

/** Opens the queue of conflicts, at the record of the row where it was called on one. */
export async function openConflicts(
  { state, systems, panels }: CommandContext,
  row?: unknown,
): Promise<void> {
  await state.load();
  const key = systems.keyOfRow(row);
  const identity = key ? state.snapshot.overview?.identityOf.get(key) : undefined;
  await panels.open('conflicts', QUEUE, identity);
}
