/**
 * Records that are not only unseen but gone: missing from two complete listings in a row, their organization still in
 * sight, and unknown to the system when it is asked for them by id. Only then may their counterparts be archived, as a
 * proposal. What a narrower scope hides, or a key may no longer read, is never taken for gone.
 */
import { Failure } from '../failure';
import type { Identity, Kind, RecordId, RecordKey, SourceRecord, SystemName } from '../model';
import { isActive, KINDS, keyOf, membersOf, SYSTEM_TITLES, SYSTEMS } from '../model';
import type { Drift, Plan, Step } from '../plan/model';
import { asCarriedOut } from '../plan/order';
import type { Log, State, System } from '../ports';
import type { Scan } from '../scan';
import { barOf, keysOf, withDependants } from './off-boarding';
import { type ReturnInput, withReturns } from './returning';

/** Complete listings in a row that must lack a record before anyone asks for it. */
const LISTINGS = 2;
/** Direct reads in one run: more at once is no retirement but an accident. */
const MOST_ASKED = 100;

export interface GoneInput {
  readonly systems: readonly System[];
  readonly state: State;
  readonly seen: Scan;
  /** Whether the listing was complete, every row of it understood. */
  readonly looked: (system: SystemName, kind: Kind) => boolean;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Asks the systems for what two listings lacked; gives the keys of what they say does not exist. */
export async function confirmGone(input: GoneInput): Promise<ReadonlySet<RecordKey>> {
  const gone = new Set<RecordKey>();
  for (const system of input.systems) {
    for (const kind of KINDS) {
      const ids = suspects(input, system.name, kind);
      if (ids.length === 0 || ids.length > MOST_ASKED) continue;
      try {
        for (const id of await unknownTo(system, kind, ids, input)) gone.add(`${system.name}:${kind}:${id}`);
      } catch (error) {
        if (input.signal.aborted) throw error;
        // Whoever may not ask learns nothing: that is no answer.
        input.log.warn('Missing records could not be asked for.', { why: Failure.from(error).message });
      }
    }
  }
  return gone;
}

/** Those that the system says do not exist, and that are not merely hidden from our account. */
async function unknownTo(
  system: System,
  kind: Kind,
  ids: readonly RecordId[],
  { state, signal }: GoneInput,
): Promise<readonly RecordId[]> {
  const unknown = [...(await system.read(kind, ids, signal))].flatMap(([id, record]) =>
    record === null ? [id] : [],
  );
  if (unknown.length === 0 || !system.outOfSight) return unknown;
  const before = unknown.flatMap((id) => state.records.get(`${system.name}:${kind}:${id}`) ?? []);
  const hidden = await system.outOfSight(kind, before, signal);
  return unknown.filter((id) => !hidden.has(id));
}

function suspects({ state, seen, looked }: GoneInput, system: SystemName, kind: Kind): readonly RecordId[] {
  if (!looked(system, kind)) return [];
  const ids: RecordId[] = [];
  for (const identity of state.identities.values()) {
    const link = identity.links[system];
    if (identity.kind !== kind || !link || membersOf(identity).length < 2) continue;
    const key: RecordKey = `${system}:${kind}:${link.record}`;
    if (seen.records.has(key) || (identity.missing?.[system] ?? 0) + 1 < LISTINGS) continue;
    const before = state.records.get(key);
    // Once nothing of it is in use any more, there is nothing left to ask for.
    const inUse = membersOf(identity).some((ref) => {
      const record = ref.system === system ? undefined : seen.records.get(keyOf(ref));
      return record !== undefined && isActive(record);
    });
    if (before && inUse && inSight(before, seen)) ids.push(link.record);
  }
  return ids;
}

/** A record whose organization is no longer shown may be hidden with it. */
function inSight(record: SourceRecord, seen: Scan): boolean {
  if (record.organization !== null)
    return seen.records.has(`${record.system}:organization:${record.organization}`);
  const coverage = seen.coverage.find(({ system, kind }) => system === record.system && kind === record.kind);
  return coverage?.hidden === null;
}

export interface RetirementInput extends ReturnInput {
  readonly gone: ReadonlySet<RecordKey>;
}

/** What retires a thing of a kind: its agent where it had one, else the system that keeps its life. */
export function witnessOf(identity: Identity): SystemName {
  return identity.kind === 'asset' && identity.links.vsa ? 'vsa' : 'bms';
}

/** The plan with the archivals that follow from what is gone, and with what an archived organization takes along and brings back. */
export function withRetirements(plan: Plan, input: RetirementInput): Pick<Plan, 'steps' | 'drift'> {
  const archived = keysOf(plan.steps.filter(({ action }) => action === 'archive'));
  const steps: Step[] = [];
  const drift: Drift[] = [...plan.drift];
  for (const identity of input.gone.size > 0 ? input.identities.values() : []) {
    const witness = witnessOf(identity);
    const link = identity.links[witness];
    if (!link || !input.gone.has(`${witness}:${identity.kind}:${link.record}`)) continue;
    for (const system of SYSTEMS) {
      const member = identity.links[system];
      const record = member && input.records.get(`${system}:${identity.kind}:${member.record}`);
      if (!record || system === witness || !isActive(record) || archived.has(keyOf(record))) continue;
      const { step, left } = retirement(identity, record, witness, input);
      if (step) steps.push(step);
      else drift.push(left);
    }
  }
  const planned = [...plan.steps, ...steps];
  const all = withReturns(withDependants(planned, input), input);
  const isMore = all !== planned || steps.length > 0;
  return { steps: isMore || all.some(({ action }) => action === 'archive') ? asCarriedOut(all) : all, drift };
}

function retirement(identity: Identity, record: SourceRecord, witness: SystemName, input: RetirementInput) {
  const { system, kind } = record;
  const owner = identity.organization === null ? identity : input.identities.get(identity.organization);
  const organization = (owner && nameIn(owner, input.records)) ?? record.name;
  const reason = `${SYSTEM_TITLES[witness]} no longer has it: it was missing from ${LISTINGS} complete listings, and a direct look found nothing`;
  const about = { system, kind, identity: identity.id, record: record.id, name: record.name, organization };
  const refused = barOf(record, witness, input);
  const left: Drift = {
    ...about,
    field: 'active',
    value: true,
    wanted: false,
    reason: `${refused}; ${reason}`,
  };
  if (refused !== null) return { step: null, left };
  const step: Step = {
    id: `${system}/archive/${kind}/${record.id}`,
    action: 'archive',
    ...about,
    organizationIdentity: identity.organization ?? identity.id,
    changes: [{ field: 'active', from: true, to: false, source: witness, reason, settled: true }],
    reason,
  };
  return { step, left };
}

const nameIn = (identity: Identity, records: ReadonlyMap<RecordKey, SourceRecord>): string | undefined =>
  membersOf(identity)
    .map((ref) => records.get(keyOf(ref))?.name)
    .find((name) => name !== undefined);
