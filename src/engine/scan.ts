/** Reads the systems completely, side by side, or fails: a partial listing is never an empty one. */
import { Failure } from './failure';
import type { Coverage, Kind, RecordId, RecordKey, RecordProblem, SourceRecord, SystemName } from './model';
import { keyOf, membersOf } from './model';
import type { Clock, Progress, State, System } from './ports';

export interface Scan {
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly coverage: readonly Coverage[];
  readonly problems: readonly RecordProblem[];
}

export interface ScanInput {
  readonly systems: readonly System[];
  readonly kinds: readonly Kind[];
  readonly state: State;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export async function scan(input: ScanInput): Promise<Scan> {
  const records = new Map<RecordKey, SourceRecord>();
  const coverage: Coverage[] = [];
  const problems: RecordProblem[] = [];
  const failing = new AbortController();
  const signal = AbortSignal.any([input.signal, failing.signal]);
  const meter = new Meter(input.progress);
  const listings = new Map<SystemName, Promise<void>>();

  const readSystem = async (system: System): Promise<void> => {
    for (const kind of input.kinds) {
      if (!system.abilities[kind].read) continue;
      // What an agent reported tells which machines are worth a detail read elsewhere, so agents are listed first.
      if (kind === 'asset' && system.name !== 'vsa') await listings.get('vsa');
      const stirred = kind === 'asset' ? stirredRecords(system.name, input.state, records) : NONE;
      const proof = await system.scan(kind, {
        signal,
        known: (id) => input.state.records.get(`${system.name}:${kind}:${id}`),
        stirred,
        page: (page, progress) => {
          for (const record of page) records.set(keyOf(record), record);
          meter.set(`${system.name}:${kind}`, progress.done, progress.total);
        },
        problem: (problem) => problems.push(problem),
      });
      coverage.push(proof);
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
  return { records, coverage, problems };
}

const NONE: ReadonlySet<RecordId> = new Set();

/** What the listings are told that are stopped because another one failed. */
const OTHER_FAILED = new Failure('cancelled', 'Another system could not be read.');

/** The failure that made the others stop, not one of those that were stopped. */
function firstCause(failures: readonly unknown[], signal: AbortSignal): unknown {
  if (signal.aborted) return Failure.from(signal.reason ?? failures[0]);
  const own = failures.find((failure) => Failure.from(failure).reason !== 'cancelled');
  return own ?? failures[0];
}

/** Records of the system whose VSA agent reports something else than it did when the last run looked. */
function stirredRecords(
  system: SystemName,
  state: State,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
): ReadonlySet<RecordId> {
  if (system === 'vsa') return NONE;
  const stirred = new Set<RecordId>();
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
