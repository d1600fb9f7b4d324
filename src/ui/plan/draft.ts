/** The undo that a person looks at before it is applied: which run, which step, and what they unticked. Survives a reload. */
import type { Memento } from 'vscode';

const KEY = 'mspSync.undoing';

export interface UndoDraft {
  readonly run: string;
  /** The one step of it; the whole run when null. */
  readonly step: string | null;
  readonly unticked: readonly string[];
}

export class UndoMemory {
  constructor(private readonly memory: Memento) {}

  get(): UndoDraft | null {
    const kept: unknown = this.memory.get(KEY);
    return isDraft(kept) ? kept : null;
  }

  async set(draft: UndoDraft | null): Promise<void> {
    await this.memory.update(KEY, draft ?? undefined);
  }
}

function isDraft(kept: unknown): kept is UndoDraft {
  if (typeof kept !== 'object' || kept === null) return false;
  if (!('run' in kept) || !('step' in kept) || !('unticked' in kept)) return false;
  const { run, step, unticked } = kept;
  return (
    typeof run === 'string' &&
    (step === null || typeof step === 'string') &&
    Array.isArray(unticked) &&
    unticked.every((id) => typeof id === 'string')
  );
}
