/**
 * Long pure computations as generators that pause between slices of work, so that whoever runs them decides whether to
 * hand the event loop back: the editor must never be held for long, a test wants the result at once.
 */
export type Slices<T> = Generator<undefined, T, undefined>;

/** Runs to the end without a pause. */
export function atOnce<T>(work: Slices<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * Does the work for each item, with a pause after every `size` of them. The loops of long work belong in here: JavaScript
 * engines do not make loops fast that stand in a generator, only functions that such a loop calls.
 */
export function* eachOf<T>(items: readonly T[], size: number, work: (item: T) => void): Slices<void> {
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) yield;
    some(items, from, Math.min(from + size, items.length), work);
  }
}

/** The same for the numbers from 0 to before `end`. */
export function* upTo(end: number, size: number, work: (at: number) => void): Slices<void> {
  for (let from = 0; from < end; from += size) {
    if (from > 0) yield;
    numbers(from, Math.min(from + size, end), work);
  }
}

function some<T>(items: readonly T[], from: number, end: number, work: (item: T) => void): void {
  for (let at = from; at < end; at++) {
    const item = items[at];
    if (item !== undefined) work(item);
  }
}

function numbers(from: number, end: number, work: (at: number) => void): void {
  for (let at = from; at < end; at++) work(at);
}

export interface SliceClock {
  now(): number;
  /** Lets other work run, then resolves. */
  yield(): Promise<void>;
}

/** Milliseconds of work between two pauses: well under the 50 that an editor's user can feel. */
const SLICE_MS = 8;

/** Runs to the end, handing the event loop back after every few milliseconds of work. */
export async function inSlices<T>(work: Slices<T>, clock: SliceClock): Promise<T> {
  let started = clock.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (clock.now() - started >= SLICE_MS) {
      await clock.yield();
      started = clock.now();
    }
  }
}
