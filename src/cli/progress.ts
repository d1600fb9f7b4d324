/** Progress on standard error: a bar on a terminal, a line a phase elsewhere. */
import { SingleBar } from 'cli-progress';
import type { Progress } from '../engine/ports';
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

  report(phase: string, done: number, total: number | null, note = ''): void {
    if (phase !== this.phase) {
      this.bar.stop();
      this.phase = phase;
      this.since = performance.now();
      this.bar.start(total ?? UNKNOWN, 0, this.payload(phase, done, total, note));
    }
    this.bar.setTotal(total ?? UNKNOWN);
    this.bar.update(total === null ? 0 : done, this.payload(phase, done, total, note));
  }

  stop(): void {
    this.bar.stop();
    this.phase = '';
  }

  private payload(phase: string, done: number, total: number | null, note: string) {
    const title = (TITLES[phase] ?? phase).padEnd(20);
    const count = total !== null ? `${done}/${total}` : done > 0 ? String(done) : '';
    const left = leftText(performance.now() - this.since, done, total);
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

  report(phase: string, done: number, total: number | null): void {
    const now = performance.now();
    const title = TITLES[phase] ?? phase;
    if (phase !== this.phase) {
      this.phase = phase;
      this.since = now;
      this.told = now;
      this.stream.write(`${title}\n`);
    } else if (now - this.told >= LINE_MS) {
      this.told = now;
      const left = leftText(now - this.since, done, total);
      this.stream.write(`${title}: ${total === null ? done : `${done}/${total}`}${left && `, ${left}`}\n`);
    }
  }

  stop(): void {
    this.phase = '';
  }
}

/** Less says nothing of the rest. */
const TELLING_MS = 3_000;

/** What is left at the pace so far, waiting for the servers' allowances included; blank while that cannot be told. */
export function leftText(elapsedMs: number, done: number, total: number | null): string {
  if (total === null || done === 0 || done >= total || elapsedMs < TELLING_MS) return '';
  const seconds = ((elapsedMs / done) * (total - done)) / 1000;
  if (seconds < 60) return `about ${Math.max(5, Math.ceil(seconds / 5) * 5)} s left`;
  if (seconds < 3600) return `about ${Math.ceil(seconds / 60)} min left`;
  return `about ${Math.ceil(seconds / 360) / 10} h left`;
}
