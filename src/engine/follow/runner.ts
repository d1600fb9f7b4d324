/** One run by itself, for the follower: unless another program has just done it; ends in words, never in a rejection. */
import { msOf } from '../normalize/instant';
import type { Clock, Progress } from '../ports';
import type { Session } from '../session';
import type { FollowerPorts } from './follower';
import { endOf, failedEnd, type Gist, gistOf } from './run-end';
import type { RunEnd } from './schedule';
import type { WritePolicies } from './unattended';

export interface RunnerPorts {
  readonly clock: Clock;
  /** Lends the session for the work. */
  readonly use: <T>(work: (session: Pick<Session, 'follow' | 'followed'>) => Promise<T>) => Promise<T>;
  readonly progress: Progress;
  /** As the settings stand when the run begins. */
  readonly rules: () => { readonly unasked: WritePolicies; readonly intervalMs: number };
  readonly reading?: 'whole' | 'changes';
  /** Told before a run does anything, and what it found and did, or why not. */
  readonly began?: (why: 'due' | 'asked') => void;
  readonly ended?: (end: RunEnd, gist: Gist | null, run: string | null) => void;
}

export function runnerOf(ports: RunnerPorts): FollowerPorts['run'] {
  const { clock } = ports;
  let own = '';

  /** A run of another program, or of a person, spares one of ours. */
  async function elsewhere(intervalMs: number): Promise<RunEnd | null> {
    const { lastRun } = await ports.use((session) => session.followed());
    if (lastRun?.result !== 'done' || lastRun.run === own) return null;
    const ranAt = msOf(lastRun.endedAt);
    const age = clock.now() - ranAt;
    return age >= 0 && age < intervalMs ? { type: 'elsewhere', ranAt } : null;
  }

  async function once(signal: AbortSignal, why: 'due' | 'asked'): Promise<RunEnd> {
    const { unasked, intervalMs } = ports.rules();
    const spared = why === 'asked' ? null : await elsewhere(intervalMs);
    if (spared) return spared;
    ports.began?.(why);
    const { progress, reading } = ports;
    const followed = await ports.use((session) =>
      session.follow({ progress, signal, unasked, ...(reading ? { reading } : {}) }),
    );
    own = followed.report.run;
    const end = endOf(followed);
    ports.ended?.(end, gistOf(followed), own);
    return end;
  }

  return async (signal, why) => {
    try {
      return await once(signal, why);
    } catch (error) {
      const end = failedEnd(error, clock.now());
      ports.ended?.(end, null, null);
      return end;
    }
  };
}
