/** What came of the steps of a plan, told alike by every command that carries one out. */
import { countOutcomes, shortfalls, shortfallWord } from '../engine/outcomes';
import type { Outcome } from '../engine/plan/model';
import { type Context, EXIT } from './context';
import { sentence } from './plan-text';

export function tellOutcomes(
  context: Context,
  result: { readonly run: string; readonly outcomes: readonly Outcome[] },
  more: object = {},
): void {
  context.progress.stop();
  const counts = countOutcomes(result.outcomes);
  const failed = shortfalls(result.outcomes);
  context.answer({ run: result.run, outcomes: counts, failed, ...more });
  if (!context.json) {
    const words = Object.entries(counts).map(([type, count]) => `${count} ${type}`);
    context.say(words.length === 0 ? 'Nothing to do.' : `Run ${result.run}: ${words.join(', ')}.`);
    for (const outcome of failed)
      context.say(`  ${shortfallWord(outcome)} ${outcome.step}: ${sentence(outcome.message ?? '')}`);
  }
  if (failed.length > 0) process.exitCode = EXIT.failed;
}
