import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minutesOfQuiet, quietRange } from '../../../src/engine/follow/quiet';
import {
  type Action,
  begin,
  type Event,
  next,
  type RunEnd,
  type Schedule,
  startsAt,
  type Timetable,
  waitMs,
} from '../../../src/engine/follow/schedule';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 0, 5, 12);

const timetable = (more: Partial<Timetable> = {}): Timetable => ({
  intervalMs: HOUR,
  quiet: [],
  minuteOfDay: (instant) => Math.floor((instant % DAY) / MINUTE),
  ...more,
});
const DONE: RunEnd = { type: 'done', resumeAt: null };
const failed = (more: Partial<RunEnd & { type: 'failed' }> = {}): RunEnd => ({
  type: 'failed',
  reason: 'unreachable',
  message: 'no network',
  passing: true,
  retryAt: null,
  ...more,
});

/** Sends events at instants after noon; gives the last schedule and all actions. */
function play(
  script: readonly (readonly [atMs: number, event: Event])[],
  table = timetable(),
  lastRunAt: number | null = null,
) {
  let schedule = begin(table, NOON, lastRunAt);
  const actions: Action[] = [];
  for (const [at, event] of script) {
    const step = next(schedule, event, NOON + at, table);
    schedule = step.schedule;
    actions.push(...step.actions);
  }
  return { schedule, actions, nextIn: (schedule.nextAt - NOON) / MINUTE };
}
const tick: Event = { type: 'tick' };
const ended = (end: RunEnd): Event => ({ type: 'ended', end });

