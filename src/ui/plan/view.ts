/** How the rows of the Plan tree look, and what their tooltips tell. Pure. */
import { type FieldName, fieldSpec } from '../../engine/fields';
import { type FieldValue, isBlank, type Kind, SYSTEM_TITLES } from '../../engine/model';
import {
  type Action,
  type Drift,
  type FieldChange,
  isReference,
  type PlannedValue,
  type Step,
} from '../../engine/plan/model';
import { plural } from '../../text/words';
import type { Row, RowIcon, Tip } from '../trees/row';
import { number, SHORT_TITLES } from '../words';
import { actsText, joined, shortText } from './counts';
import type { PlanNode, PlanTree } from './model';

const ACTION_ICONS: Readonly<Record<Action, RowIcon>> = {
  create: { name: 'add', color: 'charts.green' },
  update: { name: 'edit', color: 'charts.blue' },
  archive: { name: 'archive', color: 'charts.orange' },
  reactivate: { name: 'debug-restart', color: 'charts.green' },
};

const MOVED: RowIcon = { name: 'warning', color: 'list.warningForeground' };
const WAITING: RowIcon = { name: 'watch', color: 'descriptionForeground' };
const WAITING_WHY =
  'A step that was unticked makes the record that this one leads to, or concerns its client. It is carried out once that is ticked.';
const WAITS = 'waits for what was unticked';

/** Labels named in a row before it says how many more there are. */
const MOST_LABELS = 3;

export interface RowCommands {
  /** Shows a step's differences; takes the step's id. */
  readonly showStep: string;
  readonly openConflicts: string;
  readonly showDrift: string;
}

export function rowOf(tree: PlanTree, node: PlanNode, commands: RowCommands): Row {
  switch (node.type) {
    case 'organization':
      return groupRow(tree, node, tree.name(node.organization), { name: 'organization' }, 'organization');
    case 'system':
      return groupRow(tree, node, SYSTEM_TITLES[node.system], { name: 'server' }, 'system');
    case 'step':
      return stepRow(tree, node.id, node.step, commands);
    case 'conflicts': {
      const label = `${plural(tree.input.conflicts, 'conflict')} to decide`;
      return {
        id: node.id,
        label,
        description: 'nothing is planned for them yet',
        icon: { name: 'warning', color: 'list.warningForeground' },
        children: 'none',
        context: 'conflicts',
        spoken: `${label}: nothing is planned for them yet`,
        command: { id: commands.openConflicts, title: 'Resolve Conflicts' },
      };
    }
    case 'left':
      return leftRow(tree, node.id, commands);
    case 'leftItem':
      return leftItemRow(node.id, node.drift);
  }
}

function groupRow(tree: PlanTree, node: PlanNode, label: string, icon: RowIcon, context: string): Row {
  const steps = tree.steps(node);
  const out = steps.filter((step) => !tree.isTicked(step)).length;
  const waiting = steps.filter((step) => tree.waits(step)).length;
  const ticked = steps.filter((step) => tree.isTicked(step) && !tree.waits(step));
  const moved = steps.filter(({ id }) => tree.input.moved.has(id)).length;
  const words = [
    ticked.length > 0 ? shortText(ticked) : 'nothing',
    out > 0 ? `${number(out)} left out` : '',
    waiting > 0 ? `${number(waiting)} ${waiting === 1 ? 'waits' : 'wait'}` : '',
    moved > 0 ? `${number(moved)} no longer fit` : '',
  ].filter(Boolean);
  return {
    id: node.id,
    label,
    description: words.join(' · '),
    icon,
    children: node.type === 'organization' ? 'collapsed' : 'expanded',
    context,
    spoken: [`${label}, ${context}: ${actsText(ticked) || 'nothing'}`, ...words.slice(1)].join(', '),
    checkbox: {
      checked: out === 0,
      tooltip: out === 0 ? 'Leave all of it out' : 'Apply all of it',
      spoken: `${label}: ${out === 0 ? 'all ticked' : `${number(out)} of ${number(steps.length)} unticked`}`,
    },
  };
}

