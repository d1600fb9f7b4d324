/** How the rows of the History tree look. Pure. */
import { isFieldName } from '../../engine/fields';
import type { RunEntry, RunStep } from '../../engine/history';
import { SYSTEM_TITLES } from '../../engine/model';
import type { OutcomeType } from '../../engine/plan/model';
import { plural, RESULT_WORDS } from '../../text/words';
import { labelOf } from '../differences/values';
import { joined } from '../plan/counts';
import type { Row, RowIcon, Tip } from '../trees/row';
import { number, SHORT_TITLES } from '../words';
import type { HistoryNode } from './model';
import { isUndoable } from './model';

const PURPOSES: Readonly<Record<string, string>> = { sync: 'Sync', apply: 'Plan applied', undo: 'Undo' };

const RESULT_ICONS: Readonly<Record<RunEntry['result'], RowIcon>> = {
  done: { name: 'pass', color: 'charts.green' },
  failed: { name: 'error', color: 'list.errorForeground' },
  refused: { name: 'shield', color: 'list.warningForeground' },
  unfinished: { name: 'question', color: 'list.warningForeground' },
};

const OUTCOME_ICONS: Readonly<Record<OutcomeType, RowIcon>> = {
  done: { name: 'check', color: 'charts.green' },
  unchanged: { name: 'dash', color: 'descriptionForeground' },
  stale: { name: 'history', color: 'list.warningForeground' },
  refused: { name: 'circle-slash', color: 'list.warningForeground' },
  failed: { name: 'error', color: 'list.errorForeground' },
  unknown: { name: 'question', color: 'list.warningForeground' },
};

const OUTCOME_WORDS: Readonly<Record<OutcomeType, string>> = {
  done: 'written',
  unchanged: 'was so already',
  stale: 'changed meanwhile, left alone',
  refused: 'not done',
  failed: 'failed',
  unknown: 'unknown: the answer was lost',
};

export interface ViewContext {
  /** An instant in the reader's own words and time zone. */
  readonly at: (iso: string) => string;
  /** Shows the differences of a step of a run; takes the row. */
  readonly showStep: string;
}

/** `Sync of Nov 25, 11:58 PM` */
export const runTitle = (
  { purpose, startedAt }: Pick<RunEntry, 'purpose' | 'startedAt'>,
  at: ViewContext['at'],
) => `${PURPOSES[purpose] ?? purpose} of ${at(startedAt)}`;

export function rowOf(node: HistoryNode, context: ViewContext): Row {
  switch (node.type) {
    case 'run':
      return runRow(node.id, node.entry, context);
    case 'organization': {
      const words = outcomesText(node.steps);
      return {
        id: node.id,
        label: node.name,
        description: words,
        icon: { name: 'organization' },
        children: 'collapsed',
        context: 'organization',
        spoken: `${node.name}: ${words}`,
      };
    }
    case 'step':
      return stepRow(node.id, node.step, context);
  }
}

function runRow(id: string, entry: RunEntry, { at }: ViewContext): Row {
  const { by, result, steps } = entry;
  const label = runTitle(entry, at);
  const words = [by, steps.length > 0 ? outcomesText(steps) : 'wrote nothing', resultWord(result)]
    .filter(Boolean)
    .join(' · ');
  return {
    id,
    label,
    description: words,
    icon: RESULT_ICONS[result],
    children: steps.length > 0 ? 'collapsed' : 'none',
    context: steps.some(isUndoable) ? 'run.undoable' : 'run',
    spoken: `${label}, ${words}`,
  };
}

const resultWord = (result: RunEntry['result']): string => (result === 'done' ? '' : RESULT_WORDS[result]);

/** `14 written, 2 failed` */
export function outcomesText(steps: readonly RunStep[]): string {
  const counts = new Map<OutcomeType, number>();
  for (const { outcome } of steps) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${number(count)} ${OUTCOME_WORDS[outcome]}`).join(', ');
}

function stepRow(id: string, step: RunStep, { showStep }: ViewContext): Row {
  const { name, kind, system, outcome, message } = step;
  const words = [
    `${step.action} in ${SHORT_TITLES[system]}`,
    outcome === 'done' ? fieldsText(step) : OUTCOME_WORDS[outcome],
    message ?? '',
  ]
    .filter(Boolean)
    .join(' · ');
  return {
    id,
    label: name,
    description: words,
    icon: OUTCOME_ICONS[outcome],
    children: 'none',
    context: isUndoable(step) ? 'step.undoable' : 'step',
    spoken: `${name}, ${kind}, ${words}`,
    command: { id: showStep, title: 'Show Differences', arguments: [{ id }] },
  };
}

function fieldsText({ action, kind, after }: RunStep): string {
  const labels = Object.keys(after)
    .filter(isFieldName)
    .map((field) => labelOf(kind, field));
  return action === 'create' ? plural(labels.length, 'value') : joined(labels);
}

export function tipFor(node: HistoryNode, { at }: ViewContext): Tip | null {
  if (node.type === 'organization') return null;
  const { entry } = node;
  if (node.type === 'run') {
    const { run, by, startedAt, endedAt, message } = entry;
    return {
      title: runTitle(entry, at),
      lines: [
        ['By', by || 'unknown'],
        ['Began', at(startedAt)],
        ['Ended', endedAt ? at(endedAt) : 'never: it was cut short'],
        ...(message ? ([['Failed', message]] as const) : []),
        ['Steps', entry.steps.length > 0 ? outcomesText(entry.steps) : 'none'],
        ['Name', run],
      ],
    };
  }
  const { step } = node;
  return {
    title: `${step.name} (${step.kind})`,
    lines: [
      ['Client', step.organization],
      ['System', SYSTEM_TITLES[step.system]],
      ['When', at(step.at)],
      ['Outcome', [OUTCOME_WORDS[step.outcome], step.message].filter(Boolean).join(': ')],
    ],
  };
}
