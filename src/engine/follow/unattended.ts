/** What may be written without asking: a plan, sorted into what a person allowed beforehand and what waits for one. Pure. */
import { fieldSpec } from '../fields';
import type { Row } from '../merge/field';
import type { IdentityMerge } from '../merge/model';
import type { Kind } from '../model';
import { isBlank, KINDS } from '../model';
import type { FieldChange, Plan, Step } from '../plan/model';
import { safePartOf } from '../plan/ticks';

export const WRITE_POLICIES = ['nothing', 'safe', 'allButConflicts'] as const;
export type WritePolicy = (typeof WRITE_POLICIES)[number];
export type WritePolicies = Readonly<Record<Kind, WritePolicy>>;

const all = (policy: WritePolicy): WritePolicies => ({
  organization: policy,
  location: policy,
  contact: policy,
  asset: policy,
});

export const NOTHING_UNASKED: WritePolicies = all('nothing');
export const SAFE_UNASKED: WritePolicies = all('safe');

export const mayWriteAnything = (policies: WritePolicies): boolean =>
  KINDS.some((kind) => policies[kind] !== 'nothing');

export interface Sorted {
  /** The plan; a step of which only a part is allowed became two. */
  readonly plan: Plan;
  /** Ids of the steps that may be carried out; none that a person unticked. */
  readonly allowed: ReadonlySet<string>;
}

/** Rows of the merge table that overwrite nothing anybody contests; a decided value is a person's own word. */
const UNCONTESTED: ReadonlySet<Row> = new Set([
  'one-changed',
  'same-change',
  'first-fill',
  'owed',
  'decided',
]);

export function sortPlan(plan: Plan, merges: readonly IdentityMerge[], policies: WritePolicies): Sorted {
  const rows = new Map<string, Row>();
  for (const { identity, fields } of merges)
    for (const { field, merged } of fields) rows.set(`${identity.id}|${field}`, merged.row);
  const allowed = new Set<string>();
  const out = new Set(plan.unticked);
  const steps = plan.steps.flatMap((step): Step[] => {
    const policy = policies[step.kind];
    if (policy === 'nothing' || out.has(step.id)) return [step];
    if (policy === 'allButConflicts') {
      allowed.add(step.id);
      return [step];
    }
    if (step.action !== 'update') return [step];
    const safe = safeOf(step, rows);
    if (safe.length === 0) return [step];
    if (safe.length === step.changes.length) {
      allowed.add(step.id);
      return [step];
    }
    const part: Step = { ...step, id: safePartOf(step.id), changes: safe };
    allowed.add(part.id);
    return [part, { ...step, changes: step.changes.filter((change) => !safe.includes(change)) }];
  });
  return { plan: { ...plan, steps }, allowed };
}

/** What refers to a place or a person of the client to which a record moves cannot go before the move itself. */
function safeOf(step: Step, rows: ReadonlyMap<string, Row>): readonly FieldChange[] {
  const waits = step.changes.some((change) => change.field === 'organization' && !isSafe(step, change, rows));
  return step.changes.filter(
    (change) =>
      isSafe(step, change, rows) && !(waits && fieldSpec(step.kind, change.field)?.type === 'reference'),
  );
}

function isSafe(step: Step, change: FieldChange, rows: ReadonlyMap<string, Row>): boolean {
  const row = rows.get(`${step.identity}|${change.field}`);
  if (row === undefined || isBlank(change.to) || change.field === 'active') return false;
  // A record that joined later agrees at first contact with what the others hold: only its blanks are filled.
  if (row === 'joined' || row === 'first-different') return isBlank(change.from);
  // Nor does who has never agreed to what stands there take over what another one changed.
  if (row === 'first-fill' || row === 'one-changed' || row === 'same-change')
    if (!change.settled && !isBlank(change.from)) return false;
  // A machine that moves under another client, or a contact that does, is looked at by a person.
  if (fieldSpec(step.kind, change.field)?.to === 'organization' && !isBlank(change.from)) return false;
  return UNCONTESTED.has(row);
}
