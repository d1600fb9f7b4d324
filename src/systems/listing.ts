/** Complete listings of systems that page by offset and keep no snapshot: proven whole, or a failure. */
import type * as z from 'zod';
import { Failure } from '../engine/failure';
import { type RecordId, SYSTEM_TITLES, type SystemName } from '../engine/model';
import type { Clock } from '../engine/ports';

export interface Page {
  readonly rows: readonly unknown[];
  /** How many records the system said there are when it gave this page; null where it says nothing. */
  readonly total: number | null;
}

/** A row understood, or what is wrong with it. */
export type Understood<T> =
  | { readonly id: RecordId; readonly value: T }
  | { readonly id: RecordId | null; readonly problem: string };

export interface ListingPlan<T> {
  readonly system: SystemName;
  /** What is listed, for texts: `organizations`. */
  readonly what: string;
  /** The name of the announced count in the vendor's words: `TotalRecords`. */
  readonly totalName: string;
  readonly clock: Clock;
  /** One pass over all pages, from the first. */
  pages(): AsyncIterable<Page>;
  understand(row: unknown): Understood<T>;
  /** Gets every record once, page by page. */
  take(values: readonly T[], progress: { readonly done: number; readonly total: number | null }): void;
  problem(id: RecordId | null, message: string): void;
}

export interface Whole {
  readonly announced: number | null;
  readonly received: number;
  readonly proof: string;
}

/**
 * Reads all pages and compares what came with what was announced on the first and on the last of them. Records may move
 * between pages while somebody works: repeated ones count once, and on a mismatch all is read again, once.
 * Fails with `incomplete` when it still does not add up.
 */
export async function readWhole<T>(plan: ListingPlan<T>): Promise<Whole> {
  const given = new Set<RecordId>();
  let last = await readPass(plan, given);
  if (!last.whole) last = await readPass(plan, given);
  if (last.whole) return { announced: last.announced, received: last.received, proof: last.proof };
  throw new Failure(
    'incomplete',
    `${SYSTEM_TITLES[plan.system]} announced ${last.announced} ${plan.what} and gave ${last.received}, twice in a row.`,
    {
      system: plan.system,
      remedy: 'Run again when fewer people change records there; nothing was taken for deleted.',
    },
  );
}

/** Milliseconds of work between two pauses. */
const SLICE_MS = 8;

async function readPass<T>(plan: ListingPlan<T>, given: Set<RecordId>): Promise<Whole & { whole: boolean }> {
  const seen = new Set<RecordId>();
  const totals: (number | null)[] = [];
  let unread = 0;
  for await (const page of plan.pages()) {
    totals.push(page.total);
    const fresh: T[] = [];
    let since = plan.clock.now();
    for (const row of page.rows) {
      // A page of a thousand records takes longer to understand than a person at the editor should notice.
      if (plan.clock.now() - since >= SLICE_MS) {
        await plan.clock.yield();
        since = plan.clock.now();
      }
      const one = plan.understand(row);
      if ('problem' in one) {
        unread++;
        plan.problem(one.id, one.problem);
        continue;
      }
      seen.add(one.id);
      if (given.has(one.id)) continue;
      given.add(one.id);
      fresh.push(one.value);
    }
    plan.take(fresh, { done: seen.size + unread, total: page.total });
    await plan.clock.yield();
  }
  const received = seen.size + unread;
  const [first, final] = [totals[0] ?? null, totals.at(-1) ?? null];
  const proof =
    final === null
      ? `read until a page came short; no ${plan.totalName} is told`
      : `${plan.totalName} ${final} on the first and last page`;
  return { announced: final, received, proof, whole: first === final && (final ?? received) === received };
}

/** A count as a server tells it, as a number or as its digits; null where it tells none. */
export function countIn(told: number | string | null | undefined): number | null {
  const count = typeof told === 'string' ? Number(told.trim() || Number.NaN) : (told ?? Number.NaN);
  return Number.isSafeInteger(count) && count >= 0 ? count : null;
}

/**
 * The pages after a first one of `step` rows that announced `total`, a few at a time. Ends at the first without rows:
 * however many are announced, those alone that are there are asked for.
 */
export async function* pagesAfter<P extends Page>(
  step: number,
  total: number,
  read: (skip: number) => Promise<P>,
  width: number,
): AsyncGenerator<P> {
  function* jobs() {
    for (let skip = step; skip < total; skip += step) yield () => read(skip);
  }
  for await (const page of inOrder(jobs(), width)) {
    yield page;
    if (page.rows.length === 0) return;
  }
}

/** Runs the jobs with at most `width` begun and not yet handed on; results come in the jobs' order. */
export async function* inOrder<T>(jobs: Iterable<() => Promise<T>>, width: number): AsyncGenerator<T> {
  const running: Promise<T>[] = [];
  for (const job of jobs) {
    const promise = job();
    // Whoever reads sees the error when its turn comes; until then it is not unhandled.
    promise.catch(() => undefined);
    running.push(promise);
    if (running.length < width) continue;
    const next = running.shift();
    if (next) yield await next;
  }
  for (const promise of running) yield await promise;
}

/** One row through its shape and its lens; a bad row spoils only itself. */
export function understand<W, T>(shape: z.ZodType<W>, convert: (wire: W) => { id: string; value: T }) {
  return (row: unknown): Understood<T> => {
    const parsed = shape.safeParse(row);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return {
        id: null,
        problem: `A record of unknown shape: ${issue?.path.join('.')}: ${issue?.message}`,
      };
    }
    try {
      return convert(parsed.data);
    } catch (error) {
      if (Failure.is(error, 'protocol')) return { id: null, problem: error.message };
      throw error;
    }
  };
}
