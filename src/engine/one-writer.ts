/** One writer at a time in a workspace, whichever program it is. */
import { Failure } from './failure';
import type { Store } from './ports';
import type { SessionPorts } from './session-model';
import { failedSummary } from './summary';

export class OneWriter {
  constructor(
    private readonly ports: Pick<SessionPorts, 'takeLock' | 'openStore' | 'settle' | 'clock' | 'log'>,
  ) {}

  /**
   * Does something that no other program may do in this workspace at the same time. `lost` fires when another program took
   * the lock over meanwhile: it is the one who writes now.
   */
  async locked<T>(doing: string, act: (store: Store, lost: AbortSignal) => Promise<T>): Promise<T> {
    const lost = new AbortController();
    const release = await this.ports.takeLock(doing, (why) => lost.abort(why));
    try {
      return await act(this.ports.openStore(), lost.signal);
    } finally {
      await this.ports.settle?.();
      await release();
    }
  }

  /** The same for a whole run: where it fails, that is kept as how the last run ended. */
  async alone<T>(
    doing: string,
    signal: AbortSignal,
    act: (store: Store, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.locked(doing, async (store, lost) => {
      const startedAt = this.ports.clock.iso();
      try {
        return await act(store, AbortSignal.any([signal, lost]));
      } catch (error) {
        const failure = Failure.from(error);
        // What failed first is what the person must hear of, even where the summary cannot be kept either.
        await this.keepFailure(store, failure, startedAt).catch((why: unknown) =>
          this.ports.log.error('The summary was not kept.', { why: String(why) }),
        );
        throw failure;
      }
    });
  }

  /** What went wrong with single records before is still so. */
  private async keepFailure(store: Store, failure: Failure, startedAt: string): Promise<void> {
    const problems = (await store.lastRun())?.problems ?? {};
    await store.saveLastRun({ ...failedSummary(failure, startedAt, this.ports.clock.iso()), problems });
  }
}
