/** Commands of the Plan view: make one, choose from it, apply it. Nothing is written before it was asked for with counts. */
import {
  type CancellationToken,
  commands,
  l10n,
  ProgressLocation,
  type QuickPickItem,
  QuickPickItemKind,
  window,
} from 'vscode';
import { Failure } from '../../engine/failure';
import { isDoubt } from '../../engine/guard';
import { SYSTEM_TITLES } from '../../engine/model';
import type { Outcome } from '../../engine/plan/model';
import type { Progress as EngineProgress } from '../../engine/ports';
import { showInformation, showWarning } from '../../host/told';
import { timeLeft } from '../../text/time-left';
import { plural } from '../../text/words';
import type { CommandContext } from '../commands/context';
import { COMMANDS } from '../commands/ids';
import { progressOn, signalOf } from '../commands/sync';
import { progressText } from '../status/text';
import { KIND_TITLES, number } from '../words';
import { applyQuestion } from './counts';
import { type PlanTree, type Sort, sortsOf } from './model';
import { showPlan } from './show';
import { appliedText } from './text';

/** Reads the systems and shows what would be written. Gives how many steps the plan has. */
export async function plan(context: CommandContext): Promise<number> {
  const { state, plans } = context;
  await plans.leaveUndo();
  const prepared = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('MSP Sync: Plan'), cancellable: true },
    (progress, token) => state.plan(progressOn(progress), signalOf(token)),
  );
  await showPlan();
  const { steps, conflicts } = prepared.plan;
  const [first] = prepared.trips;
  if (first) {
    void tell(
      l10n.t('The plan is made, and a guard would refuse it: {0} {1}', first.message, first.remedy),
      false,
      [],
    );
  } else if (conflicts.length > 0) {
    const text = l10n.t(
      '{0} planned; {1} left for you.',
      plural(steps.length, 'step'),
      plural(conflicts.length, 'conflict'),
    );
    void tell(text, true, [[l10n.t('Resolve Conflicts'), COMMANDS.openConflicts]]);
  }
  return steps.length;
}

/** Back from an undo that is looked at to the plan itself. */
export async function leaveUndo({ plans }: CommandContext): Promise<void> {
  await plans.leaveUndo();
}

/** Reads once more for the undo that could not be shown. */
export async function undoAgain({ plans }: CommandContext): Promise<void> {
  await plans.undoAgain();
}

