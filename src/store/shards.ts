/** The state in shards, one for each organization. Pure. */
import { fingerprintOf } from '../engine/hash';
import type { Identity, RecordKey, SourceRecord } from '../engine/model';
import { keyOf, membersOf } from '../engine/model';
import type { State } from '../engine/ports';
import { type Shard, VERSION } from './shape';

/** Shard of records whose organization is not known. */
const NOWHERE = 'unassigned';

/** A file name that any file system takes, distinct for distinct organizations. */
export const shardName = (organization: string): string =>
  `${organization.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60)}-${fingerprintOf(organization).slice(0, 8)}`;

/** Sorted, so that the same state gives the same text. */
export function shardsOf(state: State): readonly Shard[] {
  const shards = new Map<string, { identities: Identity[]; records: SourceRecord[] }>();
  const shardFor = (organization: string) => {
    let shard = shards.get(organization);
    if (!shard) {
      shard = { identities: [], records: [] };
      shards.set(organization, shard);
    }
    return shard;
  };
  const home = new Map<RecordKey, string>();
  for (const identity of state.identities.values()) {
    const organization = identity.kind === 'organization' ? identity.id : (identity.organization ?? NOWHERE);
    shardFor(organization).identities.push(identity);
    for (const ref of membersOf(identity)) home.set(keyOf(ref), organization);
  }
  for (const record of state.records.values())
    shardFor(home.get(keyOf(record)) ?? NOWHERE).records.push(record);
  return [...shards].map(([organization, { identities, records }]) => ({
    version: VERSION,
    organization,
    identities: identities.sort((a, b) => (a.id < b.id ? -1 : 1)),
    records: records.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
  }));
}