describe('the schedule', () => {
  it('runs at once where nothing ran before, then an interval after each end', () => {
    const { actions, nextIn } = play([
      [0, tick],
      [5 * MINUTE, ended(DONE)],
    ]);
    expect(actions).toEqual([{ do: 'run', why: 'due' }]);
    expect(nextIn).toBe(65);
  });

  it('counts the interval from the last run, whoever ran it', () => {
    expect(play([[0, tick]], timetable(), NOON - 20 * MINUTE)).toMatchObject({ actions: [], nextIn: 40 });
    expect(play([[0, tick]], timetable(), NOON - 3 * HOUR).actions).toHaveLength(1);
    // Of a clock that was set back since.
    expect(play([[0, tick]], timetable(), NOON + DAY).actions).toHaveLength(1);
  });

  it('starts one run at a time', () => {
    const { actions } = play([
      [0, tick],
      [MINUTE, tick],
      [2 * HOUR, { type: 'now' }],
      [3 * HOUR, tick],
    ]);
    expect(actions).toHaveLength(1);
  });

  it('tells the first failure and the recovery, and nothing between', () => {
    const { actions } = play([
      [0, tick],
      [0, ended(failed())],
      [MINUTE, tick],
      [MINUTE, ended(failed({ message: 'still none' }))],
      [3 * MINUTE, tick],
      [3 * MINUTE, ended(DONE)],
    ]);
    expect(actions.filter(({ do: what }) => what === 'tell')).toEqual([
      { do: 'tell', told: { what: 'failed', reason: 'unreachable', message: 'no network' } },
      { do: 'tell', told: { what: 'recovered', after: 2 } },
    ]);
  });

  const waits = (end: RunEnd, table = timetable()) => {
    let schedule = begin(table, NOON, null);
    let now = NOON;
    return Array.from({ length: 12 }, () => {
      schedule = next({ ...schedule, running: true }, ended(end), now, table).schedule;
      const wait = schedule.nextAt - now;
      now = schedule.nextAt;
      return wait / MINUTE;
    });
  };

  it('tries again soon after what may pass, then ever more seldom, at least four times a day', () => {
    expect(waits(failed())).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
  });

  it('does not hammer what someone must mend: a user could be locked out', () => {
    expect(waits(failed({ reason: 'credentials', passing: false })).slice(0, 7)).toEqual([
      60, 120, 240, 480, 960, 1440, 1440,
    ]);
  });

  it('waits as long as the server asks, and goes on early where an allowance ended first', () => {
    expect(
      play([
        [0, tick],
        [0, ended(failed({ retryAt: NOON + 50 * MINUTE }))],
      ]).nextIn,
    ).toBe(50);
    expect(
      play([
        [0, tick],
        [0, ended({ type: 'done', resumeAt: NOON + 20 * MINUTE })],
      ]).nextIn,
    ).toBe(20);
    expect(
      play([
        [0, tick],
        [0, ended({ type: 'done', resumeAt: NOON })],
      ]).nextIn,
    ).toBe(1);
    expect(
      play([
        [0, tick],
        [0, ended({ type: 'done', resumeAt: NOON + DAY })],
      ]).nextIn,
    ).toBe(60);
  });

  it('says who is at work where the workspace is held, which is no failure', () => {
    const { schedule, actions, nextIn } = play([
      [0, tick],
      [0, ended(failed({ reason: 'busy', message: 'in use by msp-sync' }))],
    ]);
    expect(schedule).toMatchObject({ held: 'in use by msp-sync', failures: 0, trouble: null });
    expect(nextIn).toBe(1);
    expect(actions).toHaveLength(1);
  });

  it('counts from the run of another program that spared its own', () => {
    expect(
      play([
        [0, tick],
        [0, ended({ type: 'elsewhere', ranAt: NOON - 10 * MINUTE })],
      ]).nextIn,
    ).toBe(50);
  });

  it('starts nothing while paused, and what is due when resumed', () => {
    const { actions } = play([
      [0, { type: 'pause' }],
      [5 * HOUR, tick],
      [5 * HOUR + 1, { type: 'now' }],
      [5 * HOUR + 2, ended(DONE)],
      [9 * HOUR, tick],
      [9 * HOUR + MINUTE, { type: 'resume' }],
    ]);
    expect(actions.map((action) => (action.do === 'run' ? action.why : action.do))).toEqual(['asked', 'due']);
  });

  it('after a sleep gives the network a moment, then catches up once', () => {
    const { actions, schedule } = play([
      [0, tick],
      [0, ended(DONE)],
      [30 * HOUR, tick],
    ]);
    expect(actions).toHaveLength(1);
    expect(schedule.nextAt).toBe(NOON + 30 * HOUR + 30_000);
    const later = next(schedule, tick, schedule.nextAt, timetable());
    expect(later.actions).toEqual([{ do: 'run', why: 'due' }]);
  });

  it('is not put off by a clock that is set back', () => {
    const { nextIn } = play([
      [0, tick],
      [0, ended(DONE)],
      [-10 * HOUR, tick],
    ]);
    expect(nextIn).toBe(-9 * 60);
  });

  it('waits for the end of quiet hours, and starts nothing in them but what is asked for', () => {
    const table = timetable({ quiet: [{ from: 11 * 60, to: 13 * 60 + 30 }] });
    const { actions, schedule } = play(
      [
        [0, tick],
        [2 * MINUTE, tick],
      ],
      table,
    );
    expect(actions).toEqual([]);
    expect(startsAt(schedule, NOON, table)).toBe(NOON + 90 * MINUTE);
    let later = schedule;
    for (let at = 3; at < 90; at++) later = next(later, tick, NOON + at * MINUTE, table).schedule;
    expect(later.running).toBe(false);
    expect(next(later, tick, NOON + 90 * MINUTE, table).actions).toHaveLength(1);
    expect(play([[0, { type: 'now' }]], table).actions).toHaveLength(1);
  });

  it('stops the run under way, and leaves when that has ended', () => {
    expect(
      play([
        [0, tick],
        [1, { type: 'stop' }],
        [2, ended(failed({ reason: 'cancelled' }))],
      ]).actions,
    ).toEqual([{ do: 'run', why: 'due' }, { do: 'cancel' }, { do: 'leave' }]);
    expect(
      play([
        [0, { type: 'pause' }],
        [1, { type: 'stop' }],
      ]).actions,
    ).toEqual([{ do: 'leave' }]);
  });

  it('whatever happens: one run at a time, none while stopping, and always a next look within a minute', () => {
    const event = fc.oneof(
      fc.constant<Event>(tick),
      fc.constantFrom<Event>({ type: 'pause' }, { type: 'resume' }, { type: 'now' }, { type: 'stop' }),
      fc
        .constantFrom<RunEnd>(DONE, failed(), failed({ passing: false }), failed({ reason: 'busy' }))
        .map(ended),
    );
    const script = fc.array(fc.tuple(fc.integer({ min: -3 * HOUR, max: 3 * HOUR }), event), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(script, (steps) => {
        const table = timetable();
        let schedule: Schedule = begin(table, NOON, null);
        let now = NOON;
        for (const [passed, what] of steps) {
          if (what.type === 'ended' && !schedule.running) continue;
          now += passed;
          const before = schedule;
          const step = next(before, what, now, table);
          schedule = step.schedule;
          const runs = step.actions.filter((action) => action.do === 'run').length;
          expect(runs).toBeLessThanOrEqual(before.running && what.type !== 'ended' ? 0 : 1);
          if (before.stopping) expect(runs).toBe(0);
          expect(waitMs(schedule, now)).toBeGreaterThan(0);
          expect(waitMs(schedule, now)).toBeLessThanOrEqual(MINUTE);
          expect(schedule.nextAt - now).toBeLessThanOrEqual(24 * HOUR);
        }
      }),
    );
  });
});

describe('quiet hours', () => {
  it.each([
    ['22:00-06:00', 23 * 60, 7 * 60],
    ['22:00-06:00', 5 * 60 + 59, 1],
    ['22:00-06:00', 6 * 60, 0],
    ['12:00-13:00', 12 * 60 + 30, 30],
    ['12:00-13:00', 11 * 60 + 59, 0],
  ])('%s at minute %i last %i more', (text, minute, left) => {
    const range = quietRange(text);
    expect(range && minutesOfQuiet(minute, [range])).toBe(left);
  });

  it('that follow each other are one, and those that cover the day never end', () => {
    const ranges = ['20:00-23:00', '23:00-02:00'].flatMap((text) => quietRange(text) ?? []);
    expect(minutesOfQuiet(21 * 60, ranges)).toBe(5 * 60);
    expect(minutesOfQuiet(0, [{ from: 0, to: 0 }])).toBeNull();
    expect(
      minutesOfQuiet(60, [
        { from: 0, to: 720 },
        { from: 720, to: 0 },
      ]),
    ).toBeNull();
  });

  it('are written as 22:00-06:00', () => {
    for (const text of ['22-6', '24:00-06:00', '22:00', '22:00-06:60', ''])
      expect(quietRange(text)).toBeNull();
  });
});
