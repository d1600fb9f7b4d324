/** Commands of the History view: look back, and take back, as a plan that is shown before it is applied. */
import { commands, l10n, window } from 'vscode';
import { Failure } from '../../engine/failure';
import type { RunEntry } from '../../engine/history';
import { listed, showWarning } from '../../host/told';
import type { CommandContext } from '../commands/context';
import { instant } from '../instant';
import { showPlan } from '../plan/show';
import { isUndoable } from './model';
import { HISTORY_VIEW } from './register';
import { outcomesText, runTitle } from './view';

export async function showHistory(): Promise<void> {
  await commands.executeCommand(`${HISTORY_VIEW}.focus`);
}

/** Reads, and shows what taking back the row's run or step would do; asks which run when called from elsewhere. Writes nothing. */
export async function undoRun(context: CommandContext, row?: unknown): Promise<void> {
  const { history, plans } = context;
  // Called from elsewhere while the view was never opened: what it would show is read first.
  if (row !== undefined && !history.nodeOf(row)) await history.entries();
  const node = history.nodeOf(row);
  const entry = node?.entry ?? (await pickRun(context));
  if (!entry) return;
  const step = node?.type === 'step' ? node.step.step : null;
  const tree = await plans.showUndo(entry, step).catch(async (error: unknown) => {
    if (plans.isUndoUnread) await showPlan();
    throw error;
  });
  await showPlan();
  if (tree.input.plan.steps.length > 0) return;
  const [first] = tree.input.plan.drift;
  const why = first ? ` ${first.name}: ${first.reason}.` : '';
  void showWarning(l10n.t('Nothing of it is left to take back.{0}', why));
}

async function pickRun({ history }: CommandContext): Promise<RunEntry | undefined> {
  const entries = (await history.entries()).filter(({ steps }) => steps.some(isUndoable));
  if (entries.length === 0) {
    throw new Failure('usage', 'No run has written anything that could be taken back.');
  }
  const items = entries.map((entry) => ({
    entry,
    label: runTitle(entry, instant),
    description: entry.by,
    detail: outcomesText(entry.steps),
  }));
  const chosen = await window.showQuickPick(items.map(listed), {
    title: l10n.t('Take Back Which Run?'),
    matchOnDescription: true,
  });
  return chosen?.entry;
}
