/** The first half of a run: reads the systems, thinks, and remembers what was seen and agreed. Writes to no system. */

import { commit } from './commit';
import { confirmGone } from './follow/gone';
import { doubtsScan } from './guard';
import { fingerprintOf } from './hash';
import { creationsBegun, hasEnded, type Left, recordsBegun } from './journaled';
import type { IdentityMerge } from './merge/model';
import type { Identity, IdentityId, RecordKey } from './model';
import { keyOf, membersOf } from './model';
import type { State, Store } from './ports';
import type { ReadingChoice } from './reading';
import { recoveredLinks } from './recover';
import { scan } from './scan';
import { inSlices } from './slices';
import { lookedAt, type Prepared, think, type World } from './think';

/** Scans the systems and thinks everything through; remembers what was seen and agreed, writes to no system. */
export async function prepare(
  world: World,
  signal: AbortSignal,
  pass: ReadonlySet<string> = new Set(),
  reading: ReadingChoice['reading'] = 'whole',
): Promise<Prepared> {
  const left = await leftBehind(world.store);
  const state = await recovered(world.store, left);
  const decisions = await world.store.decisions();
  const listed = await scan({
    systems: world.systems,
    kinds: world.settings.kinds,
    state,
    clock: world.clock,
    progress: world.progress,
    signal,
    choice: await readingChoice(world, reading),
    disturbed: recordsBegun(left),
    keep: (records) => world.store.save({ records }),
  });
  const { systems, log } = world;
  const gone = await confirmGone({
    systems,
    state,
    seen: listed,
    looked: lookedAt(listed),
    signal,
    log,
  });
  const seen = { ...listed, gone };
  const prepared = await think(world, state, decisions, seen, left);
  // A listing that shrank without reason is no state to build on: the next run compares with the same one again.
  const doubts = prepared.trips.filter((trip) => doubtsScan(trip) && !pass.has(trip.guard));
  if (doubts.length > 0) return { ...prepared, plan: { ...prepared.plan, doubts } };
  await remember(world, state, prepared);
  const settled = left.findLast(({ journal }) => journal.some(({ type }) => type === 'intent'));
  if (settled) await world.store.saveSettledRun(settled.run);
  await world.store.saveMarks(seen.marks ?? {});
  return prepared;
}

async function readingChoice(world: World, reading: ReadingChoice['reading']): Promise<ReadingChoice> {
  return {
    reading,
    marks: await world.store.marks(),
    basis: fingerprintOf(JSON.stringify([world.settings, world.basis ?? ''])),
    wholeEvery: world.settings.reading.wholeEveryHours * HOUR_MS,
    now: world.clock.now(),
  };
}

const HOUR_MS = 3_600_000;

/** How far back runs that were cut short are looked for: the one under way has its journal too. */
const LOOKED_BACK = 100;

/** What runs have left that nothing has taken up yet, back to one that came to its end; the oldest first. */
async function leftBehind(store: Store): Promise<readonly Left[]> {
  const left: Left[] = [];
  const settled = await store.settledRun();
  for (const run of (await store.runs()).slice(0, LOOKED_BACK)) {
    if (settled !== null && run <= settled) break;
    const journal = await store.journal(run);
    left.unshift({ run, journal });
    if (hasEnded(journal) && journal[0]?.purpose === 'sync') break;
  }
  return left;
}

/** The state, with what runs that were cut short had made and not written down. */
async function recovered(store: Store, left: readonly Left[]): Promise<State> {
  for (const { journal } of left) {
    const links = recoveredLinks(journal, await store.load());
    if (links.length > 0) await store.save({ identities: links });
  }
  return store.load();
}

/** What a saved plan must know before it is applied: the state, and which of its creations were begun before. */
export async function takenUp(store: Store): Promise<{ state: State; begun: ReadonlySet<string> }> {
  const left = await leftBehind(store);
  return {
    state: await recovered(store, left),
    begun: new Set(left.flatMap(({ journal }) => creationsBegun(journal))),
  };
}

/** Saves what was seen, the identities, and the agreements that need no write. */
async function remember(world: World, state: State, prepared: Prepared): Promise<void> {
  const agreed = await inSlices(
    commit({ ...prepared, records: prepared.scan.records, merges: settledMerges(prepared), settled: [] }),
    world.clock,
  );
  const identities = new Map(prepared.identities);
  for (const identity of agreed.identities) identities.set(identity.id, identity);
  const removed = [...state.identities.keys()].filter((id) => !identities.has(id));
  await world.store.save({
    identities: [...identities.values()],
    removedIdentities: removed,
    records: [...prepared.scan.records.values()],
    removedRecords: forgotten(state, prepared, identities),
  });
}

/** Fields that need no write: what their sides say now is what they agree on. */
function settledMerges(prepared: Prepared): readonly IdentityMerge[] {
  return prepared.merges.map((merged) => ({
    ...merged,
    fields: merged.fields.filter((field) => field.merged.type === 'agree'),
  }));
}

/** Records that are neither seen nor waited for any more. */
function forgotten(
  state: State,
  prepared: Prepared,
  identities: ReadonlyMap<IdentityId, Identity>,
): readonly RecordKey[] {
  const waited = new Set<RecordKey>();
  for (const identity of identities.values()) {
    for (const ref of membersOf(identity)) {
      if (identity.missing?.[ref.system]) waited.add(keyOf(ref));
    }
  }
  const looked = lookedAt(prepared.scan);
  return [...state.records.values()]
    .filter((record) => looked(record.system, record.kind))
    .map(keyOf)
    .filter((key) => !prepared.scan.records.has(key) && !waited.has(key));
}
