/** What the status bar item says. Pure. */
import { RESULT_WORDS } from '../../text/words';
import { type Automatic, automaticLines } from '../follow/view';
import { isScanned, type Running, type Snapshot, tasksIn } from '../state/view';
import { ageText, number } from '../words';

export interface StatusText {
  /** One codicon and at most some 25 characters. */
  readonly text: string;
  readonly tooltip: readonly string[];
  readonly spoken: string;
  readonly alarm: 'none' | 'warning' | 'error';
}

const FAILED = '$(error) MSP Sync: Failed';
/** Nothing is broken: somebody has to look. */
const GUARDED = '$(shield) MSP Sync: Held by a Guard';

const PHASES: Readonly<Record<string, string>> = {
  sync: 'Starting',
  check: 'Checking',
  scan: 'Reading',
  match: 'Matching',
  merge: 'Comparing',
  plan: 'Planning',
  apply: 'Writing',
  undo: 'Reading',
};

export const phaseWord = (phase: string): string => PHASES[phase] ?? 'Working';

/** `Reading: 1,200 of 3,400`. */
export function progressText({ phase, done, total }: Pick<Running, 'phase' | 'done' | 'total'>): string {
  const word = phaseWord(phase);
  if (total !== null && total > 0) return `${word}: ${number(done)} of ${number(total)}`;
  return done > 0 ? `${word}: ${number(done)}` : `${word}…`;
}

/** Null where the item would say nothing: no folder is open. */
export function statusText(snapshot: Snapshot, now: number): StatusText | null {
  const { readiness, running, failure, loadFailure, overview } = snapshot;
  if (readiness === 'noFolder') return null;
  if (readiness === 'untrusted') {
    return quiet('$(shield) MSP Sync', 'This workspace is not trusted: nothing connects.');
  }
  if (readiness === 'notConfigured')
    return quiet('$(plug) MSP Sync: Set Up', 'No connection is configured yet.');
  if (running) return runningText(running);
  const stopped = failure ?? loadFailure;
  if (stopped) {
    const guarded = stopped.reason === 'guard';
    return {
      text: guarded ? GUARDED : FAILED,
      tooltip: [
        stopped.message,
        stopped.remedy ?? '',
        stopped.code,
        ...automaticLines(snapshot.automatic, now),
      ].filter(Boolean),
      spoken: `MSP Sync: ${guarded ? 'a guard stopped the last sync, for you to look' : 'the last sync failed'}. ${stopped.message}`,
      alarm: guarded || stopped.passing ? 'warning' : 'error',
    };
  }
  if (!overview) return quiet('$(sync) MSP Sync', 'Choose what to do.');
  if (!isScanned(overview))
    return quiet('$(sync) MSP Sync: Never Synced', 'The systems have not been read yet.');
  return knownText(overview, snapshot.automatic, now);
}

function knownText(
  overview: NonNullable<Snapshot['overview']>,
  automatic: Automatic | null,
  now: number,
): StatusText {
  const run = overview.lastRun;
  const age = run ? ageText(run.endedAt, now) : 'never';
  const tasks = tasksIn(overview);
  const waits = tasks === 1 ? '1 decision waits for you' : `${number(tasks)} decisions wait for you`;
  const stopped = run?.result === 'failed' || run?.result === 'refused';
  const tooltip = [
    `Last sync: ${age}${run && run.result !== 'done' ? ` (${RESULT_WORDS[run.result]})` : ''}`,
    stopped ? (run.message ?? '') : '',
    `${number(overview.records.size)} records known`,
    `${number(overview.plan.steps.length)} changes would be written now`,
    tasks > 0 ? waits : 'Nothing waits for you',
    ...automaticLines(automatic, now),
  ].filter(Boolean);
  const spoken = `MSP Sync: last sync ${age}, ${tasks > 0 ? waits : 'nothing waits for you'}`;
  if (stopped)
    return { text: run.result === 'refused' ? GUARDED : FAILED, tooltip, spoken, alarm: 'warning' };
  const text =
    tasks > 0
      ? `$(bell-dot) MSP Sync: ${number(tasks)} to Decide`
      : `$(${automatic?.paused ? 'debug-pause' : 'check'}) MSP Sync: ${age}`;
  return { text, tooltip, spoken, alarm: 'none' };
}

function runningText(running: Running): StatusText {
  const { phase, done, total } = running;
  const percent = total ? ` ${Math.min(100, Math.floor((100 * done) / total))} %` : '';
  const words = progressText(running);
  return {
    text: `$(sync~spin) MSP Sync: ${phaseWord(phase)}${percent}`,
    tooltip: [words],
    spoken: `MSP Sync: ${words}`,
    alarm: 'none',
  };
}

const quiet = (text: string, tip: string): StatusText => ({
  text,
  tooltip: [tip],
  spoken: `MSP Sync: ${tip}`,
  alarm: 'none',
});
