/**
 * An organization that is archived takes along what belongs to it there and is in use nowhere else: assets, contacts and
 * locations before the organization itself. What is still in use, or cannot be archived, is counted in its reason. Pure.
 */
import { type Keeper, keptBy } from '../beside';
import type { Identity, IdentityId, Kind, RecordKey, SourceRecord, SystemName } from '../model';
import { isActive, KINDS, keyOf, membersOf, SYSTEM_TITLES } from '../model';
import type { Step } from '../plan/model';
import type { Takers } from '../plan/refusal';
import { refusalOf } from '../plan/refusal';
import type { Barrier } from '../policy';

export interface OffBoardingInput {
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly takers: Takers;
  readonly barrier: Barrier;
  readonly keeper: Keeper;
}

/** Keys of the records that steps write to. */
export const keysOf = (steps: readonly Step[]): ReadonlySet<string> =>
  new Set(steps.map(({ system, kind, record }) => `${system}:${kind}:${record}`));

/** Why whether the record is in use may not follow what another system says; null where it may. */
export const barOf = (
  record: SourceRecord,
  from: SystemName,
  { barrier, keeper, takers }: Pick<OffBoardingInput, 'barrier' | 'keeper' | 'takers'>,
): string | null =>
  barrier(record.kind, from, record.system) ??
  keptBy(keeper, record.kind, 'active', record.system, [from]) ??
  refusalOf(record, 'active', takers);

/** The steps with those that archive dependants, and each organization's reason telling what goes and what stays. */
export function withDependants(steps: readonly Step[], input: OffBoardingInput): readonly Step[] {
  const ending = steps.filter(({ action, kind }) => action === 'archive' && kind === 'organization');
  if (ending.length === 0) return steps;
  const ground = groundOf(steps, input);
  const told = new Map<string, Step>();
  const more: Step[] = [];
  for (const step of ending) {
    const going = new Map<Kind, number>();
    const staying = new Map<Kind, number>();
    for (const record of input.records.values()) {
      if (record.system !== step.system || record.organization !== step.record || !isActive(record)) continue;
      const archival = archivalOf(record, step, ground);
      if (archival) more.push(archival);
      const goes = archival !== null || ground.archived.has(keyOf(record));
      const counts = goes ? going : staying;
      counts.set(record.kind, (counts.get(record.kind) ?? 0) + 1);
    }
    const parts = [
      ...(going.size > 0
        ? [`${counted(going)} of it ${total(going) === 1 ? 'is' : 'are'} archived before it`]
        : []),
      ...(staying.size > 0 ? [`it leaves ${counted(staying)} in use`] : []),
    ];
    told.set(step.id, { ...step, reason: [step.reason, ...parts].join('; ') });
  }
  const replaced = new Set(more.flatMap((step) => ground.written.get(placeOf(step)) ?? []));
  const others = steps.filter((step) => !replaced.has(step));
  return [...others.map((step) => told.get(step.id) ?? step), ...more];
}

interface Ground extends OffBoardingInput {
  readonly identityOf: ReadonlyMap<RecordKey, Identity>;
  /** What the plan archives without this. */
  readonly archived: ReadonlySet<string>;
  /** The step of each record that the plan writes to. */
  readonly written: ReadonlyMap<string, Step>;
}

export const placeOf = ({ system, kind, record }: Step): string => `${system}:${kind}:${record}`;

function groundOf(steps: readonly Step[], input: OffBoardingInput): Ground {
  const identityOf = new Map<RecordKey, Identity>();
  for (const identity of input.identities.values())
    for (const ref of membersOf(identity)) identityOf.set(keyOf(ref), identity);
  const archived = keysOf(steps.filter(({ action }) => action === 'archive'));
  const written = new Map(steps.map((step) => [placeOf(step), step]));
  return { ...input, identityOf, archived, written };
}

function archivalOf(record: SourceRecord, ending: Step, ground: Ground): Step | null {
  const { system, kind } = record;
  const key = keyOf(record);
  const identity = ground.identityOf.get(key);
  // Two writes to one record at a time would each be given it as it was before both.
  const written = ground.written.get(key);
  if (kind === 'organization' || !identity || (written && !staysThere(written))) return null;
  const from = sourceOf(ending);
  if (barOf(record, from, ground) !== null || isUsedElsewhere(identity, system, ground)) return null;
  const reason = `${ending.name} is archived in ${SYSTEM_TITLES[system]}, and no other system has it in use`;
  return {
    id: `${system}/archive/${kind}/${record.id}`,
    action: 'archive',
    ...{ system, kind, identity: identity.id, record: record.id, name: record.name },
    organization: ending.name,
    organizationIdentity: ending.organizationIdentity,
    changes: [
      ...(written?.changes ?? []),
      { field: 'active', from: true, to: false, source: from, reason, settled: true },
    ],
    withClient: true,
    reason: written ? `${reason}; ${written.reason}` : reason,
  };
}

/** What moves to another client, or is archived and put back in use for a reason of its own, is no leftover. */
const staysThere = ({ action, changes }: Step): boolean =>
  action === 'update' && changes.every(({ field }) => field !== 'organization');

/** Whose word ends the organization. */
function sourceOf({ changes, system }: Step): SystemName {
  const source = changes.find(({ field }) => field === 'active')?.source;
  return source === undefined || source === 'person' ? system : source;
}

/** An active record elsewhere counts unless its client has ended there too; one that is out of sight may be in use. */
function isUsedElsewhere(identity: Identity, system: SystemName, ground: Ground): boolean {
  return membersOf(identity).some((ref) => {
    if (ref.system === system) return false;
    const record = ground.records.get(keyOf(ref));
    if (!record) return true;
    return isActive(record) && !ground.archived.has(keyOf(ref)) && !hasEnded(record, ground);
  });
}

/** Whether its client has ended in its system, or is about to. */
export function hasEnded(
  { system, organization }: SourceRecord,
  { records, archived }: Pick<Ground, 'records' | 'archived'>,
): boolean {
  if (organization === null) return false;
  const key: RecordKey = `${system}:organization:${organization}`;
  const owner = records.get(key);
  return owner !== undefined && (!isActive(owner) || archived.has(key));
}

const total = (counts: ReadonlyMap<Kind, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

const counted = (counts: ReadonlyMap<Kind, number>): string =>
  KINDS.flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [`${count} ${kind}${count === 1 ? '' : 's'}`];
  }).join(', ');
