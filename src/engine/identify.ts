/** Turns what matching found into identities: those that go on keep their id and their shadows, new ones are founded. */
import type { FieldName } from './fields';
import { pairKey } from './match/clusters';
import type { MatchResult } from './match/model';
import type { Said as AllSaid } from './match/said';
import { heardAgain, memoryOf, withMakings } from './memory';
import type {
  Identity,
  IdentityId,
  Link,
  PerSystem,
  RecordId,
  RecordKey,
  SourceRecord,
  SystemName,
} from './model';
import { keyOf, membersOf, SYSTEMS } from './model';
import { goneStill, stillEnded, withReturned } from './returned';
import type { Slices } from './slices';

export interface Identified {
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly identityOf: ReadonlyMap<RecordKey, IdentityId>;
  /** Ids that existed before and are gone. */
  readonly removed: readonly IdentityId[];
}

const SLICE = 128;

/** A record that stands alone and has not been seen in this many complete scans is forgotten. */
const FORGET_AFTER = 2;

/** Whether a complete listing of the kind was read, every row of it understood: only then does absence say anything. */
export type Looked = (system: SystemName, kind: Identity['kind']) => boolean;

/** `said`: what people said is not the same, and what is to be left alone. */
export function* identify(
  result: MatchResult,
  records: ReadonlyMap<RecordKey, SourceRecord>,
  previous: ReadonlyMap<IdentityId, Identity>,
  looked: Looked,
  said: Said,
): Slices<Identified> {
  const book = new Book(records, previous, looked, said);
  let count = 0;
  for (const group of result.groups) {
    count += 1;
    if (count % SLICE === 0) yield;
    book.add(group.kind, group.links, group.identity, group.aliases);
  }
  // What is to be left alone last: an identity goes on with those that are not.
  for (const isIgnored of [false, true]) {
    for (const record of records.values()) {
      count += 1;
      if (count % SLICE === 0) yield;
      const key = keyOf(record);
      if (said.ignored.has(key) === isIgnored && !book.identityOf.has(key)) book.alone(record);
    }
  }
  for (const identity of previous.values()) book.keepAbsent(identity);
  yield;
  return book.close();
}

type Said = Pick<AllSaid, 'different' | 'ignored'>;

class Book {
  readonly identityOf = new Map<RecordKey, IdentityId>();
  private readonly identities = new Map<IdentityId, Identity>();
  private readonly formerly = new Map<RecordKey, Identity>();

  constructor(
    private readonly records: ReadonlyMap<RecordKey, SourceRecord>,
    private readonly previous: ReadonlyMap<IdentityId, Identity>,
    private readonly looked: Looked,
    private readonly said: Said,
  ) {
    for (const identity of previous.values()) {
      for (const ref of membersOf(identity)) this.formerly.set(keyOf(ref), identity);
    }
  }

  add(
    kind: Identity['kind'],
    links: PerSystem<Link>,
    continuing: IdentityId | null,
    aliases: readonly RecordKey[],
  ): void {
    const before = this.predecessor(kind, links, continuing);
    const kept = this.absentLinks(before, links);
    const all = { ...kept.links, ...links };
    const parted = before ? this.partedFrom(before, all) : {};
    const goesOn = (system: SystemName) => before !== undefined && this.goesOn(before, system, all, parted);
    const id = before?.id ?? this.found(kind, links);
    this.put({
      id,
      kind,
      organization: null,
      links: all,
      aliases: [...new Set([...(before?.aliases ?? []), ...aliases, ...this.ignoredFellows(kind, links)])],
      ...(Object.keys(parted).length > 0 ? { parted } : {}),
      ...withReturned(withMakings(memoryOf(before ?? { shadows: {} }, goesOn), before), before?.gone, links),
      ...(before?.carried ? { carried: before.carried } : {}),
      ...goneStill(before?.gone, kept.missing),
      ...stillEnded({ kind, links: all, parted, endedWith: before?.endedWith ?? [] }, this.records),
      ...(kept.missing ? { missing: kept.missing } : {}),
    });
  }

  alone(record: SourceRecord): void {
    const link: Link = {
      record: record.id,
      provenance: 'rule',
      rule: 'stands alone',
      confidence: 1,
      evidence: [],
    };
    this.add(record.kind, { [record.system]: link }, null, []);
  }

  /** An identity none of whose records were seen stays for a while, so that a return is recognised. */
  keepAbsent(identity: Identity): void {
    if (this.identities.has(identity.id)) return;
    const refs = membersOf(identity);
    if (refs.some((ref) => this.identityOf.has(keyOf(ref)))) return;
    const kept = this.absentLinks(identity, {});
    const absences = Object.values(kept.missing ?? {});
    if (refs.length < 2 && !this.isAwaited(identity) && absences.some((count) => count >= FORGET_AFTER))
      return;
    this.put({ ...identity, links: kept.links, ...(kept.missing ? { missing: kept.missing } : {}) });
  }

  /** Whether one that was parted from it is still there, and may come back. */
  private isAwaited({ kind, parted = {} }: Identity): boolean {
    return SYSTEMS.some((system) => this.records.has(`${system}:${kind}:${parted[system] ?? ''}`));
  }

  close(): Identified {
    const identities = new Map<IdentityId, Identity>();
    for (const [id, identity] of this.identities) {
      const organization = this.ownerOf(identity);
      identities.set(id, { ...identity, organization });
    }
    const removed = [...this.previous.keys()].filter((id) => !identities.has(id));
    return { identities, identityOf: this.identityOf, removed };
  }

