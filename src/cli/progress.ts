/** Progress on standard error: a bar on a terminal, a line a phase elsewhere. */
import { SingleBar } from 'cli-progress';
import type { Progress } from '../engine/ports';
import { timeLeft } from '../text/time-left';
import { printable } from './plan-text';

const TITLES: Readonly<Record<string, string>> = {
  check: 'Checking the connections',
  scan: 'Reading the systems',
  match: 'Matching',
  merge: 'Merging',
  plan: 'Planning',
  apply: 'Writing',
};

/** The bar stays empty until the end is known. */
const UNKNOWN = 1;

export interface ProgressBar extends Progress {
  stop(): void;
}

export function progressOn(stream: NodeJS.WriteStream): ProgressBar {
  return stream.isTTY ? new Bar(stream) : new Lines(stream);
}

class Bar implements ProgressBar {
  private readonly bar: SingleBar;
  private phase = '';
  private since = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.bar = new SingleBar({
      stream,
      format: '{title} {bar} {count}  {left}{note}',
      barCompleteChar: '\u2588',
      barIncompleteChar: '\u2591',
      barsize: 28,
      hideCursor: true,
      clearOnComplete: true,
      fps: 10,
    });
  }

  report(phase: string, done: number, total: number | null, note = '', atLeast = 0): void {
    if (phase !== this.phase) {
      this.bar.stop();
      this.phase = phase;
      this.since = performance.now();
      this.bar.start(total ?? UNKNOWN, 0, this.payload(phase, done, total, note, atLeast));
    }
    this.bar.setTotal(total ?? UNKNOWN);
    this.bar.update(total === null ? 0 : done, this.payload(phase, done, total, note, atLeast));
  }

  stop(): void {
    this.bar.stop();
    this.phase = '';
  }

  private payload(phase: string, done: number, total: number | null, note: string, atLeast: number) {
    const title = (TITLES[phase] ?? phase).padEnd(20);
    const count = total !== null ? `${done}/${total}` : done > 0 ? String(done) : '';
    const left = timeLeft({ done, total, elapsed: performance.now() - this.since, atLeast });
    return { title, count, left: left && `${left}  `, note: printable(note).slice(0, 40) };
  }
}

/** How often a long phase is heard of where there is no terminal. */
const LINE_MS = 30_000;

class Lines implements ProgressBar {
  private phase = '';
  private since = 0;
  private told = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  report(phase: string, done: number, total: number | null, _note = '', atLeast = 0): void {
    const now = performance.now();
    const title = TITLES[phase] ?? phase;
    if (phase !== this.phase) {
      this.phase = phase;
      this.since = now;
      this.told = now;
      this.stream.write(`${title}\n`);
    } else if (now - this.told >= LINE_MS) {
      this.told = now;
      const left = timeLeft({ done, total, elapsed: now - this.since, atLeast });
      this.stream.write(`${title}: ${total === null ? done : `${done}/${total}`}${left && `, ${left}`}\n`);
    }
  }

  stop(): void {
    this.phase = '';
  }
}
