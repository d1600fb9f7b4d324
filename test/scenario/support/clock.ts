/** A machine whose clock is set while a program runs: the program's own `Date` jumps, its timers go on. */
import type { Environment } from './program';

/** The environment in which a program's clock jumps by so many milliseconds, so long after it started. */
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
