/** A plan as text: + creates, ~ changes, - archives, with a line a field and a summary. Pure. */
import { fieldSpec } from '../engine/fields';
import type { FieldValue } from '../engine/model';
import { SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import type { Conflict, Drift, FieldChange, Plan, PlannedValue, Step } from '../engine/plan/model';
import { plural } from '../text/words';
import type { Style } from './style';

const SIGNS = { create: '+', update: '~', reactivate: '+', archive: '-' } as const;

export function planText(plan: Plan, style: Style): string {
  const parts: string[] = [];
  let heading = '';
  for (const step of [...plan.steps].sort(byOrganization)) {
    if (step.organization !== heading) {
      heading = step.organization;
      parts.push(`${parts.length > 0 ? '\n' : ''}${style.bold(printable(heading))}`);
    }
    parts.push(stepText(step, style));
  }
  return [...parts, ...(parts.length > 0 ? [''] : []), summaryText(plan, style)].join('\n');
}

/** Grouped by client for reading; the plan's own order, which is that of writing, stands within each. */
const byOrganization = (a: Step, b: Step): number =>
  a.organization === b.organization ? 0 : a.organization < b.organization ? -1 : 1;

function stepText(step: Step, style: Style): string {
  const sign = SIGNS[step.action];
  const paint = { '+': style.green, '~': style.yellow, '-': style.red }[sign];
  const head = `  ${paint(sign)} ${SYSTEM_TITLES[step.system]}: ${step.kind} ${style.bold(printable(step.name))}`;
  return [
    `${head}  ${style.dim(sentence(step.reason))}`,
    ...step.changes.map((change) => changeText(step, change, style)),
  ].join('\n');
}

function changeText(step: Step, change: FieldChange, style: Style): string {
  const label = (fieldSpec(step.kind, change.field)?.label ?? change.field).padEnd(18);
  const to = printable(change.display?.to ?? valueText(change.to));
  const from = printable(change.display?.from ?? valueText(change.from));
  const reason = style.dim(`  # ${sentence(change.reason)}`);
  if (step.action === 'create')
    return `      ${style.green('+')} ${label} ${style.green(quoted(to))}${reason}`;
  return `      ${style.yellow('~')} ${label} ${style.red(quoted(from))} -> ${style.green(quoted(to))}${reason}`;
}

const quoted = (text: string): string => (text === '' ? '(blank)' : `"${text}"`);

/** A value in one line; control characters cannot play with the terminal. */
export function valueText(value: PlannedValue | FieldValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return printable(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return 'identity' in value ? printable(value.identity) : value.map(printable).join(', ');
}

const LONGEST_VALUE = 160;
const LONGEST_SENTENCE = 2000;

/** A system's value in one line, cut where it is long. */
export const printable = (text: string): string => tamed(text, LONGEST_VALUE);

/** A message or a reason, which may quote a system: in one line, and in full. */
export const sentence = (text: string): string => tamed(text, LONGEST_SENTENCE);

function tamed(text: string, longest: number): string {
  const flat = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  return flat.length > longest ? `${flat.slice(0, longest - 1)}\u2026` : flat;
}

export function summaryText(plan: Plan, style: Style): string {
  const count = (action: Step['action']) => plan.steps.filter((step) => step.action === action).length;
  const changes = [
    style.green(`${count('create')} to create`),
    style.yellow(`${count('update')} to update`),
    ...(count('reactivate') > 0 ? [style.green(`${count('reactivate')} to reactivate`)] : []),
    style.red(`${count('archive')} to archive`),
  ].join(', ');
  const waits =
    plan.conflicts.length > 0 ? ` ${plural(plan.conflicts.length, 'conflict')} wait for a person.` : '';
  if (plan.steps.length === 0) return `No changes: the systems are in step.${waits}`;
  const where = SYSTEMS.filter((system) => plan.steps.some((step) => step.system === system));
  return `Plan: ${changes}, in ${where.map((system) => SYSTEM_TITLES[system]).join(', ')}.${waits}`;
}

export function conflictText(conflict: Conflict, style: Style): string {
  const label = fieldSpec(conflict.kind, conflict.field)?.label ?? conflict.field;
  const sides = SYSTEMS.flatMap((system) => {
    const value = conflict.values[system];
    return value === undefined
      ? []
      : [`      ${SYSTEM_TITLES[system].padEnd(12)} ${quoted(valueText(value))}`];
  });
  const head = `  ${style.red('!')} ${printable(conflict.name)} (${printable(conflict.organization)}): ${label}`;
  return [`${head}  ${style.dim(sentence(conflict.reason))}`, ...sides].join('\n');
}

export function driftText(item: Drift): string {
  const label = item.field ? (fieldSpec(item.kind, item.field)?.label ?? item.field) : item.kind;
  return `  ${SYSTEM_TITLES[item.system]}: ${printable(item.name)} (${printable(item.organization)}), ${label}: ${sentence(item.reason)}`;
}
