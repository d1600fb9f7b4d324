/**
 * What a panel and its page say to each other, whatever the panel is about. Each side checks what it hears: the page is
 * fed with other people's text, and an older page may outlive an update of the extension.
 */
import * as z from 'zod';

/** From the page: it is up and wants to be shown something, or a person did something in it. */
export const fromPage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('said'), message: z.unknown() }),
]);
export type FromPage = z.infer<typeof fromPage>;

/** To the page: all that it shows, each time whole; and where to go in it. */
export const toPage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('show'), shown: z.unknown() }),
  z.object({ type: z.literal('go'), to: z.string() }),
]);
export type ToPage = z.infer<typeof toPage>;

/** What the editor keeps of a page over hide and restart. A page of another version starts anew with the same subject. */
export const keptShape = z.object({ version: z.number(), subject: z.string(), kept: z.unknown() });
export type KeptPage = z.infer<typeof keptShape>;
