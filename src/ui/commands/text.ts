/** What commands say at their end. Pure. */
import type { Finding } from '../../engine/findings';
import type { RunReport } from '../../engine/run';
import { plural } from '../../text/words';
import { number } from '../words';

/** One sentence on a run, and whether nothing went wrong. `tasks`: what waits for a person now. */
export function resultText(
  { outcomes }: Pick<RunReport, 'outcomes'>,
  tasks: number,
  /** Steps that a person had unticked. */
  unticked = 0,
): {
  readonly text: string;
  readonly good: boolean;
} {
  const count = (...types: readonly string[]) => outcomes.filter(({ type }) => types.includes(type)).length;
  const written = count('done');
  const failed = count('failed', 'refused', 'unknown', 'stale');
  const parts = [
    written === 0
      ? unticked > 0
        ? 'nothing was written'
        : 'nothing had to be written'
      : `${plural(written, 'change')} written`,
    failed > 0 ? `${number(failed)} not written` : '',
    unticked > 0 ? `${plural(unticked, 'unticked step')} left out` : '',
    tasks > 0 ? `${plural(tasks, 'decision')} left for you` : '',
  ].filter(Boolean);
  return { text: `Sync finished: ${parts.join(', ')}.`, good: failed === 0 };
}

export function checkText(findings: readonly Finding[]): { readonly text: string; readonly good: boolean } {
  const problems = findings.filter(({ level }) => level === 'problem');
  const warnings = findings.filter(({ level }) => level === 'warning');
  const [first] = problems;
  if (first) {
    const more = problems.length > 1 ? ` (and ${plural(problems.length - 1, 'more problem')})` : '';
    return { text: [`${first.message}${more}`, first.remedy].filter(Boolean).join(' '), good: false };
  }
  const [warning] = warnings;
  if (!warning) return { text: 'Every connection works.', good: true };
  const more = warnings.length > 1 ? ` (and ${plural(warnings.length - 1, 'more warning')})` : '';
  return { text: `The connections work. ${warning.message}${more}`, good: true };
}
