/** How much a plan writes, in numbers and in the words of its confirmation. Pure. */
import { SYSTEM_TITLES, SYSTEMS, type SystemName } from '../../engine/model';
import type { Step } from '../../engine/plan/model';
import { plural } from '../../text/words';
import { number } from '../words';

export interface Counts {
  /** Values written into records that are there. */
  readonly values: number;
  /** The records that they are written into. */
  readonly records: number;
  readonly created: number;
  readonly archived: number;
  readonly reactivated: number;
}

export function countsOf(steps: readonly Step[]): Counts {
  const of = (...actions: readonly Step['action'][]) =>
    steps.filter(({ action }) => actions.includes(action));
  const updates = of('update');
  return {
    values: updates.reduce((sum, { changes }) => sum + changes.length, 0),
    records: updates.length,
    created: of('create').length,
    archived: of('archive').length,
    reactivated: of('reactivate').length,
  };
}

/** `write 14 values to 9 records, create 3 records`: what the steps do, in the order of how much it is. */
export function actsText(steps: readonly Step[]): string {
  const { values, records, created, archived, reactivated } = countsOf(steps);
  return joined(
    [
      records > 0 ? `write ${plural(values, 'value')} to ${plural(records, 'record')}` : '',
      created > 0 ? `create ${plural(created, 'record')}` : '',
      archived > 0 ? `archive ${plural(archived, 'record')}` : '',
      reactivated > 0 ? `re-activate ${plural(reactivated, 'record')}` : '',
    ].filter(Boolean),
  );
}

/** The same for a narrow row: `14 values, 3 new`. */
export function shortText(steps: readonly Step[]): string {
  const { values, created, archived, reactivated } = countsOf(steps);
  return [
    values > 0 ? plural(values, 'value') : '',
    created > 0 ? `${number(created)} new` : '',
    archived > 0 ? `${number(archived)} archived` : '',
    reactivated > 0 ? `${number(reactivated)} re-activated` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

export interface Question {
  readonly question: string;
  readonly detail: string;
  /** What the button says. */
  readonly yes: string;
}

/** Steps of the plan that are not carried out: those that were unticked, and those that wait for them. */
export interface LeftOut {
  readonly unticked: number;
  readonly waiting: number;
}

/** Asked before anything is written. What is left out is not among `steps`. */
export function applyQuestion(
  steps: readonly Step[],
  { unticked, waiting }: LeftOut,
  undo: boolean,
): Question {
  const systems = SYSTEMS.filter((system) => steps.some((step) => step.system === system));
  const where = joined(systems.map((system) => SYSTEM_TITLES[system]));
  const lines = systems.length > 1 ? systems.map((system) => lineOf(system, steps)) : [];
  const left = unticked > 0 ? `${plural(unticked, 'step')} that you unticked will be left out.` : '';
  const waits =
    waiting > 0
      ? `${plural(waiting, 'more step')} ${waiting === 1 ? 'waits' : 'wait'} for ${unticked === 1 ? 'it' : 'them'}.`
      : '';
  const safe = undo
    ? 'Each record is read again first, and only what is still as this program wrote it is restored.'
    : 'Each record is read again first; what was changed meanwhile is left alone. The history can take all of it back.';
  return {
    question: `${capital(actsText(steps))} in ${where}?`,
    detail: [...lines, [left, waits].filter(Boolean).join(' '), safe].filter(Boolean).join('\n'),
    yes: undo ? 'Take Back' : 'Apply',
  };
}

const lineOf = (system: SystemName, steps: readonly Step[]): string =>
  `${SYSTEM_TITLES[system]}: ${actsText(steps.filter((step) => step.system === system))}.`;

/** `a`, `a and b`, `a, b and c`. */
export function joined(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
