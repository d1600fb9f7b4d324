/** What the panel "Conflicts" and its page say to each other. */
import * as z from 'zod';
import { cellShape } from '../differences/protocol';

export const conflictShape = z.object({
  /** Stays the same as long as the sides say the same. */
  key: z.string(),
  /** The record, as people call it. */
  name: z.string(),
  /** `asset of Northwind Traders` */
  what: z.string(),
  field: z.string(),
  /** Why nobody but a person can say. */
  reason: z.string(),
  cells: z.array(cellShape),
  /** The cell that is likely right, and why; null when nothing speaks for one. */
  suggestion: z.object({ cell: z.string(), title: z.string(), reason: z.string() }).nullable(),
  /** How another value may be given. */
  edit: z.discriminatedUnion('type', [
    z.object({ type: z.literal('text'), value: z.string(), rows: z.number() }),
    z.object({
      type: z.literal('choice'),
      values: z.array(z.object({ value: z.string(), label: z.string() })),
    }),
    z.object({
      type: z.literal('list'),
      /** Every item that any side holds or all once agreed on. */
      items: z.array(z.object({ text: z.string(), where: z.string(), chosen: z.boolean() })),
    }),
    z.object({ type: z.literal('none'), reason: z.string() }),
  ]),
  /** How many other open conflicts a choice of the same side could settle too. */
  alike: z.number(),
});
export type ShownConflict = z.infer<typeof conflictShape>;

export const shownShape = z.object({
  /** Why there is nothing to decide: a word on what to do instead; blank when there is something. */
  empty: z.string(),
  conflicts: z.array(conflictShape),
  /** How many are open, also where not all are sent. */
  total: z.number(),
  /** What the last choice did, to be read aloud; blank before the first. */
  said: z.string(),
  /** The conflict that was just opened again by taking its decision back. */
  back: z.string().nullable(),
  /** What could be taken back; null when nothing was decided in this window. */
  undo: z.string().nullable(),
  /** How many were decided in this window. */
  decided: z.number(),
  texts: z.record(z.string(), z.string()),
});
export type ShownConflicts = z.infer<typeof shownShape>;

export const saidShape = z.discriminatedUnion('type', [
  /** This side is right: for this conflict, or for all that are alike too. */
  z.object({ type: z.literal('choose'), key: z.string(), cell: z.string(), alike: z.boolean() }),
  z.object({ type: z.literal('edit'), key: z.string(), value: z.union([z.string(), z.array(z.string())]) }),
  z.object({ type: z.literal('undo') }),
  /** Show the record in the Systems view. */
  z.object({ type: z.literal('show'), key: z.string(), cell: z.string() }),
  /** Both texts in the editor's own diff. */
  z.object({ type: z.literal('compare'), key: z.string() }),
  /** Show what the decisions have become. */
  z.object({ type: z.literal('plan') }),
]);
export type SaidOfConflicts = z.infer<typeof saidShape>;
