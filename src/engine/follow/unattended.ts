/** What may be written without asking: a plan, sorted into what a person allowed beforehand and what waits for one. Pure. */
import { fieldSpec } from '../fields';
import type { Row } from '../merge/field';
import type { IdentityMerge } from '../merge/model';
import type { Kind } from '../model';
import { isBlank, KINDS, SYSTEMS } from '../model';
import { type Clients, endsOrReturns, partOf, sharedBy, withoutClient } from '../plan/clients';
import type { FieldChange, Plan, Step } from '../plan/model';
import { leadsToOneOf, openOf, recordOf } from '../plan/references';

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

/** By identity and field. */
type Rows = ReadonlyMap<string, Row>;

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
  const disputed = new Set<string>();
  for (const { identity, fields } of merges) {
    for (const { field, merged } of fields) rows.set(`${identity.id}|${field}`, merged.row);
    for (const system of SYSTEMS)
      for (const field of identity.disputed?.[system] ?? [])
        disputed.add(`${identity.id}|${field}|${system}`);
  }
  const allowed = new Set<string>();
  const out = new Set(plan.unticked);
  const unmade = new Set<string>();
  const clients = waitingClients(plan, policies);
  // What others refer to stands before them in a plan.
  const steps = plan.steps.flatMap((step): Step[] => {
    const ground = { rows, disputed, unmade, clients };
    const open = step.withClient && sharedBy(clients, step) ? withoutClient(step) : step;
    const may = out.has(step.id) || !open ? NO_CHANGES : allowedOf(open, policies[step.kind], ground);
    if (may.length < step.changes.length && step.action === 'create') unmade.add(recordOf(step));
    if (may.length === 0 || !open) return [step];
    if (may.length === step.changes.length) {
      allowed.add(step.id);
      return [step];
    }
    const part: Step = { ...open, id: partOf(step.id), changes: may };
    allowed.add(part.id);
    return [part, { ...step, changes: step.changes.filter((change) => !may.includes(change)) }];
  });
  return { plan: { ...plan, steps }, allowed };
}

interface Ground {
  readonly rows: Rows;
  /** By identity, field and system. */
  readonly disputed: ReadonlySet<string>;
  /** By system and identity, what is to be made and waits itself. */
  readonly unmade: ReadonlySet<string>;
  /** Clients whose end, or return, waits itself. */
  readonly clients: Clients;
}

/**
 * Clients that are to be archived or put back in use, and not without a person, or somebody of theirs not without one: what
 * belongs to them waits with them, and they with that.
 */
function waitingClients({ steps, unticked = [] }: Plan, policies: WritePolicies): Clients {
  const out = new Set(unticked);
  return endsOrReturns(steps.filter(({ id, kind }) => policies[kind] !== 'allButConflicts' || out.has(id)));
}

const NO_CHANGES: readonly FieldChange[] = [];

/** The changes of the step that may be written; of all but a plain update all or none. */
function allowedOf(step: Step, policy: WritePolicy, ground: Ground): readonly FieldChange[] {
  const isWhole = step.action !== 'update';
  if (policy === 'nothing' || (policy === 'safe' && isWhole)) return NO_CHANGES;
  // What ends, or comes back, with a client that waits itself.
  const follows = step.action === 'archive' || step.withClient === true;
  if (follows && sharedBy(ground.clients, step)) return NO_CHANGES;
  const open = openOf(
    step,
    (change) =>
      !leadsToOneOf(ground.unmade, step, change) &&
      (policy === 'allButConflicts' || isSafe(step, change, ground.rows, ground.disputed)),
  );
  return isWhole && open.length < step.changes.length ? NO_CHANGES : open;
}

function isSafe(step: Step, change: FieldChange, rows: Rows, disputed: ReadonlySet<string>): boolean {
  const place = `${step.identity}|${change.field}`;
  const row = rows.get(place);
  if (row === undefined || isBlank(change.to) || change.field === 'active') return false;
  // What the record says itself, and has never agreed to give up, is overwritten by a person's word alone.
  const isOwnWord = !isBlank(change.from) && (!change.settled || disputed.has(`${place}|${step.system}`));
  if (isOwnWord && row !== 'decided') return false;
  // A record that joined later agrees at first contact with what the others hold: only its blanks are filled.
  if (row === 'joined' || row === 'first-different') return isBlank(change.from);
  // A machine that moves under another client, or a contact that does, is looked at by a person.
  if (fieldSpec(step.kind, change.field)?.to === 'organization' && !isBlank(change.from)) return false;
  return UNCONTESTED.has(row);
}
