/** What the page keeps over hide and restart: where the person was, and what they had begun to write. */
import * as z from 'zod';

export const KEPT_VERSION = 1;

export const keptShape = z.object({
  /** Key of the conflict on show. */
  selected: z.string().nullable(),
  /** Its place in the queue: where to go on when it is decided. */
  place: z.number(),
  /** The choice shall settle all that are alike too. */
  alike: z.boolean(),
  /** A value under way for the conflict on show. */
  draft: z.object({ key: z.string(), text: z.string(), items: z.array(z.string()) }).nullable(),
});
export type Kept = z.infer<typeof keptShape>;

export const FRESH: Kept = { selected: null, place: 0, alike: false, draft: null };