function stepRow(tree: PlanTree, id: string, step: Step, commands: RowCommands): Row {
  const moved = tree.input.moved.get(step.id);
  const ticked = tree.isTicked(step);
  const waits = moved === undefined && tree.waits(step);
  const does = `${step.action} · ${fieldsText(step)}${waits ? ` · ${WAITS}` : ''}`;
  const what = moved === undefined ? does : `no longer fits: ${moved}`;
  return {
    id,
    label: step.name,
    description: what,
    icon: moved !== undefined ? MOVED : waits ? WAITING : ACTION_ICONS[step.action],
    children: 'none',
    context: ['step', step.action, moved === undefined ? '' : 'moved'].filter(Boolean).join('.'),
    spoken: `${step.name}, ${step.kind} in ${SYSTEM_TITLES[step.system]}, ${what}`,
    command: { id: commands.showStep, title: 'Show Differences', arguments: [{ id }] },
    checkbox: {
      checked: ticked,
      tooltip: ticked ? 'Leave this step out' : 'Apply this step',
      spoken: `${step.action} ${step.name}: ${ticked ? 'ticked' : 'unticked'}`,
    },
  };
}

/** `City, Region and 3 more`; for a creation how many values it is made with. */
function fieldsText({ action, kind, changes }: Step): string {
  if (action === 'create') return `${kind} with ${plural(changes.length, 'value')}`;
  const labels = changes.map(({ field }) => labelOf(kind, field));
  const rest = labels.length - MOST_LABELS;
  return joined(rest > 0 ? [...labels.slice(0, MOST_LABELS), `${rest} more`] : labels);
}

const labelOf = (kind: Kind, field: FieldName): string => fieldSpec(kind, field)?.label ?? field;

function leftRow(tree: PlanTree, id: string, commands: RowCommands): Row {
  const { left, undoing } = tree.input;
  const label = undoing ? 'Cannot be taken back' : 'Differs and stays so';
  const row = {
    id,
    label,
    description: number(left.length),
    icon: { name: 'circle-slash', color: 'descriptionForeground' },
    context: 'left',
    spoken: `${label}: ${plural(left.length, 'difference')}`,
  };
  if (undoing) return { ...row, children: 'expanded' };
  return { ...row, children: 'none', command: { id: commands.showDrift, title: 'Show Drift Report' } };
}

function leftItemRow(id: string, { name, kind, field, system, reason }: Drift): Row {
  const what = field === null ? kind : labelOf(kind, field);
  return {
    id,
    label: name,
    description: `${SHORT_TITLES[system]} · ${what}: ${reason}`,
    icon: { name: 'circle-slash', color: 'descriptionForeground' },
    children: 'none',
    context: 'leftItem',
    spoken: `${name}, ${what} in ${SYSTEM_TITLES[system]}: ${reason}`,
  };
}

export function tipFor(tree: PlanTree, node: PlanNode): Tip | null {
  if (node.type === 'leftItem') {
    const { name, organization, system, reason, value, wanted } = node.drift;
    return {
      title: name,
      lines: [
        ['Client', organization],
        ['System', SYSTEM_TITLES[system]],
        ['Now', valueText(value)],
        ['Before', valueText(wanted)],
        ['Why', reason],
      ],
    };
  }
  if (node.type !== 'step') return null;
  const { step } = node;
  const moved = tree.input.moved.get(step.id);
  return {
    title: `${step.name} (${step.kind})`,
    lines: [
      ['System', SYSTEM_TITLES[step.system]],
      ['Why', step.reason],
      ...(tree.waits(step) ? ([['Waits', WAITING_WHY]] as const) : []),
      ...(moved === undefined ? [] : ([['No longer fits', `${moved}. Make a new plan.`]] as const)),
    ],
    lists: [{ title: 'Values', items: step.changes.map((change) => changeText(step.kind, change)) }],
  };
}

/** `City: “Bern” → “Basel” (Kaseya BMS changed it)` */
export function changeText(kind: Kind, { field, from, to, display, reason }: FieldChange): string {
  const [before, after] = display ? [display.from, display.to] : [valueText(from), valueText(to)];
  const change = before === '' ? `“${after}”` : `“${before}” → “${after}”`;
  return `${labelOf(kind, field)}: ${change} (${reason})`;
}

export function valueText(value: PlannedValue): string {
  if (value === null || typeof value === 'string') return value ?? '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return isReference(value) ? value.identity : listText(value);
}

const listText = (value: Extract<FieldValue, readonly string[]>): string =>
  isBlank(value) ? '' : value.join(', ');
