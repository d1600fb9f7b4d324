import type { CommandContext } from '../commands/context';

/** The subject of the panel: the questions of the Review view, there is one. */
const QUEUE = 'queue';

/** Opens the match panel, at the question of the row where it was called on one. */
export async function reviewCompare({ state, review, panels }: CommandContext, row?: unknown): Promise<void> {
  await state.load();
  const [node] = review.chosen(row, undefined);
  const key = node?.type === 'item' || node?.type === 'candidate' ? node.item.key : undefined;
  await panels.open('matches', QUEUE, key);
}
