/** A run in short, as the status bar and the trees keep it. Pure. */

import type { Failure, FailureReason } from './failure';
import { countOutcomes } from './outcomes';
import type { RunSummary } from './ports';
import type { RunReport } from './run';

export function summaryOf(report: RunReport, cancelled: boolean): RunSummary {
  const problems: Record<string, string> = {};
  for (const [key, { status, reason }] of report.statuses) if (status === 'error') problems[key] = reason;
  return {
    run: report.run,
    startedAt: report.startedAt,
    endedAt: report.endedAt,
    result: cancelled ? 'cancelled' : 'done',
    message: null,
    outcomes: countOutcomes(report.outcomes),
    conflicts: report.prepared.plan.conflicts.length,
    problems,
  };
}

function resultOf(reason: FailureReason): RunSummary['result'] {
  if (reason === 'guard') return 'refused';
  return reason === 'cancelled' ? 'cancelled' : 'failed';
}

export function failedSummary(failure: Failure, startedAt: string, endedAt: string): RunSummary {
  const message = [failure.message, failure.remedy].filter(Boolean).join(' ');
  return {
    run: '',
    startedAt,
    endedAt,
    result: resultOf(failure.reason),
    message,
    outcomes: {},
    conflicts: 0,
    problems: {},
  };
}
