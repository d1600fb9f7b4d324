/** Why no counterpart is created where the settings would have one, unless a person asks for it. Pure. */
import { pairKey } from '../match/clusters';
import type { IdentityMerge } from '../merge/model';
import type { Identity, IdentityId, RecordKey, SourceRecord, SystemName } from '../model';
import { isActive, SYSTEM_TITLES, SYSTEMS } from '../model';
import type { Lookalikes } from './lookalikes';
import type { PlanWorld } from './world';

interface Wish {
  readonly identity: Identity;
  /** The record that calls for it. */
  readonly origin: SourceRecord;
  readonly system: SystemName;
  readonly merges: ReadonlyMap<IdentityId, IdentityMerge>;
  readonly world: PlanWorld;
  readonly lookalikes: Lookalikes;
}

/** The reason, fit to read; null where nothing stands against it. */
export function whyNot(wish: Wish): string | null {
  const { identity, origin, system, merges, world, lookalikes } = wish;
  const ended = endedFor(identity, origin, system, merges, world);
  if (ended !== null)
    return `its client is out of use in ${SYSTEM_TITLES[ended]}: nothing is made there any more`;
  if (isAway(identity, system, world))
    return 'the one that it had there until somebody set it apart is not seen; no other is made unless a person asks for it';
  return lookalikes.find(identity, system)
    ? 'it already has one that looks the same; a person decides whether it is'
    : null;
}

/** Where its client is out of use: in the system that it comes from, or there where it would be made, unless it comes back just now. */
function endedFor(
  { organization }: Identity,
  { system: from }: SourceRecord,
  to: SystemName,
  merges: ReadonlyMap<IdentityId, IdentityMerge>,
  { input }: PlanWorld,
): SystemName | null {
  const client = organization === null ? undefined : input.identities.get(organization);
  if (!client) return null;
  const life = merges.get(client.id)?.fields.find(({ field }) => field === 'active')?.merged;
  const comesBack = (system: SystemName) =>
    life?.type === 'propagate' && life.value === true && life.targets.includes(system);
  const isOut = (system: SystemName) => {
    const record = input.records.get(`${system}:organization:${client.links[system]?.record ?? ''}`);
    return record !== undefined && !isActive(record) && !comesBack(system);
  };
  return [from, to].find(isOut) ?? null;
}

/** Whether one stood there until a person set it apart, nobody says any more that it is another thing, and it is out of sight. */
function isAway({ kind, links, parted }: Identity, system: SystemName, { input }: PlanWorld): boolean {
  const record = parted?.[system];
  const key: RecordKey = `${system}:${kind}:${record ?? ''}`;
  if (record === undefined || input.records.has(key)) return false;
  return SYSTEMS.every((other) => {
    const link = links[other];
    return link === undefined || !input.different.has(pairKey(key, `${other}:${kind}:${link.record}`));
  });
}
