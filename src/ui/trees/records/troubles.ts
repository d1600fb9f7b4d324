/** Which failures the Systems tree shows as rows. Pure. */
import type { Failure } from '../../../engine/failure';
import type { Snapshot } from '../../state/view';
import type { Trouble } from './model';

export function troublesOf({ failure, loadFailure, overview }: Snapshot): readonly Trouble[] {
  const now = [failure, loadFailure].flatMap((item) => (item ? [troubleOf(item)] : []));
  if (now.length > 0) return now;
  const run = overview?.lastRun;
  // The last run of another window, of the command line, or of before this window was opened.
  if (run?.result !== 'failed') return [];
  return [{ system: null, message: run.message ?? 'The last sync failed.', remedy: null, code: null }];
}

const troubleOf = ({ system, message, remedy, code }: Failure): Trouble => ({
  system: system ?? null,
  message,
  remedy: remedy ?? null,
  code,
});
