/** The second half of a run: carries steps out under a journal, and remembers what truly succeeded. */
import { apply } from './apply';
import { Failure } from './failure';
import { noteOverwrites } from './follow/fights';
import { Keeper } from './keeper';
import { countOutcomes } from './outcomes';
import type { Outcome, Step } from './plan/model';
import type { Journal } from './ports';
import type { Prepared, World } from './think';

/** Carries out the chosen steps of what was prepared, and remembers what truly succeeded. */
export async function carryOut(
  world: World,
  prepared: Prepared,
  steps: readonly Step[],
  journal: Journal,
  signal: AbortSignal,
  purpose = 'sync',
): Promise<readonly Outcome[]> {
  // What takes back is agreed on by nobody: what else waits goes on waiting for a run that reads.
  const undertaken = purpose === 'undo' ? { ...prepared, merges: [] } : prepared;
  const keeper = new Keeper(world, undertaken, steps);
  const outcomes = await apply({
    steps,
    systems: new Map(world.systems.map((system) => [system.name, system])),
    idOf: (identity, system) => prepared.identities.get(identity)?.links[system]?.record,
    known: (key) => prepared.scan.records.get(key),
    begun: ({ id }) => prepared.begun?.has(id) ?? false,
    journal,
    progress: world.progress,
    clock: world.clock,
    signal,
    settled: (step, outcome, record) => keeper.settle(step, outcome, record),
    checkpoint: () => keeper.keepSome(),
    backwards: purpose === 'undo',
  });
  await keeper.keepAll();
  // What takes back is no word against anyone.
  if (purpose !== 'undo') await noteWrites(world, steps, outcomes);
  return outcomes;
}

async function noteWrites(world: World, steps: readonly Step[], outcomes: readonly Outcome[]): Promise<void> {
  if (!outcomes.some(({ type }) => type === 'done')) return;
  const { overwrites = {} } = await world.store.load();
  await world.store.save({ overwrites: noteOverwrites(overwrites, steps, outcomes, world.clock.iso()) });
}

/**
 * Opens the run's journal, notes how it began and ended, and closes it whatever happens. `quietly` keeps none of a run
 * that tried to write nothing.
 */
export async function journaled<T extends { readonly outcomes: readonly Outcome[] }>(
  world: World,
  purpose: string,
  act: (journal: Journal) => Promise<T>,
  quietly = false,
): Promise<T> {
  const opened = await world.store.openJournal();
  let tried = false;
  const journal: Journal = {
    run: opened.run,
    note: (entry) => opened.note(entry),
    intent: (entry) => {
      tried = true;
      return opened.intent(entry);
    },
    close: () => opened.close(),
    discard: () => opened.discard(),
  };
  // Of a run by itself that tried nothing there is nothing to look up or take back.
  const end = () => (quietly && !tried ? journal.discard() : journal.close());
  const systems = world.systems.map((system) => system.name);
  journal.note({ type: 'started', purpose, by: world.by, systems });
  try {
    const result = await act(journal);
    journal.note({ type: 'ended', outcomes: countOutcomes(result.outcomes) });
    await end();
    return result;
  } catch (error) {
    const failure = Failure.from(error);
    journal.note({ type: 'failed', reason: failure.reason, code: failure.code, message: failure.message });
    // What failed first is what the person must hear of.
    await end().catch((why: unknown) => world.log.error('The journal was not closed.', { why: String(why) }));
    throw error;
  }
}