/** Asks with counts, then writes. Gives the counts by outcome for whoever called; undefined when it was not wanted. */
export async function apply(context: CommandContext): Promise<Readonly<Record<string, number>> | undefined> {
  const { state, plans } = context;
  await state.load();
  const tree = plans.current;
  if (!tree) {
    throw new Failure('usage', 'There is no plan yet.', {
      remedy: 'Run "MSP Sync: Plan" first: it shows what would be written.',
    });
  }
  if (tree.ticked.length === 0) throw nothingToApply(tree);
  if (!(await stillFits(context, tree))) return undefined;
  const now = plans.current ?? tree;
  const { undoing } = now.input;
  const { question, detail, yes } = applyQuestion(now.ticked, now.leftOut, undoing !== null);
  if ((await showWarning(question, { modal: true, detail }, yes)) !== yes) return undefined;
  const outcomes = await carryOut(context, now);
  if (!outcomes) return undefined;
  if (undoing) await plans.leaveUndo();
  const { text, good } = appliedText(outcomes, undoing !== null);
  void tell(text, good, [
    [l10n.t('Show History'), COMMANDS.showHistory],
    ...(good ? [] : [[l10n.t('Show Report'), COMMANDS.showReport] as const]),
  ]);
  const counts: Record<string, number> = {};
  for (const { type } of outcomes) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

function nothingToApply({ input, leftOut }: PlanTree): Failure {
  if (leftOut.waiting > 0) {
    return new Failure('usage', 'Every step of the plan is unticked, or waits for one that is.', {
      remedy: 'Tick those that shall be applied.',
    });
  }
  if (input.plan.steps.length > 0) {
    return new Failure('usage', 'Every step of the plan is unticked.', {
      remedy: 'Tick those that shall be applied.',
    });
  }
  return input.undoing
    ? new Failure('usage', 'Nothing of it is left to take back.', {
        remedy: 'The Plan view lists the reasons.',
      })
    : new Failure('usage', 'The plan writes nothing: the systems are in step.');
}

/** Says what moved since the plan was made, with the ways on. False when it is not to be applied as it is. */
async function stillFits(context: CommandContext, tree: PlanTree): Promise<boolean> {
  const stale = tree.ticked.filter(({ id }) => tree.input.moved.has(id));
  const [first, ...others] = stale;
  if (!first) return true;
  const why = `${first.name}: ${tree.input.moved.get(first.id) ?? ''}`;
  const more = others.length > 0 ? l10n.t(' (and {0} more)', number(others.length)) : '';
  const question =
    others.length === 0
      ? l10n.t('A step of the plan no longer fits.')
      : l10n.t('{0} steps of the plan no longer fit.', number(stale.length));
  const detail = l10n.t(
    '{0}{1}. Make a new plan, or leave out what does not fit and apply the rest.',
    why,
    more,
  );
  const [anew, leave] = [l10n.t('New Plan'), l10n.t('Leave Them Out')];
  const rest = tree.ticked.length > stale.length ? [leave] : [];
  const chosen = await showWarning(question, { modal: true, detail }, anew, ...rest);
  if (chosen === anew) await plan(context);
  if (chosen !== leave) return false;
  await context.plans.tick(...stale.map(({ id }) => ({ group: { step: id }, ticked: false })));
  return true;
}

/** Null when it was refused: by a guard, or because it no longer fits. */
async function carryOut(
  context: CommandContext,
  tree: PlanTree,
  pass: ReadonlySet<string> = new Set(),
): Promise<readonly Outcome[] | null> {
  const { state } = context;
  const { plan: chosen, undoing } = tree.input;
  try {
    const { outcomes } = await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('MSP Sync'), cancellable: true },
      (progress, token: CancellationToken) =>
        state.apply(
          chosen,
          { purpose: undoing ? 'undo' : 'apply', pass },
          writing(progress),
          signalOf(token),
        ),
    );
    return outcomes;
  } catch (error) {
    if (Failure.is(error, 'guard')) {
      const insists = await insistsOn(context, error);
      return insists ? carryOut(context, tree, new Set([...pass, ...error.guards])) : null;
    }
    if (!Failure.is(error, 'stale')) throw error;
    const anew = l10n.t('New Plan');
    const text = [error.message, error.remedy].filter(Boolean).join(' ');
    if ((await showWarning(text, anew)) === anew) await plan(context);
    return null;
  }
}

/**
 * What tripped the guard, and the ways on: a smaller part or another limit; where what was read is in doubt, to read it
 * again; or all the same. True for the last, which is never what Enter does.
 */
async function insistsOn(context: CommandContext, { message, remedy, guards }: Failure): Promise<boolean> {
  const [part, limits, anew, anyway] = [
    l10n.t('Apply a Part'),
    l10n.t('Open Limits'),
    l10n.t('New Plan'),
    l10n.t('Apply All the Same'),
  ];
  const detail = remedy ?? '';
  const inDoubt = guards.some(isDoubt);
  const ways = [...(inDoubt ? [anew] : [part, limits]), ...(guards.length > 0 ? [anyway] : [])];
  const chosen = await showWarning(message, { modal: true, detail }, ...ways);
  if (chosen === part) await choosePlanned(context);
  if (chosen === limits) await commands.executeCommand('workbench.action.openSettings', 'mspSync.guard');
  if (chosen === anew) await plan(context);
  return chosen === anyway;
}

