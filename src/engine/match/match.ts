/**
 * Which records are one real thing. In order: what people decided and earlier runs found, then organizations, then what
 * belongs to each organization that was recognised, then machines wherever they stand.
 */
import type { Kind, RecordKey, SourceRecord } from '../model';
import { serialForm } from '../normalize/serial';
import type { Slices } from '../slices';
import { changedAlarms, movedAlarms, replacedAlarms, vendorAlarms } from './alarms';
import { ASSET_PRIOR, ASSET_RULES, WORLD_PRIOR } from './asset-rules';
import { ASSET_FAMILIES, type AssetEntry, assetEntries } from './assets';
import type { Family } from './blocks';
import { type Clusters, isJoint } from './clusters';
import { CONTACT_FAMILIES, CONTACT_PRIOR, CONTACT_RULES, contactEntry } from './contacts';
import { duplicateAlarms, SAME_CONTACT, SAME_LOCATION, SAME_ORGANIZATION, type Sign } from './duplicates';
import { Entries } from './entries';
import { knownClusters } from './known';
import { LOCATION_FAMILIES, LOCATION_PRIOR, LOCATION_RULES, locationEntry } from './locations';
import type { Alarm, Ambiguity, MatchedGroup, MatchGroup, MatchInput, MatchResult } from './model';
import { inOrder } from './order';
import { ORGANIZATION_FAMILIES, ORGANIZATION_PRIOR, organizationRules } from './organizations';
import { Overlap } from './overlap';
import { Found, runPass } from './pass';
import { linkedPairs, owners, pairOf, prepare, sortByKind } from './prepare';
import { groupOf, suggestionOf } from './report';
import { type Assessment, assess, type Counts, type Entry, type OwnerOf, type Rule } from './rules';
import { readDecisions, type Said } from './said';
import { organizationEntries } from './surroundings';
import { findTwins } from './twins';
import { World } from './world';

interface KindRules<E extends Entry> {
  readonly kind: Kind;
  readonly families: readonly Family<E>[];
  readonly rules: readonly Rule<E>[];
  readonly prior: number;
}

interface Output {
  readonly groups: MatchedGroup[];
  readonly suggestions: MatchGroup[];
  readonly ambiguous: Ambiguity[];
  readonly alarms: Alarm[];
}

const NOWHERE = 'nowhere';

export function* match(input: MatchInput): Slices<MatchResult> {
  const said = readDecisions(input.decisions, input.now);
  const byKind = yield* sortByKind(input.records, said);
  const output: Output = { groups: [], suggestions: [], ambiguous: [], alarms: [] };
  const placeholders = new Set(input.settings.placeholderSerials.map(serialForm));
  const ownerOf = owners();
  const assets = yield* prepare(byKind.asset, assetEntries({ placeholders, ownerOf }));
  const world = yield* World.of(assets.all);
  const run = new Run(input, said, output);
  const organizations = yield* run.organizations(byKind, world, ownerOf);
  const scopes = new Map<RecordKey, unknown>();
  for (const entry of organizations.entries.all) {
    scopes.set(entry.key, organizations.clusters.get(entry));
  }
  const lost = lostOwners(input.namedOnly, organizations);
  const scopeOf = ({ owner }: Entry): unknown =>
    owner === undefined || lost.has(owner) ? NOWHERE : (scopes.get(owner) ?? owner);
  const knownOwner: OwnerOf = (record) => {
    const owner = ownerOf(record);
    return owner !== undefined && lost.has(owner) ? undefined : owner;
  };
  const locations = yield* prepare(byKind.location, (record, slot) =>
    locationEntry(record, slot, knownOwner),
  );
  yield* run.within(LOCATIONS, locations, scopeOf, SAME_LOCATION);
  const contacts = yield* prepare(byKind.contact, (record, slot) => contactEntry(record, slot, knownOwner));
  yield* run.within(CONTACTS, contacts, scopeOf, SAME_CONTACT);
  yield* run.assets(assets, world, scopeOf);
  return { ...(yield* sorted(output)), ignored: said.ignored };
}

/** Of the organizations that are only named, those that were found in no other system. */
function lostOwners(
  namedOnly: ReadonlySet<RecordKey> | undefined,
  { entries, clusters }: { entries: Entries<Entry>; clusters: Clusters },
): ReadonlySet<RecordKey> {
  const lost = new Set<RecordKey>();
  for (const key of namedOnly ?? []) {
    const entry = entries.get(key);
    if (entry !== undefined && !clusters.isJoined(entry)) lost.add(key);
  }
  return lost;
}