  private put(identity: Identity): void {
    this.identities.set(identity.id, identity);
    for (const ref of membersOf(identity)) this.identityOf.set(keyOf(ref), identity.id);
  }

  private predecessor(
    kind: Identity['kind'],
    links: PerSystem<Link>,
    continuing: IdentityId | null,
  ): Identity | undefined {
    if (continuing !== null) {
      const identity = this.previous.get(continuing);
      if (identity && !this.identities.has(continuing)) return identity;
    }
    for (const system of SYSTEMS) {
      const link = links[system];
      const before = link && this.formerly.get(`${system}:${kind}:${link.record}`);
      if (before && !this.identities.has(before.id)) return before;
    }
    return undefined;
  }

  /**
   * Where another record now stands for a system, what its predecessor agreed to, or was owed, says nothing about it; save
   * of an agent that is installed anew and reports the same: what it says has been heard and answered.
   */
  private goesOn(
    before: Identity,
    system: SystemName,
    links: PerSystem<Link>,
    parted: PerSystem<RecordId>,
  ): boolean | ReadonlySet<FieldName> {
    const link = links[system];
    if (link === undefined) return parted[system] !== undefined;
    if (this.stoodIn(before, system) === link.record) return true;
    if (before.kind !== 'asset' || system !== 'vsa' || !before.links[system]) return false;
    const says = this.records.get(`${system}:${before.kind}:${link.record}`)?.fields ?? {};
    const heard = heardAgain(before.kind, before.shadows[system] ?? {}, says);
    // Where the machine belongs the former agent has said: elsewhere, it has moved.
    return heard.size > 0 && new Set([...heard, 'organization' as const]);
  }

  /** Who stands there, or was parted from it; not one that has stood with others since: what it says may be theirs. */
  private stoodIn({ kind, links, parted }: Identity, system: SystemName): RecordId | undefined {
    const [link, record] = [links[system], parted?.[system]];
    if (link || record === undefined) return link?.record;
    const since = this.formerly.get(`${system}:${kind}:${record}`);
    return since && membersOf(since).length > 1 ? undefined : record;
  }

  /** Who stood with the others until a person said that it is none of them, or to be left alone. */
  private partedFrom(before: Identity, links: PerSystem<Link>): PerSystem<RecordId> {
    const parted: Partial<Record<SystemName, RecordId>> = {};
    for (const system of SYSTEMS) {
      const record = links[system] ? undefined : this.stoodIn(before, system);
      if (record === undefined) continue;
      const key: RecordKey = `${system}:${before.kind}:${record}`;
      const isSaid = this.said.ignored.has(key) || this.isApart(key, before.kind, links);
      if (isSaid || before.parted?.[system] === record) parted[system] = record;
    }
    return parted;
  }

  /** Links of the predecessor whose records this scan did not show, with one more scan counted against them. */
  private absentLinks(
    before: Identity | undefined,
    links: PerSystem<Link>,
  ): { links: PerSystem<Link>; missing: PerSystem<number> | null } {
    const kept: Partial<Record<SystemName, Link>> = {};
    const missing: Partial<Record<SystemName, number>> = {};
    for (const system of SYSTEMS) {
      const link = before?.links[system];
      if (!before || !link || links[system]) continue;
      const key: RecordKey = `${system}:${before.kind}:${link.record}`;
      if (this.records.has(key) || this.isApart(key, before.kind, { ...kept, ...links })) continue;
      kept[system] = link;
      const absences = (before.missing?.[system] ?? 0) + (this.looked(system, before.kind) ? 1 : 0);
      if (absences > 0) missing[system] = absences;
    }
    return { links: kept, missing: Object.keys(missing).length > 0 ? missing : null };
  }

  /** Records that stood with one of these, until a person said that they be left alone: nothing is made in their place. */
  private ignoredFellows(kind: Identity['kind'], links: PerSystem<Link>): readonly RecordKey[] {
    const { ignored } = this.said;
    if (ignored.size === 0) return [];
    const own = SYSTEMS.map((system): RecordKey => `${system}:${kind}:${links[system]?.record ?? ''}`);
    const former = own.flatMap((key) => this.formerly.get(key) ?? []);
    const fellows = former.flatMap((identity) => membersOf(identity).map(keyOf));
    return fellows.filter((key) => ignored.has(key) && !own.includes(key));
  }

  /** Whether a person said that a record is not what one of the others is: then it is not kept, seen or not. */
  private isApart(key: RecordKey, kind: Identity['kind'], others: PerSystem<Link>): boolean {
    const { different } = this.said;
    if (different.size === 0) return false;
    return SYSTEMS.some((system) => {
      const link = others[system];
      return link !== undefined && different.has(pairKey(key, `${system}:${kind}:${link.record}`));
    });
  }

  private found(kind: Identity['kind'], links: PerSystem<Link>): IdentityId {
    const system = SYSTEMS.find((name) => links[name]);
    const id = `${kind}/${system}/${system ? links[system]?.record : ''}`;
    let free = id;
    for (let n = 2; this.identities.has(free) || this.previous.has(free); n += 1) free = `${id}~${n}`;
    return free;
  }

  private ownerOf(identity: Identity): IdentityId | null {
    if (identity.kind === 'organization') return null;
    for (const ref of membersOf(identity)) {
      const owner = this.records.get(keyOf(ref))?.organization;
      const found = owner && this.identityOf.get(`${ref.system}:organization:${owner}`);
      if (found) return found;
    }
    return this.previous.get(identity.id)?.organization ?? null;
  }
}
