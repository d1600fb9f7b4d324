import { type CancellationToken, commands, l10n, ProgressLocation, window } from 'vscode';
import { Failure } from '../../engine/failure';
import type { Progress as EngineProgress } from '../../engine/ports';
import type { RunReport } from '../../engine/run';
import { showInformation, showWarning } from '../../host/told';
import { tasksIn } from '../state/view';
import { progressText } from '../status/text';
import type { CommandContext } from './context';
import { COMMANDS } from './ids';
import { resultText } from './text';

/** Reads, matches, plans and writes; ends with one message. Gives the counts by outcome for whoever called. */
export async function sync({ state }: CommandContext): Promise<Readonly<Record<string, number>>> {
  const report = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'MSP Sync', cancellable: true },
    (progress, token) => state.sync(progressOn(progress), signalOf(token)),
  );
  const { overview } = state.snapshot;
  void tell(report, overview ? tasksIn(overview) : 0);
  const counts: Record<string, number> = {};
  for (const { type } of report.outcomes) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

interface EditorProgress {
  report(value: { message?: string; increment?: number }): void;
}

/** Phases differ too much in length for one bar, so each fills it anew in words. */
export function progressOn(progress: EditorProgress): EngineProgress {
  return {
    report: (phase, done, total) => progress.report({ message: progressText({ phase, done, total }) }),
  };
}

export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(new Failure('cancelled', 'Stopped by the user.'));
  if (token.isCancellationRequested) stop();
  token.onCancellationRequested(stop);
  return controller.signal;
}

async function tell(report: RunReport, tasks: number): Promise<void> {
  const { text, good } = resultText(report, tasks, report.prepared.plan.unticked?.length);
  const showReport = l10n.t('Show Report');
  const show = good ? showInformation : showWarning;
  if (await show(text, showReport)) await commands.executeCommand(COMMANDS.showReport);
}
