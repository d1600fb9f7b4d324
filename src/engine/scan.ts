/** Reads the systems side by side: all that is visible, or what changed; or fails: a partial listing is never an empty one. */
import { Failure } from './failure';
import type { Coverage, Kind, RecordId, RecordKey, RecordProblem, SourceRecord, SystemName } from './model';
import { keyOf, membersOf, SYSTEM_TITLES } from './model';
import { hostForm } from './normalize/host';
import { isoOf } from './normalize/instant';
import { serialForm } from './normalize/serial';
import type { Clock, Progress, State, System } from './ports';
import { presentRecords } from './present';
import { type Marks, marksAfter, type ReadingChoice, sinceOf } from './reading';

export interface Scan {
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly coverage: readonly Coverage[];
  readonly problems: readonly RecordProblem[];
  /** From where the next reading of changes goes on. */
  readonly marks?: Marks;
  /** Records that are not only unseen: their systems say that they do not exist. */
  readonly gone?: ReadonlySet<RecordKey>;
}

export interface ScanInput {
  readonly systems: readonly System[];
  readonly kinds: readonly Kind[];
  readonly state: State;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Absent: all that is visible is read. */
  readonly choice?: ReadingChoice;
  /** Records that runs before have written to and not read back: what was known of them is past. */
  readonly disturbed?: ReadonlySet<RecordKey>;
  /** Makes records safe while listings go on. */
  readonly keep?: (records: readonly SourceRecord[]) => Promise<void>;
}

export async function scan(input: ScanInput): Promise<Scan> {
  const records = new Map<RecordKey, SourceRecord>();
  const coverage: Coverage[] = [];
  const problems: RecordProblem[] = [];
  const failing = new AbortController();
  const signal = AbortSignal.any([input.signal, failing.signal]);
  const meter = new Meter(input.progress);
  const listings = new Map<SystemName, Promise<void>>();
  const known = new Known(input.state);

  const readListing = async (system: System, kind: Kind): Promise<void> => {
    const { name } = system;
    const since = input.choice && sinceOf(`${name}:${kind}`, input.choice, known.of(name, kind).length);
    const page = (rows: readonly SourceRecord[], progress: { done: number; total: number | null }) => {
      for (const record of rows) records.set(keyOf(record), record);
      meter.set(`${name}:${kind}`, progress.done, progress.total);
    };
    const ask = system.scan(kind, {
      signal,
      known: (id) => input.state.records.get(`${name}:${kind}:${id}`),
      recall: (other) => known.of(name, other),
      stirred: kind === 'asset' ? stirredRecords(name, input, records) : NONE,
      ...(since === undefined ? {} : { since }),
      ...(kind === 'asset' ? { elsewhere: machinesElsewhere(name, records, known) } : {}),
      ...(input.keep ? { keep: input.keep } : {}),
      page,
      problem: (problem) => problems.push(problem),
    });
    const proof = await ask.catch((error: unknown) => asLastRead(error, name, kind, known, input));
    if (!proof.partial) return void coverage.push(proof);
    for (const record of known.of(name, kind)) {
      const key = keyOf(record);
      if (!records.has(key)) records.set(key, record);
    }
    const received = [...records.values()].filter((one) => one.system === name && one.kind === kind).length;
    coverage.push({ ...proof, received });
  };

  const readSystem = async (system: System): Promise<void> => {
    for (const kind of input.kinds) {
      if (!system.abilities[kind].read) continue;
      // What an agent reported tells which machines are worth a detail read elsewhere, so agents are listed first.
      if (kind === 'asset' && system.name !== 'vsa') await listings.get('vsa');
      await readListing(system, kind);
    }
  };
  // VSA first: others wait for its agents.
  const ordered = [...input.systems].sort((a, b) => Number(b.name === 'vsa') - Number(a.name === 'vsa'));
  for (const system of ordered) {
    listings.set(system.name, readSystem(system));
    // Each is awaited below; until then a failure must not count as unhandled.
    listings.get(system.name)?.catch(() => failing.abort(OTHER_FAILED));
  }
  const settled = await Promise.allSettled(listings.values());
  const failed = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (failed.length > 0) throw firstCause(failed, input.signal);
  const marks = input.choice && marksAfter(coverage, input.choice);
  return { records, coverage, problems, ...(marks ? { marks } : {}) };
}

const NONE: ReadonlySet<RecordId> = new Set();

/** The records that were there when the systems were last read, by system and kind. */
class Known {
  private lists: Map<string, SourceRecord[]> | null = null;

  constructor(private readonly state: State) {}

