/** Makes safe on disk what a run has settled, while it goes on and at its end. */
import type { Settled } from './agreement';
import { type CommitInput, commit } from './commit';
import { partedIndex } from './memory';
import type { IdentityMerge } from './merge/model';
import type { IdentityId, RecordKey, SourceRecord } from './model';
import type { Outcome, Step } from './plan/model';
import { inSlices } from './slices';
import type { Prepared, World } from './think';

/** Steps that are made safe on disk together, unless it is said: what a kill costs at the most is the look at so many. */
const KEPT_TOGETHER = 100;

/** What was decided to be done, as far as the agreements follow from it. */
export interface Undertaking {
  readonly merges: Prepared['merges'];
  readonly plan: Pick<Prepared['plan'], 'steps'>;
  readonly scan: Pick<Prepared['scan'], 'records'>;
}

/**
 * Makes safe what is settled, in portions while the run goes on and whole at its end; one portion after another. A
 * portion costs what it settles, however much there is besides.
 */
export class Keeper {
  private readonly merges: ReadonlyMap<IdentityId, IdentityMerge>;
  private readonly planned: ReadonlyMap<IdentityId, readonly Step[]>;
  private readonly settled = new Map<IdentityId, Settled[]>();
  private parted: ReadonlyMap<RecordKey, IdentityId> | null = null;
  private open = new Set<IdentityId>();
  private waiting = 0;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly world: Pick<World, 'systems' | 'store' | 'clock' | 'keptTogether'>,
    private readonly prepared: Undertaking,
    steps: readonly Step[],
  ) {
    this.merges = new Map(prepared.merges.map((merged) => [merged.identity.id, merged]));
    this.planned = byIdentity([...prepared.plan.steps, ...steps]);
  }

  settle(step: Step, outcome: Outcome, record: SourceRecord | null): void {
    listed(this.settled, step.identity).push({ step, outcome, record });
    this.open.add(step.identity);
    this.waiting += 1;
  }

  async keepSome(): Promise<void> {
    if (this.waiting < (this.world.keptTogether ?? KEPT_TOGETHER)) return;
    await this.keep(this.open);
  }

  /** All that was planned, also what needed no step of its own. */
  async keepAll(): Promise<void> {
    await this.keep(new Set([...this.merges.keys(), ...this.settled.keys()]));
  }

  private keep(identities: ReadonlySet<IdentityId>): Promise<void> {
    this.open = new Set();
    this.waiting = 0;
    this.last = this.last.then(() => this.commit(identities));
    return this.last;
  }

  private async commit(chosen: ReadonlySet<IdentityId>): Promise<void> {
    const { world, prepared } = this;
    const { identities } = await world.store.load();
    const merges: IdentityMerge[] = [];
    const settled: Settled[] = [];
    for (const id of chosen) {
      const merged = this.merges.get(id);
      // As stored since: agreements were recorded meanwhile.
      if (merged) merges.push({ ...merged, identity: identities.get(id) ?? merged.identity });
      const begun = this.settled.get(id) ?? [];
      settled.push(...begun, ...leftOut(this.planned.get(id) ?? [], begun));
    }
    this.parted ??= partedIndex(identities);
    const { records } = prepared.scan;
    const room: CommitInput['room'] = (system, kind, field) =>
      world.systems.find(({ name }) => name === system)?.abilities[kind].fields[field]?.capacity;
    const committed = await inSlices(
      commit({ identities, records, merges, settled, parted: this.parted, room }),
      world.clock,
    );
    await world.store.save({ identities: committed.identities, records: committed.records });
  }
}

function byIdentity(steps: readonly Step[]): ReadonlyMap<IdentityId, readonly Step[]> {
  const found = new Map<IdentityId, Step[]>();
  for (const step of steps) listed(found, step.identity).push(step);
  return found;
}

function listed<T>(lists: Map<IdentityId, T[]>, id: IdentityId): T[] {
  const list = lists.get(id) ?? [];
  lists.set(id, list);
  return list;
}

/**
 * What was planned and not chosen, or not reached yet: what it would have settled stays open. Another plan may have a step
 * of the same name for other fields of the same record.
 */
function leftOut(planned: readonly Step[], begun: readonly Settled[]): readonly Settled[] {
  const ids = new Set(begun.map(({ step }) => step.id));
  const reached = new Set(begun.flatMap(({ step }) => step.changes.map((change) => placeOf(step, change))));
  return planned.flatMap((step) => {
    const changes = step.changes.filter((change) => !reached.has(placeOf(step, change)));
    if (ids.has(step.id) && changes.length === 0) return [];
    const outcome = { step: step.id, type: 'refused', record: step.record } as const;
    return [{ step: { ...step, changes }, outcome, record: null }];
  });
}

const placeOf = ({ system }: Step, { field }: Step['changes'][number]): string => `${system}|${field}`;
