/** Gathers from the store what explaining one thing takes: its records, its owner, and the journals of past runs. */
import { rulingsFrom } from './authority';
import { explain, type FieldStory, lastWrites } from './explain';
import { Failure } from './failure';
import { entryOf, type RunEntry } from './history';
import { identityIndex } from './identities';
import { merge } from './merge/merge';
import { liveMembers } from './merge/sides';
import type { RecordKey } from './model';
import { keyOf, membersOf } from './model';
import type { Store } from './ports';
import { inSlices } from './slices';
import { groundOf, type World } from './think';

/** How many runs are searched for the last writes. */
const SEARCHED_RUNS = 100;

export async function explained(
  world: Pick<World, 'systems' | 'settings' | 'clock'>,
  store: Store,
  record: RecordKey,
): Promise<readonly FieldStory[]> {
  const { identities, records } = await store.load();
  const decisions = await store.decisions();
  const identityOf = identityIndex(identities.values());
  const identity = identities.get(identityOf.get(record) ?? '');
  if (!identity) {
    throw new Failure('usage', `There is no record ${record}.`, {
      remedy: 'Keys look like bms:asset:1042; run "msp-sync sync" to read the systems first.',
    });
  }
  const ground = groundOf(world, decisions, records);
  const only = new Set([identity.id]);
  const [merged] = await inSlices(merge({ identities, records, identityOf, ...ground, only }), world.clock);
  const owner = identity.organization === null ? undefined : identities.get(identity.organization);
  const wanted = new Set(membersOf(identity).map(keyOf));
  return explain({
    ...{ identity, merged, records },
    owner: owner ?? identity,
    members: liveMembers(identity, records),
    rulings: rulingsFrom({ settings: world.settings, decisions, records }),
    takers: ground.abilities,
    writes: lastWrites(await recentRuns(store), wanted),
  });
}

async function recentRuns(store: Store): Promise<readonly RunEntry[]> {
  const entries: RunEntry[] = [];
  for (const run of (await store.runs()).slice(0, SEARCHED_RUNS)) {
    entries.push(entryOf(run, await store.journal(run)));
  }
  return entries;
}
