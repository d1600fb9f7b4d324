/**
 * What was archived with its client comes back with it: once the client is in use again in that system, what somebody
 * still uses elsewhere is proposed to be put back in use. Pure.
 */
import { keptBy } from '../beside';
import type { Identity, RecordKey, SourceRecord, SystemName } from '../model';
import { isActive, keyOf, membersOf, SYSTEM_TITLES } from '../model';
import type { FieldChange, Step } from '../plan/model';
import { refusalOf } from '../plan/refusal';
import { groundOf, hasEnded, type OffBoarding, type OffBoardingInput } from './off-boarding';

/** The steps with those that put back in use. */
export function withReturns(steps: readonly Step[], input: OffBoardingInput): readonly Step[] {
  const ground = groundOf(steps, input);
  const returns = [...input.identities.values()].flatMap((identity) =>
    (identity.endedWith ?? []).flatMap((system) => returnOf(identity, system, steps, ground) ?? []),
  );
  const coming = new Set(returns.map(placeOf));
  return returns.length === 0 ? steps : [...steps.filter((step) => !coming.has(placeOf(step))), ...returns];
}

const placeOf = ({ system, identity }: Step): string => `${system}|${identity}`;

function returnOf(
  identity: Identity,
  system: SystemName,
  steps: readonly Step[],
  ground: OffBoarding,
): Step | null {
  const record = recordIn(identity, system, ground);
  if (!record || isActive(record)) return null;
  const client = clientOf(record, steps, ground);
  const source = usedElsewhere(identity, system, ground);
  if (!client || !source || isBarred(record, source, ground)) return null;
  const reason = `${client.name} is in use again in ${SYSTEM_TITLES[system]}, with which it was archived`;
  const change: FieldChange = { field: 'active', from: false, to: true, source, reason, settled: true };
  // Two writes to one record at a time would each be given it as it was before both.
  const written = steps.find((step) => placeOf(step) === `${system}|${identity.id}`);
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

const recordIn = (identity: Identity, system: SystemName, { records }: OffBoarding) =>
  records.get(`${system}:${identity.kind}:${identity.links[system]?.record ?? ''}`);

/** The client of the record, where it is in use in that system or is about to be. */
function clientOf(
  { system, organization }: SourceRecord,
  steps: readonly Step[],
  ground: OffBoarding,
): SourceRecord | null {
  const key: RecordKey = `${system}:organization:${organization ?? ''}`;
  const client = ground.records.get(key);
  if (!client || ground.archived.has(key)) return null;
  const returns = steps.some(
    (step) => step.action === 'reactivate' && `${step.system}:${step.kind}:${step.record}` === key,
  );
  return returns || isActive(client) ? client : null;
}

/** A system in which it is in use, and its client with it. */
function usedElsewhere(identity: Identity, system: SystemName, ground: OffBoarding): SystemName | null {
  const ref = membersOf(identity).find((member) => {
    const record = member.system === system ? undefined : ground.records.get(keyOf(member));
    const stays = record && isActive(record) && !ground.archived.has(keyOf(record));
    return stays === true && !hasEnded(record, ground);
  });
  return ref?.system ?? null;
}

function isBarred(record: SourceRecord, source: SystemName, ground: OffBoarding): boolean {
  const { system, kind } = record;
  const refused =
    ground.barrier(kind, source, system) ??
    keptBy(ground.keeper, kind, 'active', system, [source]) ??
    refusalOf(record, 'active', ground.takers);
  return refused !== null;
}
