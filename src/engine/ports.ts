/** What the engine asks of the world. Implementations are put together in `compose.ts` alone. */
import type { Decision } from './decisions';
import type { FieldName } from './fields';
import type { Checked, Finding } from './findings';
import type { Overwrites } from './follow/fights';
import type {
  Coverage,
  Fields,
  FieldValue,
  Identity,
  Kind,
  RecordId,
  RecordKey,
  RecordProblem,
  SourceRecord,
  SystemName,
  Tenant,
  Tenants,
} from './model';
import type { Plan } from './plan/model';
import type { Marks } from './reading';
import type { ClientTrends, TrendLine } from './trend-model';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** The same instant as ISO 8601 text in UTC. */
  iso(): string;
  /** Lets other work run, then resolves. */
  yield(): Promise<void>;
  /** Rejects with the signal's reason when that fires first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Log {
  debug(message: string, details?: object): void;
  info(message: string, details?: object): void;
  warn(message: string, details?: object): void;
  error(message: string, details?: object): void;
}

/**
 * How far a run is: `done` of `total` (null while unknown) within the named phase. `atLeast` milliseconds are what the
 * systems' allowances alone make the rest take.
 */
export interface Progress {
  report(phase: string, done: number, total: number | null, note?: string, atLeast?: number): void;
}

/** What is known of the calls of a server that counts them: instants in milliseconds since the epoch, by endpoint. */
export interface Spending {
  readonly calls: Readonly<Record<string, readonly number[]>>;
  /** No call of the endpoint goes before this instant: the server said so. */
  readonly pauses: Readonly<Record<string, number>>;
}

/** Keeps a server's count of our calls across restarts. */
export interface Ledger {
  read(): Promise<Spending>;
  /** Takes note of a call; safe on disk soon. */
  spend(endpoint: string, instant: number): void;
  /** Takes note of a pause that the server asked for; safe on disk as soon as can be. */
  pause(endpoint: string, until: number): void;
}

/** Whether a field can be written there, and if not, why. */
export interface FieldAbility {
  readonly write: 'always' | 'create' | 'never';
  /** Why not, or why only on creation; shown as drift. */
  readonly reason?: string;
  /** For lists: how many values the system can hold. */
  readonly capacity?: number;
  readonly maxLength?: number;
  /** The system holds only the family of a value, from a list of its own: `Windows 11` for any build of it. */
  readonly coarse?: true;
  /** What the values that it cannot tell apart have in common; without it, the family of an operating system. */
  readonly family?: (value: string) => string;
  /** A creation needs a value here. */
  readonly required?: true;
}

/** Absent means the system cannot do it; the text says why. */
export interface Refusal {
  readonly reason: string;
}

export interface KindAbility {
  readonly read: boolean;
  readonly create: true | Refusal;
  /** Setting `active` to false, and back to true. */
  readonly archive: true | Refusal;
  /** Fields that are not named here are not held by the system. */
  readonly fields: Readonly<Partial<Record<FieldName, FieldAbility>>>;
}

export interface ScanContext {
  readonly signal: AbortSignal;
  /** The record as it was last read, where it is known: spares a detail read when nothing moved. */
  known(id: RecordId): SourceRecord | undefined;
  /** Records of this system whose machine's agent changed since they were read: their details are worth a call. */
  readonly stirred: ReadonlySet<RecordId>;
  /** Ask for changes alone, from this mark on, where the system can tell them; absent for all that is visible. */
  readonly since?: string;
  /** All known records of a kind of this system. */
  recall?(kind: Kind): Iterable<SourceRecord>;
  /** Whether another system knows a machine of this name or serial number: its details are worth a call before others'. */
  elsewhere?(name: string | null, serialNumber: string | null): boolean;
  /** Makes records safe that cost a call each, while the listing goes on: what is read once need not be read again. */
  keep?(records: readonly SourceRecord[]): Promise<void>;
  /** Takes one page at a time, so that a long listing neither fills memory twice nor holds the event loop. */
  page(records: readonly SourceRecord[], progress: { done: number; total: number | null }): void;
  problem(problem: RecordProblem): void;
}

/** What the caller of a direct reading knows and needs: a call that shows just that of many records may be enough. */
export interface Look {
  /** The record as it was last known. */
  known(id: RecordId): SourceRecord | undefined;
  /** The fields of the record that must be as they stand now; the others may be as they were known. */
  fresh(id: RecordId): ReadonlySet<FieldName>;
}

/**
 * One connected system: a lens between its own records and the canonical ones.
 * Every method rejects with a `Failure`; none of them swallows one.
 */
