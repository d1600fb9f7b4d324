/** What the dashboard's page is shown, and what a click in it asks for. */
import * as z from 'zod';
import { KINDS, MATCH_STATUSES, SYSTEMS } from '../../engine/model';

/** How a part of a chart looks; the page's style sheet gives each a colour of the theme. */
export const LOOKS = ['good', 'task', 'alone', 'bad', ...KINDS] as const;
export type Look = (typeof LOOKS)[number];

/** Statuses that a person looks at together. */
export const GROUPS = ['good', 'task', 'alone', 'bad'] as const;
export type Group = (typeof GROUPS)[number];

/** A kind of record, or all of them. */
export const chosenKindShape = z.enum(KINDS).nullable();

const recordsShape = z.object({
  type: z.literal('records'),
  system: z.enum(SYSTEMS),
  kind: z.enum(KINDS),
  group: z.enum(GROUPS),
});

const clientRecordsShape = z.object({
  type: z.literal('clientRecords'),
  identity: z.string(),
  kind: chosenKindShape,
  statuses: z.array(z.enum(MATCH_STATUSES)),
});

export type SaidOfRecords = z.infer<typeof recordsShape> | z.infer<typeof clientRecordsShape>;

/** Where a click leads; what the page says. */
export const saidShape = z.discriminatedUnion('type', [
  recordsShape,
  clientRecordsShape,
  z.object({ type: z.literal('client'), identity: z.string() }),
  z.object({ type: z.literal('serials'), identity: z.string() }),
  z.object({ type: z.literal('run'), run: z.string() }),
  z.object({ type: z.literal('kind'), kind: chosenKindShape }),
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

/** How a row went: fewer are better. */
export const trendShape = z.object({
  direction: z.enum(['better', 'worse', 'same']),
  /** From then to now. */
  change: z.number(),
  text: z.string(),
  spoken: z.string(),
  /** Day by day, the last one today; null where it was not measured. */
  values: z.array(z.number().nullable()),
});
export type RowTrend = z.infer<typeof trendShape>;

export const rowShape = z.object({
  key: z.string(),
  label: z.string(),
  /** A word more, in the last column. */
  note: z.string(),
  /** In the order of the section's legend. */
  parts: z.array(partShape),
  target: saidShape.nullable(),
  trend: trendShape.nullable(),
});
export type Row = z.infer<typeof rowShape>;

export const sectionShape = z.object({
  id: z.string(),
  title: z.string(),
  /** What is counted. */
  about: z.string(),
  /** `none`: a table alone, which a person may sort. */
  chart: z.enum(['bars', 'columns', 'lines', 'none']),
  /** Heads of the first column and of the last ones; blank where there is none. */
  head: z.string(),
  noteHead: z.string(),
  trendHead: z.string(),
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
  /** Of which kind of record the charts are, of those that can be chosen. */
  kind: chosenKindShape,
  kinds: z.array(z.object({ kind: chosenKindShape, label: z.string() })),
  sections: z.array(sectionShape),
});
export type ShownDashboard = z.infer<typeof shownShape>;
