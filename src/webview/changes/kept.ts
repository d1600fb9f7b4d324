/** What the page of differences keeps over hide and restart. */
import * as z from 'zod';

export const KEPT_VERSION = 1;

export const keptShape = z.object({
  /** Hide the fields on which all sides agree. */
  folded: z.boolean(),
  /** Pixels from the top. */
  scroll: z.number(),
});
export type Kept = z.infer<typeof keptShape>;

export const FRESH: Kept = { folded: true, scroll: 0 };