const LOCATIONS = {
  kind: 'location',
  families: LOCATION_FAMILIES,
  rules: LOCATION_RULES,
  prior: LOCATION_PRIOR,
} as const;
const CONTACTS = {
  kind: 'contact',
  families: CONTACT_FAMILIES,
  rules: CONTACT_RULES,
  prior: CONTACT_PRIOR,
} as const;
const ASSETS = { kind: 'asset', families: ASSET_FAMILIES, rules: ASSET_RULES, prior: ASSET_PRIOR } as const;

/** For counting only: the candidates are given. */
const COUNTED = ASSET_FAMILIES.map((family) => ({ ...family, bound: 0 }));

type ScopeOf = (entry: Entry) => unknown;

class Run {
  constructor(
    private readonly input: MatchInput,
    private readonly said: Said,
    private readonly output: Output,
  ) {}

  *organizations(
    byKind: Readonly<Record<Kind, readonly SourceRecord[]>>,
    world: World,
    ownerOf: OwnerOf,
  ): Slices<{ entries: Entries<Entry>; clusters: Clusters }> {
    const overlap = yield* Overlap.of(world);
    const entries = yield* organizationEntries(byKind, ownerOf);
    const rules = organizationRules(overlap);
    const kind = {
      kind: 'organization',
      families: ORGANIZATION_FAMILIES,
      rules,
      prior: ORGANIZATION_PRIOR,
    } as const;
    const known = knownClusters('organization', entries, this.input.identities, this.said);
    const found = new Found();
    addAll(found.alarms, known.alarms);
    const shared = [...overlap.pairs()].flatMap(([a, b]) => pairOf(entries, a, b));
    yield* this.pass(kind, entries.all, known.clusters, found, [...shared, ...linkedPairs(entries)]);
    addAll(found.alarms, yield* duplicateAlarms(entries.all, SAME_ORGANIZATION));
    yield* this.finish(kind, entries, known, found);
    return { entries, clusters: known.clusters };
  }

  /** Records that belong to an organization, each compared with those of the same client. */
  *within<E extends Entry>(
    kind: KindRules<E>,
    entries: Entries<E>,
    scopeOf: ScopeOf,
    duplicate: Sign<E>,
  ): Slices<void> {
    const known = knownClusters(kind.kind, entries, this.input.identities, this.said);
    const found = new Found();
    addAll(found.alarms, known.alarms);
    yield* this.scopes(kind, entries, known.clusters, found, scopeOf);
    yield* this.homeless(kind, entries, known.clusters, found, scopeOf);
    addAll(found.alarms, yield* duplicateAlarms(entries.all, duplicate));
    yield* this.finish(kind, entries, known, found);
  }

  *assets(all: Entries<AssetEntry>, everywhere: World, scopeOf: ScopeOf): Slices<void> {
    const twins = yield* findTwins(everywhere);
    const entries = all.without(twins.successors);
    const known = knownClusters('asset', entries, this.input.identities, this.said);
    const found = new Found();
    addAll(found.alarms, known.alarms);
    addAll(found.alarms, twins.alarms);
    const world = entries === all ? everywhere : yield* World.of(entries.all);
    yield* this.scopes(ASSETS, entries, known.clusters, found, scopeOf);
    yield* this.homeless(ASSETS, entries, known.clusters, found, scopeOf);
    const crossed = yield* this.moved(world, entries, known.clusters, found, scopeOf);
    addAll(found.alarms, replacedAlarms(found.contradicted, known.clusters));
    if (crossed || this.hasPast()) addAll(found.alarms, movedAlarms(entries, known.clusters, scopeOf));
    yield;
    addAll(found.alarms, changedAlarms(entries, known.clusters));
    yield* this.finish(ASSETS, entries, known, found);
  }

  /** Whether anything but this run's rules holds records together. */
  private hasPast(): boolean {
    return this.input.identities.length > 0 || this.said.same.length > 0;
  }

  /** Machines that stand under one client in one system and under another in the next; whether there may be any. */
  private *moved(
    world: World,
    entries: Entries<AssetEntry>,
    clusters: Clusters,
    found: Found,
    scopeOf: ScopeOf,
  ): Slices<boolean> {
    const apart = (a: AssetEntry, b: AssetEntry) => scopeOf(a) !== scopeOf(b);
    const candidates: (readonly [AssetEntry, AssetEntry])[] = [];
    const look = (a: AssetEntry, b: AssetEntry) => {
      const one = clusters.get(a);
      const two = clusters.get(b);
      if (one !== two && clusters.fit(one, two) && apart(a, b)) candidates.push([a, b]);
    };
    yield* world.pairs(look);
    for (const [a, b] of linkedPairs(entries)) look(a, b);
    if (candidates.length === 0) return false;
    const few = [...new Set(candidates.flat())];
    yield* this.pass({ ...ASSETS, families: COUNTED, prior: WORLD_PRIOR }, few, clusters, found, candidates);
    return true;
  }

