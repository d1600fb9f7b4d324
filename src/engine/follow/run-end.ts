/** How a run by itself ended, in short: for the schedule, and for those who tell of it. Pure. */

import { Failure } from '../failure';
import { msOf } from '../normalize/instant';
import { countOutcomes } from '../outcomes';
import type { Followed } from '../session';
import type { RunEnd } from './schedule';

/** What a run found and did, in counts. */
export interface Gist {
  readonly outcomes: Readonly<Record<string, number>>;
  /** Steps that may be written only when a person says so. */
  readonly waiting: number;
  /** Suggestions, ambiguities and conflicts: what only a person can decide. */
  readonly decisions: number;
  /** Whether a person has let a first plan be carried out. */
  readonly approved: boolean;
  /** Records whose details wait for a system's allowance, and until when. */
  readonly left: { readonly count: number; readonly until: string } | null;
}

export function gistOf({ report, approved }: Followed): Gist {
  const { plan, match, scan } = report.prepared;
  const conflicts = new Set(plan.conflicts.map(({ identity }) => identity)).size;
  const left = scan.coverage.flatMap((one) => one.left ?? []);
  const until = left
    .map((one) => one.until)
    .sort()
    .at(-1);
  return {
    outcomes: countOutcomes(report.outcomes),
    waiting: plan.steps.length - report.outcomes.length,
    decisions: match.suggestions.length + match.ambiguous.length + conflicts,
    approved,
    left: until === undefined ? null : { count: left.reduce((sum, { count }) => sum + count, 0), until },
  };
}

export function endOf({ report }: Followed): RunEnd {
  const resume = report.prepared.scan.coverage.flatMap(({ left }) => left?.resumeAt ?? []).sort()[0];
  return { type: 'done', resumeAt: resume === undefined ? null : msOf(resume) };
}

/** `now` in milliseconds since the epoch. */
export function failedEnd(error: unknown, now: number): RunEnd {
  const failure = Failure.from(error);
  const { reason, passing, retryAfterMs } = failure;
  const message = [failure.message, failure.remedy].filter(Boolean).join(' ');
  return {
    type: 'failed',
    reason,
    message,
    passing,
    retryAt: retryAfterMs === undefined ? null : now + retryAfterMs,
  };
}
