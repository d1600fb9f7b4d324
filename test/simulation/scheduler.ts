/**
 * Virtual time: the only source of "later" in a simulation. Whatever waits is an event; events run one after another,
 * in the order of their instants, so that one seed always gives the same story.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly act: () => void | Promise<void>;
}

/** Events without an end are a hang of the engine. */
const MOST_EVENTS = 400_000;

export class Scheduler {
  private heap: Event[] = [];
  private order = 0;
  private events = 0;
  private busy: Promise<void> | null = null;

  /** `start`: milliseconds since the epoch. */
  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  /** Calls `act` after so many milliseconds; an act that takes turns of its own ends before anything else happens. */
  after(ms: number, act: () => void | Promise<void>): void {
    this.order += 1;
    push(this.heap, { at: this.time + Math.max(0, ms), order: this.order, act });
  }

  /** Lets time pass with nothing else going on. */
  pass(ms: number): void {
    this.time += ms;
  }

  /** Runs events until the work has settled. Throws when nothing is left that could ever settle it. */
  async until<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const done = () => {
      settled = true;
    };
    work.then(done, done);
    for (;;) {
      await nextTurn();
      if (settled) return work;
      const event = pop(this.heap);
      if (!event) throw new Error('Nothing is left that could happen, and the work has not ended: it hangs.');
      this.events += 1;
      if (this.events > MOST_EVENTS) throw new Error('The work goes on without end.');
      this.time = Math.max(this.time, event.at);
      this.busy = Promise.resolve(event.act());
      await this.busy;
    }
  }

  /** Forgets all that was to happen. */
  clear(): void {
    this.heap = [];
  }
}

const before = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Event[], event: Event): void {
  let at = heap.length;
  heap.push(event);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (!parent || !before(event, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = event;
}

function pop(heap: Event[]): Event | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (!first || !last || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    const least = right && left && before(right, left) ? 2 * at + 2 : 2 * at + 1;
    const child = heap[least];
    if (!child || !before(child, last)) break;
    heap[at] = child;
    at = least;
  }
  heap[at] = last;
  return first;
}
