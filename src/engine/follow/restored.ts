/**
 * What a person put back in use after it was archived because its agent, or its record in the PSA, was gone: it lives on
 * without that one. The shadows tell it for one run alone, so what is gone leaves the identity then. Pure.
 */
import { remembering, some } from '../memory';
import type { Identity, IdentityId, RecordKey, SourceRecord, SystemName } from '../model';
import { isActive, keyOf, membersOf } from '../model';
import { witnessOf } from './gone';

export function withoutGone(
  identities: ReadonlyMap<IdentityId, Identity>,
  records: ReadonlyMap<RecordKey, SourceRecord>,
): ReadonlyMap<IdentityId, Identity> {
  const left = new Map(identities);
  for (const identity of identities.values()) {
    if (isWitnessGone(identity) && isRestored(identity, records))
      left.set(identity.id, withoutWitness(identity));
  }
  return left;
}

/** Whether the system that keeps the thing's life has said, when it was asked, that it does not have it any more. */
export const isWitnessGone = (identity: Identity): boolean =>
  identity.gone?.includes(witnessOf(identity)) ?? false;

/** The identities, each knowing what systems have just said is gone. */
export function withGone(
  identities: ReadonlyMap<IdentityId, Identity>,
  gone: ReadonlySet<RecordKey>,
): ReadonlyMap<IdentityId, Identity> {
  if (gone.size === 0) return identities;
  const told = new Map(identities);
  for (const identity of identities.values()) {
    const systems = membersOf(identity).flatMap((ref) => (gone.has(keyOf(ref)) ? [ref.system] : []));
    if (systems.length > 0)
      told.set(identity.id, { ...identity, gone: [...new Set([...(identity.gone ?? []), ...systems])] });
  }
  return told;
}

/** Where nothing was read: what systems have said is gone when they were asked last. */
export function goneIn(identities: ReadonlyMap<IdentityId, Identity>): ReadonlySet<RecordKey> {
  const gone = new Set<RecordKey>();
  for (const identity of identities.values())
    for (const ref of membersOf(identity)) if (identity.gone?.includes(ref.system)) gone.add(keyOf(ref));
  return gone;
}

const isRestored = (identity: Identity, records: ReadonlyMap<RecordKey, SourceRecord>): boolean =>
  membersOf(identity).some((ref) => {
    const record = records.get(keyOf(ref));
    return record !== undefined && isActive(record) && identity.shadows[ref.system]?.active === false;
  });

/** Where an agent is gone, and the record in the PSA that would speak for the thing in its place is gone, too, without both. */
export function withoutWitness(identity: Identity): Identity {
  const gone = witnessOf(identity);
  const { gone: told = [], missing, ...rest } = identity;
  const stays = (system: SystemName) => system !== gone;
  const record = identity.links[gone]?.record;
  const former: readonly RecordKey[] = record === undefined ? [] : [`${gone}:${identity.kind}:${record}`];
  const others = told.filter(stays);
  const without = {
    ...rest,
    ...(others.length > 0 ? { gone: others } : {}),
    links: some(identity.links, stays),
    aliases: [...new Set([...identity.aliases, ...former])],
    ...(missing ? { missing: some(missing, stays) } : {}),
  };
  const left = remembering(without, stays);
  return isWitnessGone(left) ? withoutWitness(left) : left;
}