  of(system: SystemName, kind: Kind): readonly SourceRecord[] {
    this.lists ??= this.sort();
    return this.lists.get(`${system}:${kind}`) ?? [];
  }

  private sort(): Map<string, SourceRecord[]> {
    const lists = new Map<string, SourceRecord[]>();
    for (const record of presentRecords(this.state).values()) {
      const key = `${record.system}:${record.kind}`;
      const list = lists.get(key);
      if (list) list.push(record);
      else lists.set(key, [record]);
    }
    return lists;
  }
}

/** A system that asks to be left alone for a while is as it was last read, where it was read: the run goes on with that. */
function asLastRead(
  error: unknown,
  system: SystemName,
  kind: Kind,
  known: Known,
  input: ScanInput,
): Coverage {
  const before = input.choice?.marks[`${system}:${kind}`];
  if (!Failure.is(error, 'rate-limited') || !error.retryAfterMs || !before) throw error;
  const count = known.of(system, kind).length;
  const until = isoOf(input.clock.now() + error.retryAfterMs);
  return {
    system,
    kind,
    announced: null,
    received: count,
    proof: `as it was last read: ${SYSTEM_TITLES[system]} allows no more calls until ${until}`,
    hidden: null,
    partial: true,
    left: { count, resumeAt: until, until },
    mark: before.mark,
  };
}

/** Whether a machine of this name or serial number is known outside the system. */
function machinesElsewhere(
  system: SystemName,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
  known: Known,
): (name: string | null, serialNumber: string | null) => boolean {
  let marks: Set<string> | null = null;
  const gather = (): Set<string> => {
    const found = new Set<string>();
    const note = ({ fields, name }: SourceRecord) => {
      found.add(`name ${hostForm(String(fields.hostname ?? name))}`);
      if (typeof fields.serialNumber === 'string') found.add(`serial ${serialForm(fields.serialNumber)}`);
    };
    for (const record of fresh.values())
      if (record.kind === 'asset' && record.system !== system) note(record);
    for (const other of ['vsa', 'itglue', 'bms'] as const)
      if (other !== system) known.of(other, 'asset').forEach(note);
    return found;
  };
  return (name, serialNumber) => {
    marks ??= gather();
    return (
      (name !== null && marks.has(`name ${hostForm(name)}`)) ||
      (serialNumber !== null && marks.has(`serial ${serialForm(serialNumber)}`))
    );
  };
}

/** What the listings are told that are stopped because another one failed. */
const OTHER_FAILED = new Failure('cancelled', 'Another system could not be read.');

/** The failure that made the others stop, not one of those that were stopped. */
function firstCause(failures: readonly unknown[], signal: AbortSignal): unknown {
  if (signal.aborted) return Failure.from(signal.reason ?? failures[0]);
  const own = failures.find((failure) => Failure.from(failure).reason !== 'cancelled');
  return own ?? failures[0];
}

/**
 * Assets of the system whose VSA agent reports something else than it did when the last run looked, or which a run that
 * was cut short has written to: their list rows need not show it.
 */
function stirredRecords(
  system: SystemName,
  { state, disturbed }: ScanInput,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
): ReadonlySet<RecordId> {
  if (system === 'vsa') return NONE;
  const stirred = new Set<RecordId>();
  for (const key of disturbed ?? []) {
    const held = state.records.get(key);
    if (held?.system === system && held.kind === 'asset') stirred.add(held.id);
  }
  for (const identity of state.identities.values()) {
    const own = identity.links[system];
    if (identity.kind !== 'asset' || !own) continue;
    const moved = membersOf(identity).some((ref) => {
      if (ref.system !== 'vsa') return false;
      const before = state.records.get(keyOf(ref));
      const after = fresh.get(keyOf(ref));
      return after !== undefined && (before === undefined || !sameFacts(before, after));
    });
    if (moved) stirred.add(own.record);
  }
  return stirred;
}

/** Compares what a machine is, not when it was last seen. */
function sameFacts(before: SourceRecord, after: SourceRecord): boolean {
  const facts = (record: SourceRecord) =>
    JSON.stringify({ ...record.fields, lastSeen: null, lastUser: null, organization: record.organization });
  return facts(before) === facts(after);
}

/** Adds up the progress of listings that run side by side. */
class Meter {
  private readonly parts = new Map<string, { done: number; total: number | null }>();

  constructor(private readonly progress: Progress) {}

  set(part: string, done: number, total: number | null): void {
    this.parts.set(part, { done, total });
    let all = 0;
    let sum: number | null = 0;
    for (const item of this.parts.values()) {
      all += item.done;
      sum = sum === null || item.total === null ? null : sum + item.total;
    }
    this.progress.report('scan', all, sum);
  }
}
