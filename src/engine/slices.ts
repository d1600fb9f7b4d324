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
