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

  constructor(stream: NodeJS.WriteStream) {
    this.bar = new SingleBar({
      stream,
      format: '{title} {bar} {count}  {note}',
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
    return { title, count, note: printable(note).slice(0, 40) };
  }
}

class Lines implements ProgressBar {
  private phase = '';

  constructor(private readonly stream: NodeJS.WriteStream) {}

  report(phase: string): void {
    if (phase === this.phase) return;
    this.phase = phase;
    this.stream.write(`${TITLES[phase] ?? phase}\n`);
  }

  stop(): void {
    this.phase = '';
  }
}
