/** What runs began to write, as their journals tell it. Pure. */
import { fieldSpec } from './fields';
import type { Fields, RecordKey } from './model';
import type { JournalEntry } from './ports';
import { fieldsFrom, kindFrom, systemFrom, type Written } from './undo';

/** A write that the run began, whatever became of it. */
export interface Begun extends Omit<Written, 'record' | 'after'> {
  readonly record: string | null;
  readonly values: Fields;
  /** The systems that the values came from. */
  readonly sources: Readonly<Partial<Record<string, unknown>>>;
  /** Null where the journal says none: the run was cut short. */
  readonly outcome: string | null;
  /** The written fields as the system held them then; null where nothing was read back. */
  readonly after: Fields | null;
}

export function begunIn(journal: readonly JournalEntry[]): readonly Begun[] {
  const begun = new Map<string, Begun>();
  for (const entry of journal) {
    if (typeof entry.step !== 'string') continue;
    const known = begun.get(entry.step);
    const write = entry.type === 'intent' ? begunFrom(entry.step, entry) : null;
    if (write) begun.set(entry.step, write);
    if (entry.type !== 'outcome' || !known) continue;
    begun.set(entry.step, {
      ...known,
      record: typeof entry.record === 'string' ? entry.record : known.record,
      outcome: String(entry.outcome),
      after: entry.after ? fieldsFrom(entry.after) : null,
    });
  }
  return [...begun.values()];
}

function begunFrom(step: string, intent: JournalEntry): Begun | null {
  const [system, kind] = [systemFrom(intent.system), kindFrom(intent.kind)];
  if (!system || !kind) return null;
  // What is made is made active, whether or not its step says so: who archives it since has changed it.
  const made = intent.action === 'create' && fieldSpec(kind, 'active') !== undefined;
  return {
    step,
    action: String(intent.action),
    system,
    kind,
    identity: String(intent.identity),
    record: typeof intent.record === 'string' ? intent.record : null,
    name: String(intent.name),
    organization: String(intent.organization),
    before: { ...(made ? { active: null } : {}), ...fieldsFrom(intent.before) },
    values: { ...(made ? { active: true } : {}), ...fieldsFrom(intent.values) },
    sources: { ...(typeof intent.sources === 'object' ? intent.sources : {}) },
    outcome: null,
    after: null,
  };
}

export const recordKey = ({ system, kind, record }: Begun): RecordKey => `${system}:${kind}:${record}`;

export const isUnknown = ({ outcome }: Begun): boolean => outcome === null || outcome === 'unknown';

export const isDone = ({ outcome }: Begun): boolean => outcome === 'done' || outcome === 'unchanged';

/** Whether the run came to its end: it has written down itself what it read, what it took up, and what it wrote. */
export const hasEnded = (journal: readonly JournalEntry[]): boolean =>
  journal.some((entry) => entry.type === 'ended');

/** What a run has left that nothing has taken up yet. */
export interface Left {
  readonly run: string;
  readonly journal: readonly JournalEntry[];
}

/** Records to which such runs had begun to write without writing down what they hold since: what was read before is past. */
export function recordsBegun(left: readonly Pick<Left, 'journal'>[]): ReadonlySet<RecordKey> {
  const begun = left.flatMap(({ journal }) => {
    const ended = hasEnded(journal);
    return begunIn(journal).filter((write) => write.record !== null && !(ended && !isUnknown(write)));
  });
  return new Set(begun.map(recordKey));
}

/** Creations that such a run had begun and of which it knows no outcome, by step. */
export function creationsBegun(journal: readonly JournalEntry[]): readonly string[] {
  if (hasEnded(journal)) return [];
  return begunIn(journal).flatMap(({ action, outcome, step }) =>
    action === 'create' && (outcome === null || outcome === 'unknown') ? [step] : [],
  );
}
