/** Clients that end, or are put back in use, in a plan, and what does so with them. Pure. */
import type { Step } from './model';

/** By what is done, the system and the client. */
export type Clients = ReadonlySet<string>;

export const clientsOf = (steps: readonly Step[]): Clients =>
  new Set(steps.filter(({ kind }) => kind === 'organization').map(keyIn));

/** Clients of which one step stays out: their end or return, or the end of somebody who is to be archived before them. */
export const endsOrReturns = (out: Iterable<Step>): Clients =>
  new Set([...out].filter((step) => step.kind === 'organization' || endsWithClient(step)).map(keyIn));

const endsWithClient = ({ action, withClient }: Step): boolean => action === 'archive' && withClient === true;

/** Whether the step waits where one of the clients does: it is the client's own, or of what ends or returns with it. */
export const goesWithOneOf = (clients: Clients, step: Step): boolean =>
  (step.kind === 'organization' || step.withClient === true) && sharedBy(clients, step);

/** What of a step that goes, or comes, with its client is written without it: what somebody typed there. Null where nothing is. */
export function withoutClient({ withClient: _withClient, ...step }: Step): Step | null {
  const changes = step.changes.filter(({ field }) => field !== 'active');
  return changes.length > 0 ? { ...step, id: partOf(step.id), action: 'update', changes } : null;
}

/** What is added to the id of the part of a step that may be written before the rest of it. */
const PART = '/safe';
export const partOf = (step: string): string => `${step}${PART}`;

/** Whether one of the clients goes through the same as the step's record. */
export const sharedBy = (clients: Clients, step: Step): boolean => clients.has(keyIn(step));

/** Whether the step ends, or puts back in use, what does so with one of the clients, and for no reason of its own. */
export const followsOneOf = (clients: Clients, step: Step): boolean =>
  step.withClient === true && sharedBy(clients, step);

function keyIn({ action, system, organizationIdentity }: Step): string {
  return `${action}|${system}|${organizationIdentity}`;
}
