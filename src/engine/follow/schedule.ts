/**
 * When the next sync runs by itself: one state machine, (state, event, instant) → (state, actions), for the editor and the
 * command line alike. Pure: it has no clock, starts nothing and waits for nothing.
 */
import type { FailureReason } from '../failure';
import { minutesOfQuiet, type QuietRange } from './quiet';

export interface Timetable {
  /** From the end of one run to the start of the next, in milliseconds. */
  readonly intervalMs: number;
  readonly quiet: readonly QuietRange[];
  /** Local time of day of an instant, in minutes since midnight. */
  readonly minuteOfDay: (instant: number) => number;
}

/** How a run ended, as far as the next one depends on it. */
export type RunEnd =
  | {
      readonly type: 'done';
      /** Where a system's allowance ended first: the instant from which going on is worth while. */
      readonly resumeAt: number | null;
    }
  /** Nothing was run: another program had done so at that instant, and that is no longer ago than an interval. */
  | { readonly type: 'elsewhere'; readonly ranAt: number }
  | {
      readonly type: 'failed';
      readonly reason: FailureReason;
      readonly message: string;
      /** Whether the same may succeed later without anyone changing anything. */
      readonly passing: boolean;
      /** The instant that the server named for the next try. */
      readonly retryAt: number | null;
    };

export interface Schedule {
  readonly paused: boolean;
  readonly running: boolean;
  /** No run begins any more. */
  readonly stopping: boolean;
  /** The instant of the next run; quiet hours may put it off further. */
  readonly nextAt: number;
  /** Failures in a row. */
  readonly failures: number;
  /** Of the last run that succeeded, the instant of its end. */
  readonly succeededAt: number | null;
  /** The last failure's words, until a run succeeds. */
  readonly trouble: string | null;
  /** Someone else was at work when it was due. */
  readonly held: string | null;
  /** The instant of the last event: a jump from there is a sleep, or a clock that was set. */
  readonly seenAt: number;
}

export type Event =
  | { readonly type: 'tick' }
  | { readonly type: 'ended'; readonly end: RunEnd }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** A person, or a signal, wants a run at once. */
  | { readonly type: 'now' }
  | { readonly type: 'stop' };

export type Told =
  | { readonly what: 'failed'; readonly reason: FailureReason; readonly message: string }
  | { readonly what: 'recovered'; readonly after: number };

export type Action =
  | { readonly do: 'run'; readonly why: 'due' | 'asked' }
  | { readonly do: 'tell'; readonly told: Told }
  /** Stops the run under way between two writes. */
  | { readonly do: 'cancel' }
  | { readonly do: 'leave' };