export interface System {
  readonly name: SystemName;
  readonly abilities: Readonly<Record<Kind, KindAbility>>;
  /** Preflight: each prerequisite with its finding. Never rejects for what it can tell as a finding. */
  check(signal: AbortSignal): Promise<readonly Finding[]>;
  /**
   * Preflight in short, before each run: two or three cheap calls. Gives what is wrong alone, so nothing when all is
   * well; a `problem` means that a scan would fail. Rejects only when cancelled.
   */
  briefCheck(signal: AbortSignal): Promise<readonly Finding[]>;
  /** Who answers there. What the system does not tell of itself is no failure; it rejects only where nothing answers. */
  tenant(signal: AbortSignal): Promise<Tenant>;
  /** A complete listing with its proof, or a failure: a partial listing is never an empty one. */
  scan(kind: Kind, context: ScanContext): Promise<Coverage>;
  /** Direct reads, batched where the API allows: null for a record that the system says does not exist. */
  read(
    kind: Kind,
    ids: readonly RecordId[],
    signal: AbortSignal,
    look?: Look,
  ): Promise<ReadonlyMap<RecordId, SourceRecord | null>>;
  /**
   * Of records that it says do not exist, those that may only be hidden from our account. Absent where "not found" is never
   * said of what is hidden. A failure is no answer.
   */
  outOfSight?(
    kind: Kind,
    records: readonly SourceRecord[],
    signal: AbortSignal,
  ): Promise<ReadonlySet<RecordId>>;
  /**
   * Milliseconds that its allowances alone make so many writes take, by kind, the looks before and after them included:
   * a lower bound. Absent where it tells of no limit.
   */
  atLeast?(writes: ReadonlyMap<Kind, number>): number;
  /** By how many milliseconds its clock was ahead of ours when it last answered; null where it did not tell. */
  skew?(): number | null;
  /**
   * Why the system would not take this value, as far as it can tell without a call: an unknown type, a read-only list.
   * `beside` is what the record holds, or is to hold, in its other fields: a region needs its country.
   */
  objection(kind: Kind, field: FieldName, value: FieldValue, beside?: Fields): string | null;
  /** One write. References in `values` are ids of this system. Gives the record as the system now holds it. */
  create(kind: Kind, values: Fields, signal: AbortSignal): Promise<SourceRecord>;
  /** One write of the named fields only; `before` is the record as just read. Gives the record as now held. */
  update(before: SourceRecord, changes: Fields, signal: AbortSignal): Promise<SourceRecord>;
  /** Records that a create with these values may have made although its answer was lost. */
  findCreated(kind: Kind, values: Fields, signal: AbortSignal): Promise<readonly SourceRecord[]>;
  dispose(): void;
}

/** All that is remembered between runs, in memory; the store keeps it in one shard per organization. */
export interface State {
  readonly identities: ReadonlyMap<string, Identity>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  /** Our writes over values that others may set back. */
  readonly overwrites?: Overwrites;
}

export interface JournalEntry {
  readonly at: string;
  readonly type: string;
  readonly [detail: string]: unknown;
}

/** A run's diary: appended only. `intent` resolves when the entry is safe on disk. */
export interface Journal {
  readonly run: string;
  note(entry: { readonly type: string; readonly [detail: string]: unknown }): void;
  intent(entry: { readonly type: string; readonly [detail: string]: unknown }): Promise<void>;
  close(): Promise<void>;
  /** Instead of closing: nothing was done that anyone would look up. */
  discard(): Promise<void>;
}

/** A run in short: what the status bar and the trees tell of it. */
export interface RunSummary {
  readonly run: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** `refused`: a guard stopped it, for a person to look. */
  readonly result: 'done' | 'failed' | 'cancelled' | 'refused';
  /** Why it failed or was refused, with the remedy. */
  readonly message: string | null;
  /** Counts by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly conflicts: number;
  /** Per record key, what went wrong with it. */
  readonly problems: Readonly<Record<string, string>>;
}

/** A person saw a first plan and let it be carried out: from then on automatic runs may write what the settings allow. */
export interface Approval {
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
  readonly run: string;
}

export interface Store {
  load(): Promise<State>;
  /** Replaces what is given, keeps the rest; only shards that changed are written, each whole or not at all. */
  save(change: StateChange): Promise<void>;
  decisions(): Promise<readonly Decision[]>;
  saveDecisions(decisions: readonly Decision[]): Promise<void>;
  plan(): Promise<Plan | null>;
  savePlan(plan: Plan): Promise<void>;
  /** From where readings of changes go on. */
  marks(): Promise<Marks>;
  saveMarks(marks: Marks): Promise<void>;
  /** The newest run whose writes the state has taken up although it was cut short; null when none ever was. */
  settledRun(): Promise<string | null>;
  saveSettledRun(run: string): Promise<void>;
  lastRun(): Promise<RunSummary | null>;
  saveLastRun(summary: RunSummary): Promise<void>;
  /** A line for each run that read or wrote, oldest first. */
  trend(): Promise<readonly TrendLine[]>;
  saveTrend(lines: readonly TrendLine[]): Promise<void>;
  /** How each client went from day to day. */
  clientTrends(): Promise<ClientTrends>;
  saveClientTrends(trends: ClientTrends): Promise<void>;
  /** What the last checks found, at most one a system; the caller knows which connections they are about. */
  checks(): Promise<readonly Checked[]>;
  saveChecks(checks: readonly Checked[]): Promise<void>;
  /** From whom what is remembered was read. */
  tenants(): Promise<Tenants>;
  saveTenants(tenants: Tenants): Promise<void>;
  /** Moves all that is remembered and decided out of the way, and gives where to. */
  startAfresh(): Promise<string>;
  openJournal(): Promise<Journal>;
  /** When a person first let a plan be carried out; null before. */
  approval(): Promise<Approval | null>;
  saveApproval(approval: Approval): Promise<void>;
  /** Forgets the oldest journals beyond so many. */
  forgetRuns(beyond: number): Promise<void>;
  /** Run ids, newest first. */
  runs(): Promise<readonly string[]>;
  journal(run: string): Promise<readonly JournalEntry[]>;
}

export interface StateChange {
  readonly identities?: readonly Identity[];
  readonly removedIdentities?: readonly string[];
  readonly records?: readonly SourceRecord[];
  readonly removedRecords?: readonly RecordKey[];
  /** Replaces them all. */
  readonly overwrites?: Overwrites;
}
