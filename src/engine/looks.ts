/** Looks at the records of a batch before they are written: all together, and again where the look has grown old. */
import { Failure } from './failure';
import { type RecordId, type RecordKey, type SourceRecord, SYSTEM_TITLES } from './model';
import type { Step } from './plan/model';
import type { Clock, System } from './ports';
import { lookFor } from './precondition';

/** Milliseconds for which what was seen is what is written over; after that it is looked at again. */
export const LOOK_HOLDS_MS = 120_000;

type Seen = ReadonlyMap<RecordId, SourceRecord | null>;

export class Looks {
  /** Steps whose turn has not come: a look is taken at all of them. */
  private readonly waiting: Set<Step>;
  private seen: Promise<Seen> = Promise.resolve(new Map());
  private at = Number.NEGATIVE_INFINITY;

  /** `steps`: of one kind. */
  constructor(
    private readonly system: System,
    steps: readonly Step[],
    private readonly known: (key: RecordKey) => SourceRecord | undefined,
    private readonly signal: AbortSignal,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.waiting = new Set(steps);
  }

  /** Looks at all that wait. */
  async look(): Promise<void> {
    this.at = this.clock.now();
    this.seen = this.read([...this.waiting]);
    await this.seen;
  }

  /** The record of a step whose turn has come, as it was seen not long ago; null where it is gone. */
  async of(step: Step): Promise<SourceRecord | null> {
    if (!this.waiting.has(step) || this.isOld(this.at)) {
      this.waiting.add(step);
      await this.look();
    }
    const seen = await this.seen;
    this.waiting.delete(step);
    return this.isOld(this.at) ? this.alone(step) : shown(seen, step);
  }

  /** A look at many may take so long that the first seen of them is old at its end. */
  private async alone(step: Step): Promise<SourceRecord | null> {
    const at = this.clock.now();
    const seen = await this.read([step]);
    if (!this.isOld(at)) return shown(seen, step);
    const { name } = this.system;
    throw new Failure('waited', `${SYSTEM_TITLES[name]} took too long to show what stands there.`, {
      system: name,
      remedy: 'Run again when it answers sooner.',
    });
  }

  private async read(steps: readonly Step[]): Promise<Seen> {
    const [first] = steps;
    if (first === undefined) return new Map();
    const ids = steps.flatMap(({ record }) => (record === null ? [] : [record]));
    return this.system.read(first.kind, ids, this.signal, lookFor(steps, first, this.known));
  }

  /** A clock that was set back tells nothing of the age. */
  private isOld(at: number): boolean {
    const age = this.clock.now() - at;
    return age > LOOK_HOLDS_MS || age < 0;
  }
}

const shown = (seen: Seen, { record }: Step): SourceRecord | null => seen.get(record ?? '') ?? null;
