/** What the dashboard's page is shown, and what a click in it asks for. */
import * as z from 'zod';
import { KINDS, SYSTEMS } from '../../engine/model';

/** How a part of a chart looks; the page's style sheet gives each a colour of the theme. */
export const LOOKS = ['good', 'task', 'alone', 'bad', ...KINDS] as const;
export type Look = (typeof LOOKS)[number];

/** Statuses that a person looks at together. */
export const GROUPS = ['good', 'task', 'alone', 'bad'] as const;
export type Group = (typeof GROUPS)[number];

/** Where a click leads; what the page says. */
export const saidShape = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('records'),
    system: z.enum(SYSTEMS),
    kind: z.enum(KINDS),
    group: z.enum(GROUPS),
  }),
  z.object({ type: z.literal('client'), identity: z.string() }),
  z.object({ type: z.literal('clientRecords'), identity: z.string(), group: z.enum(GROUPS) }),
  z.object({ type: z.literal('serials'), identity: z.string() }),
  z.object({ type: z.literal('run'), run: z.string() }),
  z.object({ type: z.literal('act'), act: z.enum(['sync', 'retry', 'configure']) }),
]);
export type SaidOfDashboard = z.infer<typeof saidShape>;

export const partShape = z.object({
  look: z.enum(LOOKS),
  /** Its size in the chart; null where nothing was measured. */
  value: z.number().nullable(),
  /** As the table holds it. */
  text: z.string(),
  /** What it is, for those who do not see where it stands. */
  spoken: z.string(),
  target: saidShape.nullable(),
});
export type Part = z.infer<typeof partShape>;

export const rowShape = z.object({
  key: z.string(),
  label: z.string(),
  /** A word more, in the last column. */
  note: z.string(),
  /** In the order of the section's legend. */
  parts: z.array(partShape),
  target: saidShape.nullable(),
});
export type Row = z.infer<typeof rowShape>;

export const sectionShape = z.object({
  id: z.string(),
  title: z.string(),
  /** What is counted. */
  about: z.string(),
  chart: z.enum(['bars', 'columns', 'lines']),
  /** Head of the first column, and of the last one. */
  head: z.string(),
  noteHead: z.string(),
  legend: z.array(z.object({ look: z.enum(LOOKS), label: z.string() })),
  rows: z.array(rowShape),
  /** Why there are no rows; blank where there are. */
  empty: z.string(),
  /** What is left out; blank where nothing is. */
  more: z.string(),
});
export type Section = z.infer<typeof sectionShape>;

export const shownShape = z.object({
  state: z.enum(['loading', 'failed', 'never', 'known']),
  title: z.string(),
  /** How things stand, or why nothing can be shown and what to do. */
  lead: z.string(),
  act: z.object({ act: z.enum(['sync', 'retry', 'configure']), label: z.string() }).nullable(),
  sections: z.array(sectionShape),
});
export type ShownDashboard = z.infer<typeof shownShape>;
