/** Which identity each record belongs to. Pure. */
import type { Identity, IdentityId, RecordKey } from './model';
import { keyOf, membersOf } from './model';

export function identityIndex(identities: Iterable<Identity>): ReadonlyMap<RecordKey, IdentityId> {
  const index = new Map<RecordKey, IdentityId>();
  for (const identity of identities) {
    for (const ref of membersOf(identity)) index.set(keyOf(ref), identity.id);
  }
  return index;
}
