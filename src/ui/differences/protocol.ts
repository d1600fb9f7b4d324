/** Values side by side, as pages show them: ready to be read, with what changed in them marked. */
import * as z from 'zod';

/** A piece of a value: as it was, only here, or here no more. */
export const partShape = z.object({ text: z.string(), mark: z.enum(['same', 'new', 'gone']) });
export type Part = z.infer<typeof partShape>;

/** What one side says about a field. */
export const cellShape = z.object({
  /** `agreed`, `planned`, or the name of a system. */
  id: z.string(),
  title: z.string(),
  /** In a word: `changed`, `as agreed`. */
  state: z.string(),
  tone: z.enum(['agreed', 'changed', 'quiet', 'planned']),
  /** The field holds many values. */
  list: z.boolean(),
  /** One line for a text, one for each item of a list; none when blank. */
  lines: z.array(z.array(partShape)),
  /** Smaller lines below: when its record was last changed, why it cannot be written. */
  notes: z.array(z.string()),
});
export type Cell = z.infer<typeof cellShape>;
