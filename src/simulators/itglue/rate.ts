/** The request allowance: a number of requests in five minutes, then 429. */
import type { Clock } from '../simulator';
import type { Switches } from './switches';

const WINDOW_MILLISECONDS = 5 * 60 * 1000;

export class RateLimit {
  private times: number[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly switches: Readonly<Switches>,
  ) {}

  /** Counts a request; false when the allowance is used up. Refused requests do not count. */
  admits(): boolean {
    const now = this.clock.now();
    const start =
      this.switches.rateWindow === 'sliding'
        ? now - WINDOW_MILLISECONDS
        : Math.floor(now / WINDOW_MILLISECONDS) * WINDOW_MILLISECONDS - 1;
    this.forget(start);
    if (this.times.length >= this.switches.requestsPerWindow) return false;
    this.times.push(now);
    return true;
  }

  private forget(start: number): void {
    const kept = this.times.findIndex((time) => time > start);
    if (kept === -1) this.times = [];
    else if (kept > 0) this.times = this.times.slice(kept);
  }
}
