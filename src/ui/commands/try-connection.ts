/** Tests a connection before it is saved, and asks what now where that finds a problem. */
import { l10n, ProgressLocation, window } from 'vscode';
import { Failure } from '../../engine/failure';
import type { Checked } from '../../engine/findings';
import { SYSTEM_TITLES, type SystemName } from '../../engine/model';
import { showWarning } from '../../host/told';
import { SECRET, stepFor } from './connection-steps';
import type { CommandContext } from './context';
import { signalOf } from './sync';

/** The connection as it would be saved. */
export interface Attempt {
  /** Path of the workspace folder. */
  readonly folder: string;
  readonly raw: Readonly<Record<string, unknown>>;
  /** The secret as it was typed; blank for the one that is saved. */
  readonly typed: string;
}

export type Verdict = 'leave' | { readonly step: string } | { readonly save: Checked };

/** Tests the connection before it is saved; where that finds a problem, the person says what now. */
export async function judge(context: CommandContext, system: SystemName, attempt: Attempt): Promise<Verdict> {
  const tested = await test(context, system, attempt);
  if (tested === 'cancelled') return { step: SECRET };
  const problems = tested.findings.filter(({ level }) => level === 'problem');
  const [first] = problems;
  const save: Verdict = { save: tested };
  if (!first) return save;
  const back = l10n.t('Go Back and Correct');
  const anyway = l10n.t('Save Anyway');
  const detail = problems
    .map(({ message, why, remedy }) => [message, why, remedy].filter(Boolean).join('\n'))
    .join('\n\n');
  const title = l10n.t('{0} does not work with these answers.', SYSTEM_TITLES[system]);
  const chosen = await showWarning(title, { modal: true, detail }, back, anyway);
  if (chosen === anyway) return save;
  return chosen === back ? { step: stepFor(system, first.check) } : 'leave';
}

/** The check of a connection that is not saved, under a progress that can be cancelled. */
async function test(
  { trials, secrets }: CommandContext,
  system: SystemName,
  { folder, raw, typed }: Attempt,
): Promise<Checked | 'cancelled'> {
  const title = l10n.t('Testing the connection to {0}…', SYSTEM_TITLES[system]);
  const secret = async (of: SystemName, origin: string) => typed || (await secrets.get(of, origin));
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (_, token) => {
    try {
      return await trials.check({ folder, raw, secret, signal: signalOf(token) });
    } catch (error) {
      if (token.isCancellationRequested || Failure.is(error, 'cancelled')) return 'cancelled';
      throw error;
    }
  });
}
