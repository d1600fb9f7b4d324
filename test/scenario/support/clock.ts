/** Clocks of stories: one of a machine that is set while a program runs, and one that passes when somebody waits. */
import type { Clock } from '../../../src/engine/ports';
import type { Environment } from './program';

/** The environment in which a program's own `Date` jumps by so many milliseconds, so long after it started; its timers go on. */
export function jumpingClock(afterMs: number, byMs: number): Environment {
  const script = `
    const RealDate = Date;
    let error = 0;
    setTimeout(() => { error = ${byMs}; }, ${afterMs}).unref();
    globalThis.Date = class Date extends RealDate {
      constructor(...given) {
        if (given.length === 0) super(RealDate.now() + error);
        else super(...given);
      }
      static now() {
        return RealDate.now() + error;
      }
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}

export interface PatientClock extends Clock {
  /** Whether a run is under way: whoever waits for its end then passes no time. */
  running: boolean;
  /** The same time, for who waits outside of runs. */
  readonly outside: Clock;
}

/** Time that passes when somebody waits: a run takes as long as its own waits, however long the machine works on it. */
export function patientClock(start: number): PatientClock {
  let time = start;
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const sleep: Clock['sleep'] = async (ms, signal) => {
    signal?.throwIfAborted();
    time += ms;
    await turn();
    signal?.throwIfAborted();
  };
  const until = (signal?: AbortSignal) =>
    new Promise<void>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  const common = { now: () => time, iso: () => new Date(time).toISOString(), yield: turn };
  const clock: PatientClock = {
    ...{ ...common, sleep, running: false },
    outside: { ...common, sleep: (ms, signal) => (clock.running ? until(signal) : sleep(ms, signal)) },
  };
  return clock;
}
