/** `--only` and `--except`: which steps of a plan are meant, in words a person types. Pure. */
import { Failure } from '../engine/failure';
import { KINDS, SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import { ACTIONS, type Plan, type Step } from '../engine/plan/model';
import { unticking } from '../engine/plan/ticks';
import { pluralOf } from '../text/words';

export interface Selected {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

export const SELECTION_HELP = `
Steps are meant by a system (itglue), a kind (contact), an action (create), the name of an organization, or the id of
a step as "plan --ids" shows it. Parts joined by + must all fit: itglue+contact. Several words mean any of them.`;

/** The plan with every step unticked that is not meant; as it is when nothing was said. */
export function selected(plan: Plan, { only, except }: Selected): Plan {
  if (!only && !except) return plan;
  const [wanted, unwanted] = [
    only?.map((word) => fitting(word, plan)),
    except?.map((word) => fitting(word, plan)),
  ];
  return unticking(plan, (step, before) => {
    const out = wanted ? !wanted.some((fits) => fits(step)) : before;
    return out || (unwanted?.some((fits) => fits(step)) ?? false);
  });
}

type Fits = (step: Step) => boolean;

function fitting(word: string, plan: Plan): Fits {
  const whole = oneOf(word, plan);
  if (whole) return whole;
  const parts = word.split('+').map((part) => oneOf(part, plan) ?? refuse(part, plan));
  return (step) => parts.every((fits) => fits(step));
}

function oneOf(text: string, plan: Plan): Fits | null {
  const word = text.trim().toLowerCase();
  const system = SYSTEMS.find((name) => name === word || SYSTEM_TITLES[name].toLowerCase() === word);
  if (system) return (step) => step.system === system;
  const kind = KINDS.find((name) => name === word || pluralOf(name) === word);
  if (kind) return (step) => step.kind === kind;
  const action = ACTIONS.find((name) => name === word);
  if (action) return (step) => step.action === action;
  if (plan.steps.some(({ id }) => id === text)) return ({ id }) => id === text;
  const named = ({ organization }: Step) => organization.toLowerCase() === word;
  return plan.steps.some(named) ? named : null;
}

function refuse(word: string, plan: Plan): never {
  const names = [...new Set(plan.steps.map(({ organization }) => organization))];
  const some = names.slice(0, 5).map((name) => `"${name}"`);
  const more = names.length > some.length ? ` and ${names.length - some.length} more` : '';
  throw new Failure('usage', `No step of the plan is meant by "${word}".`, {
    remedy: `Name a system (${SYSTEMS.join(', ')}), a kind (${KINDS.join(', ')}), an action (${ACTIONS.join(', ')}), a step's id, or an organization of the plan: ${some.join(', ') || 'it has none'}${more}.`,
  });
}
