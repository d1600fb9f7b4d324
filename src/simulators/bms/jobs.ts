/**
 * Asynchronous jobs of the RMM integrations: a write answers a number as text, and what came of it, item by item, is
 * asked for until it is done. The work itself is done at once; only its answer is kept back.
 */

export interface Outcome {
  readonly statusCode: string;
  readonly statusMessage: string;
}
export const done = (statusMessage: string): Outcome => ({ statusCode: '200', statusMessage });
export const failed = (statusMessage: string): Outcome => ({ statusCode: '400', statusMessage });

export type JobKind = 'assets' | 'mappings' | 'tickets';
/** What a status answer calls the sort of write: the numbers are not public. */
export type Action = 'create' | 'update' | 'delete';
const ACTIONS: Readonly<Record<Action, number>> = { create: 1, update: 2, delete: 3 };

type Detail = Outcome & { readonly [name: string]: string | number | null };
interface Job {
  readonly kind: JobKind;
  readonly action: Action;
  readonly details: readonly Detail[];
  polls: number;
}

export class Jobs {
  private last = 7_700_412_000;
  private readonly jobs = new Map<number, Job>();

  /** Keeps the outcomes; gives the job's number. */
  add(kind: JobKind, action: Action, details: readonly Detail[]): number {
    this.last += 7;
    this.jobs.set(this.last, { kind, action, details, polls: 0 });
    return this.last;
  }

  /** The status answer: `Pending` without details for the first `pollsUntilDone` times. Undefined for an unknown job. */
  poll(kind: JobKind, jobId: number, pollsUntilDone: number) {
    const job = this.jobs.get(jobId);
    if (job?.kind !== kind) return undefined;
    job.polls += 1;
    const isDone = job.polls > pollsUntilDone;
    const jobStatus = isDone ? 'Completed' : 'Pending';
    return { jobId, jobStatus, actionType: ACTIONS[job.action], details: isDone ? job.details : [] };
  }
}
