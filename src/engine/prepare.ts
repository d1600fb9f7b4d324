/** The first half of a run: reads the systems, thinks, and remembers what was seen and agreed. Writes to no system. */
import { commit } from './commit';
import { doubtsScan } from './guard';
import { fingerprintOf } from './hash';
import type { IdentityMerge } from './merge/model';
import type { Identity, IdentityId, RecordKey } from './model';
import { keyOf, membersOf } from './model';
import type { State } from './ports';
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
  const state = await recovered(world);
  const decisions = await world.store.decisions();
  const seen = await scan({
    systems: world.systems,
    kinds: world.settings.kinds,
    state,
    clock: world.clock,
    progress: world.progress,
    signal,
    choice: await readingChoice(world, reading),
    keep: (records) => world.store.save({ records }),
  });
  const prepared = await think(world, state, decisions, seen);
  // A listing that shrank without reason is no state to build on: the next run compares with the same one again.
  const doubtful = prepared.trips.some((trip) => doubtsScan(trip) && !pass.has(trip.guard));
  if (!doubtful) {
    await remember(world, state, prepared);
    await world.store.saveMarks(seen.marks ?? {});
  }
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

/** How far back a run that was cut short is looked for: the one under way has its journal too. */
const LOOKED_BACK = 2;

/** The state, with what a run that was cut short had made and not written down. */
async function recovered(world: World): Promise<State> {
  for (const run of (await world.store.runs()).slice(0, LOOKED_BACK)) {
    const links = recoveredLinks(await world.store.journal(run), await world.store.load());
    if (links.length > 0) await world.store.save({ identities: links });
  }
  return world.store.load();
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
