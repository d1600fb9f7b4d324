/** What is said when a plan was applied. Pure. */
import type { Outcome, OutcomeType } from '../../engine/plan/model';
import { plural } from '../../text/words';
import { number } from '../words';

/** One sentence on what became of the steps, and whether nothing went wrong. */
export function appliedText(
  outcomes: readonly Outcome[],
  undo: boolean,
): { readonly text: string; readonly good: boolean } {
  const count = (...types: readonly OutcomeType[]) =>
    outcomes.filter(({ type }) => types.includes(type)).length;
  const [done, stale, failed] = [count('done'), count('stale'), count('refused', 'failed', 'unknown')];
  const same = count('unchanged');
  const verb = undo ? 'taken back' : 'written';
  const parts = [
    done > 0 ? `${plural(done, 'change')} ${verb}` : `nothing was ${verb}`,
    same > 0 ? `${number(same)} so already` : '',
    stale > 0 ? `${number(stale)} left alone because someone changed them meanwhile` : '',
    failed > 0 ? `${number(failed)} not done` : '',
  ].filter(Boolean);
  return { text: `${undo ? 'Undo' : 'Plan'} finished: ${parts.join(', ')}.`, good: stale + failed === 0 };
}
