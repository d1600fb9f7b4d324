/** What runs that were cut short had done before they could say so: their journals know. Pure. */
import { Debts } from './debts';
import { doubting, doubtingCreation } from './doubts';
import type { FieldName } from './fields';
import { fieldNames, fieldSpec } from './fields';
import { LIST_TYPES } from './merge/sides';
import type { Fields, FieldValue, Identity, IdentityId, RecordKey, SourceRecord, SystemName } from './model';
import { keyOf, membersOf, SYSTEM_TITLES, SYSTEMS } from './model';
import { fieldForm } from './normalize/value';
import type { JournalEntry, State } from './ports';
import { fieldsFrom, kindFrom, systemFrom, type Written, writesOf } from './undo';

/** A write that the run began, whatever became of it. */
interface Begun extends Omit<Written, 'record' | 'after'> {
  readonly record: string | null;
  readonly values: Fields;
  /** The systems that the values came from. */
  readonly sources: Readonly<Partial<Record<string, unknown>>>;
  /** Null where the journal says none: the run was cut short. */
  readonly outcome: string | null;
  /** The written fields as the system held them then; null where nothing was read back. */
  readonly after: Fields | null;
}

function begunIn(journal: readonly JournalEntry[]): readonly Begun[] {
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

/** Identities with the links to records that the run created and nobody wrote down; none for a run that ended. */
export function recoveredLinks(journal: readonly JournalEntry[], state: State): readonly Identity[] {
  if (hasEnded(journal)) return [];
  const recovered = new Map<string, Identity>();
  for (const write of writesOf(journal)) {
    const identity = recovered.get(write.identity) ?? state.identities.get(write.identity);
    if (write.action !== 'create' || !identity || identity.links[write.system]) continue;
    const rule = `created in ${SYSTEM_TITLES[write.system]} by a run that was cut short`;
    const link = { record: write.record, provenance: 'created', rule, confidence: 1, evidence: [] } as const;
    recovered.set(identity.id, { ...identity, links: { ...identity.links, [write.system]: link } });
  }
  return [...recovered.values()];
}

/** Whether the run came to its end: it has written down itself what it read, what it took up, and what it wrote. */
export const hasEnded = (journal: readonly JournalEntry[]): boolean =>
  journal.some((entry) => entry.type === 'ended');

/** What a run has left that nothing has taken up yet. */
export interface Left {
  readonly run: string;
  readonly journal: readonly JournalEntry[];
}

/**
 * The identities of this run, their shadows saying what such runs wrote: without them, what a person typed over our
 * value since would pass for a value that was there before, and give way to ours. A write of which no outcome is known
 * counts where the record no longer holds what it held before. Journals are taken one after another, the oldest first.
 * `before` is what was last saved, `fresh` what the scan has just shown.
 */
export function withRecoveredShadows(
  identities: ReadonlyMap<IdentityId, Identity>,
  left: readonly Pick<Left, 'journal'>[],
  before: Pick<State, 'identities' | 'records'>,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
): ReadonlyMap<IdentityId, Identity> {
  if (left.length === 0) return identities;
  const recovered = new Map(identities);
  const holders = holdersIn(identities);
  const formerly = holdersIn(before.identities);
  for (const { journal } of left) {
    const ended = hasEnded(journal);
    const begun = begunIn(journal).map((write) => withRecord(write, recovered, formerly));
    const reached = new Set(
      begun
        .filter((write) => {
          const [then, now] = [before.records.get(recordKey(write)), fresh.get(recordKey(write))];
          return !isUntouched(then, now) && !(isUnknown(write) && now?.revision === null);
        })
        .map(recordKey),
    );
    for (const write of begun) {
      // What a run that ended knows of its writes it has written down itself; a full disk may have kept the outcome from its journal.
      if (ended && !isUnknown(write)) continue;
      const key = write.record === null ? null : recordKey(write);
      const identity = recovered.get((key ? holders.get(key) : write.identity) ?? '');
      if (!identity) continue;
      if (!key) {
        if (isUnknown(write) && !identity.links[write.system])
          recovered.set(identity.id, doubtingCreation(identity, write));
        continue;
      }
      const now = fresh.get(key);
      // What was acknowledged holds, also where the record is out of sight just now.
      if (now || isDone(write))
        recovered.set(
          identity.id,
          agreedTo(identity, write, now, { fresh, reached, ended, known: before.records }),
        );
      else if (isUnknown(write)) recovered.set(identity.id, doubting(identity, write));
    }
  }
  return recovered;
}

const recordKey = ({ system, kind, record }: Begun): RecordKey => `${system}:${kind}:${record}`;

/** Whether the system's own mark of change says so: what was begun there has not arrived. */
const isUntouched = (before: SourceRecord | undefined, now: SourceRecord | undefined): boolean =>
  before !== undefined && before.revision !== null && before.revision === now?.revision;

/** A creation of which no outcome is known has made the record that its identity has come by since. */
function withRecord(
  write: Begun,
  identities: ReadonlyMap<IdentityId, Identity>,
  formerly: ReadonlyMap<RecordKey, IdentityId>,
): Begun {
  if (write.action !== 'create' || write.record !== null) return write;
  const record = identities.get(write.identity)?.links[write.system]?.record;
  if (record === undefined || formerly.has(`${write.system}:${write.kind}:${record}`)) return write;
  return { ...write, record };
}

function agreedTo(
  identity: Identity,
  write: Begun,
  now: SourceRecord | undefined,
  { ended, ...seen }: Seen & { readonly ended: boolean },
): Identity {
  let agreed = identity;
  for (const field of fieldNames(write.kind)) {
    const wrote = write.after?.[field] ?? write.values[field];
    if (wrote === undefined || !(field in write.before) || isNoted(identity, write, field, ended)) continue;
    if (arrived(write, field, now)) agreed = withShadow(agreed, write, field, wrote, seen);
  }
  return agreed;
}

/** A run that ended has saved what it knew came of its writes, in the form in which the system holds it. */
function isNoted(identity: Identity, write: Begun, field: FieldName, ended: boolean): boolean {
  const noted = identity.shadows[write.system]?.[field];
  if (!ended || write.outcome !== null || noted === undefined) return false;
  return fieldForm(write.kind, field, noted) !== fieldForm(write.kind, field, write.before[field]);
}

function holdersIn(identities: ReadonlyMap<IdentityId, Identity>): ReadonlyMap<RecordKey, IdentityId> {
  const holders = new Map<RecordKey, IdentityId>();
  for (const identity of identities.values()) {
    for (const ref of membersOf(identity)) holders.set(keyOf(ref), identity.id);
  }
  return holders;
}

const isUnknown = ({ outcome }: Begun): boolean => outcome === null || outcome === 'unknown';

const isDone = ({ outcome }: Begun): boolean => outcome === 'done' || outcome === 'unchanged';

function arrived(write: Begun, field: FieldName, now: SourceRecord | undefined): boolean {
  if (isDone(write)) return true;
  if (!now || !isUnknown(write)) return false;
  return (
    fieldForm(write.kind, field, now.fields[field]) !== fieldForm(write.kind, field, write.before[field])
  );
}

interface Seen {
  readonly fresh: ReadonlyMap<RecordKey, SourceRecord>;
  /** Records to which the run had begun to write, those left out that show no trace of it or cannot show any. */
  readonly reached: ReadonlySet<string>;
  /** What the run itself had read. */
  readonly known: ReadonlyMap<RecordKey, SourceRecord>;
}

/**
 * The target agreed to what we wrote, and the side that it came from said so. A third side was not reached: the value is
 * owed to it, and what it may have changed since it last agreed stands against that.
 */
function withShadow(
  identity: Identity,
  write: Begun,
  field: FieldName,
  wrote: FieldValue,
  { fresh, reached, known }: Seen,
): Identity {
  const spec = fieldSpec(write.kind, field);
  if (spec?.type === 'reference') return identity;
  const isList = spec !== undefined && LIST_TYPES.has(spec.type);
  const source = SYSTEMS.find((system) => system === write.sources[field]);
  const wanted = fieldForm(write.kind, field, wrote);
  const shadows: Partial<Record<SystemName, Fields>> = { ...identity.shadows };
  const debts = new Debts(identity);
  for (const system of SYSTEMS) {
    const link = identity.links[system];
    const value =
      system === write.system
        ? wrote
        : system === source
          ? givenBy(identity, system, write, field, known)
          : undefined;
    if (link && value !== undefined) {
      shadows[system] = { ...shadows[system], [field]: value };
      debts.pay(system, field);
    }
    // Of a list a third side may hold a part only.
    if (!link || value !== undefined || isList) continue;
    const says = fresh.get(`${system}:${write.kind}:${link.record}`)?.fields[field];
    // Who says the same has agreed to it, whoever it came from: a decision comes from nobody.
    if (says !== undefined && wanted !== '' && fieldForm(write.kind, field, says) === wanted) {
      if (identity.shadows[system]?.[field] !== undefined)
        shadows[system] = { ...shadows[system], [field]: says };
      continue;
    }
    if (source === undefined) continue;
    if (reached.has(`${system}:${write.kind}:${link.record}`)) continue;
    const now = fresh.get(`${system}:${write.kind}:${link.record}`)?.fields[field];
    const agreed = identity.shadows[system]?.[field];
    const isWanted = (held: FieldValue | undefined) => fieldForm(write.kind, field, held) === wanted;
    if (agreed !== undefined && !isWanted(agreed) && !(now !== undefined && isWanted(now)))
      debts.miss(system, field);
  }
  return debts.of({ ...identity, shadows });
}

/**
 * What the side that a value came from had agreed to once it was written. Of a list it may hold more than the target: what
 * the write added there, it has said, and what the write took away, it has taken away.
 */
function givenBy(
  identity: Identity,
  system: SystemName,
  { kind, before, values }: Begun,
  field: FieldName,
  known: ReadonlyMap<RecordKey, SourceRecord>,
): FieldValue | undefined {
  const [then, wrote, agreed] = [before[field], values[field], identity.shadows[system]?.[field]];
  if (!Array.isArray(wrote)) return wrote;
  if (!Array.isArray(agreed)) return undefined;
  const formOf = (item: string) => fieldForm(kind, field, [item]);
  const was = (Array.isArray(then) ? then : []).map(formOf);
  const is = wrote.map(formOf);
  const record = identity.links[system]?.record ?? '';
  const read = known.get(`${system}:${kind}:${record}`);
  const held = read ? read.fields[field] : wrote;
  // What another side gave, and this one had no room for, it has not said.
  const said = (Array.isArray(held) ? held : []).map(formOf);
  const kept = agreed.filter(
    (item) => said.includes(formOf(item)) || is.includes(formOf(item)) || !was.includes(formOf(item)),
  );
  const forms = kept.map(formOf);
  const added = wrote.filter(
    (item) => said.includes(formOf(item)) && !was.includes(formOf(item)) && !forms.includes(formOf(item)),
  );
  return [...kept, ...added];
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
