/** Runs as people look back on them, told from their journals. Pure. */
import type { JournalEntry } from './ports';
import { type Written, writesOf } from './undo';

/** A run as the history lists it. */
export interface RunEntry {
  readonly run: string;
  readonly purpose: string;
  /** Who started it, as their system knows them. */
  readonly by: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly result: 'done' | 'failed' | 'unfinished';
  readonly message: string | null;
  /** Counts by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly writes: readonly Written[];
}

export function entryOf(run: string, journal: readonly JournalEntry[]): RunEntry {
  const started = journal.find((entry) => entry.type === 'started');
  const ended = journal.find((entry) => entry.type === 'ended');
  const failed = journal.find((entry) => entry.type === 'failed');
  const outcomes: Record<string, number> = {};
  for (const entry of journal) {
    if (entry.type !== 'outcome') continue;
    const outcome = String(entry.outcome);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return {
    run,
    purpose: String(started?.purpose ?? 'sync'),
    by: String(started?.by ?? ''),
    startedAt: started?.at ?? '',
    endedAt: ended?.at ?? failed?.at ?? null,
    result: ended ? 'done' : failed ? 'failed' : 'unfinished',
    message: failed ? String(failed.message) : null,
    outcomes,
    writes: writesOf(journal),
  };
}
