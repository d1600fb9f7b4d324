/** The shapes of our own files, with their version: what does not fit is set aside, what is newer is refused. */
import * as z from 'zod';
import type { Decision } from '../engine/decisions';
import { FAILURE_REASONS } from '../engine/failure';
import { type FieldName, isFieldName } from '../engine/fields';
import type { Checked, Finding } from '../engine/findings';
import type { Fields, FieldValue, Identity, RecordKey, SourceRecord, Tenant } from '../engine/model';
import { KINDS, MATCH_STATUSES, SYSTEMS } from '../engine/model';
import type { Plan } from '../engine/plan/model';
import { ACTIONS, GUARDS } from '../engine/plan/model';
import type { RunSummary } from '../engine/ports';
import type { ClientPoint, TrendLine } from '../engine/trend-model';

export const VERSION = 1;

const system = z.enum(SYSTEMS);
const kind = z.enum(KINDS);
const text = z.string();
const value = z.union([text, z.boolean(), z.array(text), z.null()]);

const recordKey = z.custom<RecordKey>(
  (key) => typeof key === 'string' && /^(bms|vsa|itglue):(organization|location|contact|asset):./.test(key),
  'expected a record key such as bms:asset:1042',
);

/** Fields that this version does not know are dropped: the next scan reads them anew. */
const fields = z.record(text, value).transform((held): Fields => {
  const kept: Partial<Record<FieldName, FieldValue>> = {};
  for (const [name, content] of Object.entries(held)) if (isFieldName(name)) kept[name] = content;
  return kept;
});

const fieldName = z.custom<FieldName>(
  (name) => typeof name === 'string' && isFieldName(name),
  'unknown field',
);

const perSystem = <T extends z.ZodType>(shape: T) =>
  z.object({ bms: shape.exactOptional(), vsa: shape.exactOptional(), itglue: shape.exactOptional() });

const evidence = z.object({
  field: text,
  between: z.tuple([recordKey, recordKey]),
  values: z.tuple([text, text]),
  normalized: text,
  weight: z.number(),
  verdict: z.enum(['agrees', 'contradicts', 'neutral']),
  note: text.exactOptional(),
});

const link = z.object({
  record: text,
  provenance: z.enum(['vendor', 'rule', 'person', 'created']),
  rule: text,
  confidence: z.number(),
  evidence: z.array(evidence),
});

const due = z.object({ add: z.array(text).exactOptional(), remove: z.array(text) });

export const identityShape: z.ZodType<Identity> = z.object({
  id: text,
  kind,
  organization: text.nullable(),
  links: perSystem(link),
  aliases: z.array(recordKey),
  parted: perSystem(text).exactOptional(),
  shadows: perSystem(fields),
  owed: perSystem(z.array(fieldName)).exactOptional(),
  unreached: perSystem(z.array(fieldName)).exactOptional(),
  disputed: perSystem(z.array(fieldName)).exactOptional(),
  due: perSystem(z.partialRecord(fieldName, due)).exactOptional(),
  carried: perSystem(z.partialRecord(fieldName, text)).exactOptional(),
  doubted: perSystem(fields).exactOptional(),
  gone: z.array(system).exactOptional(),
  endedWith: z.array(system).exactOptional(),
  missing: perSystem(z.number()).exactOptional(),
});

export const recordShape: z.ZodType<SourceRecord> = z.object({
  system,
  kind,
  id: text,
  name: text,
  organization: text.nullable(),
  fields,
  hints: fields.exactOptional(),
  links: z.array(z.object({ system, id: text, via: text })),
  locked: z.partialRecord(fieldName, text).exactOptional(),
  revision: text.nullable(),
  changed: z.object({ at: text, by: text.exactOptional() }).exactOptional(),
  url: text.nullable(),
});

/** One organization's shard: its identities and the records as last seen. */
export const shardShape = z.object({
  version: z.literal(VERSION),
  organization: text,
  identities: z.array(identityShape),
  records: z.array(recordShape),
});
export type Shard = z.infer<typeof shardShape>;

const said = { by: text, at: text, note: text.exactOptional() };
const pair = z.tuple([recordKey, recordKey]);

const decisionShape: z.ZodType<Decision> = z.discriminatedUnion('type', [
  z.object({ ...said, type: z.literal('same'), records: pair }),
  z.object({ ...said, type: z.literal('different'), records: pair }),
  z.object({
    ...said,
    type: z.literal('ignore'),
    record: recordKey,
    reason: text,
    until: text.exactOptional(),
  }),
  z.object({ ...said, type: z.literal('create'), record: recordKey, in: z.array(system) }),
  z.object({
    ...said,
    type: z.literal('value'),
    record: recordKey,
    field: fieldName,
    value,
    against: perSystem(value),
  }),
  z.object({
    ...said,
    type: z.literal('authority'),
    organization: recordKey,
    kind,
    field: fieldName,
    system,
  }),
]);

