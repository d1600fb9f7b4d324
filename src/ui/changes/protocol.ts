/** What the panel of differences and its page say to each other. It only shows; what it offers to do is a command. */
import * as z from 'zod';
import { cellShape } from '../differences/protocol';

export const fieldShape = z.object({
  label: z.string(),
  /** Why this value, or why nothing is done: a sentence. */
  reason: z.string(),
  cells: z.array(cellShape),
  /** Smaller lines: who has the last word, when it was written last. */
  notes: z.array(z.string()),
  /** Whether its sides say different things, or something is to be done. */
  differs: z.boolean(),
});
export type ShownField = z.infer<typeof fieldShape>;

export const shownShape = z.object({
  title: z.string(),
  lines: z.array(z.string()),
  /** Why there is nothing to show; blank when there is something. */
  empty: z.string(),
  fields: z.array(fieldShape),
  /** Whether fields that agree may be hidden: where all of them are told, not only those that are written. */
  foldable: z.boolean(),
  acts: z.array(z.object({ id: z.string(), label: z.string() })),
  texts: z.record(z.string(), z.string()),
});
export type ShownChanges = z.infer<typeof shownShape>;

export const saidShape = z.object({ type: z.literal('act'), id: z.string() });
export type SaidOfChanges = z.infer<typeof saidShape>;
