import { Failure } from '../../engine/failure';
import type { CommandContext } from '../commands/context';
import { pickRecord } from '../commands/records';

/** "Why did this value win?", for each field of the thing that the row's record belongs to. */
export async function explain(context: CommandContext, row?: unknown): Promise<void> {
  await context.state.load();
  const key = context.systems.keyOfRow(row) ?? context.review.keyOfRow(row);
  const record = key
    ? context.state.snapshot.overview?.records.get(key)
    : await pickRecord(context, () => true);
  if (key && !record) {
    throw new Failure('usage', 'This record is not known any more.', { remedy: 'Refresh the view.' });
  }
  if (record)
    await context.panels.open(
      'changes',
      JSON.stringify(['record', `${record.system}:${record.kind}:${record.id}`]),
    );
}
