/** What the panel "Matches" and its page say to each other. */
import * as z from 'zod';

/** One record: the one in question, or one that may be its counterpart. */
export const sideShape = z.object({
  id: z.string(),
  system: z.string(),
  name: z.string(),
  /** `of Northwind Traders`; blank for an organization. */
  owner: z.string(),
  /** `id 1042`, and what it stands together with already. */
  notes: z.array(z.string()),
  /** `96 %`; blank for the record in question. */
  confidence: z.string(),
});
export type Side = z.infer<typeof sideShape>;

export const VERDICTS = ['agrees', 'contradicts', 'neutral', 'none'] as const;

export const rowShape = z.object({
  field: z.string(),
  /** As the system of the record in question holds it. */
  own: z.string(),
  /** For each candidate, in their order. */
  others: z.array(
    z.object({
      value: z.string(),
      verdict: z.enum(VERDICTS),
      /** Bits of evidence, signed: `+9.5`; blank where nothing was compared. */
      weight: z.string(),
      /** The form in which both were compared; blank where it is what stands there. */
      normalized: z.string(),
      note: z.string(),
    }),
  ),
});
export type MatchRow = z.infer<typeof rowShape>;

export const questionShape = z.object({
  /** Stays the same as long as the question does. */
  key: z.string(),
  name: z.string(),
  /** `asset of Northwind Traders` */
  what: z.string(),
  reason: z.string(),
  own: sideShape,
  candidates: z.array(sideShape),
  rows: z.array(rowShape),
});
export type ShownQuestion = z.infer<typeof questionShape>;

export const shownShape = z.object({
  /** Why there is nothing to decide; blank when there is something. */
  empty: z.string(),
  questions: z.array(questionShape),
  /** How many wait, also where not all are sent. */
  total: z.number(),
  /** What is left out by the Review view's filter; blank where nothing is. */
  narrowed: z.string(),
  /** What the last answer did, to be read aloud; blank before the first. */
  said: z.string(),
  /** The question that was just opened again by taking its answer back. */
  back: z.string().nullable(),
  /** What could be taken back; null when nothing was decided in this window. */
  undo: z.string().nullable(),
  texts: z.record(z.string(), z.string()),
});
export type ShownMatches = z.infer<typeof shownShape>;

export const saidShape = z.discriminatedUnion('type', [
  /** The candidate is the same as the record in question. */
  z.object({ type: z.literal('accept'), key: z.string(), candidate: z.string() }),
  /** Never the same: this candidate, or none of them. */
  z.object({ type: z.literal('never'), key: z.string(), candidate: z.string().nullable() }),
  /** Look up another counterpart. */
  z.object({ type: z.literal('another'), key: z.string() }),
  z.object({ type: z.literal('undo') }),
  /** Show the record in the Systems view. */
  z.object({ type: z.literal('reveal'), record: z.string() }),
]);
export type SaidOfMatches = z.infer<typeof saidShape>;
