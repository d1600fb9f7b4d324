/** Carries the schedule out: waits by the clock, runs what is due, and hands on what there is to tell. */
import { Failure } from '../failure';
import type { Clock } from '../ports';
import {
  begin,
  type Event,
  next,
  type RunEnd,
  type Schedule,
  type Step,
  type Timetable,
  type Told,
  waitMs,
} from './schedule';

export interface FollowerPorts {
  readonly clock: Clock;
  /** One run; never rejects. The signal asks to stop between two writes. */
  readonly run: (signal: AbortSignal, why: 'due' | 'asked') => Promise<RunEnd>;
  readonly tell: (told: Told) => void;
  /** After each event: whoever shows the schedule shows it anew. */
  readonly changed: (schedule: Schedule) => void;
}

export class Follower {
  private schedule: Schedule;
  private running: AbortController | null = null;
  private sleeping: AbortController | null = null;
  private leaving = false;

  constructor(
    private readonly ports: FollowerPorts,
    private timetable: Timetable,
    start: { readonly lastRunAt: number | null; readonly delayMs?: number; readonly paused?: boolean },
  ) {
    const schedule = begin(timetable, ports.clock.now(), start.lastRunAt, start.delayMs);
    this.schedule = { ...schedule, paused: start.paused === true };
  }

  get current(): Schedule {
    return this.schedule;
  }

  /** Follows until `stop`; resolves when the last run has ended. */
  async follow(): Promise<void> {
    this.send({ type: 'tick' });
    while (!this.leaving) {
      await this.sleep(waitMs(this.schedule, this.ports.clock.now()));
      if (!this.leaving) this.send({ type: 'tick' });
    }
  }

  send(event: Event): void {
    this.take(next(this.schedule, event, this.ports.clock.now(), this.timetable));
  }

  /** Other times from now on. A next run that lies further ahead than they allow is brought nearer. */
  retime(timetable: Timetable): void {
    this.timetable = timetable;
    const latest = this.ports.clock.now() + timetable.intervalMs;
    this.schedule = { ...this.schedule, nextAt: Math.min(this.schedule.nextAt, latest) };
    this.send({ type: 'tick' });
  }

  private take({ schedule, actions }: Step): void {
    this.schedule = schedule;
    for (const action of actions) {
      if (action.do === 'run') this.begin(action.why);
      else if (action.do === 'tell') this.ports.tell(action.told);
      else if (action.do === 'cancel')
        this.running?.abort(new Failure('cancelled', 'Stopped between two writes.'));
      else this.leaving = true;
    }
    this.ports.changed(schedule);
    // Whatever happened may have changed how long there is to wait.
    this.sleeping?.abort();
  }

  private begin(why: 'due' | 'asked'): void {
    const running = new AbortController();
    this.running = running;
    void this.ports.run(running.signal, why).then((end) => {
      this.running = null;
      this.send({ type: 'ended', end });
    });
  }

  private async sleep(ms: number): Promise<void> {
    const sleeping = new AbortController();
    this.sleeping = sleeping;
    try {
      await this.ports.clock.sleep(ms, sleeping.signal);
    } catch (error) {
      if (!sleeping.signal.aborted) throw error;
    } finally {
      this.sleeping = null;
    }
  }
}
