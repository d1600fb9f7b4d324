/** The allowance of requests in a minute, where the switches set one. */
import type { Clock } from '../simulator';
import type { VsaSwitches } from './switches';

const MINUTE = 60_000;

export class MinuteLimit {
  private minute = -1;
  private used = 0;

  constructor(
    private readonly clock: Clock,
    private readonly switches: VsaSwitches,
  ) {}

  /** Counts a request; gives the seconds until the next minute where it is one too many. */
  take(): number | null {
    const now = this.clock.now();
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.minute) this.used = 0;
    this.minute = minute;
    const { requestsPerMinute } = this.switches;
    if (requestsPerMinute !== null && this.used >= requestsPerMinute)
      return Math.ceil(((minute + 1) * MINUTE - now) / 1000);
    this.used += 1;
    return null;
  }
}
