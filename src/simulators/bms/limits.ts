/** The hourly allowance per endpoint, an endpoint being verb and route template. */
import type { Clock } from '../simulator';
import type { BmsSwitches } from './switches';

const HOUR = 3_600_000;

export class Allowance {
  private hour = -1;
  private readonly calls = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly switches: BmsSwitches,
  ) {}

  /** Counts a call; answers the seconds until the next hour where it is one too many. */
  take(endpoint: string): number | undefined {
    const now = this.clock.now();
    const hour = Math.floor(now / HOUR);
    if (hour !== this.hour) this.calls.clear();
    this.hour = hour;
    const calls = (this.calls.get(endpoint) ?? 0) + 1;
    if (calls > this.switches.callsPerHour) return Math.ceil(((hour + 1) * HOUR - now) / 1000);
    this.calls.set(endpoint, calls);
    return undefined;
  }
}
