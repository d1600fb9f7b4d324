/** What the page keeps over hide and restart: nothing but its subject, which every page keeps. */
import * as z from 'zod';

export const KEPT_VERSION = 1;
export const keptShape = z.object({});
export type Kept = z.infer<typeof keptShape>;
export const FRESH: Kept = {};
