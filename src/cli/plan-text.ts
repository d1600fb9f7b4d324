/** A plan as text: + creates, ~ changes, - archives, with a line a field and a summary. Pure. */
import { type FieldName, fieldSpec } from '../engine/fields';
import type { FieldValue, Kind } from '../engine/model';
import { SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import {
  type Drift,
  type FieldChange,
  isReference,
  type Plan,
  type PlannedValue,
  type Step,
} from '../engine/plan/model';
import { isTicked, tickedSteps, untickedSteps, waitingSteps } from '../engine/plan/ticks';
import { inOneLine } from '../text/shown';
import { plural } from '../text/words';
import type { Style } from './style';

const SIGNS = { create: '+', update: '~', reactivate: '+', archive: '-' } as const;

export interface PlanShown {
  /** Show the id of each step, as `--only` and `--except` take it. */
  readonly ids?: boolean;
}

export function planText(plan: Plan, style: Style, shown: PlanShown = {}): string {
  const parts: string[] = [];
  let [organization, system] = ['', ''];
  for (const step of [...plan.steps].sort(forReading)) {
    if (step.organization !== organization) {
      organization = step.organization;
      system = '';
      parts.push(`${parts.length > 0 ? '\n' : ''}${style.bold(printable(organization))}`);
    }
    if (step.system !== system) {
      system = step.system;
      parts.push(`  ${SYSTEM_TITLES[step.system]}`);
    }
    parts.push(stepText(step, isTicked(plan, step), style, shown));
  }
  const stays = driftSummary(plan.drift, 'Cannot be done, and stays as it is', style);
  return [
    ...parts,
    ...(stays ? ['', stays] : []),
    ...(parts.length > 0 || stays ? [''] : []),
    summaryText(plan, style),
  ].join('\n');
}

/** Grouped by client and system for reading; the plan's own order, which is that of writing, stands within each. */
const forReading = (a: Step, b: Step): number =>
  compare(a.organization, b.organization) || SYSTEMS.indexOf(a.system) - SYSTEMS.indexOf(b.system);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function stepText(step: Step, ticked: boolean, style: Style, { ids = false }: PlanShown): string {
  const sign = SIGNS[step.action];
  const paint = { '+': style.green, '~': style.yellow, '-': style.red }[sign];
  const reasons = new Set(step.changes.map(({ reason }) => reason));
  // A change of one value says why at the value; what all values have in common is said once.
  const why = step.action === 'update' && reasons.size === 1 ? [...reasons] : [step.reason];
  const marks = [ticked ? '' : '(unticked)', `# ${why.map(sentence).join('')}`, ids ? `[${step.id}]` : ''];
  const named = `${step.kind} ${style.bold(printable(step.name))}`;
  const head = `    ${ticked ? paint(sign) : style.dim(sign)} ${named}  ${style.dim(marks.filter(Boolean).join('  '))}`;
  const labels = step.changes.map(({ field }) => labelOf(step.kind, field));
  const width = Math.max(0, ...labels.map((label) => label.length));
  const lines = step.changes.map((change, at) => {
    const reason = reasons.size > 1 ? style.dim(`  # ${sentence(change.reason)}`) : '';
    return `        ${(labels[at] ?? '').padEnd(width)}  ${valuesText(step, change, style)}${reason}`;
  });
  return [head, ...lines].join('\n');
}

function valuesText(step: Step, change: FieldChange, style: Style): string {
  const to = style.green(quoted(printable(change.display?.to ?? valueText(change.to))));
  if (step.action === 'create') return to;
  return `${style.red(quoted(printable(change.display?.from ?? valueText(change.from))))} -> ${to}`;
}

export const labelOf = (kind: Kind, field: FieldName): string => fieldSpec(kind, field)?.label ?? field;

export const quoted = (text: string): string => (text === '' ? '(blank)' : `"${text}"`);

/** A value in one line; control characters cannot play with the terminal. */
export function valueText(value: PlannedValue | FieldValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return printable(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return isReference(value) ? printable(value.identity) : value.map(printable).join(', ');
}

const LONGEST_VALUE = 160;
const LONGEST_SENTENCE = 2000;

/** A system's value in one line, cut where it is long. */
export const printable = (text: string): string => tamed(text, LONGEST_VALUE);

/** A message or a reason, which may quote a system: in one line, and in full. */
export const sentence = (text: string): string => tamed(text, LONGEST_SENTENCE);

function tamed(text: string, longest: number): string {
  const flat = inOneLine(text);
  return flat.length > longest ? `${flat.slice(0, longest - 1)}\u2026` : flat;
}

/** The last line: what is to be done, what waits, what stays. */
export function summaryText(plan: Plan, style: Style): string {
  const steps = tickedSteps(plan);
  const count = (action: Step['action']) => steps.filter((step) => step.action === action).length;
  const waiting = waitingSteps(plan).length;
  const out = untickedSteps(plan).length;
  const waits = [
    out > 0 ? `${plural(out, 'step')} unticked.` : '',
    waiting > 0
      ? `${plural(waiting, 'step')} ${waiting === 1 ? 'waits' : 'wait'} for what was unticked.`
      : '',
    plan.conflicts.length > 0
      ? `${plural(plan.conflicts.length, 'conflict')} ${plan.conflicts.length === 1 ? 'waits' : 'wait'} for a person.`
      : '',
    plan.drift.length > 0 ? `${plural(plan.drift.length, 'difference')} cannot be written.` : '',
  ].filter(Boolean);
  if (steps.length === 0 && out === 0) {
    const quiet = waits.length > 0 ? 'Nothing to write.' : 'No changes: the systems are in step.';
    return [quiet, ...waits].join(' ');
  }
  const changes = [
    style.green(`${count('create')} to create`),
    style.yellow(`${count('update')} to update`),
    ...(count('reactivate') > 0 ? [style.green(`${count('reactivate')} to reactivate`)] : []),
    style.red(`${count('archive')} to archive`),
  ].join(', ');
  const where = SYSTEMS.filter((system) => steps.some((step) => step.system === system));
  const places = where.length > 0 ? `, in ${where.map((system) => SYSTEM_TITLES[system]).join(', ')}` : '';
  return [`Plan: ${changes}${places}.`, ...waits].join(' ');
}

/** How many sorts of reasons the summary names. */
const SORTS = 5;

/** The reasons for which things stay as they are, the most frequent first, each with how often and one example; blank for none. */
export function driftSummary(drift: readonly Drift[], title: string, style: Style): string {
  if (drift.length === 0) return '';
  const sorts = new Map<string, { count: number; example: Drift }>();
  for (const item of drift) {
    const what = item.field ? labelOf(item.kind, item.field) : 'as a whole';
    const key = `${SYSTEM_TITLES[item.system]}, ${item.kind} ${what}: ${sentence(item.reason)}`;
    const sort = sorts.get(key);
    if (sort) sort.count += 1;
    else sorts.set(key, { count: 1, example: item });
  }
  const lines = [...sorts]
    .sort(([a, x], [b, y]) => y.count - x.count || compare(a, b))
    .slice(0, SORTS)
    .map(
      ([reason, { count, example }]) =>
        `  ${String(count).padStart(5)}  ${reason}  ${style.dim(`e.g. ${printable(example.name)}`)}`,
    );
  const rest = sorts.size > SORTS ? [`  ${style.dim(`and ${sorts.size - SORTS} more`)}`] : [];
  return [style.bold(title), ...lines, ...rest].join('\n');
}

/** One difference: what stands there, what is wanted, and why it stays. */
export function driftText(item: Drift, style: Style): string {
  const what = item.field ? labelOf(item.kind, item.field) : item.kind;
  const where = `${SYSTEM_TITLES[item.system]}: ${printable(item.name)} (${printable(item.organization)}), ${what}`;
  const values =
    item.field === null || isReference(item.wanted)
      ? ''
      : `  ${style.red(quoted(valueText(item.value)))}, elsewhere ${style.green(quoted(valueText(item.wanted)))}`;
  return `  ${where}${values}\n      ${style.dim(sentence(item.reason))}`;
}
