/**
 * What a person put back in use after it was archived because its agent, or its record in the PSA, was gone: it lives on
 * without that one. The shadows tell it for one run alone, so what is gone leaves the identity then. Pure.
 */
import { memoryOf, some } from '../memory';
import type { Identity, IdentityId, RecordKey, SourceRecord, SystemName } from '../model';
import { isActive, keyOf, membersOf } from '../model';
import { LISTINGS, witnessOf } from './gone';

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

export const isWitnessGone = (identity: Identity): boolean =>
  (identity.missing?.[witnessOf(identity)] ?? 0) >= LISTINGS;

const isRestored = (identity: Identity, records: ReadonlyMap<RecordKey, SourceRecord>): boolean =>
  membersOf(identity).some((ref) => {
    const record = records.get(keyOf(ref));
    return record !== undefined && isActive(record) && identity.shadows[ref.system]?.active === false;
  });

export function withoutWitness(identity: Identity): Identity {
  const gone = witnessOf(identity);
  const { links, aliases, missing, owed: _o, unreached: _u, doubted: _d, ...rest } = identity;
  const stays = (system: SystemName) => system !== gone;
  const record = links[gone]?.record;
  const former: readonly RecordKey[] = record === undefined ? [] : [`${gone}:${identity.kind}:${record}`];
  return {
    ...rest,
    links: some(links, stays),
    aliases: [...new Set([...aliases, ...former])],
    ...memoryOf(identity, stays),
    ...(missing ? { missing: some(missing, stays) } : {}),
  };
}
