/** What the page keeps over hide and restart: where the person was. */
import * as z from 'zod';

export const KEPT_VERSION = 1;

export const keptShape = z.object({
  /** Key of the question on show. */
  selected: z.string().nullable(),
  /** Its place in the queue: where to go on when it is decided. */
  place: z.number(),
});
export type Kept = z.infer<typeof keptShape>;

export const FRESH: Kept = { selected: null, place: 0 };
