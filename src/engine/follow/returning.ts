/**
 * What was archived with its client comes back with it: once the client is in use again in that system, what somebody
 * still uses elsewhere is proposed to be put back in use. Pure.
 */
import type { FieldMerge, IdentityMerge } from '../merge/model';
import type { Identity, IdentityId, RecordKey, SourceRecord, SystemName } from '../model';
import { isActive, keyOf, membersOf, SYSTEM_TITLES } from '../model';
import type { FieldChange, Step } from '../plan/model';
import { barOf, hasEnded, keysOf, type OffBoardingInput, placeOf } from './off-boarding';

export interface ReturnInput extends OffBoardingInput {
  /** What somebody has said to be out of use, whatever becomes of its client. */
  readonly outOfUse: ReadonlySet<IdentityId>;
}

/** Of what was merged that which somebody has said to be out of use, and not everywhere is so yet. */
export const outOfUseIn = (merges: readonly IdentityMerge[]): ReadonlySet<IdentityId> =>
  new Set(merges.filter(({ fields }) => fields.some(isEnding)).map(({ identity }) => identity.id));

const isEnding = ({ field, merged }: FieldMerge): boolean =>
  field === 'active' && merged.type === 'propagate' && merged.value === false;

interface Ground extends ReturnInput {
  /** What the plan archives, and puts back in use, without this. */
  readonly archived: ReadonlySet<string>;
  readonly returning: ReadonlySet<string>;
  /** The step of each record that the plan writes to. */
  readonly written: ReadonlyMap<string, Step>;
}

/** The steps with those that put back in use. */
export function withReturns(steps: readonly Step[], input: ReturnInput): readonly Step[] {
  const asleep = [...input.identities.values()].filter(({ endedWith }) => endedWith !== undefined);
  if (asleep.length === 0) return steps;
  const ground = groundOf(steps, input);
  const returns = asleep.flatMap((identity) =>
    (identity.endedWith ?? []).flatMap((system) => returnOf(identity, system, ground) ?? []),
  );
  const replaced = new Set(returns.flatMap((step) => ground.written.get(placeOf(step)) ?? []));
  return returns.length === 0 ? steps : [...steps.filter((step) => !replaced.has(step)), ...returns];
}

function groundOf(steps: readonly Step[], input: ReturnInput): Ground {
  return {
    ...input,
    archived: keysOf(steps.filter(({ action }) => action === 'archive')),
    returning: keysOf(steps.filter(({ action }) => action === 'reactivate')),
    written: new Map(steps.map((step) => [placeOf(step), step])),
  };
}

function returnOf(identity: Identity, system: SystemName, ground: Ground): Step | null {
  const record = ground.records.get(`${system}:${identity.kind}:${identity.links[system]?.record ?? ''}`);
  if (!record || isActive(record) || ground.outOfUse.has(identity.id)) return null;
  const client = clientOf(record, ground);
  const source = usedElsewhere(identity, system, ground);
  if (!client || !source || barOf(record, source, ground) !== null) return null;
  const reason = `${client.name} is in use again in ${SYSTEM_TITLES[system]}, with which it was archived`;
  const change: FieldChange = { field: 'active', from: false, to: true, source, reason, settled: true };
  // Two writes to one record at a time would each be given it as it was before both.
  const written = ground.written.get(keyOf(record));
  if (written && written.action !== 'update') return null;
  return {
    id: `${system}/reactivate/${record.kind}/${record.id}`,
    action: 'reactivate',
    ...{ system, kind: record.kind, identity: identity.id, record: record.id, name: record.name },
    organization: client.name,
    organizationIdentity: identity.organization ?? identity.id,
    changes: [...(written?.changes ?? []), change],
    withClient: true,
    reason: written ? `${reason}; ${written.reason}` : reason,
  };
}

/** The client of the record, where it is in use in that system or is about to be. */
function clientOf({ system, organization }: SourceRecord, ground: Ground): SourceRecord | null {
  const key: RecordKey = `${system}:organization:${organization ?? ''}`;
  const client = ground.records.get(key);
  if (!client || ground.archived.has(key)) return null;
  return ground.returning.has(key) || isActive(client) ? client : null;
}

/** A system in which it is in use, and its client with it. */
function usedElsewhere(identity: Identity, system: SystemName, ground: Ground): SystemName | null {
  const ref = membersOf(identity).find((member) => {
    const record = member.system === system ? undefined : ground.records.get(keyOf(member));
    const stays = record && isActive(record) && !ground.archived.has(keyOf(record));
    return stays === true && !hasEnded(record, ground);
  });
  return ref?.system ?? null;
}
