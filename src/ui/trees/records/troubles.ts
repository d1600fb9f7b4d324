/** Which failures the Systems tree shows as rows. Pure. */

import type { Failure } from '../../../engine/failure';
import { RESULT_WORDS } from '../../../text/words';
import type { Snapshot } from '../../state/view';
import type { Trouble } from './model';

export function troublesOf({ failure, loadFailure, overview }: Snapshot): readonly Trouble[] {
  const now = [failure, loadFailure].flatMap((item) => (item ? [troubleOf(item)] : []));
  if (now.length > 0) return now;
  const run = overview?.lastRun;
  // The last run of another window, of the command line, or of before this window was opened.
  if (run?.result !== 'failed' && run?.result !== 'refused') return [];
  const message = run.message ?? `The last sync: ${RESULT_WORDS[run.result]}.`;
  return [{ system: null, message, remedy: null, code: null, guarded: run.result === 'refused' }];
}

const troubleOf = ({ system, message, remedy, code, reason }: Failure): Trouble => ({
  system: system ?? null,
  message,
  remedy: remedy ?? null,
  code,
  guarded: reason === 'guard',
});
