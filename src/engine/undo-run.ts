/** The plan that takes a run back, with what it needs from the store and, where wanted, from the systems. */
import { Failure } from './failure';
import { mayHaveWritten, writesOf } from './journaled';
import type { Plan } from './plan/model';
import type { Clock, Store, System } from './ports';
import { type Afresh, readAgain } from './read-again';
import { type RunJournal, standingAfter } from './standing';
import { undoPlan } from './undo';

export interface UndoChoice {
  readonly run: string;
  /** One step alone, by its id. */
  readonly step?: string | undefined;
  /** Given: the records are read afresh. Absent: they are taken as last seen. */
  readonly afresh?: Afresh | undefined;
}

export async function undoOfRun(
  { systems, clock }: { readonly systems: readonly System[]; readonly clock: Clock },
  store: Store,
  { run, step, afresh }: UndoChoice,
): Promise<Plan> {
  const journal = await store.journal(run);
  if (journal.length === 0) {
    throw new Failure('usage', `There is no run ${run}.`, {
      remedy: 'See the names of the runs with "msp-sync history".',
    });
  }
  const state = await store.load();
  const writes = [...mayHaveWritten(journal), ...writesOf(journal)].filter(
    (write) => step === undefined || write.step === step,
  );
  const abilities = new Map(systems.map((system) => [system.name, system.abilities]));
  return undoPlan({
    ...{ run, journal, madeAt: clock.iso() },
    state: afresh ? await readAgain(systems, state, writes, afresh) : state,
    standing: standingAfter(await since(store, run)),
    ability: (system, kind) => abilities.get(system)?.[kind],
    ...(step === undefined ? {} : { step }),
  });
}

/** The run and those after it, in their order. */
async function since(store: Store, run: string): Promise<readonly RunJournal[]> {
  const runs: RunJournal[] = [];
  for (const name of await store.runs()) {
    if (name < run) break;
    runs.unshift({ run: name, journal: await store.journal(name) });
  }
  return runs;
}
