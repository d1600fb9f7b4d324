/** A run's diary: one JSON line for each thing seen, decided or written, appended only. */
import { join } from 'node:path';
import type { Clock, Journal, JournalEntry } from '../engine/ports';
import { type Disk, type DiskFile, nodeDisk } from './disk';
import { codeOf, diskFailure, readText } from './safe-file';
import { journalEntryShape, VERSION } from './shape';
import { refuseNewer } from './upgrade';

const EXTENSION = '.jsonl';

/** Opens a new run's journal, named by the instant so that names sort by age, also after a clock was set back. */
export async function openJournal(folder: string, clock: Clock, disk: Disk = nodeDisk): Promise<Journal> {
  await disk.makeFolder(folder).catch((error: unknown) => {
    throw diskFailure(error, folder);
  });
  const [newest] = await listRuns(folder, disk);
  const stamp = nameAfter(newest, clock.iso().replace(/[:.]/g, '-'));
  for (let n = 1; ; n += 1) {
    const run = n === 1 ? stamp : `${stamp}-${n}`;
    try {
      const file = await disk.open(join(folder, `${run}${EXTENSION}`), 'new');
      // An intent that is safe in a file whose name a power cut takes away is not safe.
      await disk.syncFolder(folder);
      return new FileJournal(run, file, clock, folder, disk);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw diskFailure(error, folder);
    }
  }
}

const nameAfter = (newest: string | undefined, stamp: string): string => {
  if (newest === undefined || newest < stamp) return stamp;
  const [stem = newest, count = '0'] = newest.split('+');
  return `${stem}+${String(Number(count) + 1).padStart(6, '0')}`;
};

/** Run names, newest first. */
export async function listRuns(folder: string, disk: Disk = nodeDisk): Promise<readonly string[]> {
  try {
    const names = await disk.names(folder);
    const runs = names
      .filter((name) => name.endsWith(EXTENSION))
      .map((name) => name.slice(0, -EXTENSION.length));
    return runs.sort().reverse();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw diskFailure(error, folder);
  }
}

/** Removes the oldest journals beyond so many. */
export async function forgetRuns(folder: string, beyond: number, disk: Disk = nodeDisk): Promise<void> {
  for (const run of (await listRuns(folder, disk)).slice(beyond)) {
    const path = join(folder, `${run}${EXTENSION}`);
    await disk.remove(path).catch((error: unknown) => {
      throw diskFailure(error, path);
    });
  }
}

/** A run's entries. A last line that a kill cut short is left out: what it would have said did not happen yet. */
export async function readJournal(
  folder: string,
  run: string,
  disk: Disk = nodeDisk,
): Promise<readonly JournalEntry[]> {
  const path = join(folder, `${run}${EXTENSION}`);
  const text = (await readText(path, disk)) ?? '';
  const entries: JournalEntry[] = [];
  for (const line of text.split('\n')) {
    const content = parseLine(line);
    refuseNewer(content, VERSION, path);
    const entry = journalEntryShape.safeParse(content);
    if (entry.success) entries.push(entry.data);
  }
  return entries;
}

function parseLine(line: string): unknown {
  if (line === '') return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

class FileJournal implements Journal {
  private begun = false;
  private pending: string[] = [];
  private waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  private flushing: Promise<void> | null = null;
  private broken: unknown = null;

  constructor(
    readonly run: string,
    private readonly file: DiskFile,
    private readonly clock: Clock,
    private readonly folder: string,
    private readonly disk: Disk,
  ) {}

  note(entry: { readonly type: string }): void {
    const format = this.begun ? {} : { version: VERSION };
    this.begun = true;
    this.pending.push(`${JSON.stringify({ at: this.clock.iso(), ...format, ...entry })}\n`);
    this.flush();
  }

  /** Intents that come together share one sync of the disk. */
  intent(entry: { readonly type: string }): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.note(entry);
    });
  }

  async close(): Promise<void> {
    while (this.flushing) await this.flushing;
    await this.file.close();
    if (this.broken !== null) throw diskFailure(this.broken, this.folder);
  }

  async discard(): Promise<void> {
    await this.close();
    const path = join(this.folder, `${this.run}${EXTENSION}`);
    await this.disk.remove(path).catch((error: unknown) => {
      throw diskFailure(error, path);
    });
  }

  private flush(): void {
    this.flushing ??= this.drain().finally(() => {
      this.flushing = null;
      if (this.pending.length > 0) this.flush();
    });
  }

  private async drain(): Promise<void> {
    while (this.pending.length > 0) {
      // After a line that a full disk cut short the next one begins anew, or neither could be read.
      const lines = `${this.broken === null ? '' : '\n'}${this.pending.join('')}`;
      const waiting = this.waiting;
      this.pending = [];
      this.waiting = [];
      try {
        await this.file.write(lines);
        if (waiting.length > 0) await this.file.sync();
        for (const { resolve } of waiting) resolve();
      } catch (error) {
        this.broken = error;
        for (const { reject } of waiting) reject(diskFailure(error, this.folder));
      }
    }
  }
}
