/** Progress on standard error: a bar on a terminal, a line a phase elsewhere. */
import { SingleBar } from 'cli-progress';
import type { Progress } from '../engine/ports';

const TITLES: Readonly<Record<string, string>> = {
  scan: 'Reading the systems',
  match: 'Matching',
  merge: 'Merging',
  plan: 'Planning',
  apply: 'Writing',
};

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
      format: '{title} {bar} {value}{of}  {note}',
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
      this.bar.start(total ?? 0, done, this.payload(phase, total, note));
    }
    if (total !== null) this.bar.setTotal(total);
    this.bar.update(done, this.payload(phase, total, note));
  }

  stop(): void {
    this.bar.stop();
    this.phase = '';
  }

  private payload(phase: string, total: number | null, note: string) {
    const title = (TITLES[phase] ?? phase).padEnd(20);
    return { title, of: total === null ? '' : `/${total}`, note: note.slice(0, 40) };
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
