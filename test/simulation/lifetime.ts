/** How long one life of the program lasts: at which of its calls to the outside it dies, and how. */
import { Failure } from '../../src/engine/failure';
import type { Random } from '../../src/simulators/fleet/random';
import type { Coverage } from './coverage';
import type { MemoryDisk } from './memory-disk';
import type { Scheduler } from './scheduler';

/** When the program dies: at which of its calls to the outside, and how. */
export interface CrashPlan {
  readonly at: number;
  /** Whether the calls are counted from the first write to a product on. */
  readonly writing: boolean;
  readonly how: 'kill' | 'power cut';
  /** Before or after the call has its effect. */
  readonly side: 'before' | 'after';
}

/** The program ended because the plan said so. */
export class Crashed extends Error {}

export interface LifetimeOptions {
  readonly scheduler: Scheduler;
  readonly disk: MemoryDisk;
  readonly random: Random;
  readonly crash: CrashPlan | null;
  readonly coverage: Coverage;
  readonly tell: (line: string) => void;
}

export class Lifetime {
  /** Rejects at the crash. */
  readonly end: Promise<never>;
  private over = false;
  private written = false;
  private calls = 0;
  private die: (why: Crashed) => void = () => undefined;

  constructor(private readonly options: LifetimeOptions) {
    this.end = new Promise((_, reject) => {
      this.die = reject;
    });
    this.end.catch(() => undefined);
  }

  get dead(): boolean {
    return this.over;
  }

  /** Whether a product was written to in this life. */
  get writing(): boolean {
    return this.written;
  }

  wrote(): void {
    this.written = true;
  }

  close(): void {
    this.over = true;
  }

  /** Whether this is the call at which the program dies. */
  dies(side: 'before' | 'after', what: string): boolean {
    const { crash, coverage, tell, disk, random } = this.options;
    if (side === 'before' && (this.written || !crash?.writing)) this.calls += 1;
    if (!crash || crash.side !== side || this.calls < crash.at || this.over) return false;
    this.over = true;
    const label = what.startsWith('disk')
      ? `${crash.how} in ${what}`
      : `${crash.how} in ${what} ${side} arrival`;
    coverage.count('crash', label);
    tell(`  CRASH: ${label}`);
    if (crash.how === 'power cut') disk.cutPower(random.fork('power'));
    this.die(new Crashed(label));
    return true;
  }

  /** Acts after so many milliseconds, if this life still lasts. */
  wake(ms: number, act: () => void): void {
    this.options.scheduler.after(ms, () => {
      if (!this.over) act();
    });
  }

  /** Resolves after so many milliseconds of this life. */
  later(ms: number): Promise<void> {
    return new Promise((resolve) => this.wake(ms, resolve));
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = () => reject(new Failure('cancelled', 'Cancelled.'));
      if (signal?.aborted) return cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      this.wake(ms, () => {
        signal?.removeEventListener('abort', cancel);
        resolve();
      });
    });
  }
}
