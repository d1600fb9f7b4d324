/** What runs wrote, and what they began to write, as their journals tell it. Pure. */
import { type FieldName, fieldSpec, isFieldName } from './fields';
import type { Fields, FieldValue, Kind, RecordKey, SystemName } from './model';
import { KINDS, SYSTEMS } from './model';
import type { JournalEntry } from './ports';

/** A write of the run, as its journal tells it. */
export interface Written {
  readonly step: string;
  readonly action: string;
  readonly system: SystemName;
  readonly kind: Kind;
  readonly identity: string;
  readonly record: string;
  readonly name: string;
  readonly organization: string;
  /** What was sent, and what the record held when it was read back. */
  readonly values: Fields;
  readonly before: Fields;
  readonly after: Fields;
  /** All that what was made held then; null of other writes, and where that was not noted. */
  readonly held: Fields | null;
  /** What the record held before it moved to another organization, in fields that such a move may empty. */
  readonly leaves: Fields;
  /** Archived, or put back in use, because its client was: nobody's word about the thing itself. */
  readonly withClient?: true;
}

/** What an intent says, before anything is known of what came of it. */
type Meant = Omit<Written, 'record' | 'after' | 'held' | 'leaves'>;

/** The writes of a run that succeeded, last first: what depends on something is taken back before it. */
export function writesOf(journal: readonly JournalEntry[]): readonly Written[] {
  const intents = new Map<string, JournalEntry>();
  const writes: Written[] = [];
  for (const entry of journal) {
    if (typeof entry.step !== 'string') continue;
    if (entry.type === 'intent') intents.set(entry.step, entry);
    const intent = intents.get(entry.step);
    if (entry.type !== 'outcome' || entry.outcome !== 'done' || !intent) continue;
    const write = writeFrom(entry.step, intent, entry);
    if (write) writes.push(write);
  }
  return writes.reverse();
}

function writeFrom(step: string, intent: JournalEntry, outcome: JournalEntry): Written | null {
  const meant = meantBy(step, intent);
  const { record, after, held } = outcome;
  if (!meant || typeof record !== 'string') return null;
  const leaves = fieldsFrom(intent.leaves);
  return { ...meant, record, after: fieldsFrom(after), held: held ? fieldsFrom(held) : null, leaves };
}

/** What an intent says that is to be written, and over what. */
function meantBy(step: string, intent: JournalEntry): Meant | null {
  const [system, kind] = [systemFrom(intent.system), kindFrom(intent.kind)];
  if (!system || !kind) return null;
  return {
    step,
    action: String(intent.action),
    system,
    kind,
    identity: String(intent.identity),
    name: String(intent.name),
    organization: String(intent.organization),
    values: fieldsFrom(intent.values),
    before: fieldsFrom(intent.before),
    ...(intent.withClient === true ? { withClient: true } : {}),
  };
}

export const systemFrom = (name: unknown): SystemName | undefined => SYSTEMS.find((known) => known === name);

export const kindFrom = (name: unknown): Kind | undefined => KINDS.find((known) => known === name);

export function fieldsFrom(held: unknown): Fields {
  const fields: Partial<Record<FieldName, FieldValue>> = {};
  for (const [name, value] of Object.entries(held ?? {})) {
    if (isFieldName(name) && isFieldValue(value)) fields[name] = value;
  }
  return fields;
}

const isFieldValue = (value: unknown): value is FieldValue =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));

/** A write that the run began, whatever became of it. */
export interface Begun extends Meant {
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
  const meant = meantBy(step, intent);
  if (!meant) return null;
  // What is made is made active, whether or not its step says so: who archives it since has changed it.
  const made = meant.action === 'create' && fieldSpec(meant.kind, 'active') !== undefined;
  return {
    ...meant,
    record: typeof intent.record === 'string' ? intent.record : null,
    before: { ...(made ? { active: null } : {}), ...meant.before },
    values: { ...(made ? { active: true } : {}), ...meant.values },
    sources: { ...(typeof intent.sources === 'object' ? intent.sources : {}) },
    outcome: null,
    after: null,
  };
}

/** What the run began to write over, and did not live to hear of: as if it stood there. */
export function mayHaveWritten(journal: readonly JournalEntry[]): readonly Written[] {
  return begunIn(journal).flatMap(({ record, ...write }) =>
    record !== null && isUnknown(write)
      ? [{ ...write, record, after: write.values, held: null, leaves: {} }]
      : [],
  );
}

export const recordKey = ({ system, kind, record }: Begun): RecordKey => `${system}:${kind}:${record}`;

export const isUnknown = ({ outcome }: Pick<Begun, 'outcome'>): boolean =>
  outcome === null || outcome === 'unknown';

export const isDone = ({ outcome }: Begun): boolean => outcome === 'done' || outcome === 'unchanged';

/** Whether the run came to its end: it has written down itself what it read, what it took up, and what it wrote. */
export const hasEnded = (journal: readonly JournalEntry[]): boolean =>
  journal.some((entry) => entry.type === 'ended');

/** Whether the run took another one back. */
export const isUndo = (journal: readonly JournalEntry[]): boolean =>
  journal.some(({ type, purpose }) => type === 'started' && purpose === 'undo');

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
