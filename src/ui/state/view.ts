/** What the editor knows of the current folder at one moment: all that trees, status bar and reports are made of. Pure. */
import type { Failure } from '../../engine/failure';
import type { SystemName } from '../../engine/model';
import type { Overview, SavedPlan } from '../../engine/overview';
import type { RunReport } from '../../engine/run';
import type { Connections } from '../../engine/session';
import type { Automatic } from '../follow/view';

export type Readiness = 'noFolder' | 'untrusted' | 'notConfigured' | 'ready';

/** `none`: signed out, or never given; `unseen`: saved in another window; `broken`: the storage does not work. */
export type SecretTrouble = 'none' | 'unseen' | 'broken';
export type SecretTroubles = Readonly<Partial<Record<SystemName, SecretTrouble>>>;

export interface Running {
  readonly doing: 'sync' | 'check' | 'plan' | 'apply' | 'undo';
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
}

export interface Snapshot {
  readonly readiness: Readiness;
  /** The systems that have an address in the settings. */
  readonly configured: readonly SystemName[];
  /** Null until it was read. */
  readonly overview: Overview | null;
  /** The last plan with its ticks of the moment; null while there is none. */
  readonly saved: SavedPlan | null;
  /** What stopped the last sync of this window; null when it succeeded. */
  readonly failure: Failure | null;
  /** Why what is known could not be read. */
  readonly loadFailure: Failure | null;
  /** What stopped the last check. */
  readonly checkFailure: Failure | null;
  /** What the last checks found, of whichever window or program; null until it was read. */
  readonly connections: Connections | null;
  /** The connections for which this window has no secret to use. */
  readonly secretTroubles: SecretTroubles;
  readonly running: Running | null;
  /** The last run of this window. */
  readonly report: RunReport | null;
  /** How automatic sync stands; null where it is off. */
  readonly automatic: Automatic | null;
}

export const NOTHING: Snapshot = {
  readiness: 'noFolder',
  configured: [],
  overview: null,
  saved: null,
  failure: null,
  loadFailure: null,
  checkFailure: null,
  connections: null,
  secretTroubles: {},
  running: null,
  report: null,
  automatic: null,
};

/** The value of the context key `mspSync.state`: which welcome text fits. Undefined while it is not known. */
export type StateWord = 'notConfigured' | 'neverScanned' | 'failed' | 'known';

export function stateWord(snapshot: Snapshot): StateWord | undefined {
  if (snapshot.readiness === 'notConfigured') return 'notConfigured';
  if (snapshot.readiness !== 'ready') return undefined;
  if (snapshot.overview && isScanned(snapshot.overview)) return 'known';
  if (snapshot.failure || snapshot.loadFailure) return 'failed';
  return snapshot.overview ? 'neverScanned' : undefined;
}

/** Whether anything was ever read from the systems, an empty listing included. */
export function isScanned(overview: Overview): boolean {
  return overview.records.size > 0 || overview.lastRun?.result === 'done';
}

/** Records that wait for a person. A suggestion and a conflict count once, however many records take part. */
export function tasksIn(overview: Overview): number {
  const conflicts = new Set(overview.plan.conflicts.map((conflict) => conflict.identity));
  return overview.match.suggestions.length + overview.match.ambiguous.length + conflicts.size;
}