/** Progress with a bar and the time that is left. */
function writing(progress: {
  report(value: { message?: string; increment?: number }): void;
}): EngineProgress {
  let began = 0;
  let shown = 0;
  return {
    report: (phase, done, total, _note, atLeast) => {
      if (phase !== 'apply' || !total) {
        progress.report({ message: progressText({ phase, done, total }) });
        return;
      }
      const now = Date.now();
      began ||= now;
      const left = timeLeft({ done, total, elapsed: now - began, atLeast });
      const message = [progressText({ phase, done, total }), left].filter(Boolean).join(', ');
      progress.report({ message, increment: (100 * (done - shown)) / total });
      shown = done;
    },
  };
}

interface SortItem extends QuickPickItem {
  readonly sort?: Sort;
}

/** Ticks and unticks whole systems and kinds. */
export async function choosePlanned({ plans }: CommandContext): Promise<void> {
  const tree = plans.current;
  if (!tree || tree.input.plan.steps.length === 0) {
    throw new Failure('usage', 'There is nothing planned to choose from.', {
      remedy: 'Run "MSP Sync: Plan" first.',
    });
  }
  const sorts = sortsOf(tree);
  const item = (sort: Sort): SortItem => ({
    sort,
    label: sort.system ? SYSTEM_TITLES[sort.system] : sort.kind ? KIND_TITLES[sort.kind] : '',
    description: l10n.t('{0} of {1} ticked', number(sort.ticked), plural(sort.count, 'step')),
    picked: sort.ticked === sort.count,
  });
  const items: SortItem[] = [
    { label: l10n.t('Systems'), kind: QuickPickItemKind.Separator },
    ...sorts.filter(({ system }) => system).map(item),
    { label: l10n.t('Kinds'), kind: QuickPickItemKind.Separator },
    ...sorts.filter(({ kind }) => kind).map(item),
  ];
  const picked = await window.showQuickPick(items, {
    canPickMany: true,
    title: l10n.t('What Shall Be Applied?'),
    placeHolder: l10n.t('A step is applied when both its system and its kind are'),
  });
  if (!picked) return;
  const wanted = new Set(picked);
  // What was left as it stood keeps its single ticks; leaving out comes last, so that it holds.
  const moved = items.filter(({ sort, picked: before }) => sort !== undefined && before !== undefined);
  const ticks = (ticked: boolean) =>
    moved.flatMap((one) => {
      const { sort } = one;
      if (!sort || wanted.has(one) !== ticked) return [];
      const turns = ticked ? sort.ticked < sort.count : sort.ticked > 0;
      return turns ? [{ group: groupFor(sort), ticked }] : [];
    });
  await plans.tick(...ticks(true), ...ticks(false));
}

const groupFor = ({ system, kind }: Sort) => ({ ...(system ? { system } : {}), ...(kind ? { kind } : {}) });

/** Shows the differences of the row's step; of the selected one when it is called from elsewhere. */
export async function showStep({ plans, history, panels }: CommandContext, row?: unknown): Promise<void> {
  const node = plans.nodeOf(row) ?? history.nodeOf(row) ?? plans.view.selection[0];
  if (node?.type === 'step' && 'entry' in node) {
    await panels.open('changes', JSON.stringify(['run', node.entry.run, node.step.step]));
    return;
  }
  if (node?.type === 'step') {
    await panels.open('changes', JSON.stringify(['plan', node.step.id]));
    return;
  }
  throw new Failure('usage', 'No step is chosen.', { remedy: 'Choose one in the Plan or the History view.' });
}

async function tell(
  text: string,
  good: boolean,
  ways: readonly (readonly [label: string, command: string])[],
): Promise<void> {
  const show = good ? showInformation : showWarning;
  const chosen = await show(text, ...ways.map(([label]) => label));
  const way = ways.find(([label]) => label === chosen);
  if (way) await commands.executeCommand(way[1]);
}