  private *scopes<E extends Entry>(
    kind: KindRules<E>,
    entries: Entries<E>,
    clusters: Clusters,
    found: Found,
    scopeOf: ScopeOf,
  ): Slices<void> {
    const scopes = new Map<unknown, E[]>();
    let count = 0;
    for (const entry of entries.all) {
      if (++count % 2048 === 0) yield;
      const scope = scopeOf(entry);
      const list = scopes.get(scope);
      if (list) list.push(entry);
      else scopes.set(scope, [entry]);
    }
    for (const list of scopes.values()) {
      const side = list[0]?.side;
      if (list.every((entry) => entry.side === side)) continue;
      const linked = entries.linked.length > 0 ? linkedPairs(new Entries(list)) : [];
      yield* this.pass(kind, list, clusters, found, linked);
      yield;
    }
  }

  /** Records that name no organization, compared with those that do. */
  private *homeless<E extends Entry>(
    kind: KindRules<E>,
    entries: Entries<E>,
    clusters: Clusters,
    found: Found,
    scopeOf: ScopeOf,
  ): Slices<void> {
    const isHomeless = (entry: E) => scopeOf(entry) === NOWHERE;
    let homeless = 0;
    for (const entry of entries.all) if (isHomeless(entry)) homeless++;
    if (homeless === 0 || homeless === entries.all.length) return;
    const accept = (a: E, b: E) => isHomeless(a) !== isHomeless(b);
    const prior = kind.prior - 1;
    yield* this.pass({ ...kind, prior }, entries.all, clusters, found, [], accept);
  }

  private *pass<E extends Entry>(
    kind: KindRules<E>,
    entries: readonly E[],
    clusters: Clusters,
    found: Found,
    also: readonly (readonly [E, E])[],
    accept: (a: E, b: E) => boolean = () => true,
  ): Slices<void> {
    const { toCreate } = this.said;
    const mayJoin = (a: E, b: E) =>
      toCreate.size === 0 ||
      !(toCreate.get(a.key)?.has(b.record.system) || toCreate.get(b.key)?.has(a.record.system));
    yield* runPass({
      ...kind,
      entries,
      clusters,
      found,
      also,
      settings: this.input.settings,
      accept: (a, b) => accept(a, b) && mayJoin(a, b),
    });
  }

  private *finish<E extends Entry>(
    kind: KindRules<E>,
    entries: Entries<E>,
    known: ReturnType<typeof knownClusters>,
    found: Found,
  ): Slices<void> {
    const { clusters, identities } = known;
    const context = { identities, said: this.said };
    let count = 0;
    for (const cluster of clusters.all()) {
      if (++count % 1024 === 0) yield;
      if (isJoint(cluster)) this.output.groups.push(groupOf(kind.kind, cluster, context));
    }
    const open = (edge: Assessment) => clusters.fit(clusters.get(edge.a), clusters.get(edge.b));
    for (const edge of found.suggestions.filter(open))
      this.output.suggestions.push(suggestionOf(kind.kind, edge, clusters));
    for (const it of found.ambiguous) if (isOpen(it, entries, clusters)) this.output.ambiguous.push(it);
    const none: Counts = { shared: () => 1, spread: () => 1, size: 1 };
    const judge = (a: E, b: E) => assess(kind.rules, kind.prior, a, b, none);
    addAll(this.output.alarms, found.alarms);
    addAll(this.output.alarms, vendorAlarms(entries, clusters, judge));
  }
}

/** Lists may be too long to be passed as arguments. */
function addAll<T>(to: T[], from: readonly T[]): void {
  for (const item of from) to.push(item);
}

function isOpen(ambiguity: Ambiguity, entries: Entries<Entry>, clusters: Clusters): boolean {
  const record = entries.get(ambiguity.record);
  const [first] = ambiguity.candidates;
  const candidate = first && entries.get(first.record);
  return (
    record !== undefined &&
    candidate !== undefined &&
    clusters.get(record).members[candidate.side] === undefined
  );
}

/** In the order of keys: two runs over the same records say the same, word for word. */
function* sorted(output: Output): Slices<Output> {
  const groupKey = ({ kind, members }: MatchGroup) =>
    `${kind} ${members.bms ?? ''} ${members.vsa ?? ''} ${members.itglue ?? ''}`;
  return {
    groups: yield* inOrder(output.groups, groupKey),
    suggestions: yield* inOrder(output.suggestions, groupKey),
    ambiguous: yield* inOrder(output.ambiguous, (it) => `${it.record} ${it.candidates[0]?.record}`),
    alarms: yield* inOrder(output.alarms, (it) => `${it.type} ${it.records.join()} ${it.reason}`),
  };
}
