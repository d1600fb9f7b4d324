/** Looks at the records of a batch before they are written: all together, and again where the look has grown old. */
import { Failure } from './failure';
import { type RecordId, type RecordKey, type SourceRecord, SYSTEM_TITLES } from './model';
import type { Step } from './plan/model';
import type { Clock, System } from './ports';
import { lookFor } from './precondition';

/** Milliseconds for which what was seen is what is written over; after that it is looked at again. */
export const LOOK_HOLDS_MS = 120_000;

type Seen = ReadonlyMap<RecordId, SourceRecord | null>;

interface Taken {
  /** When it began. */
  readonly at: number;
  readonly seen: Promise<Seen>;
}

export class Looks {
  /** Steps whose turn has not come: a look is taken at all of them. */
  private readonly waiting: Set<Step>;
  private last: Taken | undefined;

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
    this.last = this.take();
    await this.last.seen;
  }

  /** The record of a step whose turn has come, as it was seen not long ago; null where it is gone. */
  async of(step: Step): Promise<SourceRecord | null> {
    if (!this.waiting.has(step)) return this.alone(step);
    if (this.last === undefined || this.isOld(this.last.at)) this.last = this.take();
    this.waiting.delete(step);
    const { at, seen } = this.last;
    const now = await seen;
    return this.isOld(at) ? this.alone(step) : shown(now, step);
  }

  private take(): Taken {
    const taken = { at: this.clock.now(), seen: this.read([...this.waiting]) };
    // Whoever waits for a look that fails hears of it; those who come later have one of their own.
    taken.seen.catch(() => {
      if (this.last === taken) this.last = undefined;
    });
    return taken;
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
