/** Automatic sync in words, for the editor and the command line. Pure. */
import type { Gist } from '../engine/follow/run-end';
import { plural } from './words';

/** `2 written, 1 change waits for approval, 3 decisions wait` */
export function gistText({ outcomes, waiting, decisions, approved, left }: Gist): string {
  const { done = 0, unchanged: _same = 0, ...rest } = outcomes;
  const failed = Object.values(rest).reduce((sum, count) => sum + count, 0);
  const parts = [
    done > 0 ? `${done.toLocaleString('en-US')} written` : 'nothing written',
    failed > 0 ? `${failed.toLocaleString('en-US')} not` : '',
    waiting > 0 ? waitingText(waiting, approved) : '',
    decisions > 0 ? `${plural(decisions, 'decision')} ${decisions === 1 ? 'waits' : 'wait'}` : '',
    left
      ? `${plural(left.count, 'record')} still to be read in full, until about ${left.until.slice(0, 16).replace('T', ' ')} UTC`
      : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function waitingText(waiting: number, approved: boolean): string {
  const what = `${plural(waiting, 'change')} ${waiting === 1 ? 'waits' : 'wait'}`;
  return approved ? `${what} for you` : `${what} for your first approval`;
}
