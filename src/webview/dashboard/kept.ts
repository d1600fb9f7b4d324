/** What the page keeps over hide and restart: of which records the charts are, and how a person sorted its tables. */
import * as z from 'zod';
import { chosenKindShape } from '../../ui/dashboard/protocol';

/** By a column: -1 is the name, the parts follow from 0, and last comes the trend. */
export const sortShape = z.object({ column: z.int().min(-1), descending: z.boolean() });
export type Sort = z.infer<typeof sortShape>;

export const KEPT_VERSION = 3;
export const keptShape = z.object({
  kind: chosenKindShape,
  /** By section. */
  sorts: z.record(z.string(), sortShape),
});
export type Kept = z.infer<typeof keptShape>;
export const FRESH: Kept = { kind: null, sorts: {} };
