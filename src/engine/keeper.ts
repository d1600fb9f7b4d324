/** Makes safe on disk what a run has settled, while it goes on and at its end. */
import { commit, type Settled } from './commit';
import type { IdentityMerge } from './merge/model';
import type { Step } from './plan/model';
import type { State } from './ports';
import { inSlices } from './slices';
import type { Prepared, World } from './think';

/** Steps that are settled before they are made safe on disk: what a kill costs at the most is the look at so many. */
const KEPT_TOGETHER = 100;

/** Makes safe what is settled, in portions while the run goes on and whole at its end; one portion after another. */
export class Keeper {
  readonly settled: Settled[] = [];
  private kept = 0;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly world: World,
    private readonly prepared: Prepared,
    private readonly steps: readonly Step[],
  ) {}

  async keepSome(): Promise<void> {
    if (this.settled.length - this.kept < KEPT_TOGETHER) return;
    await this.keep();
  }

  keep(): Promise<void> {
    this.kept = this.settled.length;
    this.last = this.last.then(() => this.commit());
    return this.last;
  }

  private async commit(): Promise<void> {
    const { world, prepared } = this;
    const settled = [...this.settled];
    const begun = settled.map(({ step }) => step);
    const state = await world.store.load();
    const committed = await inSlices(
      commit({
        identities: state.identities,
        records: prepared.scan.records,
        merges: currentMerges(prepared, state),
        settled: [...settled, ...leftOut([...prepared.plan.steps, ...this.steps], begun)],
      }),
      world.clock,
    );
    await world.store.save({ identities: committed.identities, records: committed.records });
  }
}

/** Steps that were planned and not chosen, or not reached yet: what they would have settled stays open. */
function leftOut(planned: readonly Step[], begun: readonly Step[]): readonly Settled[] {
  const ids = new Set(begun.map((step) => step.id));
  return planned
    .filter((step) => !ids.has(step.id))
    .map((step) => ({
      step,
      outcome: { step: step.id, type: 'refused', record: step.record },
      record: null,
    }));
}

/** The merges with their identities as stored since: agreements were recorded meanwhile. */
function currentMerges(prepared: Prepared, state: State): readonly IdentityMerge[] {
  return prepared.merges.map((merged) => ({
    ...merged,
    identity: state.identities.get(merged.identity.id) ?? merged.identity,
  }));
}
