/** What people asked to be made, as far as it still stands. Pure. */
import type { Decision } from './decisions';
import { lastSaid, type Said } from './match/said';
import { type Identity, type IdentityId, type RecordKey, refOf, type SystemName } from './model';

export interface AskedInput {
  readonly decisions: readonly Decision[];
  readonly said: Pick<Said, 'toCreate' | 'ignored'>;
  /** What takes no part. */
  readonly out: ReadonlyMap<RecordKey, string>;
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly identityOf: ReadonlyMap<RecordKey, IdentityId>;
}

/** By record, the systems in which it is to be made; not where what stood there with it is to be left alone since. */
export function askedFor(input: AskedInput): ReadonlyMap<RecordKey, readonly SystemName[]> {
  const { decisions, said, out, identities, identityOf } = input;
  if (said.toCreate.size === 0) return new Map();
  const [asked, left] = [lastSaid(decisions, 'create'), lastSaid(decisions, 'ignore')];
  const stands = (record: RecordKey, system: SystemName): boolean => {
    const aliases = identities.get(identityOf.get(record) ?? '')?.aliases ?? [];
    const isLeftSince = (key: RecordKey) =>
      refOf(key).system === system &&
      said.ignored.has(key) &&
      (left.get(key) ?? 0) > (asked.get(record) ?? 0);
    return !aliases.some(isLeftSince);
  };
  const found = [...said.toCreate].filter(([record]) => !out.has(record));
  return new Map(found.map(([record, to]) => [record, [...to].filter((system) => stands(record, system))]));
}
