/** What is said when a plan was applied. Pure. */
import { CANCELLED } from '../../engine/apply';
import type { Outcome, OutcomeType } from '../../engine/plan/model';
import { plural } from '../../text/words';
import { number } from '../words';

/** One sentence on what became of the steps, and whether nothing went wrong. */
export function appliedText(
  outcomes: readonly Outcome[],
  undo: boolean,
): { readonly text: string; readonly good: boolean } {
  const waits = outcomes.filter(({ message }) => message === CANCELLED).length;
  const count = (...types: readonly OutcomeType[]) =>
    outcomes.filter(({ type, message }) => types.includes(type) && message !== CANCELLED).length;
  const [done, stale, failed] = [count('done'), count('stale'), count('refused', 'failed', 'unknown')];
  const same = count('unchanged');
  const inPart = outcomes.filter(({ left }) => left !== undefined).length;
  const verb = undo ? 'taken back' : 'written';
  const parts = [
    done > 0 ? `${plural(done, 'change')} ${verb}` : `nothing was ${verb}`,
    same > 0 ? `${number(same)} so already` : '',
    stale > 0
      ? `${number(stale)} left alone because someone changed ${stale === 1 ? 'it' : 'them'} meanwhile`
      : '',
    inPart > 0 ? `${number(inPart)} only in part` : '',
    failed > 0 ? `${number(failed)} not done` : '',
    waits > 0 ? `${plural(waits, 'step')} still to do` : '',
  ].filter(Boolean);
  const how = waits > 0 ? 'cancelled' : 'finished';
  return {
    text: `${undo ? 'Undo' : 'Plan'} ${how}: ${parts.join(', ')}.`,
    good: stale + failed + inPart === 0,
  };
}