export interface Step {
  readonly schedule: Schedule;
  readonly actions: readonly Action[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Ticks come at least this often; a longer silence was a sleep. */
export const LONGEST_TICK_MS = MINUTE_MS;
/** More time than this between two ticks, or less than none, is a jump. */
const JUMP_MS = 3 * LONGEST_TICK_MS;
/** After a sleep the network takes a moment to come back. */
const SETTLE_MS = 30_000;
/** Someone else's run seldom takes long. */
const HELD_MS = MINUTE_MS;
const LONGEST_PASSING_MS = 6 * HOUR_MS;
const LONGEST_LASTING_MS = 24 * HOUR_MS;

/** `lastRunAt` is the instant at which the last run in this workspace ended, whoever ran it; null where none is known. */
export function begin(timetable: Timetable, now: number, lastRunAt: number | null, delayMs = 0): Schedule {
  // A last run in the future is that of a clock that was set back since.
  const due = lastRunAt === null || lastRunAt > now ? now : lastRunAt + timetable.intervalMs;
  return {
    paused: false,
    running: false,
    stopping: false,
    nextAt: Math.max(due, now + delayMs),
    failures: 0,
    succeededAt: null,
    trouble: null,
    held: null,
    seenAt: now,
  };
}

export function next(before: Schedule, event: Event, now: number, timetable: Timetable): Step {
  const schedule = jumped(before, now, timetable);
  switch (event.type) {
    case 'tick':
      return due(schedule, now, timetable);
    case 'ended':
      return ended(schedule, event.end, now, timetable);
    case 'pause':
      return { schedule: { ...schedule, paused: true }, actions: [] };
    case 'resume':
      return due({ ...schedule, paused: false }, now, timetable);
    case 'now':
      if (schedule.running || schedule.stopping) return { schedule, actions: [] };
      return { schedule: { ...schedule, running: true }, actions: [{ do: 'run', why: 'asked' }] };
    case 'stop':
      return {
        schedule: { ...schedule, stopping: true },
        actions: [schedule.running ? { do: 'cancel' } : { do: 'leave' }],
      };
  }
}

/** When to look again: soon enough to notice a sleep, and no later than the next run. */
export function waitMs(schedule: Schedule, now: number): number {
  if (schedule.paused || schedule.nextAt <= now) return LONGEST_TICK_MS;
  return Math.min(LONGEST_TICK_MS, schedule.nextAt - now);
}

/** The instant at which the next run may start: quiet hours past, or null where they never end. */
export function startsAt(schedule: Schedule, now: number, timetable: Timetable): number | null {
  const at = Math.max(schedule.nextAt, now);
  const quiet = minutesOfQuiet(timetable.minuteOfDay(at), timetable.quiet);
  if (quiet === null) return null;
  return quiet === 0 ? at : at - (at % MINUTE_MS) + quiet * MINUTE_MS;
}

function jumped(before: Schedule, now: number, timetable: Timetable): Schedule {
  const passed = now - before.seenAt;
  const schedule = { ...before, seenAt: now };
  // A run takes as long as it takes.
  if (before.running || (passed >= 0 && passed <= JUMP_MS)) return schedule;
  if (passed > JUMP_MS) return { ...schedule, nextAt: Math.max(schedule.nextAt, now + SETTLE_MS) };
  // The clock was set back: what was planned by the old one lies too far ahead.
  return { ...schedule, nextAt: Math.min(schedule.nextAt, now + timetable.intervalMs) };
}

function due(schedule: Schedule, now: number, timetable: Timetable): Step {
  const idle = schedule.paused || schedule.running || schedule.stopping;
  if (idle || now < schedule.nextAt || startsAt(schedule, now, timetable) !== now)
    return { schedule, actions: [] };
  return { schedule: { ...schedule, running: true }, actions: [{ do: 'run', why: 'due' }] };
}

function ended(before: Schedule, end: RunEnd, now: number, timetable: Timetable): Step {
  const schedule = { ...before, running: false };
  const leave: readonly Action[] = schedule.stopping ? [{ do: 'leave' }] : [];
  if (end.type === 'done') {
    const after: readonly Action[] =
      schedule.trouble === null
        ? []
        : [{ do: 'tell', told: { what: 'recovered', after: schedule.failures } }];
    const nextAt = nextAfter(end.resumeAt, now, timetable.intervalMs);
    const fine = { failures: 0, trouble: null, held: null, succeededAt: now };
    return { schedule: { ...schedule, ...fine, nextAt }, actions: [...after, ...leave] };
  }
  if (end.type === 'elsewhere')
    return {
      schedule: { ...schedule, held: null, nextAt: Math.max(now, end.ranAt + timetable.intervalMs) },
      actions: leave,
    };
  if (end.reason === 'cancelled')
    return { schedule: { ...schedule, nextAt: now + timetable.intervalMs }, actions: leave };
  if (end.reason === 'busy')
    return {
      schedule: { ...schedule, held: end.message, nextAt: now + Math.min(HELD_MS, timetable.intervalMs) },
      actions: leave,
    };
  const failures = schedule.failures + 1;
  const wait = backOff(end, failures, timetable.intervalMs);
  const nextAt = Math.max(now + wait, end.retryAt ?? 0);
  const told: readonly Action[] =
    schedule.trouble === null
      ? [{ do: 'tell', told: { what: 'failed', reason: end.reason, message: end.message } }]
      : [];
  return {
    schedule: { ...schedule, failures, trouble: end.message, held: null, nextAt },
    actions: [...told, ...leave],
  };
}

/** Where an allowance ended first, going on is worth a run of its own, sooner than the interval. */
function nextAfter(resumeAt: number | null, now: number, intervalMs: number): number {
  const usual = now + intervalMs;
  return resumeAt === null ? usual : Math.min(usual, Math.max(resumeAt, now + MINUTE_MS));
}

/** What may pass by itself is tried again soon, then ever more seldom; what someone must mend, more seldom from the start. */
function backOff(end: RunEnd & { type: 'failed' }, failures: number, intervalMs: number): number {
  const doubled = 2 ** Math.min(failures - 1, 20);
  if (end.passing) return Math.min(MINUTE_MS * doubled, Math.max(intervalMs, LONGEST_PASSING_MS));
  return Math.min(intervalMs * doubled, Math.max(intervalMs, LONGEST_LASTING_MS));
}