export const DECISIONS_VERSION = 2;

/** Its last item is none, see `decisions-file.ts`. */
export const decisionsShape = z.object({
  version: z.literal(DECISIONS_VERSION),
  decisions: z
    .array(decisionShape.nullable())
    .transform((items) => items.filter((decision) => decision !== null)),
});

const planned = z.union([value, z.object({ identity: text })]);

const changeShape = z.object({
  field: fieldName,
  from: value,
  to: planned,
  display: z.object({ from: text, to: text }).exactOptional(),
  source: z.enum([...SYSTEMS, 'person']),
  reason: text,
  settled: z.literal(true).exactOptional(),
});

const about = { kind, identity: text, name: text, organization: text };

export const planShape: z.ZodType<Plan> = z.object({
  version: z.literal(VERSION),
  madeAt: text,
  steps: z.array(
    z.object({
      ...about,
      id: text,
      action: z.enum(ACTIONS),
      system,
      record: text.nullable(),
      organizationIdentity: text,
      changes: z.array(changeShape),
      withClient: z.literal(true).exactOptional(),
      reason: text,
    }),
  ),
  unticked: z.array(text).exactOptional(),
  conflicts: z.array(
    z.object({
      ...about,
      field: fieldName,
      values: perSystem(value),
      base: perSystem(value).exactOptional(),
      changed: z.array(system).default([]),
      suggestion: system.nullable(),
      reason: text,
    }),
  ),
  drift: z.array(
    z.object({
      ...about,
      system,
      record: text.nullable(),
      field: fieldName.nullable(),
      value,
      wanted: planned,
      reason: text,
    }),
  ),
  doubts: z
    .array(z.object({ guard: z.enum(GUARDS), message: text, examples: z.array(text), remedy: text }))
    .exactOptional(),
  fingerprint: text,
});

const markShape = z.object({ mark: text, wholeAt: text, count: z.number(), basis: text });
const listingName = z.templateLiteral([system, ':', kind]);
export const settledShape = z.object({ version: z.literal(VERSION), run: text });

export const marksShape = z.object({
  version: z.literal(VERSION),
  marks: z.partialRecord(listingName, markShape),
});

export const overwritesShape = z.object({
  version: z.literal(VERSION),
  overwrites: z.record(text, z.array(z.object({ over: text, at: text }))),
});

const tenantShape: z.ZodType<Tenant> = z.object({
  address: z.url(),
  named: text,
  told: text.nullable(),
});

export const tenantsShape = z.object({ version: z.literal(VERSION), tenants: perSystem(tenantShape) });

export const approvalShape = z.object({
  version: z.literal(VERSION),
  approval: z.object({ by: text, at: text, run: text }),
});

export const journalEntryShape = z.looseObject({ at: text, type: text });

/** The last run in short, for status bar and reports. */
const summaryShape: z.ZodType<RunSummary> = z.object({
  run: text,
  startedAt: text,
  endedAt: text,
  result: z.enum(['done', 'failed', 'cancelled', 'refused']),
  message: text.nullable(),
  outcomes: z.record(text, z.number()),
  conflicts: z.number(),
  problems: z.record(text, text),
});

const share = z.number().exactOptional();
const sharesShape = z.object({ organization: share, location: share, contact: share, asset: share });

const trendLineShape: z.ZodType<TrendLine> = z.object({
  run: text,
  at: text,
  records: z.number(),
  conflicts: z.number(),
  shares: sharesShape,
});

export const trendShape = z.object({ version: z.literal(VERSION), lines: z.array(trendLineShape) });

const clientPointShape: z.ZodType<ClientPoint> = z.object({
  day: text,
  counts: z.partialRecord(z.enum(MATCH_STATUSES), z.number()),
  shares: sharesShape,
  placeholders: z.number(),
});

export const clientTrendsShape = z.object({
  version: z.literal(VERSION),
  clients: z.record(text, z.array(clientPointShape)),
});

export const lastRunShape = z.object({ version: z.literal(VERSION), summary: summaryShape });

const findingShape: z.ZodType<Finding> = z.object({
  system,
  check: text,
  level: z.enum(['ok', 'warning', 'problem']),
  message: text,
  why: text.exactOptional(),
  remedy: text.exactOptional(),
  link: text.exactOptional(),
  reason: z.enum(FAILURE_REASONS).exactOptional(),
});

const checkedShape: z.ZodType<Checked> = z.object({
  system,
  connection: text,
  at: text,
  findings: z.array(findingShape),
});

export const checksShape = z.object({ version: z.literal(VERSION), checks: z.array(checkedShape) });
