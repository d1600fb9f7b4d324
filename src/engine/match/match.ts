/**
 * Which records are one real thing. In order: what people decided and earlier runs found, then organizations, then what
 * belongs to each organization that was recognised, then machines wherever they stand.
 */
import { serialForm } from '../normalize/serial';
import type { Slices } from '../slices';
import { changedAlarms, movedAlarms, replacedAlarms } from './alarms';
import { WORLD_PRIOR } from './asset-rules';
import { type AssetEntry, assetEntries } from './assets';
import { contactEntry } from './contacts';
import {
  duplicateAlarms,
  namesakes,
  SAME_CONTACT,
  SAME_LOCATION,
  SAME_ORGANIZATION,
  type Sign,
  sameMachine,
} from './duplicates';
import { Entries } from './entries';
import { ASSETS, CONTACTS, type KindRules, LOCATIONS, organizationKind } from './kinds';
import { locationEntry } from './locations';
import type { MatchInput, MatchResult } from './model';
import { addAll, inKeyOrder, type Output } from './output';
import { Overlap } from './overlap';
import { linkedPairs, pairOf, prepare, type Sorted, sortRecords } from './prepare';
import type { Entry } from './rules';
import { readDecisions, recordsSettled } from './said';
import { Scopes } from './scopes';
import { type Given, Search } from './search';
import { organizationEntries } from './surroundings';
import { findTwins } from './twins';
import type { World } from './world';

export function* match(input: MatchInput): Slices<MatchResult> {
  const given: Given = { input, said: readDecisions(input.decisions, input.now) };
  const output: Output = { groups: [], suggestions: [], ambiguous: [], alarms: [] };
  const placeholders = new Set(input.settings.placeholderSerials.map(serialForm));
  const sorted = yield* sortRecords(input.records, given.said.ignored, assetEntries(placeholders));
  const { world } = sorted;
  const scopes = yield* organizations(given, sorted, world, output);
  const locations = yield* prepare(sorted.location, (it, slot, owner) =>
    locationEntry(it, slot, scopes.known(owner)),
  );
  yield* belongings(given, LOCATIONS, locations, scopes, SAME_LOCATION, output);
  const contacts = yield* prepare(sorted.contact, (it, slot, owner) =>
    contactEntry(it, slot, scopes.known(owner)),
  );
  yield* belongings(given, CONTACTS, contacts, scopes, SAME_CONTACT, output);
  yield* assets(given, world, scopes, output);
  return { ...(yield* inKeyOrder(output)), ignored: given.said.ignored };
}

/** Gives the clients by which all else is scoped. */
function* organizations(given: Given, sorted: Sorted, world: World, output: Output): Slices<Scopes> {
  const overlap = yield* Overlap.of(world);
  const entries = yield* organizationEntries(sorted);
  const kind = organizationKind(overlap);
  const search = new Search(given, kind, entries);
  const shared = [...overlap.pairs()].flatMap(([a, b]) => pairOf(entries, a, b));
  yield* search.everywhere([...shared, ...linkedPairs(entries)]);
  yield* search.duplicates(SAME_ORGANIZATION);
  yield* search.tell(output);
  return new Scopes(entries, search.clusters, given.input.namedOnly);
}

/** Records that belong to an organization, each compared with those of the same client. */
function* belongings<E extends Entry>(
  given: Given,
  kind: KindRules<E>,
  entries: Entries<E>,
  scopes: Scopes,
  duplicate: Sign<E>,
  output: Output,
): Slices<void> {
  const search = new Search(given, kind, entries);
  yield* search.within(scopes);
  yield* search.duplicates(duplicate);
  yield* search.tell(output);
}

function* assets(given: Given, world: World, scopes: Scopes, output: Output): Slices<void> {
  const settled = recordsSettled(given.said);
  const twins = yield* findTwins(world, (key) => settled.has(key));
  const entries = new Entries(world.all, world.linked).without(twins.successors);
  world.leaveOut(twins.successors.keys());
  const search = new Search(given, ASSETS, entries, world);
  search.alarm(twins.alarms);
  const alike: AssetEntry[] = [];
  yield* search.within(scopes, (ofClient) => addAll(alike, namesakes(ofClient)));
  const isKnown = (entry: AssetEntry) => settled.has(entry.key) || search.clusters.isJoined(entry);
  search.alarm(yield* duplicateAlarms(alike, sameMachine(isKnown)));
  const moved = yield* movers(search, world, scopes);
  if (moved.length > 0) yield* search.only(moved, WORLD_PRIOR);
  search.alarm(replacedAlarms(search.found.contradicted, search.clusters));
  if (moved.length > 0 || search.hasPast) search.alarm(movedAlarms(entries, search.clusters, scopes.of));
  yield;
  search.alarm(changedAlarms(entries, search.clusters));
  yield* search.tell(output);
}

/** Machines that may stand under one client in one system and under another in the next. */
function* movers(
  { clusters, entries }: Search<AssetEntry>,
  world: World,
  scopes: Scopes,
): Slices<(readonly [AssetEntry, AssetEntry])[]> {
  const candidates: (readonly [AssetEntry, AssetEntry])[] = [];
  const look = (a: AssetEntry, b: AssetEntry) => {
    const [one, two] = [clusters.get(a), clusters.get(b)];
    if (one !== two && clusters.fit(one, two) && scopes.of(a) !== scopes.of(b)) candidates.push([a, b]);
  };
  yield* world.pairs(look);
  for (const [a, b] of linkedPairs(entries)) look(a, b);
  return candidates;
}
